// Opens the database and binds the store to it. A transaction is the same store, bound to the transaction.

import knex, { type Knex } from 'knex';
import type { Indexer } from '../core/knowledge-index.ts';
import type { Store } from '../core/store.ts';
import { KitError } from '../errors.ts';
import { auditIn } from './audit.ts';
import { candidatesIn } from './candidates.ts';
import { conversationsIn } from './conversations.ts';
import { alone, knexConfig, LONGEST_GREETING_MS } from './dialect.ts';
import { disclosuresIn } from './disclosures.ts';
import { dispatchesIn } from './dispatches.ts';
import { isUnavailable } from './driver-faults.ts';
import { erasureIn } from './erasure.ts';
import { erasureNoticesIn } from './erasure-notices.ts';
import { escalationsIn } from './escalations.ts';
import { exportIn } from './export.ts';
import { type DatabaseFacts, factsOf } from './facts.ts';
import { feedbackIn } from './feedback.ts';
import { idempotencyIn } from './idempotency.ts';
import { knowledgeIn } from './knowledge.ts';
import { knowledgeIndexIn } from './knowledge-index.ts';
import { ledgerIn } from './ledger.ts';
import { messagesIn } from './messages.ts';
import { migrationSource } from './migrations/index.ts';
import { pushesIn } from './pushes.ts';
import { quotaIn } from './quota.ts';
import { retentionIn } from './retention.ts';
import { settingsIn } from './settings.ts';
import { breakOffSilence } from './silence.ts';
import { caseActionsIn, snapshotsIn } from './snapshots.ts';
import { inOne, repeatLoneStatements } from './steps.ts';
import { ticketsIn } from './tickets.ts';
import { toolCallsIn } from './tool-calls.ts';
import { vectorsIn } from './vectors.ts';
import { type WatchStatement, watchKnex } from './watch.ts';
import { webhooksIn } from './webhooks.ts';

export interface OpenStore {
	store: Store;
	/** Brings the tables up to date; safe to call at every start and from several processes. */
	migrate(): Promise<{ applied: string[] }>;
	/** Rejects where the database does not answer. */
	ping(): Promise<void>;
	pool(): { used: number; free: number; waiting: number };
	/** For `deskbell doctor`. */
	facts(): Promise<DatabaseFacts>;
	close(): Promise<void>;
}

/** Faults come to whoever asked. Knex would print them itself too, and with each the values: customers' own words. */
const silent = { warn() {}, error() {}, deprecate() {}, debug() {} };
const DISCREET = { log: silent, compileSqlOnError: false };
const LONGEST_SILENCE_MS = 30_000;
/** Nobody waits longer for a connection; then the answer is 503, and the queue grows no further. */
const LONGEST_WAIT_MS = 15_000;

export interface OpenOptions {
	/** Told of each statement. */
	watch?: WatchStatement | undefined;
	/** So long the database may leave a statement unanswered. */
	silenceMs?: number;
	/** So long a statement may wait for a row that another transaction holds. */
	lockSeconds?: number;
	/** Reads articles for the index that the database keeps; without it none can be written where there is one. */
	indexer?: Indexer;
}

const NOBODY: Indexer = {
	version: 0,
	spreadIn: () => new Map(),
	pointersOf: () => [],
	incomingWords: () => new Map(),
	read: () => Promise.reject(new Error('the database keeps an index of the articles, and nobody here can read them')),
};

/** @param database a file path, `:memory:`, `mysql://…` or `postgres://…` */
export function openStore(database: string, options: OpenOptions = {}): OpenStore {
	const { watch, silenceMs = LONGEST_SILENCE_MS, lockSeconds, indexer = NOBODY } = options;
	const config = knexConfig(database, Math.min(LONGEST_GREETING_MS, silenceMs), lockSeconds);
	const db = knex({ ...config, ...DISCREET, acquireConnectionTimeout: LONGEST_WAIT_MS });
	repeatLoneStatements(db);
	const withoutLimit = breakOffSilence(db, silenceMs);
	if (watch) watchKnex(db, watch);
	return {
		store: bind(db, indexer),
		async migrate() {
			return withoutLimit(() => alone(db, migrateIn)).catch((fault) => {
				throw told(fault);
			});
		},
		ping: async () => void (await db.raw('select 1')),
		pool: () => poolOf(db),
		facts: () => factsOf(db),
		close: () => db.destroy(),
	};
}

function poolOf({ client: { pool } }: Knex): ReturnType<OpenStore['pool']> {
	return { used: pool.numUsed(), free: pool.numFree(), waiting: pool.numPendingAcquires() };
}

/** We are alone: a mark that knex left in its own table is one of a process that died. */
async function migrateIn(db: Knex): Promise<{ applied: string[] }> {
	// A newer version may have been here already, and an older one be started once more beside it.
	const how = { migrationSource, tableName: 'support_migrations', disableMigrationsListValidation: true };
	await db.migrate.forceFreeMigrationsLock(how);
	const [, applied] = await db.migrate.latest(how);
	return { applied };
}

function bind(db: Knex, indexer: Indexer): Store {
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
		knowledge: guard(knowledgeIn(db, indexer)),
		knowledgeIndex: guard(knowledgeIndexIn(db, indexer)),
		vectors: guard(vectorsIn(db)),
		idempotency: guard(idempotencyIn(db)),
		exports: guard(exportIn(db)),
		erasure: guard(erasureIn(db)),
		erasureNotices: guard(erasureNoticesIn(db)),
		ledger: guard(ledgerIn(db)),
		retention: guard(retentionIn(db)),
		audit: guard(auditIn(db)),
		candidates: guard(candidatesIn(db)),
		settings: guard(settingsIn(db)),
		webhooks: guard(webhooksIn(db)),
		snapshots: guard(snapshotsIn(db)),
		caseActions: guard(caseActionsIn(db)),
		toolCalls: guard(toolCallsIn(db)),
		dispatches: guard(dispatchesIn(db)),
		async transaction(work) {
			// A transaction inside a transaction is the outer one: it commits or fails as a whole.
			if (db.isTransaction) return work(bind(db, indexer));
			return inOne(db, (trx) => work(bind(trx, indexer))).catch((fault) => {
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
