// ReactiveController: holds the view, moves through it, and starts what the other controllers do.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ConversationList } from '../../server-kit/src/protocol/index.ts';
import { Cases } from './cases.ts';
import type { Conversation } from './conversation.ts';
import { acceptDisclosure, loadDisclosure } from './disclosure.ts';
import { emit, type OutgoingMessage } from './events.ts';
import { reduce } from './reduce.ts';
import { createSession, type Session, type TokenSource } from './session.ts';
import type { Settings } from './settings.ts';
import { createTransport, problemIn, type Transport } from './transport.ts';
import { type DeskPart, emptyThread, emptyView, mustDisclose, type Route, type View } from './view.ts';
import { en } from './words/en.ts';
import { loadWords, type Strings, type Words } from './words/index.ts';

/** What the controllers need of the element. */
export interface DeskHost extends ReactiveControllerHost, TokenSource, HTMLElement {
	readonly settings: Settings;
	open: boolean;
	context: Record<string, unknown> | null;
	starters: readonly string[];
	strings: Strings;
	beforeSend: ((message: OutgoingMessage) => OutgoingMessage | false | Promise<OutgoingMessage | false>) | null;
	hide(): Promise<void>;
	toggle(): Promise<void>;
	/** Says a sentence to a screen reader. */
	announce(text: string): void;
}

export class Desk implements ReactiveController {
	view: View = emptyView;
	words = en as Words;
	language = 'en';
	readonly host: DeskHost;
	/** There from the moment its view is. */
	declare conversation: Conversation;
	readonly cases: Cases;
	declare session: Session;
	declare transport: Transport;
	/** What was asked from outside before the notice was accepted. */
	#asked: string | null = null;
	#unread = 0;
	#english: Partial<Words> = {};
	#talking: Promise<Conversation> | null = null;
	#starting: Promise<void> | null = null;

	constructor(host: DeskHost) {
		this.host = host;
		this.cases = new Cases(this);
		host.addController(this);
	}

	/** Not before the first update: what the page set on the element before it was defined is only there by then. */
	hostUpdate(): void {
		if (this.session) return;
		const { host } = this;
		this.session = createSession(host, host.settings.api || location.origin);
		this.transport = createTransport({ settings: () => host.settings, session: this.session });
	}

	hostConnected(): void {
		// Moved to another place of the page in the middle of an answer: the answer is found again.
		const { id, answeringId } = this.view.thread;
		if (id !== null && answeringId !== null) void this.conversation?.open(id);
	}

	hostDisconnected(): void {
		this.session?.close();
	}

	/** What holds a conversation is fetched when one begins, together with its view. */
	talk(): Promise<Conversation> {
		this.#talking ??= import('./conversation.ts').then(({ Conversation }) => {
			this.conversation = new Conversation(this);
			return this.conversation;
		});
		this.#talking.catch(() => {
			this.#talking = null;
		});
		return this.#talking;
	}

	apply(...parts: DeskPart[]): void {
		const view = parts.reduce(reduce, this.view);
		if (view === this.view) return;
		this.view = Object.freeze(view);
		this.host.requestUpdate();
		if (view.unread.length !== this.#unread) {
			this.#unread = view.unread.length;
			emit(this.host, 'deskbell:unread', { count: this.#unread });
		}
	}

	async speak(): Promise<void> {
		const { locale } = this.host.settings;
		const loaded = await loadWords(locale);
		if (locale !== this.host.settings.locale) return;
		this.words = { ...this.#english, ...loaded.words, ...this.host.strings };
		this.language = loaded.language;
		this.host.requestUpdate();
		// The notice about the AI comes from the server, in the language it is asked for in.
		if (this.view.disclosure) void loadDisclosure(this);
	}

	/** The English words that a view brings; in another language they are known already. */
	learn(english: Partial<Words>): void {
		this.#english = { ...this.#english, ...english };
		this.words = { ...english, ...this.words };
	}

	async opened(): Promise<void> {
		this.cases.listen();
		if (this.view.start === 'idle' || this.view.start === 'failed') await this.start();
	}

	start(): Promise<void> {
		this.#starting ??= this.#start().finally(() => {
			this.#starting = null;
		});
		return this.#starting;
	}

	async #start(): Promise<void> {
		this.apply({ type: 'starting' });
		await Promise.all([loadDisclosure(this), this.loadConversations(), this.cases.load(null)]);
		const underWay = Number(this.session.underWay());
		if (underWay && this.view.route.name === 'home') await this.openConversation(underWay);
	}

	async acceptDisclosure(): Promise<void> {
		await acceptDisclosure(this);
		const asked = this.#asked;
		this.#asked = null;
		if (asked && !mustDisclose(this.view)) await this.ask(asked);
	}

	async loadConversations(cursor: string | null = null): Promise<void> {
		const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
		await this.attempt(async () => {
			const list = await this.transport.json<ConversationList>('GET', `/conversations${query}`);
			this.apply({ type: 'conversations-loaded', list, more: cursor !== null });
		});
	}

	/** Sends a question, in a new conversation when asked from anywhere but an open one. */
	async ask(content: string): Promise<void> {
		if (mustDisclose(this.view) || this.view.start !== 'ready') {
			this.#asked = content;
			if (this.view.start !== 'ready') await this.start();
			if (mustDisclose(this.view) || !this.#asked) {
				this.go({ name: 'home' });
				return;
			}
			this.#asked = null;
		}
		if (this.view.route.name !== 'chat') this.newConversation();
		await this.attempt(async () => void (await (await this.talk()).send(content)));
	}

	/** The way to a person, from wherever one is: with the open conversation, or without any. */
	askPerson(): void {
		const { route, thread } = this.view;
		const stored = thread.messages.some(({ id }) => id !== null);
		const handsOver = route.name === 'chat' && stored && thread.cannotSend !== 'escalated';
		if (handsOver) {
			this.go({ name: 'escalate' });
			return;
		}
		if (route.name !== 'chat') this.conversation?.leave();
		this.apply(...(route.name === 'chat' ? [] : [{ type: 'thread' as const, thread: emptyThread }]));
		this.go({ name: 'new-case' });
	}

	/** The step after a problem: what is on screen is fetched anew. */
	async again(): Promise<void> {
		const { route } = this.view;
		this.apply({ type: 'problem', problem: null });
		if (route.name === 'case') await this.cases.read(route.id);
		else await this.start();
	}

	newConversation(): void {
		this.conversation?.leave();
		this.apply({ type: 'thread', thread: emptyThread });
		if (this.view.route.name !== 'chat') this.go({ name: 'chat' });
	}

	async openConversation(id: number): Promise<void> {
		this.go({ name: 'chat' });
		await this.attempt(async () => (await this.talk()).open(id));
	}

	go(route: Route): void {
		this.apply({ type: 'went', route });
		this.#arrived();
	}

	/** Goes on from a view that is over and done with: the way back passes it by. */
	replace(route: Route): void {
		this.apply({ type: 'went-on', route });
		this.#arrived();
	}

	back(): void {
		this.apply({ type: 'went-back' });
		this.#arrived();
	}

	#arrived(): void {
		const { route } = this.view;
		const { name } = route;
		if (name === 'home' || name === 'history') void this.loadConversations();
		if (name === 'home' || name === 'cases') void this.cases.load(null);
		if (name === 'case') void this.cases.read(route.id);
	}

	/** Somebody else signed in: nothing of the one before stays on screen. */
	identify(token: string | null): void {
		if (!this.session?.identify(token)) return;
		this.conversation?.leave();
		this.cases.deafen();
		this.apply({ type: 'reset' });
		if (this.host.open) void this.opened();
		else if (token) void this.cases.glance();
	}

	/** Runs what may fail; a failure becomes a sentence on screen and an event. False when it failed. */
	async attempt(work: () => Promise<void>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (thrown) {
			if (!this.host.isConnected) return false;
			const problem = problemIn(thrown);
			this.apply({ type: 'problem', problem });
			this.fail(problem);
			return false;
		}
	}

	fail(problem: View['problem'] & object): void {
		emit(this.host, 'deskbell:error', { problem });
		if (problem.code === 'disclosure_required') void loadDisclosure(this);
	}
}
