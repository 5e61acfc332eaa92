// The one frozen value that everything on screen is drawn from, and the parts that change it.

import type {
	CannotSendReason,
	CaseList,
	CaseListItem,
	CaseStatus,
	CaseView,
	CitationView,
	CommentAdded,
	ConversationCreated,
	ConversationList,
	ConversationListItem,
	ConversationView,
	DegradedCode,
	DegradedView,
	DisclosureStatus,
	EscalationView,
	FeedbackView,
	MessageStatus,
	PushEvent,
	StreamPart,
	SuggestedAction,
	ToolCallView,
} from '../../server-kit/src/protocol/index.ts';

export type Route =
	| { readonly name: 'home' | 'chat' | 'history' | 'escalate' | 'new-case' | 'cases' }
	| { readonly name: 'case'; readonly id: number };

export type Loading = 'idle' | 'loading' | 'ready' | 'failed';

export type ProblemKind =
	| 'offline'
	| 'signed_out'
	| 'not_found'
	| 'conflict'
	| 'invalid'
	| 'limited'
	| 'degraded'
	| 'server';

/** Why something did not work, in terms the reader can act on. */
export interface Problem {
	readonly kind: ProblemKind;
	/** The error's stable code, where the server gave one. */
	readonly code: string | null;
	readonly degraded: DegradedView | null;
	readonly retryAfterSeconds: number | null;
	readonly requestId: string | null;
}

export interface List<Item> {
	readonly state: Loading;
	readonly items: readonly Item[];
	readonly nextCursor: string | null;
}

export interface Message {
	/** Stays the same from sending to storing, so that the row on screen does. */
	readonly key: string;
	readonly id: number | null;
	readonly role: 'user' | 'assistant';
	readonly content: string;
	readonly status: MessageStatus | 'sending' | 'unsent';
	readonly refused: { readonly label: string; readonly message: string } | null;
	readonly degraded: DegradedCode | null;
	readonly citations: readonly CitationView[];
	readonly tools: readonly ToolCallView[];
	readonly actions: readonly SuggestedAction[];
	readonly feedback: FeedbackView | null;
	readonly clientMessageId: string | null;
	readonly createdAt: string;
}

export type TurnPhase = 'idle' | 'sending' | 'searching' | 'answering' | 'resuming';

/** The conversation that is open, as it stands on screen. */
export interface Thread {
	readonly state: Loading;
	readonly id: number | null;
	readonly title: string | null;
	/** Null: the composer is open. */
	readonly cannotSend: CannotSendReason | null;
	readonly phase: TurnPhase;
	readonly messages: readonly Message[];
	readonly olderCursor: string | null;
	/** What stands in the way of the next answer; shown beneath the messages. */
	readonly problem: Problem | null;
	readonly quota: { readonly remaining: number; readonly resetsAt: string } | null;
	readonly handover: EscalationView | null;
	/** The message whose reader is asked what was wrong with it. */
	readonly askedWhy: number | null;
}

export interface View {
	readonly route: Route;
	readonly trail: readonly Route[];
	readonly disclosure: DisclosureStatus | null;
	readonly start: Loading;
	readonly conversations: List<ConversationListItem>;
	readonly cases: List<CaseListItem>;
	readonly caseFilter: CaseStatus | null;
	readonly openCase: CaseView | null;
	/** Ids of the cases with a reply not yet seen. */
	readonly unread: readonly number[];
	readonly thread: Thread;
	/** The conversation whose deletion waits for a yes. */
	readonly deleting: number | null;
	readonly problem: Problem | null;
	/** One sentence that says what just went well. */
	readonly done: string | null;
}

/** What happens at the desk itself, beside what an answer streams. */
export type DeskPart =
	| { type: 'went'; route: Route }
	| { type: 'went-on'; route: Route }
	| { type: 'went-back' }
	/** The open conversation has changed; how, says its own reducer. */
	| { type: 'thread'; thread: Thread }
	/** The same for a single case, wherever it is shown. */
	| { type: 'case'; change: Pick<View, 'cases' | 'openCase' | 'unread' | 'problem'> }
	| { type: 'reset' }
	| { type: 'starting' }
	| { type: 'disclosure-loaded'; status: DisclosureStatus }
	| { type: 'problem'; problem: Problem | null }
	| { type: 'done'; text: string | null }
	| { type: 'conversations-loaded'; list: ConversationList; more: boolean }
	| { type: 'delete-asked'; id: number | null }
	| { type: 'conversation-deleted'; id: number }
	| { type: 'cases-loading'; filter: CaseStatus | null }
	| { type: 'cases-loaded'; list: CaseList; filter: CaseStatus | null; more: boolean };

/** What happens to a single case. */
export type CasePart =
	| { type: 'case-loaded'; case: CaseView }
	| { type: 'case-commented'; caseId: number; added: CommentAdded }
	| { type: 'pushed'; push: PushEvent };

export type ThreadPart =
	| { type: 'thread-loading'; id: number }
	| { type: 'thread-failed'; problem: Problem }
	| { type: 'thread-created'; created: ConversationCreated }
	| { type: 'turn-sent'; clientMessageId: string; content: string; createdAt: string }
	| { type: 'turn-unsent'; clientMessageId: string; problem: Problem | null }
	| { type: 'turn-degraded'; clientMessageId: string; problem: Problem }
	| { type: 'turn-resuming' }
	| { type: 'turn-interrupted' }
	| { type: 'escalated'; escalation: EscalationView };

/** What happens once there are answers; its reducer is fetched with the first of them. */
export type PastPart =
	| { type: 'thread-loaded'; conversation: ConversationView }
	| { type: 'thread-older'; conversation: ConversationView }
	| { type: 'why-asked'; messageId: number | null }
	| { type: 'feedback-given'; messageId: number; feedback: FeedbackView };

/** What happens to a conversation while one talks. */
export type AnyThreadPart = StreamPart | ThreadPart;

const emptyList = Object.freeze({ state: 'idle' as const, items: [], nextCursor: null });

export const emptyThread: Thread = Object.freeze<Thread>({
	state: 'ready',
	id: null,
	title: null,
	cannotSend: null,
	phase: 'idle',
	messages: [],
	olderCursor: null,
	problem: null,
	quota: null,
	handover: null,
	askedWhy: null,
});

export const emptyView: View = Object.freeze<View>({
	route: { name: 'home' },
	trail: [],
	disclosure: null,
	start: 'idle',
	conversations: emptyList,
	cases: emptyList,
	caseFilter: null,
	openCase: null,
	unread: [],
	deleting: null,
	thread: emptyThread,
	problem: null,
	done: null,
});

/** Nothing reaches a model before its notice is accepted. */
export function mustDisclose(view: View): boolean {
	return view.disclosure?.required === true && !view.disclosure.accepted;
}
