// Gate 5: what does the customer want? Local and fast; a refused intent never reaches a model.

import { KitError } from '../../errors.ts';
import type { Gate } from '../turn-state.ts';

/** Enough to understand "and for teams?", few enough to stay cheap in a thread of ten thousand. */
const HISTORY = 20;

export const classify: Gate = async (turn, { store, classifier }) => {
	const { conversation, request } = turn;
	if (!conversation) throw new KitError('not_found');
	turn.history = await store.messages.recent(conversation.tenantId, conversation.id, HISTORY);
	turn.classification = await classifier.classify({
		text: request.content,
		history: turn.history,
		locale: conversation.locale,
	});
};
