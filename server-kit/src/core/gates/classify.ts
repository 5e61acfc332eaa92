// Gate 5: what does the customer want? Local and fast; a refused intent never reaches a model.

import { KitError } from '../../errors.ts';
import type { Gate } from '../turn-state.ts';
import { lookOf } from './reserve.ts';

export const classify: Gate = async (turn, { classifier }) => {
	const { conversation, request } = turn;
	if (!conversation) throw new KitError('not_found');
	turn.classification = await classifier.classify({
		text: request.content,
		history: lookOf(turn).past,
		locale: conversation.locale,
	});
};
