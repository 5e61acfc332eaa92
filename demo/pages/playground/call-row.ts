// One call in the log.

import { make } from '../parts/dom.ts';
import { lazyJson, partRow } from './part-row.ts';
import type { StageReport } from './reports.ts';

export interface CallRow {
	readonly element: HTMLLIElement;
	readonly details: HTMLDetailsElement;
	readonly status: HTMLElement;
	readonly facts: HTMLElement;
	readonly parts: HTMLElement;
	readonly call: Call;
	/** Milliseconds to first byte; null until then. */
	wait: number | null;
	/** Milliseconds until the end; null until then. */
	took: number | null;
	count: number;
	stream: boolean;
	failed: boolean;
}

type Call = Extract<StageReport, { kind: 'call' }>;

export function callRow(call: Call): CallRow {
	const status = make('span', { class: 'call-status', text: '…' });
	const facts = make('span', { class: 'call-facts' });
	const parts = make('ol', { class: 'parts' });
	const summary = make(
		'summary',
		{},
		make('span', { class: 'call-method', text: call.method, attributes: { 'data-method': call.method } }),
		make('span', { class: 'call-path', text: shortPath(call.path), attributes: { title: call.path } }),
		facts,
		status,
	);
	const details = make('details', { class: 'call', attributes: { 'data-state': 'open' } }, summary, parts);
	if (call.body !== null) parts.append(jsonRow('request', call.body));
	const element = make('li', {}, details);
	return {
		element,
		details,
		status,
		facts,
		parts,
		call,
		wait: null,
		took: null,
		count: 0,
		stream: false,
		failed: false,
	};
}

export function showReport(row: CallRow, report: StageReport): void {
	switch (report.kind) {
		case 'call':
			break;
		case 'answer':
			showAnswer(row, report);
			break;
		case 'part':
			row.count += 1;
			row.parts.append(partRow(report));
			break;
		case 'body':
			if (report.body !== '') row.parts.append(jsonRow('answer', report.body));
			break;
		case 'end':
			showEnd(row, report);
	}
	row.facts.textContent = factsOf(row);
}

/** `words` in lower case; `only` is `all`, `streams` or `failed`. */
export function fits(row: CallRow, words: string, only: string): boolean {
	if (only === 'streams' && !row.stream) return false;
	if (only === 'failed' && !row.failed) return false;
	return !words || `${row.call.method} ${row.call.path} ${row.parts.textContent}`.toLowerCase().includes(words);
}

function showAnswer(row: CallRow, { status, wait, stream }: Extract<StageReport, { kind: 'answer' }>): void {
	row.wait = wait;
	row.stream = stream;
	row.failed = status >= 400;
	row.status.textContent = String(status);
	if (stream) row.details.open = true;
	if (row.failed) row.details.dataset.state = 'failed';
}

function showEnd(row: CallRow, { took, failure }: Extract<StageReport, { kind: 'end' }>): void {
	const left = failure === 'AbortError';
	row.took = took;
	row.failed ||= failure !== null && !left;
	if (failure) row.status.textContent = left ? 'left' : failure;
	row.details.dataset.state = row.failed ? 'failed' : 'done';
}

function factsOf({ wait, took, count, stream }: CallRow): string {
	const said = [
		wait === null ? '' : `${wait} ms`,
		count ? `${count} ${count === 1 ? 'part' : 'parts'}` : '',
		took && stream ? seconds(took) : '',
	];
	return said.filter(Boolean).join(' · ');
}

function jsonRow(words: string, value: unknown): HTMLElement {
	return make('li', {}, lazyJson(make('summary', {}, make('span', { class: 'part-type', text: words })), value, words));
}

// The common prefix says nothing and pushes the rest out of sight.
function shortPath(path: string): string {
	return path.replace(/^(?:\/playground\/states\/\w+)?\/api\/support\/ai(?=\/)/, '…');
}

function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}
