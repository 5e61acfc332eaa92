// Gate 4: is this conversation the caller's? Not yours and not there are the same.

import { KitError } from '../../errors.ts';
import { settleAbandoned } from '../settle.ts';
import type { Gate } from '../turn-state.ts';
import { lookOf } from './reserve.ts';

export const ownership: Gate = async (turn, parts) => {
	const { conversation } = lookOf(turn);
	if (!conversation) throw new KitError('not_found');
	turn.conversation = await settleAbandoned(conversation, parts);
};
