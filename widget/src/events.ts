// What the page hears from the desk: public events, composed, with typed detail.

import type { CaseStatus, CommentView, FeedbackView } from '../../server-kit/src/protocol/index.ts';
import type { Message, Problem } from './view.ts';

/** A message before it leaves. The page may change `content` and `context`, or cancel. */
export interface OutgoingMessage {
	content: string;
	context?: Record<string, unknown> | null;
}

export interface DeskBellEvents {
	'deskbell:ready': { language: string };
	'deskbell:open': null;
	'deskbell:close': null;
	'deskbell:before-send': OutgoingMessage;
	'deskbell:message': { conversationId: number; role: 'user' | 'assistant'; content: string };
	'deskbell:answer-start': { conversationId: number };
	'deskbell:answer-end': { conversationId: number; status: Message['status'] };
	'deskbell:feedback': { conversationId: number; messageId: number; feedback: FeedbackView };
	'deskbell:escalated': { conversationId: number };
	'deskbell:case-created': { caseId: number; number: string; conversationId: number | null };
	'deskbell:case-comment': { caseId: number; comment: CommentView; status: CaseStatus | null };
	'deskbell:unread': { count: number };
	'deskbell:error': { problem: Problem };
}

export type DeskBellEventName = keyof DeskBellEvents;

export type DeskBellEvent<Name extends DeskBellEventName> = CustomEvent<DeskBellEvents[Name]>;

/** False when a cancellable event was cancelled. */
export function emit<Name extends DeskBellEventName>(
	target: EventTarget,
	name: Name,
	detail: DeskBellEvents[Name],
): boolean {
	const cancelable = name === 'deskbell:before-send';
	return target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
}
