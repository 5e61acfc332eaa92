// What goes with conversations: explicit, in the order of the references, so that a reader sees all that goes.

import type { Knex } from 'knex';
import type { Owner, Reservation } from '../core/records.ts';
import { settled } from './quota.ts';
import { runSteps } from './steps.ts';

/** Rows by table. */
export type Counts = Record<string, number>;

/**
 * Whoever deletes a conversation keeps what was made of it elsewhere: an exported candidate, and that it was handed over
 * once. Of a person who is erased nothing is kept.
 * @param ids of this person's
 */
export async function removeConversations(
	db: Knex,
	owner: Owner,
	ids: readonly number[],
	why: 'deleted' | 'erased',
): Promise<Counts> {
	const { tenantId: tenant_id, userId: user_id } = owner;
	// Changed first: a turn or a thumb that comes in now waits for this row, and then finds it gone.
	const gone = await db('support_ai_conversations').where({ tenant_id, user_id }).whereIn('id', ids).delete();
	if (gone === 0) return {};
	const of = (table: string) => db(table).where({ tenant_id }).whereIn('conversation_id', ids);
	const messageIds = () => of('support_ai_messages').select('id');
	const ofMessages = (table: string) => db(table).whereIn('message_id', messageIds());
	await bookRunning(await of('support_ai_messages').whereNotNull('reservation').select('reservation'), db);
	const counts = {
		support_ai_conversations: gone,
		support_ai_intent_classifications: await ofMessages('support_ai_intent_classifications').delete(),
		support_ai_tool_calls: await ofMessages('support_ai_tool_calls').delete(),
		support_ai_feedback: await of('support_ai_feedback').delete(),
		support_ai_messages: await of('support_ai_messages').delete(),
	};
	// Cases are the person's own; what was copied from the conversation into them goes with it.
	await of('support_tickets').update({ conversation_id: null, handover: null });
	if (why === 'deleted') await unlink(of);
	return counts;
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
