// What every view and every station behind it knows of the desk: what is on screen, its words, and what it can do.

import type { CSSResult, nothing, ReactiveControllerHost, TemplateResult } from 'lit';
import type { CaseStatus, ConversationView } from '../../server-kit/src/protocol/index.ts';
import type { OutgoingMessage } from './events.ts';
import type { Session, TokenSource } from './session.ts';
import type { Settings } from './settings.ts';
import type { Transport } from './transport.ts';
import type { AnyThreadPart, DeskPart, Message, PastPart, Problem, Route, Thread, View } from './view.ts';
import type { Language, Strings, Words } from './words/index.ts';

/** What a piece that is fetched later brings along. */
export interface Attire {
	readonly styles: CSSResult;
	/** What only this piece and those fetched with it say, in English; other languages come whole. */
	readonly english?: Partial<Words>;
}

/** What the desk needs of the element. */
export interface DeskHost extends ReactiveControllerHost, TokenSource, HTMLElement {
	readonly settings: Settings;
	open: boolean;
	locale: string;
	context: Record<string, unknown> | null;
	starters: readonly string[];
	strings: Strings;
	beforeSend: ((message: OutgoingMessage) => OutgoingMessage | false | Promise<OutgoingMessage | false>) | null;
	hide(): Promise<void>;
	toggle(): Promise<void>;
	/** Says a sentence to a screen reader. */
	announce(text: string): void;
	/** Takes over the look of a piece that was fetched. */
	wear(styles: CSSResult): void;
}

export interface Desk {
	readonly host: DeskHost;
	readonly view: View;
	readonly words: Words;
	readonly language: Language;
	/** How dates and numbers are written. */
	readonly locale: string;
	readonly session: Session;
	readonly transport: Transport;
	readonly cases: Cases;
	/** There from the moment its view is. */
	readonly conversation: Conversation;
	apply(...parts: DeskPart[]): void;
	/** The look and the English words of a piece that was fetched. */
	learn(attire: Attire): void;
	/** Fetches the words of the page's language. */
	speak(): Promise<void>;
	/** What holds a conversation is fetched when one begins, together with its view. */
	talk(): Promise<Conversation>;
	opened(): Promise<void>;
	/** Fetches what the first view shows; once at a time. */
	start(): Promise<void>;
	/** The step after a problem: what is on screen is fetched anew. */
	again(): Promise<void>;
	acceptDisclosure(): Promise<void>;
	loadConversations(cursor?: string | null): Promise<void>;
	/** Sends a question, in a new conversation when asked from anywhere but an open one. */
	ask(content: string): Promise<void>;
	/** The way to a person, from wherever one is: with the open conversation, or without any. */
	askPerson(): void;
	newConversation(): void;
	/** Null: the one that was about to begin when the page before this one went. */
	openConversation(id: number | null): Promise<void>;
	go(route: Route): void;
	/** Goes on from a view that is over and done with: the way back passes it by. */
	replace(route: Route): void;
	back(): void;
	/** Somebody else signed in: nothing of the one before stays on screen. */
	identify(token: string | null): void;
	/** Runs what may fail; a failure becomes a sentence on screen and an event. False when it failed. */
	attempt(work: () => Promise<unknown>): Promise<boolean>;
	/** Tells the page, and who listens to the screen, of a problem that is on it already. */
	fail(problem: Problem, said?: string): void;
}

/** One conversation. The latest call wins. */
export interface Conversation {
	/** The name under which drafts of the open conversation are kept. */
	readonly draftKey: string;
	/** Null until it was fetched: with the first answer, or with a conversation that is opened. */
	readonly afterword: Afterword | null;
	fetchAfterword(): Promise<Afterword>;
	apply(...parts: (AnyThreadPart | PastPart)[]): void;
	/** Stops reading; the answer itself goes on and can be followed again. */
	leave(): AbortSignal;
	send(content: string): Promise<void>;
	/** An unsent turn goes out again, as the same turn. */
	retry(message: Message): Promise<void>;
	open(id: number | null): Promise<void>;
	/** Says yes or no to a call that waits for it; the answer goes on. */
	decide(approvalId: string, approved: boolean): Promise<void>;
	/** Lets go of the line; the answer, or the question, is at once on its way on another one. */
	letGo(): void;
	stop(): Promise<void>;
}

/** What is needed once there are answers: what stands beneath them, and the way back to them. */
export interface Afterword extends Attire {
	/** Also takes what only happens where there are answers. */
	reduce(thread: Thread, part: AnyThreadPart | PastPart): Thread;
	/** The thread as the server has it. */
	takeThread(desk: Desk, conversation: ConversationView): void;
	/** What was looked up for an answer, a quiet line each. */
	tools(desk: Desk, message: Message): unknown;
	/** Calls that wait for a yes, sources, how it ended and what one can do then. */
	beneath(desk: Desk, message: Message): unknown;
	/** A refusal speaks for the desk, not for the AI: no model was asked. */
	refusal(desk: Desk, text: string): TemplateResult;
	/** In place of the composer, where the conversation takes no more messages. */
	readOnly(desk: Desk): TemplateResult;
	/** The button to a new conversation, where there is something in this one. */
	anew(desk: Desk): TemplateResult | typeof nothing;
	/** At the end of a conversation that is over: how was it? */
	closing(desk: Desk): TemplateResult | typeof nothing;
	/** How many answers are left, where that is few. */
	left(desk: Desk): TemplateResult | typeof nothing;
	/** The button to the messages before those that are shown. */
	earlier(desk: Desk): TemplateResult;
	/** Says what the numbers in an answer's text stand for. */
	nameSources(within: Element, message: Message, words: Words): void;
	/** Something in an answer's text was pressed: the number of a source, or the copy button of a code block. */
	pressed(desk: Desk, event: Event): void;
	/** Lets go of what was kept of the turns that are answered. */
	settle(desk: Desk): void;
	/** Says to a screen reader what the answer is, or why there is none. */
	announce(desk: Desk, last: Message): void;
}

/** The customer's cases, and the push that brings replies to them. */
export interface Cases {
	/** For the badge on a desk that was not opened yet; nobody waits for it, so a failure says nothing. */
	glance(): Promise<void>;
	load(filter: CaseStatus | null, cursor?: string | null): Promise<void>;
	/** Reading marks it read. */
	read(id: number): Promise<void>;
	listen(): void;
	deafen(): void;
}
