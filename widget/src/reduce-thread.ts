// (thread, part) → thread. Pure: the same parts give the same thread, however they were cut on the way.

import type { CitationView, StreamPart, ToolCallView } from '../../server-kit/src/protocol/index.ts';
import { degradedProblem } from './transport.ts';
import { type AnyThreadPart, emptyThread, type Message, type Thread, type ThreadPart } from './view.ts';

export function reduceThread(thread: Thread, part: AnyThreadPart): Thread {
	switch (part.type) {
		case 'thread-loading':
			return thread.id === part.id
				? { ...thread, state: 'loading' }
				: { ...emptyThread, id: part.id, state: 'loading' };
		case 'thread-failed':
			return { ...thread, state: 'failed', phase: 'idle', problem: part.problem };
		case 'thread-created':
			return { ...thread, id: part.created.conversation_id, title: part.created.title };
		case 'turn-sent':
			return sent(thread, part);
		case 'turn-unsent':
			return { ...marked(thread, part.clientMessageId, { status: 'unsent' }), phase: 'idle', problem: part.problem };
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
			return withTool(thread, part.toolCallId, { name: part.toolName, status: 'running' });
		case 'data-approval':
			return withTool(thread, part.data.tool_call_id, { ...part.data, status: 'waiting_approval' });
		case 'tool-output-available':
			return withTool(thread, part.toolCallId, { status: 'done' });
		case 'tool-output-error':
			return withTool(thread, part.toolCallId, { status: 'failed' });
		case 'data-actions':
			return grown(thread, () => ({ actions: part.data.actions }));
		case 'data-refused':
			return changed(thread, (message) => message.id === part.data.user_message_id, { refused: part.data });
		case 'data-degraded':
			return degradedAnswer(thread, part);
		case 'data-quota':
			return withQuota(thread, part.data.messages_remaining, part.data.resets_at);
		case 'error':
			return broken(thread);
		case 'abort':
			return settled(thread, 'stopped');
		case 'finish':
			return finished(thread, part);
		default:
			return withoutEffect(thread, part);
	}
}

/** Closes the union; a server newer than this page may send still more, which is no reason to fail. */
function withoutEffect(
	thread: Thread,
	_part: StreamPart & {
		type: 'start-step' | 'finish-step' | 'text-end' | 'source-url' | 'source-document' | 'tool-approval-request';
	},
): Thread {
	return thread;
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

/** Who turns to the next question before this one was taken can send this one again. */
function sent(thread: Thread, part: ThreadPart & { type: 'turn-sent' }): Thread {
	const before = changed(thread, ({ status }) => status === 'sending', { status: 'unsent' });
	return { ...withTurn(before, part, 'sending'), state: 'ready', phase: 'sending', problem: null };
}

/** Sending again keeps the row: one turn, one message. */
export function withTurn(
	thread: Thread,
	part: { readonly clientMessageId: string; readonly content: string; readonly createdAt: string },
	status: 'sending' | 'unsent',
): Thread {
	const { clientMessageId, content, createdAt } = part;
	const message = blankMessage({ key: clientMessageId, role: 'user', status, content, clientMessageId, createdAt });
	return { ...thread, messages: [...without(thread, clientMessageId).messages, message] };
}

export function without(thread: Thread, clientMessageId: string): Thread {
	return { ...thread, messages: thread.messages.filter((known) => known.clientMessageId !== clientMessageId) };
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
	const waiting = others.filter(({ status }) => status === 'unsent');
	return { ...open, messages: [...others.filter(({ status }) => status !== 'unsent'), answer, ...waiting] };
}

function finished(thread: Thread, { messageMetadata }: StreamPart & { type: 'finish' }): Thread {
	const { status, citations, grounds } = messageMetadata;
	const cited = citations ? grown(thread, () => ({ citations, grounds })) : thread;
	return settled(cited, status === 'refused' ? 'complete' : status);
}

/** What was said before it broke stands. */
function broken(thread: Thread): Thread {
	return { ...grown(thread, ({ content }) => ({ status: content ? 'interrupted' : 'failed' })), phase: 'idle' };
}

/** Only a message still being written is settled: what it became before stands. */
export function settled(thread: Thread, status: Message['status']): Thread {
	return { ...grown(thread, () => ({ status })), phase: 'idle' };
}

function degradedAnswer(thread: Thread, { data }: StreamPart & { type: 'data-degraded' }): Thread {
	if (growing(thread) >= 0) {
		return grown(thread, () => ({ degraded: data.code }));
	}
	return { ...thread, problem: degradedProblem(data) };
}

function withQuota(thread: Thread, remaining: number | null, resetsAt: string): Thread {
	return { ...thread, quota: remaining === null ? null : { remaining, resetsAt } };
}

/** A call that a person has approved runs for the next answer, and stays where they were asked. */
function withTool(thread: Thread, id: string, change: Partial<ToolCallView>): Thread {
	const has = ({ tools }: Message) => tools.some((tool) => tool.id === id);
	if (thread.messages.some(has)) {
		return reworked(thread, has, ({ tools }) => ({
			tools: tools.map((tool) => (tool.id === id ? { ...tool, ...change } : tool)),
		}));
	}
	const call = { id, name: '', title: '', status: 'running' as const, ...change };
	return grown(thread, ({ tools }) => ({ tools: [...tools, call] }));
}

function withCitation(citations: readonly CitationView[], citation: CitationView): readonly CitationView[] {
	const others = citations.filter((known) => known.number !== citation.number);
	return [...others, citation].sort((a, b) => a.number - b.number);
}

/** The answer under way is the last message but for those that wait to be sent, and it alone grows. */
function grown(thread: Thread, growth: (message: Message) => Partial<Message>): Thread {
	const at = growing(thread);
	const messages = [...thread.messages];
	const answer = messages[at];
	if (!answer) return thread;
	messages[at] = { ...answer, ...growth(answer) };
	return { ...thread, messages };
}

function growing({ messages }: Thread): number {
	return messages.findLastIndex(({ status }) => status === 'streaming');
}

export function marked(thread: Thread, clientMessageId: string, change: Partial<Message>): Thread {
	return changed(thread, (message) => message.clientMessageId === clientMessageId, change);
}

export function changed(thread: Thread, which: (message: Message) => boolean, change: Partial<Message>): Thread {
	return reworked(thread, which, () => change);
}

export function reworked(
	thread: Thread,
	which: (message: Message) => boolean,
	change: (message: Message) => Partial<Message>,
): Thread {
	return {
		...thread,
		messages: thread.messages.map((message) => (which(message) ? { ...message, ...change(message) } : message)),
	};
}
