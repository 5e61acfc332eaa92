// (thread, part) → thread. Pure: the same parts give the same thread, however they were cut on the way.

import type { CitationView, MessageView, StreamPart } from '../../server-kit/src/protocol/index.ts';
import { type AnyThreadPart, emptyThread, type Message, type Thread, type ThreadPart } from './view.ts';

export function reduceThread(thread: Thread, part: AnyThreadPart): Thread {
	switch (part.type) {
		case 'thread-loading':
			return thread.id === part.id
				? { ...thread, state: 'loading' }
				: { ...emptyThread, id: part.id, state: 'loading' };
		case 'thread-failed':
			return { ...thread, state: 'failed', phase: 'idle', problem: part.problem };
		case 'thread-loaded':
			return loaded(thread, part);
		case 'thread-older':
			return {
				...thread,
				messages: [...part.conversation.messages.map(fromMessageView), ...thread.messages],
				olderCursor: part.conversation.next_cursor,
			};
		case 'thread-created':
			return { ...thread, id: part.created.conversation_id, title: part.created.title };
		case 'turn-sent':
			return sent(thread, part);
		case 'turn-unsent':
			return { ...marked(thread, part.clientMessageId, { status: 'unsent' }), phase: 'idle', problem: part.problem };
		case 'turn-degraded':
			return degradedTurn(thread, part);
		case 'turn-resuming':
			return { ...thread, phase: 'resuming' };
		case 'turn-interrupted':
			return { ...settled(thread, 'interrupted'), phase: 'idle' };
		case 'why-asked':
			return { ...thread, askedWhy: part.messageId };
		case 'feedback-given':
			return changed(thread, (message) => message.id === part.messageId, { feedback: part.feedback });
		case 'escalated':
			return { ...settled(thread, 'stopped'), cannotSend: 'escalated', phase: 'idle', handover: part.escalation };
		default:
			return reduceStream(thread, part);
	}
}

function reduceStream(thread: Thread, part: StreamPart): Thread {
	switch (part.type) {
		case 'start':
			return started(thread, part);
		case 'data-status':
			return { ...thread, phase: part.data.phase };
		case 'text-start':
			return grown(thread, (message) => ({ content: message.content ? `${message.content}\n\n` : '' }));
		case 'text-delta':
			return grown(thread, (message) => ({ content: message.content + part.delta }));
		case 'data-citation':
			return grown(thread, (message) => ({ citations: withCitation(message.citations, part.data) }));
		case 'tool-input-available':
			return withTool(thread, part.toolCallId, part.toolName, 'running');
		case 'tool-output-available':
			return withTool(thread, part.toolCallId, null, 'complete');
		case 'tool-output-error':
			return withTool(thread, part.toolCallId, null, 'failed');
		case 'data-actions':
			return grown(thread, () => ({ actions: part.data.actions }));
		case 'data-refused':
			return changed(thread, (message) => message.id === part.data.user_message_id, { refused: part.data });
		case 'data-degraded':
			return degradedAnswer(thread, part);
		case 'data-quota':
			return withQuota(thread, part.data.messages_remaining, part.data.resets_at);
		case 'error':
			return { ...settled(thread, 'failed'), phase: 'idle' };
		case 'abort':
			return { ...settled(thread, 'stopped'), phase: 'idle' };
		case 'finish':
			return finished(thread, part);
		case 'start-step':
		case 'finish-step':
		case 'text-end':
		case 'source-url':
		case 'source-document':
			return thread;
		default:
			return unknownPart(thread, part);
	}
}

/** The type closes the union; a server newer than this page may still send more, which is no reason to fail. */
function unknownPart(thread: Thread, _part: never): Thread {
	return thread;
}

function loaded(thread: Thread, { conversation }: ThreadPart & { type: 'thread-loaded' }): Thread {
	const messages = conversation.messages.map(fromMessageView);
	const known = new Set(messages.map((message) => message.clientMessageId));
	// What never reached the server is not in its thread; the reader still wants to send it.
	const unsent = thread.messages.filter(
		(message) => message.status === 'unsent' && !known.has(message.clientMessageId),
	);
	return {
		...emptyThread,
		id: conversation.conversation_id,
		title: conversation.title,
		cannotSend: conversation.can_send ? null : conversation.can_send_reason,
		answeringId: conversation.answering_message_id,
		phase: conversation.answering_message_id === null ? 'idle' : 'answering',
		messages: [...messages, ...(thread.id === conversation.conversation_id ? unsent : [])],
		olderCursor: conversation.next_cursor,
		quota: thread.quota,
		handover: thread.id === conversation.conversation_id ? thread.handover : null,
	};
}

export function fromMessageView(message: MessageView): Message {
	return {
		key: message.client_message_id ?? `m${message.id}`,
		id: message.id,
		role: message.role,
		content: message.content,
		status: message.status,
		refused: message.refused,
		degraded: message.degraded_code,
		citations: message.citations,
		tools: message.tool_calls,
		actions: [],
		feedback: message.feedback,
		clientMessageId: message.client_message_id,
		createdAt: message.created_at,
	};
}

function blankMessage(message: Partial<Message> & Pick<Message, 'key' | 'role' | 'status' | 'createdAt'>): Message {
	return {
		id: null,
		content: '',
		refused: null,
		degraded: null,
		citations: [],
		tools: [],
		actions: [],
		feedback: null,
		clientMessageId: null,
		...message,
	};
}

/** Sending again keeps the row: one turn, one message. */
function sent(thread: Thread, part: ThreadPart & { type: 'turn-sent' }): Thread {
	const { clientMessageId, content, createdAt } = part;
	const message = blankMessage({
		key: clientMessageId,
		role: 'user',
		status: 'sending',
		content,
		clientMessageId,
		createdAt,
	});
	const others = thread.messages.filter((known) => known.clientMessageId !== clientMessageId);
	return { ...thread, state: 'ready', messages: [...others, message], phase: 'sending', problem: null };
}

/** Also after a replay from the beginning: then the answer's text starts anew. */
function started(thread: Thread, { messageMetadata: row }: StreamPart & { type: 'start' }): Thread {
	const asked = changed(
		thread,
		(message) => message.role === 'user' && (message.status === 'sending' || message.id === row.user_message_id),
		{ id: row.user_message_id, status: 'complete' },
	);
	const open = { ...asked, id: row.conversation_id, phase: 'searching' as const, problem: null };
	if (row.message_id === null) return open;
	const answer = blankMessage({
		key: `m${row.message_id}`,
		id: row.message_id,
		role: 'assistant',
		status: 'streaming',
		createdAt: row.created_at,
	});
	const others = open.messages.filter((message) => message.id !== row.message_id);
	return { ...open, answeringId: row.message_id, messages: [...others, answer] };
}

function finished(thread: Thread, { messageMetadata }: StreamPart & { type: 'finish' }): Thread {
	const { status, citations } = messageMetadata;
	const cited = citations ? grown(thread, () => ({ citations })) : thread;
	return { ...settled(cited, status === 'refused' ? 'complete' : status), phase: 'idle' };
}

/** Only a message still being written is settled: what it became before stands. */
function settled(thread: Thread, status: Message['status']): Thread {
	return { ...grown(thread, () => ({ status })), answeringId: null };
}

function degradedTurn(thread: Thread, { clientMessageId, problem }: ThreadPart & { type: 'turn-degraded' }): Thread {
	const id = problem.degraded?.user_message_id ?? null;
	const kept = marked(thread, clientMessageId, id === null ? { status: 'unsent' } : { id, status: 'complete' });
	return { ...kept, phase: 'idle', problem };
}

function degradedAnswer(thread: Thread, { data }: StreamPart & { type: 'data-degraded' }): Thread {
	if (thread.messages.at(-1)?.status === 'streaming') {
		return grown(thread, () => ({ degraded: data.code }));
	}
	const problem = {
		kind: 'degraded' as const,
		code: data.code,
		degraded: data,
		retryAfterSeconds: data.retry_after_seconds,
		requestId: data.request_id,
	};
	return { ...thread, problem };
}

function withQuota(thread: Thread, remaining: number | null, resetsAt: string): Thread {
	return { ...thread, quota: remaining === null ? null : { remaining, resetsAt } };
}

function withTool(thread: Thread, id: string, name: string | null, status: 'running' | 'complete' | 'failed'): Thread {
	return grown(thread, (message) => {
		const known = message.tools.find((tool) => tool.id === id);
		const tool = { id, name: name ?? known?.name ?? '', status };
		return { tools: [...message.tools.filter((other) => other.id !== id), tool] };
	});
}

function withCitation(citations: readonly CitationView[], citation: CitationView): readonly CitationView[] {
	const others = citations.filter((known) => known.number !== citation.number);
	return [...others, citation].sort((a, b) => a.number - b.number);
}

/** The answer under way is the last message, and it alone grows. */
function grown(thread: Thread, growth: (message: Message) => Partial<Message>): Thread {
	const last = thread.messages.at(-1);
	if (last?.status !== 'streaming') return thread;
	return { ...thread, messages: [...thread.messages.slice(0, -1), { ...last, ...growth(last) }] };
}

function marked(thread: Thread, clientMessageId: string, change: Partial<Message>): Thread {
	return changed(thread, (message) => message.clientMessageId === clientMessageId, change);
}

function changed(thread: Thread, which: (message: Message) => boolean, change: Partial<Message>): Thread {
	const messages = thread.messages.map((message) => (which(message) ? { ...message, ...change } : message));
	return { ...thread, messages };
}
