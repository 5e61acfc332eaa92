// One conversation: send, follow, stop, retry. The latest call wins.

import type { ConversationCreated, StreamPart } from '../../server-kit/src/protocol/index.ts';
import type { Afterword, Conversation, Desk } from './desk.ts';
import { emit, type OutgoingMessage } from './events.ts';
import type { Line, Turn } from './line.ts';
import { createPacer } from './pacer.ts';
import { reduceThread } from './reduce-thread.ts';
import { fingerprint, newId } from './session.ts';
import { Failure, piece, problemIn } from './transport.ts';
import type { AnyThreadPart, PastPart } from './view.ts';

export function createConversation(desk: Desk): Conversation {
	const { host, session, transport } = desk;
	const pacer = createPacer((parts) => apply(...parts));
	let latest = new AbortController();
	let connection = new AbortController();
	let afterword: Afterword | null = null;
	let sending = false;

	host.addController({ hostDisconnected: leave });
	// What helps on a bad line cannot be fetched over it.
	(window.requestIdleCallback ?? setTimeout)(() => {
		import('./network.ts').then(({ watchNetwork }) => watchNetwork(desk)).catch(() => null);
	});

	function apply(...parts: (AnyThreadPart | PastPart)[]): void {
		const reduce: Afterword['reduce'] = afterword?.reduce ?? reduceThread;
		desk.apply({ type: 'changed', change: { thread: parts.reduce(reduce, desk.view.thread) } });
	}

	function leave(): AbortSignal {
		latest.abort();
		pacer.drop();
		latest = new AbortController();
		return latest.signal;
	}

	async function send(said: string): Promise<void> {
		// Pressed twice before the page has had its say: one turn.
		if (sending) return;
		sending = true;
		try {
			const outgoing: OutgoingMessage = { content: said, context: host.context };
			if (!emit(host, 'deskbell:before-send', outgoing)) return;
			const message = host.beforeSend ? await host.beforeSend(outgoing) : outgoing;
			if (message) void take({ clientMessageId: newId(), content: message.content, context: message.context }, said);
		} finally {
			sending = false;
		}
	}

	async function take(turn: Turn, said = turn.content): Promise<void> {
		const line = newLine(turn);
		const { clientMessageId, content } = turn;
		const { draftKey } = conversation;
		const { text, sent } = session.draft(draftKey);
		const others = sent.filter((other) => other.clientMessageId !== clientMessageId);
		apply({ type: 'turn-sent', clientMessageId, content, createdAt: new Date().toISOString() });
		session.keepDraft(draftKey, {
			text: text.trim() === said ? '' : text,
			sent: [...others, { clientMessageId, content }],
		});
		await follow(line);
	}

	function newLine(turn: Turn | null, decision: Line['decision'] = null): Line {
		const line: Line = {
			turn,
			decision,
			lastEventId: null,
			news: false,
			begun: false,
			signal: leave(),
			listen: () => listen(line),
			flush: pacer.flush,
		};
		return line;
	}

	async function ask({ clientMessageId, content, context }: Turn, signal: AbortSignal) {
		// What is not there leaves no trace in JSON.
		const given = { context: context ?? undefined };
		const id = desk.view.thread.id ?? (await create(clientMessageId, given, signal));
		const body = { content, client_message_id: clientMessageId, ...given };
		const frames = await transport.stream<StreamPart>('POST', `/conversations/${id}/messages`, { body, signal });
		emit(host, 'deskbell:message', { conversationId: id, role: 'user', content });
		return frames;
	}

	async function create(turn: string, given: { context?: Record<string, unknown> }, signal: AbortSignal) {
		const body = { locale: desk.locale, ...given };
		// A turn that is sent again, perhaps by the next page, finds the conversation that was begun for it.
		const idempotencyKey = `${turn}-${fingerprint(JSON.stringify(body))}`;
		const call = { body, idempotencyKey, signal };
		const created = await transport.json<ConversationCreated>('POST', '/conversations', call);
		signal.throwIfAborted();
		apply({ type: 'thread-created', created });
		session.keepDraft(conversation.draftKey, session.draft('new'));
		session.keepDraft('new', { text: '', sent: [] });
		return created.conversation_id;
	}

	async function listen(line: Line): Promise<'ended' | 'cut' | 'nothing'> {
		connection = new AbortController();
		const { turn, decision, lastEventId } = line;
		const call = { lastEventId, signal: AbortSignal.any([line.signal, connection.signal]) };
		const at = `/conversations/${desk.view.thread.id}/`;
		const frames = await (turn
			? ask(turn, call.signal)
			: decision
				? transport.stream<StreamPart>('POST', `${at}tool-approvals/${decision.approvalId}`, {
						...call,
						body: { approved: decision.approved },
					})
				: transport.stream<StreamPart>('GET', `${at}stream`, call));
		if (!line.begun) begin(line);
		line.turn = null;
		line.decision = null;
		for await (const batch of frames ?? []) {
			line.signal.throwIfAborted();
			line.news = true;
			pacer.add(batch.map(({ part }) => part));
			for (const { id } of batch) line.lastEventId = id ?? line.lastEventId;
			if (batch.some(({ part }) => isEnd(part))) return 'ended';
		}
		return frames ? 'cut' : 'nothing';
	}

	function begin(line: Line): void {
		line.begun = true;
		host.announce(desk.words[line.decision ? 'answering' : 'searching']);
		emit(host, 'deskbell:answer-start', { conversationId: desk.view.thread.id as number });
		// Where it cannot be had, the answer stands without it, and the next one tries again.
		fetchAfterword().catch(() => null);
	}

	/** One answer to its end. */
	async function follow(line: Line): Promise<void> {
		try {
			const how = await line.listen();
			if (how !== 'ended' && !(await helped(line, null))) return;
		} catch (thrown) {
			if (line.signal.aborted || !(await helped(line, thrown))) return;
		}
		await end(line);
	}

	/** True when the answer has come to its end all the same; without a `fault`, where one is being written. */
	async function helped(line: Line, fault: unknown, verb: 'mend' | 'find' = 'mend'): Promise<boolean> {
		try {
			return await (await piece(import('./mending.ts')))[verb](desk, line, fault);
		} catch (cause) {
			// Not even the help can be fetched: what stands in the way is what the server said, or that.
			const problem = problemIn(fault instanceof Failure ? fault : cause);
			const { turn } = line;
			apply(turn ? { type: 'turn-unsent', ...turn, problem } : { type: 'thread-failed', problem });
			desk.fail(problem);
			return false;
		}
	}

	async function end({ flush, signal }: Line): Promise<void> {
		if (signal.aborted) return;
		flush();
		const { id, messages } = desk.view.thread;
		const conversationId = id as number;
		const last = messages.findLast(({ status }) => status !== 'unsent');
		emit(host, 'deskbell:answer-end', { conversationId, status: last?.status ?? 'complete' });
		if (last?.role === 'assistant') {
			emit(host, 'deskbell:message', { conversationId, role: 'assistant', content: last.content });
		}
		// Without it an answer has no sources: that is said.
		if (!(await desk.attempt(fetchAfterword)) || !last || signal.aborted) return;
		afterword?.settle(desk);
		afterword?.announce(desk, last);
	}

	async function fetchAfterword(): Promise<Afterword> {
		const { afterword: fetched } = await piece(import('./parts/afterword.ts'));
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
		letGo: () => connection.abort(),
		send,
		retry: ({ clientMessageId, content }) =>
			take({ clientMessageId: clientMessageId ?? newId(), content, context: host.context }),
		async open(id) {
			const line = newLine(null);
			if (id !== null) apply({ type: 'thread-loading', id });
			if (await helped(line, null, 'find')) await follow(line);
		},
		async decide(approvalId, approved) {
			const line = newLine(null, { approvalId, approved });
			apply({ type: 'decided', approvalId, approved });
			await follow(line);
			if (line.signal.aborted) return;
			apply({ type: 'decision-over', approvalId, arrived: desk.view.thread.state !== 'failed' });
		},
		async stop() {
			const { id, phase } = desk.view.thread;
			if (phase === 'queued') (await import('./mending.ts')).takeBack(desk);
			else await desk.attempt(() => transport.json('POST', `/conversations/${id}/stop`));
		},
	};
	return conversation;
}

function isEnd(part: StreamPart): boolean {
	return part.type === 'finish' || part.type === 'abort' || part.type === 'error';
}
