// (view, part) → view. Pure: what happens at the desk; the open conversation and a single case have reducers of their own.

import { type DeskPart, emptyView, type List, type Route, type View } from './view.ts';

export function reduce(view: View, part: DeskPart): View {
	switch (part.type) {
		case 'went':
			return moved(view, part.route, [...view.trail, view.route]);
		case 'went-on':
			return moved(view, part.route, view.trail);
		case 'went-back':
			return moved(view, view.trail.at(-1) ?? { name: 'home' }, view.trail.slice(0, -1));
		case 'reset':
			return { ...emptyView, route: view.route.name === 'case' ? emptyView.route : view.route };
		case 'starting':
			return { ...view, start: 'loading', problem: null };
		case 'disclosure-loaded':
			return { ...view, disclosure: part.status, start: 'ready' };
		case 'problem':
			return { ...view, problem: part.problem, start: view.start === 'loading' ? 'failed' : view.start };
		case 'conversations-loaded':
			return { ...view, conversations: listed(view.conversations, part.list.conversations, part) };
		case 'cases-loading':
			return { ...view, caseFilter: part.filter, cases: { ...view.cases, state: 'loading' } };
		case 'cases-loaded':
			return casesLoaded(view, part);
		case 'changed':
			return { ...view, ...part.change };
		default:
			return part satisfies never;
	}
}

function moved(view: View, route: Route, trail: readonly Route[]): View {
	const same = view.openCase !== null && route.name === 'case' && route.id === view.openCase.id;
	return {
		...view,
		route,
		trail: route.name === 'home' ? [] : trail,
		openCase: same ? view.openCase : null,
		deleting: null,
		problem: null,
		done: null,
	};
}

function listed<Item>(
	list: List<Item>,
	items: readonly Item[],
	page: { list: { next_cursor: string | null }; more: boolean },
): List<Item> {
	return {
		state: 'ready',
		items: page.more ? [...list.items, ...items] : items,
		nextCursor: page.list.next_cursor,
	};
}

function casesLoaded(view: View, part: DeskPart & { type: 'cases-loaded' }): View {
	const { filter, list, fresh = [] } = part;
	const chosen = filter === view.caseFilter;
	// An answer to a filter that is no longer chosen comes too late.
	if (!chosen && filter !== null) return view;
	const cases = chosen ? listed(view.cases, list.cases, part) : view.cases;
	const told = chosen ? cases.items : list.cases;
	const shown = new Set(told.map((item) => item.id));
	const unseen = told.filter((item) => item.unread).map((item) => item.id);
	// A list without a filter is the whole truth; a filtered one speaks only of the cases in it.
	const elsewhere = filter === null ? [] : view.unread.filter((id) => !shown.has(id));
	return { ...view, cases, unread: [...new Set([...elsewhere, ...unseen, ...fresh])] };
}
