// The state of the person's product as the host told it: limits as bars, then features, things and open errors.

import { make } from '../parts/dom.ts';
import { svg } from '../parts/svg.ts';
import type { Links } from './links.ts';
import { text } from './moments.ts';
import type { Item, Snapshot } from './told.ts';

/** Keys of the evidence that an item of the state holds. */
export type HeldBy = (item: Item) => readonly string[];

export function statePane({ productState: state, identity }: Snapshot, heldBy: HeldBy, links: Links): HTMLElement[] {
	const who = facts([
		['Person', `${identity.userId} of ${identity.tenantId}`],
		['Plan', identity.plan ?? 'not told'],
		['Roles', identity.roles.join(', ') || 'none'],
		['Features', state?.featuresEnabled.join(', ') || 'none'],
	]);
	if (!state) return [who, make('p', { class: 'quiet-line', text: 'The host did not tell the state of the product.' })];
	const joined = (item: Item, element: HTMLElement) => {
		links.join(element, heldBy(item));
		return element;
	};
	const limits = state.limitsReached.map((item) => joined(item, limitBar(item)));
	const things = [...state.activeErrors, ...state.entities].map((item) => joined(item, thing(item)));
	return [
		who,
		...(limits.length ? [make('h3', { text: 'Limits reached' }), make('ul', { class: 'limits' }, ...limits)] : []),
		...(things.length
			? [make('h3', { text: 'Things and open errors' }), make('ul', { class: 'things' }, ...things)]
			: []),
	];
}

export function facts(rows: readonly (readonly [name: string, value: string])[]): HTMLElement {
	const pairs = rows.map(([name, value]) => make('div', {}, make('dt', { text: name }), make('dd', { text: value })));
	return make('dl', { class: 'facts' }, ...pairs);
}

/** Used against allowed: what goes over the limit is drawn over it. */
function limitBar(item: Item): HTMLElement {
	const [used, most] = [Number(item.current), Number(item.max)];
	const name = text(item.limit).replace(/[_-]+/g, ' ');
	const said = make(
		'p',
		{},
		make('b', { text: name }),
		make('span', { class: 'amount', text: `${text(item.current)} of ${text(item.max)}` }),
	);
	const row = make('li', {}, said);
	if (!(most > 0) || !(used >= 0)) return row;
	const whole = Math.max(used, most);
	const share = (value: number) => `${(value / whole) * 100}%`;
	const over = used > most;
	const drawn = svg('svg', { class: 'limit-bar', height: 14, width: '100%', 'aria-hidden': 'true' });
	drawn.append(
		svg('rect', { class: 'bar-ground', width: '100%', height: 8, y: 3, rx: 4 }),
		svg('rect', { class: 'bar-used', width: share(Math.min(used, most)), height: 8, y: 3, rx: 4 }),
		...(over
			? [svg('rect', { class: 'bar-over', x: share(most), width: share(used - most), height: 8, y: 3, rx: 4 })]
			: []),
		svg('rect', { class: 'bar-most', x: share(most), width: 2, height: 14, transform: 'translate(-2 0)' }),
	);
	const times = Number((used / most).toFixed(1));
	row.append(
		drawn,
		make('small', { text: over ? `${times} times what is allowed` : `${Math.round((used / most) * 100)} % used` }),
	);
	return row;
}

function thing(item: Item): HTMLElement {
	const { type, id, status, description, errorCode, errorClass, resourceId, occurredAt } = item;
	const words = [description, status, errorClass, occurredAt].map(text).filter(Boolean).join(' · ');
	const codes = [errorCode, id, resourceId].map(text).filter(Boolean);
	return make(
		'li',
		{},
		make('b', { text: text(type) || 'error' }),
		make('span', { text: words }),
		...codes.map((code) => make('code', { text: code })),
	);
}
