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
	Grounds,
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
	/** A piece of the widget could not be fetched: the page is older than what the server has, say. */
	| 'unloaded'
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
	/** The seconds are counted down, and until they are over nothing can be tried again. */
	readonly counting?: boolean;
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
	/** Of an answer that knows the reader. */
	readonly grounds?: Grounds | null;
	/** Told by the thread: while an answer streams, the server sends the action itself. */
	readonly unsupported?: boolean;
	readonly clientMessageId: string | null;
	readonly createdAt: string;
}

export type TurnPhase = 'idle' | 'sending' | 'queued' | 'searching' | 'answering' | 'resuming';

/** As much of a case as leads to it. */
export type CaseLink = NonNullable<ConversationView['case']>;

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
	/** On the conversation as a whole; not there until its thread was read. */
	readonly feedback?: FeedbackView | null;
	/** The case that came from it. */
	readonly filed?: CaseLink | null;
	/** A rating that was given is looked at again. */
	readonly rerating?: boolean;
}

/** Where everything about a person that is saved as a file stands. */
export type Export =
	| { readonly state: 'running'; readonly bytes: number }
	| { readonly state: 'saved'; readonly file: string }
	| { readonly state: 'failed'; readonly problem: Problem };

/** The notice about the AI, and the locale that it was asked for in. */
export interface Disclosure extends DisclosureStatus {
	readonly locale: string;
}

export interface View {
	readonly route: Route;
	readonly trail: readonly Route[];
	readonly disclosure: Disclosure | null;
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
	/** Not there until one asks for it. */
	readonly export?: Export;
	readonly problem: Problem | null;
	/** One sentence that says what just went well. */
	readonly done: string | null;
}

/** What happens at the desk itself, beside what an answer streams. */
export type DeskPart =
	| { type: 'went'; route: Route }
	| { type: 'went-on'; route: Route }
	| { type: 'went-back' }
	/** What has changed in the open conversation, a single case, an export: how, says the station that brought it. */
	| { type: 'changed'; change: Partial<Omit<View, 'route' | 'trail' | 'start' | 'disclosure'>> }
	| { type: 'reset' }
	| { type: 'starting' }
	| { type: 'disclosure-loaded'; status: Disclosure }
	| { type: 'problem'; problem: Problem | null }
	| { type: 'conversations-loaded'; list: ConversationList; more: boolean }
	| { type: 'cases-loading'; filter: CaseStatus | null }
	/** `fresh`: unread since the list was asked for, and perhaps not yet so in it. */
	| { type: 'cases-loaded'; list: CaseList; filter: CaseStatus | null; more: boolean; fresh?: readonly number[] };

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
	| { type: 'turn-unsent'; clientMessageId: string; problem: Problem | null };

/** What happens on a bad line; its reducer is fetched before it is needed. */
export type MendingPart =
	/** Sent by a page before this one: it can be sent again. */
	| { type: 'turn-kept'; clientMessageId: string; content: string; createdAt: string }
	/** It waits for the network. */
	| { type: 'turn-queued'; clientMessageId: string }
	| { type: 'turn-resuming' }
	| { type: 'turn-degraded'; clientMessageId: string; problem: Problem }
	/** Back to where one writes. */
	| { type: 'turn-withdrawn'; clientMessageId: string; problem: Problem }
	/** Deleted elsewhere; what was not sent stays. */
	| { type: 'thread-gone'; problem: Problem }
	| { type: 'thread-problem'; problem: Problem };

/** What happens once there are answers; its reducer is fetched with the first of them. */
export type PastPart =
	| { type: 'thread-loaded'; conversation: ConversationView }
	| { type: 'older-asked'; asked: boolean }
	| { type: 'thread-older'; conversation: ConversationView }
	| { type: 'quota-known'; quota: Thread['quota'] }
	| { type: 'escalated'; escalation: EscalationView }
	| { type: 'why-asked'; messageId: number | null }
	/** The reader's yes or no to a call is on its way. */
	| { type: 'decided'; approvalId: string; approved: boolean }
	/** How a suggested action stands: what it would do is shown before it is done. */
	| { type: 'call-told'; messageId: number | null; call: ToolCallView }
	/** It did not arrive, or nothing was heard of what came of it. */
	| { type: 'decision-over'; approvalId: string; arrived: boolean }
	| { type: 'rating-asked'; asked: boolean }
	/** On a message, or on the conversation as a whole. */
	| { type: 'feedback-given'; messageId: number | null; feedback: FeedbackView };

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
