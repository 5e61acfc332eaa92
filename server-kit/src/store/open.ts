// Opens the database and binds the store to it. A transaction is the same store, bound to the transaction.

import knex, { type Knex } from 'knex';
import type { Store } from '../core/store.ts';
import { KitError } from '../errors.ts';
import { auditIn } from './audit.ts';
import { candidatesIn } from './candidates.ts';
import { conversationsIn } from './conversations.ts';
import { alone, isUnavailable, knexConfig } from './dialect.ts';
import { disclosuresIn } from './disclosures.ts';
import { erasureIn } from './erasure.ts';
import { escalationsIn } from './escalations.ts';
import { exportIn } from './export.ts';
import { feedbackIn } from './feedback.ts';
import { idempotencyIn } from './idempotency.ts';
import { knowledgeIn } from './knowledge.ts';
import { messagesIn } from './messages.ts';
import { migrationSource } from './migrations/index.ts';
import { pushesIn } from './pushes.ts';
import { quotaIn } from './quota.ts';
import { settingsIn } from './settings.ts';
import { unlessDeadlocked } from './steps.ts';
import { ticketsIn } from './tickets.ts';

export interface OpenStore {
	store: Store;
	/** Brings the tables up to date; safe to call at every start and from several processes. */
	migrate(): Promise<{ applied: string[] }>;
	close(): Promise<void>;
}

/** Faults come to whoever asked. Knex would print them itself too, and with each the values: customers' own words. */
const silent = { warn() {}, error() {}, deprecate() {}, debug() {} };
const DISCREET = { log: silent, compileSqlOnError: false };

/** @param database a file path, `:memory:`, `mysql://…` or `postgres://…` */
export function openStore(database: string): OpenStore {
	const db = knex({ ...knexConfig(database), ...DISCREET });
	return {
		store: bind(db),
		async migrate() {
			return alone(db, migrateIn).catch((fault) => {
				throw told(fault);
			});
		},
		close: () => db.destroy(),
	};
}

/** We are alone: a mark that knex left in its own table is one of a process that died. */
async function migrateIn(db: Knex): Promise<{ applied: string[] }> {
	const how = { migrationSource, tableName: 'support_migrations' };
	await db.migrate.forceFreeMigrationsLock(how);
	const [, applied] = await db.migrate.latest(how);
	return { applied };
}

function bind(db: Knex): Store {
	const guard = db.isTransaction ? <Part>(part: Part) => part : reachable;
	return {
		conversations: guard(conversationsIn(db)),
		messages: guard(messagesIn(db)),
		escalations: guard(escalationsIn(db)),
		tickets: guard(ticketsIn(db)),
		pushes: guard(pushesIn(db)),
		disclosures: guard(disclosuresIn(db)),
		feedback: guard(feedbackIn(db)),
		quota: guard(quotaIn(db)),
		knowledge: guard(knowledgeIn(db)),
		idempotency: guard(idempotencyIn(db)),
		exports: guard(exportIn(db)),
		erasure: guard(erasureIn(db)),
		audit: guard(auditIn(db)),
		candidates: guard(candidatesIn(db)),
		settings: guard(settingsIn(db)),
		async transaction(work) {
			// A transaction inside a transaction is the outer one: it commits or fails as a whole.
			if (db.isTransaction) return work(bind(db));
			return unlessDeadlocked(() => db.transaction((trx) => work(bind(trx)))).catch((fault) => {
				throw told(fault);
			});
		},
	};
}

/** Says `store_unavailable` for every query that finds the database away; in a transaction its end says so. */
function reachable<Part extends object>(part: Part): Part {
	const guarded = Object.entries(part).map(([name, ask]: [string, (...given: unknown[]) => Promise<unknown>]) => {
		const asked = (...given: unknown[]) =>
			ask(...given).catch((fault) => {
				throw told(fault);
			});
		return [name, asked];
	});
	return Object.fromEntries(guarded) as Part;
}

function told(fault: unknown): unknown {
	return isUnavailable(fault) ? new KitError('store_unavailable', { cause: fault }) : fault;
}
