// One conversation: send, follow, stop, retry. The latest call wins.

import type { ConversationCreated, StreamPart } from '../../server-kit/src/protocol/index.ts';
import type { Afterword, Conversation, Desk } from './desk.ts';
import { emit, type OutgoingMessage } from './events.ts';
import { type Frames, followAnswer } from './follow.ts';
import { createPacer } from './pacer.ts';
import { reduceThread } from './reduce-thread.ts';
import { problemIn } from './transport.ts';
import type { AnyThreadPart, Message, PastPart } from './view.ts';

interface Turn {
	/** Made once per turn: the server takes a turn it knows no second time. */
	readonly clientMessageId: string;
	readonly content: string;
	readonly context: Record<string, unknown> | null | undefined;
}

export function createConversation(desk: Desk): Conversation {
	const { host, session, transport } = desk;
	const pacer = createPacer((parts) => apply(...parts));
	let latest = new AbortController();
	let afterword: Afterword | null = null;

	host.addController({ hostDisconnected: leave });

	function apply(...parts: (AnyThreadPart | PastPart)[]): void {
		const reduce: Afterword['reduce'] = afterword?.reduce ?? reduceThread;
		desk.apply({ type: 'thread', thread: parts.reduce(reduce, desk.view.thread) });
	}

	function leave(): AbortSignal {
		latest.abort();
		pacer.drop();
		latest = new AbortController();
		return latest.signal;
	}

	async function send(content: string): Promise<void> {
		const outgoing: OutgoingMessage = { content, context: host.context };
		if (!emit(host, 'deskbell:before-send', outgoing)) return;
		const message = host.beforeSend ? await host.beforeSend(outgoing) : outgoing;
		if (message) void take({ clientMessageId: newId(), content: message.content, context: message.context });
	}

	async function take({ clientMessageId, content, context }: Turn): Promise<void> {
		const signal = leave();
		const { draftKey } = conversation;
		apply({ type: 'turn-sent', clientMessageId, content, createdAt: new Date().toISOString() });
		session.keepDraft(draftKey, { text: '', sent: { clientMessageId, content } });
		try {
			// What is not there leaves no trace in JSON.
			const given = { context: context ?? undefined };
			const id = desk.view.thread.id ?? (await create(given, signal));
			const body = { content, client_message_id: clientMessageId, ...given };
			const frames = await transport.stream<StreamPart>('POST', `/conversations/${id}/messages`, { body, signal });
			emit(host, 'deskbell:message', { conversationId: id, role: 'user', content });
			if (frames) await follow(id, frames, signal);
		} catch (thrown) {
			if (!signal.aborted) await failed(clientMessageId, thrown, signal);
		}
	}

	async function create(given: { context?: Record<string, unknown> }, signal: AbortSignal): Promise<number> {
		const body = { locale: host.settings.locale, ...given };
		const created = await transport.json<ConversationCreated>('POST', '/conversations', { body, signal });
		signal.throwIfAborted();
		apply({ type: 'thread-created', created });
		session.keepDraft(conversation.draftKey, session.draft('new'));
		session.keepDraft('new', { text: '', sent: null });
		return created.conversation_id;
	}

	async function follow(id: number, frames: Frames, signal: AbortSignal, reload = true): Promise<void> {
		emit(host, 'deskbell:answer-start', { conversationId: id });
		// Where it cannot be had, the answer stands without it, and the next one tries again.
		const fetching = fetchAfterword().catch(() => null);
		const outcome = await followAnswer({
			frames,
			signal,
			show: pacer.add,
			resume(lastEventId) {
				apply({ type: 'turn-resuming' });
				return transport.stream<StreamPart>('GET', `/conversations/${id}/stream`, { lastEventId, signal });
			},
		});
		if (signal.aborted) return;
		pacer.flush();
		if (outcome === 'lost' && reload) await load(id, signal, false);
		const last = desk.view.thread.messages.at(-1);
		ended(id, last);
		const end = await fetching;
		if (last && !signal.aborted) end?.announce(desk, last);
	}

	function ended(id: number, last: Message | undefined): void {
		session.keepDraft(String(id), { sent: null });
		emit(host, 'deskbell:answer-end', { conversationId: id, status: last?.status ?? 'complete' });
		if (last?.role !== 'assistant') return;
		emit(host, 'deskbell:message', { conversationId: id, role: 'assistant', content: last.content });
	}

	/** The thread as the server has it, and the answer that is being written in it. */
	async function load(id: number, signal: AbortSignal, mayFollow = true): Promise<void> {
		try {
			const { loadThread } = await fetchAfterword();
			const answering = await loadThread(desk, id, signal);
			if (!mayFollow || !answering) return;
			const frames = await transport.stream<StreamPart>('GET', `/conversations/${id}/stream`, { signal });
			await (frames ? follow(id, frames, signal) : load(id, signal, false));
		} catch (thrown) {
			if (signal.aborted) return;
			const problem = problemIn(thrown);
			apply({ type: 'turn-interrupted' }, { type: 'thread-failed', problem });
			desk.fail(problem);
		}
	}

	async function failed(clientMessageId: string, thrown: unknown, signal: AbortSignal): Promise<void> {
		const problem = problemIn(thrown);
		apply({ type: problem.degraded ? 'turn-degraded' : 'turn-unsent', clientMessageId, problem });
		desk.fail(problem);
		const { id } = desk.view.thread;
		// Another tab asked, or a person took over: the server's thread says which.
		if (problem.kind === 'conflict' && id !== null) await load(id, signal);
	}

	async function fetchAfterword(): Promise<Afterword> {
		const { afterword: fetched } = await import('./parts/afterword.ts');
		if (!afterword) desk.learn(fetched);
		afterword = fetched;
		return fetched;
	}

	const conversation: Conversation = {
		get draftKey() {
			return String(desk.view.thread.id ?? 'new');
		},
		get afterword() {
			return afterword;
		},
		fetchAfterword,
		apply,
		leave,
		send,
		retry: ({ clientMessageId, content }) =>
			take({ clientMessageId: clientMessageId ?? newId(), content, context: host.context }),
		async open(id) {
			const signal = leave();
			apply({ type: 'thread-loading', id });
			await load(id, signal);
		},
		async stop() {
			await desk.attempt(() => transport.json('POST', `/conversations/${desk.view.thread.id}/stop`));
		},
	};
	return conversation;
}

/** `crypto.randomUUID` is missing on pages without TLS. */
function newId(): string {
	return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-');
}
