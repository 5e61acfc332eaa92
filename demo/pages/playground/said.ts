// What the server said to the message that was last sent on the stage: status, headers, and the body or the stream as it came.

import { make } from '../parts/dom.ts';
import { partRow } from './part-row.ts';
import type { StageReport } from './reports.ts';

export interface Said {
	readonly element: HTMLElement;
	take(report: StageReport): void;
}

export function showSaid(): Said {
	const body = make(
		'div',
		{ class: 'said-body' },
		make('p', { class: 'said-wait', text: 'The widget is about to ask …' }),
	);
	const element = make('section', { class: 'state-said' }, make('h3', { text: 'What the server said' }), body);
	let followed = 0;
	let parts = make('ol', { class: 'parts' });
	return {
		element,
		take: (report) => {
			if (report.kind === 'call' && report.method === 'POST' && report.path.endsWith('/messages')) {
				followed = report.id;
				body.replaceChildren(make('p', { class: 'said-wait', text: 'Asked. The answer is on its way …' }));
			}
			if (report.id !== followed) return;
			if (report.kind === 'answer') {
				parts = make('ol', { class: 'parts' });
				body.replaceChildren(statusLine(report), headers(report), ...(report.stream ? [parts] : []));
			}
			if (report.kind === 'body') body.append(make('pre', { text: JSON.stringify(report.body, null, 2) }));
			if (report.kind === 'part') parts.append(openIfDegraded(report));
		},
	};
}

type Answer = Extract<StageReport, { kind: 'answer' }>;

function statusLine({ status, stream, wait }: Answer): HTMLElement {
	const failed = status >= 400;
	return make(
		'p',
		{ class: 'said-status' },
		make('b', { text: String(status), attributes: { 'data-failed': failed } }),
		make('span', { text: stream ? 'as a stream of events' : 'as JSON' }),
		make('span', { text: `${wait} ms` }),
	);
}

function headers({ headers: told }: Answer): HTMLElement {
	const rows = told.map(([name, value]) =>
		make(
			'tr',
			{},
			make('th', { text: name, attributes: { scope: 'row' } }),
			make('td', {}, make('code', { text: value })),
		),
	);
	return make('table', { class: 'claims' }, make('tbody', {}, ...rows));
}

function openIfDegraded(report: Extract<StageReport, { kind: 'part' }>): HTMLElement {
	const row = partRow(report);
	const details = row.querySelector('details');
	if (details && report.name === 'data-degraded') details.open = true;
	return row;
}
