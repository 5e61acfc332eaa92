// The timeline in words: a row for each moment, newest first.

import { make } from '../parts/dom.ts';
import type { Links } from './links.ts';
import { LANES, type Moment } from './moments.ts';
import type { KeysOf } from './timeline.ts';

const COLUMNS = ['Time', 'Kind', 'What', 'Outcome'];

export function momentsTable(moments: readonly Moment[], keysOf: KeysOf, links: Links): HTMLElement {
	const heads = COLUMNS.map((text) => make('th', { text, attributes: { scope: 'col' } }));
	const rows = moments.map((moment) => {
		const drawn = row(moment);
		links.join(drawn, keysOf(moment));
		return drawn;
	});
	const table = make(
		'table',
		{ class: 'moments' },
		make('caption', { class: 'unseen', text: 'What happened, newest first' }),
		make('thead', {}, make('tr', {}, ...heads)),
		make('tbody', {}, ...rows),
	);
	return make(
		'div',
		{ class: 'wide-rows', attributes: { tabindex: 0, role: 'group', 'aria-label': 'What happened' } },
		table,
	);
}

function row({ at, lane, words, outcome, codes, bad, request }: Moment): HTMLTableRowElement {
	const ids = [...codes, request].filter((id) => id !== null);
	return make(
		'tr',
		{ attributes: { 'data-lane': lane, 'data-bad': bad } },
		make('td', {}, Number.isNaN(at) ? '–' : clock(at)),
		make('td', {}, make('span', { class: 'kind', text: LANES[lane] })),
		make('td', {}, make('span', { text: words }), ...ids.flatMap((text) => [' ', make('code', { text })])),
		make('td', { text: outcome }),
	);
}

function clock(time: number): HTMLElement {
	const attributes = { datetime: new Date(time).toISOString(), title: new Date(time).toLocaleString() };
	return make('time', { text: new Date(time).toLocaleTimeString(), attributes });
}
