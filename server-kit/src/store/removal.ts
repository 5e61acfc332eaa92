// What goes with conversations: explicit, in the order of the references, so that a reader sees all that goes.

import type { Knex } from 'knex';
import type { Reservation } from '../core/records.ts';
import { forgetEvents } from './outbox.ts';
import { settled } from './quota.ts';
import { runSteps } from './steps.ts';

const MANY = 500;

/** Rows by table. */
export type Counts = Record<string, number>;

/**
 * Whoever deletes a conversation keeps what was made of it elsewhere: an exported candidate, and that it was handed over
 * once. Of a person who is erased nothing is kept.
 * @param userId with it, nobody else's conversation goes
 */
export async function removeConversations(
	db: Knex,
	{ tenantId: tenant_id, userId }: { tenantId: string; userId?: string },
	ids: readonly number[],
	why: 'deleted' | 'erased',
): Promise<Counts> {
	// Changed first: a turn or a thumb that comes in now waits for this row, and then finds it gone.
	const gone = await db('support_ai_conversations')
		.where({ tenant_id, ...(userId !== undefined && { user_id: userId }) })
		.whereIn('id', ids)
		.delete();
	if (gone === 0) return {};
	const of = (table: string) => db(table).where({ tenant_id }).whereIn('conversation_id', ids);
	// Locked, and so as they are now: MariaDB would show those of the moment in which the transaction began.
	const messages: { id: number }[] = await of('support_ai_messages').forUpdate().select('id');
	const ofMessages = (table: string) => deleteOf(db, table, messages);
	await bookRunning(await of('support_ai_messages').whereNotNull('reservation').forUpdate().select('reservation'), db);
	const counts = {
		support_ai_conversations: gone,
		support_ai_intent_classifications: await ofMessages('support_ai_intent_classifications'),
		support_ai_tool_calls: await ofMessages('support_ai_tool_calls'),
		support_ai_feedback: await of('support_ai_feedback').delete(),
		support_ai_messages: await of('support_ai_messages').delete(),
		support_snapshots: await of('support_snapshots').delete(),
		support_case_actions: await of('support_case_actions').delete(),
		support_dispatches: await of('support_dispatches').delete(),
		support_webhook_events: await forgetEvents(db, (events) =>
			events.where({ tenant_id }).whereIn('conversation_id', ids),
		),
	};
	// Cases are the person's own; what was copied from the conversation into them goes with it.
	await of('support_tickets').update({ conversation_id: null, handover: null });
	if (why === 'deleted') await unlink(of);
	return counts;
}

/** By their ids, some hundreds at a time: for a subquery in a delete MariaDB reads the whole table. */
async function deleteOf(db: Knex, table: string, messages: readonly { id: number }[]): Promise<number> {
	let gone = 0;
	for (let from = 0; from < messages.length; from += MANY) {
		const ids = messages.slice(from, from + MANY).map(({ id }) => id);
		gone += await db(table).whereIn('message_id', ids).delete();
	}
	return gone;
}

async function unlink(of: (table: string) => Knex.QueryBuilder): Promise<void> {
	await of('support_training_candidates').whereNot({ status: 'exported' }).delete();
	await of('support_training_candidates').update({ conversation_id: null });
	await of('support_escalations').update({ conversation_id: null, reason: null, note: null });
}

/** Whoever deletes a conversation mid-answer pays for what the answer may have cost: the process that writes it finds no row. */
async function bookRunning(running: readonly { reservation: string }[], db: Knex): Promise<void> {
	for (const row of running) {
		const reservation: Reservation = JSON.parse(row.reservation);
		await runSteps(db, () => settled({ reservation, used: reservation.amounts, estimated: true }));
	}
}
