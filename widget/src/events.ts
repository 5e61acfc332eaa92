// What the page hears from the desk: public events, composed, with typed detail.

import type { CaseStatus, CommentView, FeedbackView } from '../../server-kit/src/protocol/index.ts';
import type { Message, Problem } from './view.ts';

/** A message before it leaves. The page may change `content` and `context`, or cancel. */
export interface OutgoingMessage {
	content: string;
	context?: Record<string, unknown> | null;
}

/**
 * `loaded_twice`: another script tag or package was first, and stays. `name_taken`: `<desk-bell>` means something else.
 * `global_taken`: `window.deskbell` is the page's own. `not_loaded`: the element could not be fetched yet.
 */
export type EmbeddingWarning = 'loaded_twice' | 'name_taken' | 'global_taken' | 'not_loaded';

export interface DeskBellEvents {
	/** The element is on the page, and its language is loaded. */
	'deskbell:ready': { language: string };
	/** The window has opened. */
	'deskbell:open': null;
	/** The window has closed. */
	'deskbell:close': null;
	/** A message is about to leave. `detail` may be changed; `preventDefault()` keeps the message back. */
	'deskbell:before-send': OutgoingMessage;
	/** A question was sent, or an answer has ended; `content` is its text, an answer's in Markdown. */
	'deskbell:message': { conversationId: number; role: 'user' | 'assistant'; content: string };
	/** An answer begins, or one that was under way is found again. */
	'deskbell:answer-start': { conversationId: number };
	/** An answer has ended, whole or not: `status` says how. */
	'deskbell:answer-end': { conversationId: number; status: Message['status'] };
	/** The reader has rated an answer; `messageId` is null for the conversation as a whole. */
	'deskbell:feedback': { conversationId: number; messageId: number | null; feedback: FeedbackView };
	/** A conversation was handed over to a person. */
	'deskbell:escalated': { conversationId: number };
	/** The reader has filed a case. */
	'deskbell:case-created': { caseId: number; number: string; conversationId: number | null };
	/** The reader has written to a case, or a reply has come. */
	'deskbell:case-comment': { caseId: number; comment: CommentView; status: CaseStatus | null };
	/** The number of cases with a reply not yet seen has changed. */
	'deskbell:unread': { count: number };
	/** Something did not work, and the reader sees a sentence about it. */
	'deskbell:error': { problem: Problem };
	/** At the document: how the page embeds the desk does not go together, and which side gave way. */
	'deskbell:warning': { code: EmbeddingWarning };
}

export type DeskBellEventName = keyof DeskBellEvents;

export type DeskBellEvent<Name extends DeskBellEventName> = CustomEvent<DeskBellEvents[Name]>;

type EventMap = { [Name in DeskBellEventName]: DeskBellEvent<Name> };

declare global {
	interface HTMLElementEventMap extends EventMap {}
	interface DocumentEventMap extends EventMap {}
	interface WindowEventMap extends EventMap {}
}

/** False when a cancellable event was cancelled. */
export function emit<Name extends DeskBellEventName>(
	target: EventTarget,
	name: Name,
	detail: DeskBellEvents[Name],
): boolean {
	const cancelable = name === 'deskbell:before-send';
	return target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
}
