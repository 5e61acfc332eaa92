// An answer that goes on from a call that the person has decided on: the decision and the empty answer stand together.

import type { Knex } from 'knex';
import type { Denied, TurnResumed } from '../core/turn-store.ts';
import { driverOf } from './drivers.ts';
import { reserved } from './quota.ts';
import type { Steps } from './steps.ts';
import { emptyAnswer, keysOf, MESSAGE, OPEN_AND_IDLE, unlessFull } from './turns.ts';

/** Null where it waits no more, or somebody was faster. */
export function resumeTurn(db: Knex, turn: TurnResumed): Promise<{ answerId: number } | { denied: Denied } | null> {
	return unlessFull(db, turn.answer, () => resume(turn, driverOf(db).returningId)).catch((fault) => {
		if (fault instanceof Decided) return null;
		throw fault;
	});
}

const REOPENED = `update support_ai_conversations set answering_since = ?, ${OPEN_AND_IDLE}`;

const DECIDED = `update support_ai_tool_calls set status = ?, decision = ?, answer_id = ?
where tenant_id = ? and id = ? and status = 'waiting_approval' and expires_at > ?`;

function* resume(turn: TurnResumed, returningId: string): Steps<{ answerId: number } | null> {
	const { tenantId, userId, conversationId, callId, approved, answer, at } = turn;
	const { changes: opened } = yield { sql: REOPENED, values: [at, at, tenantId, userId, conversationId] };
	if (opened === 0) return null;
	const { rows } = yield { sql: MESSAGE + returningId, values: emptyAnswer(turn, answer, null) };
	const [answerId = 0] = keysOf({ rows });
	const decided = approved ? ['running', 'approved'] : ['declined', 'declined'];
	const { changes } = yield { sql: DECIDED, values: [...decided, answerId, tenantId, callId, at] };
	if (changes === 0) throw new Decided();
	if (answer.reservation) yield* reserved(answer.reservation, answer.limits);
	return { answerId };
}

/** Somebody decided, or time ran out, between the look and the transaction: it is given up. */
class Decided extends Error {}
