// A conversation with a long past, in pages, as the server would give it.

import type { ConversationView, MessageView } from '../../../server-kit/src/protocol/index.ts';
import { pastAnswer, pastQuestion, recordedSources } from './recorded.ts';

const at = '2026-01-01T09:00:00.000Z';
let created = 0;

/** Empty ones count up from one; a conversation whose id is this many has this many messages. */
export function emptyConversation() {
	created += 1;
	return { conversation_id: created, status: 'open', title: null, locale: 'en', created_at: at };
}

/** @param cursor the number of the oldest message known, as the page before gave it */
export function conversationPage(id: number, limit: number, cursor: string | null): ConversationView {
	const last = cursor === null ? id : Number(cursor) - 1;
	const first = Math.max(1, last - limit + 1);
	return {
		id,
		conversation_id: id,
		title: 'A long conversation',
		preview: null,
		status: 'open',
		created_at: at,
		updated_at: at,
		locale: 'en',
		can_send: true,
		can_send_reason: null,
		answering_message_id: null,
		messages: Array.from({ length: last - first + 1 }, (_, index) => pastMessage(first + index)),
		next_cursor: first > 1 ? String(first) : null,
		feedback: null,
		case: null,
	};
}

function pastMessage(id: number): MessageView {
	const asked = id % 2 === 1;
	return {
		id,
		role: asked ? 'user' : 'assistant',
		author: { type: asked ? 'customer' : 'ai', name: null },
		content: asked ? `${pastQuestion(id)} (${id})` : `${pastAnswer(id)} (${id})`,
		status: 'complete',
		refused: null,
		degraded_code: null,
		citations: asked ? [] : recordedSources.slice(0, 2),
		grounds: null,
		unsupported: false,
		tool_calls: [],
		feedback: null,
		client_message_id: null,
		created_at: at,
	};
}
