// ReactiveController: one conversation. Send, follow, stop, retry; the latest call wins.

import type { ReactiveController } from 'lit';
import type { ConversationCreated, ConversationView, StreamPart } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';
import { emit, type OutgoingMessage } from './events.ts';
import { type Frames, followAnswer } from './follow.ts';
import { createPacer } from './pacer.ts';
import { reduceThread } from './reduce-thread.ts';
import { spoken } from './spoken.ts';
import { problemIn } from './transport.ts';
import type { AnyThreadPart, Message } from './view.ts';

interface Turn {
	/** Made once per turn: the server takes a turn it knows no second time. */
	readonly clientMessageId: string;
	readonly content: string;
	readonly context: Record<string, unknown> | null;
}

export class Conversation implements ReactiveController {
	readonly #desk: Desk;
	readonly #pacer = createPacer((parts) => this.apply(...parts));
	#latest = new AbortController();

	constructor(desk: Desk) {
		this.#desk = desk;
		desk.host.addController(this);
	}

	hostDisconnected(): void {
		this.leave();
	}

	apply(...parts: AnyThreadPart[]): void {
		const { thread } = this.#desk.view;
		this.#desk.apply({ type: 'thread', thread: parts.reduce(reduceThread, thread) });
	}

	/** Stops reading; the answer itself goes on and can be followed again. */
	leave(): AbortSignal {
		this.#latest.abort();
		this.#pacer.drop();
		this.#latest = new AbortController();
		return this.#latest.signal;
	}

	/** The name under which drafts of the open conversation are kept. */
	get draftKey(): string {
		return String(this.#desk.view.thread.id ?? 'new');
	}

	/** False when the page cancelled it. */
	async send(content: string): Promise<boolean> {
		const { host } = this.#desk;
		const outgoing: OutgoingMessage = { content, context: host.context };
		if (!emit(host, 'deskbell:before-send', outgoing)) return false;
		const message = host.beforeSend ? await host.beforeSend(outgoing) : outgoing;
		if (!message) return false;
		void this.#take({ clientMessageId: newId(), content: message.content, context: message.context ?? null });
		return true;
	}

	/** An unsent turn goes out again as the same turn; a failed answer is asked for anew. */
	async retry(message: Message): Promise<void> {
		if (message.clientMessageId && message.status === 'unsent') {
			const { clientMessageId, content } = message;
			return this.#take({ clientMessageId, content, context: this.#desk.host.context });
		}
		const { messages } = this.#desk.view.thread;
		const question = messages.slice(0, messages.indexOf(message) + 1).findLast(({ role }) => role === 'user');
		if (question) await this.send(question.content);
	}

	async open(id: number): Promise<void> {
		const signal = this.leave();
		this.apply({ type: 'thread-loading', id });
		await this.#load(id, signal);
	}

	async older(): Promise<void> {
		const { id, olderCursor } = this.#desk.view.thread;
		if (!olderCursor) return;
		const query = `?cursor=${encodeURIComponent(olderCursor)}`;
		await this.#desk.attempt(async () => {
			const conversation = await this.#desk.transport.json<ConversationView>('GET', `/conversations/${id}${query}`);
			if (this.#desk.view.thread.olderCursor === olderCursor) this.apply({ type: 'thread-older', conversation });
		});
	}

	async stop(): Promise<void> {
		const { id } = this.#desk.view.thread;
		await this.#desk.attempt(async () => {
			await this.#desk.transport.json('POST', `/conversations/${id}/stop`);
		});
	}

	async #take(turn: Turn): Promise<void> {
		const desk = this.#desk;
		const signal = this.leave();
		const { clientMessageId, content } = turn;
		this.apply({ type: 'turn-sent', clientMessageId, content, createdAt: new Date().toISOString() });
		desk.session.keepDraft(this.draftKey, { text: '', sent: { clientMessageId, content } });
		try {
			const id = desk.view.thread.id ?? (await this.#create(turn, signal));
			const body = { content, client_message_id: clientMessageId, ...contextOf(turn) };
			const path = `/conversations/${id}/messages`;
			const frames = await desk.transport.stream<StreamPart>('POST', path, { body, signal });
			emit(desk.host, 'deskbell:message', { conversationId: id, role: 'user', content });
			if (frames) await this.#follow(id, frames, signal);
		} catch (thrown) {
			if (!signal.aborted) await this.#failed(turn, thrown, signal);
		}
	}

	async #create(turn: Turn, signal: AbortSignal): Promise<number> {
		const { session, transport, host } = this.#desk;
		const body = { locale: host.settings.locale, ...contextOf(turn) };
		const created = await transport.json<ConversationCreated>('POST', '/conversations', { body, signal });
		signal.throwIfAborted();
		this.apply({ type: 'thread-created', created });
		session.keepDraft(String(created.conversation_id), session.draft('new'));
		session.keepDraft('new', { text: '', sent: null });
		return created.conversation_id;
	}

	async #follow(id: number, frames: Frames, signal: AbortSignal, reload = true): Promise<void> {
		const { transport, host } = this.#desk;
		emit(host, 'deskbell:answer-start', { conversationId: id });
		const outcome = await followAnswer({
			frames,
			signal,
			show: (parts) => this.#pacer.add(parts),
			resume: (lastEventId) => {
				this.apply({ type: 'turn-resuming' });
				return transport.stream<StreamPart>('GET', `/conversations/${id}/stream`, { lastEventId, signal });
			},
		});
		if (signal.aborted) return;
		this.#pacer.flush();
		if (outcome === 'lost' && reload) await this.#load(id, signal, false);
		this.#ended(id);
	}

	#ended(id: number): void {
		const { host, session, view, words } = this.#desk;
		const last = view.thread.messages.at(-1);
		session.keepDraft(String(id), { sent: null });
		emit(host, 'deskbell:answer-end', { conversationId: id, status: last?.status ?? 'complete' });
		if (last?.refused) host.announce(last.refused.message);
		if (last?.role !== 'assistant') return;
		emit(host, 'deskbell:message', { conversationId: id, role: 'assistant', content: last.content });
		const ending = last.status === 'complete' ? '' : words[last.status === 'stopped' ? 'stopped' : 'interrupted'];
		host.announce(`${words.answer_ready} ${spoken(last.content)} ${ending}`);
	}

	/** The thread as the server has it, and the answer that is being written in it. */
	async #load(id: number, signal: AbortSignal, follow = true): Promise<void> {
		const { transport } = this.#desk;
		try {
			const conversation = await transport.json<ConversationView>('GET', `/conversations/${id}`, { signal });
			if (signal.aborted) return;
			this.apply({ type: 'thread-loaded', conversation });
			this.#restoreTurn(conversation);
			if (!follow || conversation.answering_message_id === null) return;
			const frames = await transport.stream<StreamPart>('GET', `/conversations/${id}/stream`, { signal });
			if (frames) await this.#follow(id, frames, signal);
			else await this.#load(id, signal, false);
		} catch (thrown) {
			if (signal.aborted) return;
			const problem = problemIn(thrown);
			this.apply({ type: 'turn-interrupted' }, { type: 'thread-failed', problem });
			this.#desk.fail(problem);
		}
	}

	/** A turn that a page before this one sent, and that never arrived, can be sent again. */
	#restoreTurn({ conversation_id, messages, answering_message_id }: ConversationView): void {
		const { session } = this.#desk;
		const { sent } = session.draft(String(conversation_id));
		if (!sent) return;
		if (messages.some((message) => message.client_message_id === sent.clientMessageId)) {
			if (answering_message_id === null) session.keepDraft(String(conversation_id), { sent: null });
			return;
		}
		this.apply(
			{ type: 'turn-sent', ...sent, createdAt: new Date().toISOString() },
			{ type: 'turn-unsent', clientMessageId: sent.clientMessageId, problem: null },
		);
	}

	async #failed(turn: Turn, thrown: unknown, signal: AbortSignal): Promise<void> {
		const desk = this.#desk;
		const problem = problemIn(thrown);
		const { clientMessageId } = turn;
		const type = problem.degraded ? 'turn-degraded' : 'turn-unsent';
		this.apply({ type, clientMessageId, problem });
		desk.fail(problem);
		const { id } = desk.view.thread;
		// Another tab asked, or a person took over: the server's thread says which.
		if (problem.kind === 'conflict' && id !== null) await this.#load(id, signal);
	}
}

function contextOf({ context }: Turn): { context?: Record<string, unknown> } {
	return context ? { context } : {};
}

/** `crypto.randomUUID` is missing on pages without TLS. */
function newId(): string {
	return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-');
}
