// What the host's rules and codes mean, as the answer could read them.

import { make } from '../parts/dom.ts';
import type { Links } from './links.ts';
import { text } from './moments.ts';
import { facts, type HeldBy } from './state-pane.ts';
import type { Free, Item, Snapshot } from './told.ts';

export function knowledgePane({ knowledge }: Snapshot, heldBy: HeldBy, links: Links): HTMLElement[] {
	const { rules, errorCatalog } = knowledge;
	const told = facts(flat(rules));
	links.join(told, heldBy(rules));
	const codes = errorCatalog.map((item) => {
		const row = meaning(item);
		links.join(row, heldBy(item));
		return row;
	});
	return [
		...(codes.length ? [make('h3', { text: 'What the codes mean' }), make('ul', { class: 'things' }, ...codes)] : []),
		...(Object.keys(rules).length ? [make('h3', { text: 'Rules' }), told] : []),
	];
}

function meaning({ errorCode, errorClass, retryable, resolution }: Item): HTMLElement {
	const again = retryable === true ? 'may be tried again' : retryable === false ? 'trying again does not help' : '';
	return make(
		'li',
		{},
		make('code', { text: text(errorCode) }),
		make('b', { text: text(resolution) || 'No meaning was told.' }),
		make('span', { text: [text(errorClass), again].filter(Boolean).join(' · ') }),
	);
}

/** `{a: {b: 1}}` as `a · b`: 1. */
function flat(value: Free, path: readonly string[] = []): [name: string, value: string][] {
	if (typeof value !== 'object' || value === null) return [[path.join(' · '), String(value)]];
	return Object.entries(value).flatMap(([name, inner]: [string, Free]) => flat(inner, [...path, name]));
}
