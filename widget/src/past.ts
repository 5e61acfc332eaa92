// A conversation as the server keeps it: read when it is opened, and further back when asked for.

import type { ConversationView } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';

/** True when an answer is being written in it. @throws as the transport does, and where the signal aborts */
export async function loadThread(desk: Desk, id: number, signal: AbortSignal): Promise<boolean> {
	const conversation = await desk.transport.json<ConversationView>('GET', `/conversations/${id}`, { signal });
	signal.throwIfAborted();
	desk.conversation.apply({ type: 'thread-loaded', conversation });
	restoreTurn(desk, conversation);
	return conversation.answering_message_id !== null;
}

/** A turn that a page before this one sent, and that never arrived, can be sent again. */
function restoreTurn(desk: Desk, { conversation_id, messages, answering_message_id }: ConversationView): void {
	const { session, conversation } = desk;
	const key = String(conversation_id);
	const { sent } = session.draft(key);
	if (!sent) return;
	if (messages.some((message) => message.client_message_id === sent.clientMessageId)) {
		if (answering_message_id === null) session.keepDraft(key, { sent: null });
		return;
	}
	conversation.apply(
		{ type: 'turn-sent', ...sent, createdAt: new Date().toISOString() },
		{ type: 'turn-unsent', clientMessageId: sent.clientMessageId, problem: null },
	);
}

export async function loadOlder(desk: Desk): Promise<void> {
	const { id, olderCursor } = desk.view.thread;
	if (!olderCursor) return;
	await desk.attempt(async () => {
		const path = `/conversations/${id}?cursor=${encodeURIComponent(olderCursor)}`;
		const conversation = await desk.transport.json<ConversationView>('GET', path);
		if (desk.view.thread.olderCursor !== olderCursor) return;
		desk.conversation.apply({ type: 'thread-older', conversation });
	});
}
