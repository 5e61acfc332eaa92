// (view, part) → view. Pure: what happens to a single case; comes with the views that show one.

import type { CaseListItem, CaseView, PushEvent } from '../../server-kit/src/protocol/index.ts';
import type { CasePart, View } from './view.ts';

export function reduceCase(view: View, part: CasePart): View {
	switch (part.type) {
		case 'case-loaded':
			return caseLoaded(view, part.case);
		case 'case-commented':
			return commented(view, part);
		case 'pushed':
			return pushed(view, part.push);
	}
}

function caseLoaded(view: View, opened: CaseView): View {
	return {
		...withCase(view, opened.id, () => ({ ...opened, unread: false })),
		openCase: opened,
		unread: view.unread.filter((id) => id !== opened.id),
		problem: null,
	};
}

function commented(view: View, { caseId, added }: CasePart & { type: 'case-commented' }): View {
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
	// A server that is newer than the page tells of more.
	if (push.type !== 'case-comment') return view;
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
