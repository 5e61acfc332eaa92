// (view, part) → view. Pure: what happens at the desk; the open conversation has a reducer of its own.

import type { CaseListItem, CaseView, PushEvent } from '../../server-kit/src/protocol/index.ts';
import { type DeskPart, emptyThread, emptyView, type List, type Route, type View } from './view.ts';

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
			return { ...view, disclosure: part.status, start: 'ready', problem: null };
		case 'problem':
			return { ...view, problem: part.problem, start: view.start === 'loading' ? 'failed' : view.start };
		case 'done':
			return { ...view, done: part.text };
		case 'conversations-loaded':
			return { ...view, conversations: listed(view.conversations, part.list.conversations, part) };
		case 'delete-asked':
			return { ...view, deleting: part.id };
		case 'conversation-deleted':
			return withoutConversation(view, part.id);
		case 'cases-loading':
			return { ...view, caseFilter: part.filter, cases: { ...view.cases, state: 'loading' } };
		case 'cases-loaded':
			return casesLoaded(view, part);
		case 'case-loaded':
			return caseLoaded(view, part.case);
		case 'case-commented':
			return commented(view, part);
		case 'pushed':
			return pushed(view, part.push);
		case 'thread':
			return { ...view, thread: part.thread };
		default:
			return unreachable(part);
	}
}

function unreachable(part: never): never {
	throw new Error(`Unknown part: ${JSON.stringify(part)}`);
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

function withoutConversation(view: View, id: number): View {
	const items = view.conversations.items.filter((conversation) => conversation.id !== id);
	return {
		...view,
		conversations: { ...view.conversations, items },
		deleting: null,
		thread: view.thread.id === id ? emptyThread : view.thread,
	};
}

function casesLoaded(view: View, part: DeskPart & { type: 'cases-loaded' }): View {
	// An answer to a filter that is no longer chosen comes too late.
	if (part.filter !== view.caseFilter) return view;
	const cases = listed(view.cases, part.list.cases, part);
	const shown = new Set(cases.items.map((item) => item.id));
	const unseen = cases.items.filter((item) => item.unread).map((item) => item.id);
	// A list without a filter is the whole truth; a filtered one speaks only of the cases in it.
	const elsewhere = part.filter === null ? [] : view.unread.filter((id) => !shown.has(id));
	return { ...view, cases, unread: [...elsewhere, ...unseen] };
}

function caseLoaded(view: View, opened: CaseView): View {
	return {
		...withCase(view, opened.id, () => ({ ...opened, unread: false })),
		openCase: opened,
		unread: view.unread.filter((id) => id !== opened.id),
		problem: null,
	};
}

function commented(view: View, { caseId, added }: DeskPart & { type: 'case-commented' }): View {
	const seen = withCase(view, caseId, (item) => ({
		...item,
		status: added.case.status,
		last_comment_at: added.comment.created_at,
	}));
	return { ...seen, openCase: withComment(seen.openCase, caseId, added.comment), problem: null };
}

function pushed(view: View, push: PushEvent): View {
	if (push.type === 'case-status') {
		return withCase(view, push.case_id, (item) => ({ ...item, status: push.status }));
	}
	const reading = view.openCase?.id === push.case_id;
	const own = push.comment.author.type === 'customer';
	const updated = withCase(view, push.case_id, (item) => ({
		...item,
		unread: item.unread || !(reading || own),
		last_comment_at: push.comment.created_at,
	}));
	const news = reading || own || view.unread.includes(push.case_id) ? [] : [push.case_id];
	return {
		...updated,
		openCase: withComment(updated.openCase, push.case_id, push.comment),
		unread: [...view.unread, ...news],
	};
}

/** Changes one case wherever it is shown. */
function withCase(view: View, id: number, change: (item: CaseListItem) => CaseListItem): View {
	const items = view.cases.items.map((item) => (item.id === id ? change(item) : item));
	const opened = view.openCase;
	return {
		...view,
		cases: { ...view.cases, items },
		openCase: opened?.id === id ? { ...opened, ...change(opened) } : opened,
	};
}

/** The same comment may come twice: as the answer to sending it and as a push. */
function withComment(opened: CaseView | null, id: number, comment: CaseView['comments'][number]): CaseView | null {
	if (opened?.id !== id || opened.comments.some((known) => known.id === comment.id)) return opened;
	return { ...opened, comments: [...opened.comments, comment] };
}
