// (thread, part) → thread. Pure: a conversation as the server keeps it, and what was thought of its answers.

import type { CaseAction, MessageView, ToolCallStatus, ToolCallView } from '../../server-kit/src/protocol/index.ts';
import { changed, reduceThread, reworked, settled } from './reduce-thread.ts';
import { type AnyThreadPart, emptyThread, type Message, type PastPart, type Thread } from './view.ts';

export function reducePast(thread: Thread, part: AnyThreadPart | PastPart): Thread {
	switch (part.type) {
		case 'thread-loaded':
			return loaded(thread, part);
		case 'older-asked':
			return { ...thread, state: part.asked ? 'loading' : 'ready' };
		case 'thread-older':
			return older(thread, part);
		case 'quota-known':
			return { ...thread, quota: part.quota };
		case 'escalated':
			return { ...settled(thread, 'stopped'), cannotSend: 'escalated', handover: part.escalation };
		case 'start':
			// What waits for a yes waits no more once one goes on without it.
			return reduceThread(withCalls(thread, null, ['waiting_approval'], 'declined'), part);
		case 'decided':
			return {
				...withCalls(thread, part.approvalId, ['waiting_approval'], part.approved ? 'running' : 'declined'),
				phase: 'sending',
				problem: null,
			};
		case 'call-told':
			return told(thread, part);
		case 'decision-over':
			return part.arrived
				? withCalls(thread, part.approvalId, ['running'], 'unknown')
				: withCalls(thread, part.approvalId, ['running', 'declined'], 'waiting_approval');
		case 'why-asked':
			return { ...thread, askedWhy: part.messageId };
		case 'rating-asked':
			return { ...thread, rerating: part.asked };
		case 'feedback-given':
			if (part.messageId === null) return { ...thread, feedback: part.feedback, rerating: false };
			return changed(thread, (message) => message.id === part.messageId, { feedback: part.feedback });
		default:
			return reduceThread(thread, part);
	}
}

function older(thread: Thread, { conversation }: PastPart & { type: 'thread-older' }): Thread {
	const messages = [...conversation.messages.map(fromMessageView), ...thread.messages];
	return { ...thread, state: 'ready', messages, olderCursor: conversation.next_cursor };
}

function loaded(thread: Thread, { conversation }: PastPart & { type: 'thread-loaded' }): Thread {
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
		// A notice that is still to be accepted stands before the whole conversation, not only before its composer.
		cannotSend: conversation.can_send_reason === 'disclosure_required' ? null : conversation.can_send_reason,
		phase: conversation.answering_message_id === null ? 'idle' : 'answering',
		messages: [...messages, ...(thread.id === conversation.conversation_id ? unsent : [])],
		olderCursor: conversation.next_cursor,
		quota: thread.quota,
		handover: thread.id === conversation.conversation_id ? thread.handover : null,
		feedback: conversation.feedback,
		filed: conversation.case,
	};
}

function told(thread: Thread, { messageId, call }: PastPart & { type: 'call-told' }): Thread {
	return reworked(
		thread,
		({ id }) => id === messageId,
		({ tools }) => ({ tools: [...tools.filter(({ id }) => id !== call.id), call] }),
	);
}

/** @param approvalId null: every call */
function withCalls(thread: Thread, approvalId: string | null, from: readonly ToolCallStatus[], status: ToolCallStatus) {
	const meant = ({ approval_id: id, status }: Message['tools'][number]) =>
		from.includes(status) && (approvalId ?? id) === id;
	return reworked(
		thread,
		({ tools }) => tools.some(meant),
		({ tools }) => ({ tools: tools.map((tool) => (meant(tool) ? { ...tool, status } : tool)) }),
	);
}

/** A suggested action is shown as what it becomes: a call that the reader approves. */
export function callOf({ id, label, payload }: CaseAction, status: ToolCallStatus): ToolCallView {
	const given = Object.entries(payload).map(([name, value]) => ({ name, label: name, value }));
	return { id, name: '', title: label, status, arguments: given, approval_id: id };
}

function fromMessageView(message: MessageView): Message {
	return {
		key: message.client_message_id ?? `m${message.id}`,
		id: message.id,
		role: message.role,
		content: message.content,
		status: message.status,
		refused: message.refused,
		degraded: message.degraded_code,
		citations: message.citations,
		tools: [
			...message.tool_calls,
			...(message.grounds?.actions ?? []).flatMap((action) => (action.run ? callOf(action, action.run) : [])),
		],
		grounds: message.grounds,
		actions: [],
		unsupported: message.unsupported,
		feedback: message.feedback,
		clientMessageId: message.client_message_id,
		createdAt: message.created_at,
	};
}
