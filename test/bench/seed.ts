// Conversations as they are in real life: their customer knows that an AI answers, and they have a past.

import knex from 'knex';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { openStore } from '../../server-kit/src/store/open.ts';

export interface Wanted {
	conversations: number;
	/** Messages that each of them holds already, questions and answers in turn. */
	messages: number;
}

/** A conversation and the customer whose it is. */
export interface Seeded {
	customer: string;
	conversationId: number;
}

const TENANT = 'acme';

/** Written past the kit, since a thread of 10,000 messages would take minutes through it. */
export function createSeed(file: string): (wanted: Wanted) => Promise<Seeded[]> {
	const { store } = openStore(file);
	const db = knex(knexConfig(file));
	return async ({ conversations, messages }) => {
		const begun = await store.transaction(async (bound) => {
			const seeded: Seeded[] = [];
			for (let index = 0; index < conversations; index += 1) {
				// The same customers each time: their counters of quota are there after the first.
				const customer = `customer-${index}`;
				const owner = { tenantId: TENANT, userId: customer };
				const at = Date.now();
				await bound.disclosures.accept(owner, { version: '1', locale: 'en', textHash: 'bench', acceptedAt: at });
				const { id } = await bound.conversations.create({ ...owner, title: null, locale: 'en', context: null, at });
				seeded.push({ customer, conversationId: id });
			}
			return seeded;
		});
		const ids = begun.map(({ conversationId }) => conversationId);
		for (const statement of [MESSAGES, CLASSIFICATIONS])
			await db.raw(statement, { messages, from: Math.min(...ids), to: Math.max(...ids), at: Date.now() });
		return begun;
	};
}

const MESSAGES = `
	insert into support_ai_messages (tenant_id, conversation_id, role, content, status, created_at)
	with recursive line(number) as (select 0 union all select number + 1 from line where number + 1 < :messages)
	select '${TENANT}', c.id, iif(number % 2, 'assistant', 'user'),
		iif(number % 2, 'Open the folder, choose Share and copy the link. It works for seven days.', 'How do I share a folder?'),
		'complete', :at
	from support_ai_conversations c, line where c.id between :from and :to order by c.id, number`;

const CLASSIFICATIONS = `
	insert into support_ai_intent_classifications (tenant_id, message_id, label, confidence, refused, reason, created_at)
	select tenant_id, id, 'how_to', 1, 0, 'seed', :at
	from support_ai_messages where conversation_id between :from and :to and role = 'user'`;
