// Gate 4b: the conversation still takes messages, and nobody else's answer is under way in it.

import { KitError } from '../../errors.ts';
import type { Conversation } from '../records.ts';
import type { Store } from '../store.ts';
import type { Gate } from '../turn-state.ts';

export const stillOpen: Gate = async ({ conversation }, { store }) => {
	if (!conversation) throw new KitError('not_found');
	refuseUnlessOpen(conversation);
	if (conversation.answeringSince !== null) await refuseWhileAnswering(conversation, store);
};

/** @throws KitError `turn_in_progress` with the id of the answer to follow */
export async function refuseWhileAnswering({ tenantId, id }: Conversation, store: Store): Promise<never> {
	const running = await store.messages.streaming(tenantId, id);
	throw new KitError('turn_in_progress', { facts: running ? { message_id: running.id } : {} });
}

export function refuseUnlessOpen({ status }: Conversation): void {
	if (status === 'escalated') throw new KitError('conversation_escalated');
	if (status === 'closed') throw new KitError('conversation_closed');
}
