// The log: a row per call, newest first, and under it a row per stream part as it goes by.

import { make, need } from '../parts/dom.ts';
import { type CallRow, callRow, fits, showReport } from './call-row.ts';
import type { StageReport } from './reports.ts';

const rowLimit = 120;

export interface Log {
	take(report: StageReport): void;
	/** Says in the log that the stage was loaded anew; it counts its calls from 1 again. */
	mark(words: string): void;
}

export function showLog(): Log {
	const rows = showRows(need('[data-log]'));
	const pause = need<HTMLButtonElement>('[data-pause]');
	let waiting: StageReport[] | null = null;

	const sayPaused = () => {
		pause.setAttribute('aria-pressed', String(waiting !== null));
		pause.textContent = waiting === null ? 'Pause' : `Go on${waiting.length ? ` (${waiting.length})` : ''}`;
	};
	pause.addEventListener('click', () => {
		const held = waiting;
		waiting = held ? null : [];
		for (const report of held ?? []) rows.draw(report);
		sayPaused();
	});

	return {
		take: (report) => {
			waiting?.push(report);
			if (waiting) sayPaused();
			else rows.draw(report);
		},
		mark: (words) => {
			if (waiting) waiting = [];
			sayPaused();
			rows.mark(words);
		},
	};
}

interface Rows {
	draw(report: StageReport): void;
	mark(words: string): void;
}

function showRows(list: HTMLElement): Rows {
	const filter = need<HTMLInputElement>('[data-log-filter]');
	const only = need<HTMLSelectElement>('[data-log-only]');
	const rows = new Map<number, CallRow>();
	const sift = (row: CallRow) => {
		row.element.hidden = !fits(row, filter.value.trim().toLowerCase(), only.value);
	};
	for (const field of [filter, only]) field.addEventListener('input', () => rows.forEach(sift));
	need('[data-clear]').addEventListener('click', () => list.replaceChildren());

	const add = (call: Extract<StageReport, { kind: 'call' }>) => {
		const row = callRow(call);
		rows.set(call.id, row);
		list.prepend(row.element);
		while (list.childElementCount > rowLimit) list.lastElementChild?.remove();
	};
	return {
		draw: (report) => {
			if (report.kind === 'call') add(report);
			const row = rows.get(report.id);
			if (!row) return;
			showReport(row, report);
			sift(row);
		},
		mark: (words) => {
			rows.clear();
			if (list.childElementCount > 0) list.prepend(make('li', { class: 'log-mark', text: words }));
		},
	};
}
