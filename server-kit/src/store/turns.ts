// A turn in the database: begun, kept and ended in one transaction each, with what it reserves and what it used.

import type { Knex } from 'knex';
import type { Classification, Reservation } from '../core/records.ts';
import {
	type AnswerEnd,
	type Begun,
	type Checkpoint,
	type Denied,
	DuplicateTurn,
	type TurnResumed,
	type TurnStart,
	type Withdrawal,
} from '../core/turn-store.ts';
import { messageCompleted } from '../core/webhooks/events.ts';
import { isDuplicate } from './driver-faults.ts';
import { driverOf, type Statement, type Value } from './drivers.ts';
import { emitted } from './outbox.ts';
import { makeRoom, NoRoom, reserved, settled } from './quota.ts';
import { toJson } from './rows.ts';
import { inTransaction, runSteps, type Steps } from './steps.ts';

/** A period's first turns make its counters; a turn that lost its room to another one may find some the next time. */
const ATTEMPTS = 5;

export function beginTurn(db: Knex, turn: TurnStart): Promise<Begun | { denied: Denied } | null> {
	return unlessFull(db, turn.answer, () => begin(turn, driverOf(db).returningId)).catch((fault) => {
		// The same client_message_id won the race in another request.
		throw isDuplicate(fault) ? new DuplicateTurn() : fault;
	});
}

type Room = Pick<NonNullable<TurnStart['answer']>, 'limits'> & { reservation: Reservation | null };

/** One transaction; again where the counters that it takes from had to be made first. */
export async function unlessFull<T>(
	db: Knex,
	room: Room | null,
	steps: () => Steps<T>,
): Promise<T | { denied: Denied }> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await inTransaction(db, steps);
		} catch (fault) {
			if (!(fault instanceof NoRoom) || !room?.reservation || attempt === ATTEMPTS) throw fault;
			const denied = await makeRoom(db, room.reservation, room.limits);
			if (denied) return { denied };
		}
	}
}

export const OPEN_AND_IDLE = `updated_at = ?, version = version + 1
where tenant_id = ? and user_id = ? and id = ? and status = 'open' and answering_since is null`;
const OPENED = `update support_ai_conversations set answering_since = ?, title = coalesce(title, ?), preview = ?, ${OPEN_AND_IDLE}`;

/** The conversation's row is changed first: whoever changes it owns the turn, and everyone else waits or loses. */
function* begin(turn: TurnStart, returningId: string): Steps<Begun | null> {
	const { tenantId, userId, conversationId, answer, at } = turn;
	const opening = [answer ? at : null, turn.title, preview(turn.content), at, tenantId, userId, conversationId];
	const { changes } = yield { sql: OPENED, values: opening };
	if (changes === 0) return null;
	const [questionId = 0, answerId = null] = yield* written(turn, returningId);
	yield* classified(turn, questionId);
	if (turn.declines) yield { sql: WAITS_NO_MORE, values: [tenantId, conversationId] };
	if (!answer) return { questionId, answerId: null };
	yield* reserved(answer.reservation, answer.limits);
	return { questionId, answerId };
}

const WAITS_NO_MORE = `update support_ai_tool_calls set status = 'declined'
where tenant_id = ? and conversation_id = ? and status = 'waiting_approval'`;

const COLUMNS = [
	'tenant_id',
	'conversation_id',
	'role',
	'content',
	'status',
	'client_message_id',
	'model',
	'runner',
	'heartbeat_at',
	'reservation',
	'public_id',
	'created_at',
];
const MARKS = `(${COLUMNS.map(() => '?').join(', ')})`;
export const MESSAGE = `insert into support_ai_messages (${COLUMNS.join(', ')}) values ${MARKS}`;

/** Question and empty answer in one insert; their keys, in this order. */
function* written({ answer, at, ...turn }: TurnStart, returningId: string): Steps<number[]> {
	const here: Value[] = [turn.tenantId, turn.conversationId];
	const { question: asked = null, answer: answered = null } = turn.publicIds ?? {};
	const question = [...here, 'user', turn.content, 'complete', turn.clientMessageId, null, null, null, null, asked, at];
	if (!answer) return keysOf(yield { sql: MESSAGE + returningId, values: question });
	const empty = emptyAnswer({ ...turn, at }, answer, answered);
	return keysOf(yield { sql: `${MESSAGE}, ${MARKS}${returningId}`, values: [...question, ...empty] });
}

export function emptyAnswer(
	{ tenantId, conversationId, at }: Pick<TurnStart, 'tenantId' | 'conversationId' | 'at'>,
	{ model, runner, reservation }: TurnResumed['answer'],
	publicId: string | null,
): Value[] {
	const writer = [model, runner, at, toJson(reservation)];
	return [tenantId, conversationId, 'assistant', '', 'streaming', null, ...writer, publicId, at];
}

export function keysOf({ rows }: { rows: readonly Record<string, unknown>[] }): number[] {
	return rows.map(({ id }) => Number(id)).sort((one, other) => one - other);
}

const CLASSIFIED = `insert into support_ai_intent_classifications
(tenant_id, message_id, label, confidence, refused, reason, created_at) values (?, ?, ?, ?, ?, ?, ?)`;

function* classified({ tenantId, classification, at }: TurnStart, questionId: number): Steps<void> {
	yield { sql: CLASSIFIED, values: [tenantId, questionId, ...verdict(classification), at] };
}

/** A host's own classifier may say more than we keep. */
function verdict({ label, confidence, refused, reason }: Classification): Value[] {
	return [label, confidence, refused, reason.slice(0, 200)];
}

export function endAnswer(db: Knex, answer: AnswerEnd): Promise<boolean> {
	return inTransaction(db, () => end(answer, db));
}

const ENDED = `update support_ai_messages set content = ?, status = ?, citations = ?, degraded_code = ?, filter_hits = ?, unsupported = ?, grounds = ?,
model = coalesce(?, model), runner = null, heartbeat_at = null, reservation = null
where tenant_id = ? and id = ? and status = 'streaming'`;

const FREED = `update support_ai_conversations set answering_since = null, updated_at = ?, version = version + 1,
preview = coalesce(?, preview) where tenant_id = ? and id = ?`;

/** Whoever ends the row settles its reservation: a second ending finds nothing to settle. */
function* end(answer: AnswerEnd, db: Knex): Steps<boolean> {
	const { tenantId, messageId, content, at } = answer;
	const said = [content, answer.status, toJson(answer.citations), answer.degradedCode, toJson(answer.filterHits)];
	const rest = [answer.unsupported, toJson(answer.grounds), answer.model];
	const { changes } = yield { sql: ENDED, values: [...said, ...rest, tenantId, messageId] };
	if (changes === 0) return false;
	const shown = content ? preview(content) : null;
	yield { sql: FREED, values: [at, shown, tenantId, answer.conversationId] };
	if (answer.settlement) yield* settled(answer.settlement);
	yield* recordedCalls(answer);
	if (answer.hostCalls) yield { sql: LEFT_RUNNING, values: [tenantId, messageId] };
	if (answer.judged) yield judged(tenantId, answer.judged);
	if (answer.webhooks !== false) yield* emitted(messageCompleted(answer), db);
	return true;
}

/** What nobody waited for, or whose process died: it may have had its effect, and is never run again. */
const LEFT_RUNNING = `update support_ai_tool_calls set status = 'unknown'
where tenant_id = ? and answer_id = ? and status = 'running'`;

const CALLED =
	'insert into support_ai_tool_calls (tenant_id, message_id, call_id, name, input, status, created_at) values ';

function* recordedCalls({ tenantId, messageId, toolCalls, at }: AnswerEnd): Steps<void> {
	if (toolCalls.length === 0) return;
	const values = toolCalls.flatMap(({ id, name, input, status }): Value[] => {
		const ended = status === 'running' ? 'failed' : status;
		// Both are the model's words, of any length.
		return [tenantId, messageId, id.slice(0, 128), name.slice(0, 128), input, ended, at];
	});
	yield { sql: CALLED + toolCalls.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', '), values };
}

const JUDGED = `update support_ai_intent_classifications set label = ?, confidence = ?, refused = ?, reason = ?
where tenant_id = ? and message_id = ?`;

function judged(tenantId: string, { questionId, classification }: NonNullable<AnswerEnd['judged']>): Statement {
	return { sql: JUDGED, values: [...verdict(classification), tenantId, questionId] };
}

/** A question that is refused after all: the empty answer is taken back, and what it reserved. */
export function withdrawAnswer(db: Knex, withdrawal: Withdrawal): Promise<boolean> {
	return inTransaction(db, () => withdraw(withdrawal));
}

const WITHDRAWN = `delete from support_ai_messages where tenant_id = ? and id = ? and status = 'streaming'`;

function* withdraw({ tenantId, conversationId, questionId, answerId, ...why }: Withdrawal): Steps<boolean> {
	const { changes } = yield { sql: WITHDRAWN, values: [tenantId, answerId] };
	if (changes === 0) return false;
	yield { sql: FREED, values: [why.at, null, tenantId, conversationId] };
	yield judged(tenantId, { questionId, classification: why.classification });
	yield* settled(why.settlement);
	return true;
}

const KEPT = `update support_ai_messages set content = ?, citations = ?, heartbeat_at = ?
where tenant_id = ? and id = ? and status = 'streaming' and runner is not null`;

/** All that is due in one transaction: a commit costs more than a statement. Which answers are still ours, in order. */
export function keepCheckpoints(db: Knex, due: readonly Checkpoint[], at: number): Promise<boolean[]> {
	const run = due.length > 1 ? inTransaction : runSteps;
	return run(db, () => checkpoint(due, at));
}

function* checkpoint(due: readonly Checkpoint[], at: number): Steps<boolean[]> {
	const kept: boolean[] = [];
	for (const { tenantId, messageId, content, citations } of due) {
		const { changes } = yield { sql: KEPT, values: [content, toJson(citations), at, tenantId, messageId] };
		kept.push(changes > 0);
	}
	return kept;
}

const RECALLED = `update support_ai_messages set runner = null where tenant_id = ? and id = ? and status = 'streaming'`;

/** An answer without a writer is kept no more: its process learns so, and ends it with all that it has said. */
export function recallAnswer(db: Knex, tenantId: string, messageId: number): Promise<void> {
	return runSteps(db, function* () {
		yield { sql: RECALLED, values: [tenantId, messageId] };
	});
}

const PREVIEW = 140;

/** The beginning of a beginning is nearly always enough. */
function preview(text: string): string {
	const short = withoutMarkup(text.slice(0, 2 * PREVIEW));
	const plain = short.length >= PREVIEW ? short : withoutMarkup(text.slice(0, 1_000));
	return plain
		.slice(0, PREVIEW)
		.replace(/[\ud800-\udbff]$/, '')
		.toWellFormed();
}

function withoutMarkup(text: string): string {
	return text
		.replace(/[#>*_`|[\]]/g, '')
		.replace(/\s+/g, ' ')
		.trim();
}
