// Opens the database and binds the store to it. A transaction is the same store, bound to the transaction.

import knex, { type Knex } from 'knex';
import type { Store } from '../core/store.ts';
import { KitError } from '../errors.ts';
import { conversationsIn } from './conversations.ts';
import { isDeadlock, isUnavailable, knexConfig } from './dialect.ts';
import { disclosuresIn } from './disclosures.ts';
import { escalationsIn } from './escalations.ts';
import { feedbackIn } from './feedback.ts';
import { knowledgeIn } from './knowledge.ts';
import { messagesIn } from './messages.ts';
import { migrationSource } from './migrations/index.ts';
import { pushesIn } from './pushes.ts';
import { quotaIn } from './quota.ts';
import { ticketsIn } from './tickets.ts';

export interface OpenStore {
	store: Store;
	/** Brings the tables up to date; safe to call at every start and from several processes. */
	migrate(): Promise<{ applied: string[] }>;
	close(): Promise<void>;
}

/** @param database a file path, `:memory:`, `mysql://…` or `postgres://…` */
export function openStore(database: string): OpenStore {
	const db = knex(knexConfig(database));
	return {
		store: bind(db),
		async migrate() {
			const [, applied] = await db.migrate.latest({ migrationSource, tableName: 'support_migrations' });
			return { applied };
		},
		close: () => db.destroy(),
	};
}

const ATTEMPTS = 5;

function bind(db: Knex): Store {
	return {
		conversations: conversationsIn(db),
		messages: messagesIn(db),
		escalations: escalationsIn(db),
		tickets: ticketsIn(db),
		pushes: pushesIn(db),
		disclosures: disclosuresIn(db),
		feedback: feedbackIn(db),
		quota: quotaIn(db),
		knowledge: knowledgeIn(db),
		async transaction(work) {
			// A transaction inside a transaction is the outer one: it commits or fails as a whole.
			if (db.isTransaction) return work(bind(db));
			for (let attempt = 1; ; attempt += 1) {
				try {
					return await db.transaction((trx) => work(bind(trx)));
				} catch (fault) {
					if (attempt >= ATTEMPTS || !isDeadlock(fault)) throw told(fault);
					await new Promise((wake) => setTimeout(wake, 5 * 2 ** attempt * Math.random()));
				}
			}
		},
	};
}

function told(fault: unknown): unknown {
	return isUnavailable(fault) ? new KitError('store_unavailable', { cause: fault }) : fault;
}
