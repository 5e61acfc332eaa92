// What a database says of itself, each in its own words: for `deskbell doctor`.

import type { Knex } from 'knex';
import type { IndexFacts } from '../core/knowledge-index.ts';
import { indexFacts } from './knowledge-index.ts';
import { migrationSource } from './migrations/index.ts';

export interface DatabaseFacts {
	kind: 'SQLite' | 'MariaDB' | 'MySQL' | 'PostgreSQL';
	version: string;
	/** Migrations that this version of the kit knows and the database lacks. */
	missing: readonly string[];
	/** Migrations of a newer version of the kit. */
	unknown: readonly string[];
	/** What a write came to; null where it was taken, or where there is no table to try it on. */
	writeFault: string | null;
	/** Of the knowledge base; null where there is no table for it. */
	index: IndexFacts | null;
	/** How far its clock is ahead of ours, in milliseconds; null where it has none but ours. */
	aheadMs: number | null;
	encoding: string;
	isolation: string;
	timeZone: string;
	/** The file; null for a server. */
	file: string | null;
}

type Told = Pick<DatabaseFacts, 'kind' | 'version' | 'aheadMs' | 'encoding' | 'isolation' | 'timeZone' | 'file'>;

const INDEX = '0018-knowledge-index';

export async function factsOf(db: Knex): Promise<DatabaseFacts> {
	const told = await toldBy(db);
	const known = (await migrationSource.getMigrations([])).map(({ name }) => name);
	const tables = await db.schema.hasTable('support_migrations');
	const applied: string[] = tables ? await db('support_migrations').pluck('name') : [];
	return {
		...told,
		missing: known.filter((name) => !applied.includes(name)),
		unknown: applied.filter((name) => !known.includes(name)),
		writeFault: tables ? await writeFaultOf(db) : null,
		index: applied.includes(INDEX) ? await indexFacts(db) : null,
	};
}

function toldBy(db: Knex): Promise<Told> {
	if (db.client.driverName === 'pg') return postgres(db);
	return db.client.config.client === 'mysql2' ? mysql(db) : sqlite(db);
}

async function sqlite(db: Knex): Promise<Told> {
	const [version] = await db.raw('select sqlite_version() as value');
	const [encoding] = await db.raw('pragma encoding');
	const [journal] = await db.raw('pragma journal_mode');
	return {
		kind: 'SQLite',
		version: version.value,
		aheadMs: null,
		encoding: encoding.encoding,
		isolation: `serializable, journal ${journal.journal_mode}`,
		timeZone: 'UTC',
		file: db.client.config.connection.filename,
	};
}

const VARIABLES = ['version', 'character_set_database', 'tx_isolation', 'transaction_isolation', 'time_zone'];

async function mysql(db: Knex): Promise<Told> {
	const list = VARIABLES.map(() => '?').join(', ');
	const [rows] = await db.raw(`show variables where variable_name in (${list})`, VARIABLES);
	const told = new Map<string, string>(
		rows.map(({ Variable_name, Value }: Record<string, string>) => [Variable_name, Value]),
	);
	const aheadMs = await ahead(async () => {
		const [[{ now }]] = await db.raw('select unix_timestamp(now(3)) * 1000 as now');
		return Number(now);
	});
	const version = told.get('version') ?? '';
	return {
		kind: /mariadb/i.test(version) ? 'MariaDB' : 'MySQL',
		version,
		aheadMs,
		encoding: told.get('character_set_database') ?? '',
		isolation: (told.get('transaction_isolation') ?? told.get('tx_isolation') ?? '').toLowerCase().replace('-', ' '),
		timeZone: told.get('time_zone') ?? '',
		file: null,
	};
}

async function postgres(db: Knex): Promise<Told> {
	const { rows } = await db.raw(`select current_setting('server_version') as version,
		current_setting('server_encoding') as encoding, current_setting('transaction_isolation') as isolation,
		current_setting('timezone') as zone`);
	const aheadMs = await ahead(async () => {
		const { rows } = await db.raw('select extract(epoch from clock_timestamp()) * 1000 as now');
		return Number(rows[0].now);
	});
	const { version, encoding, isolation, zone } = rows[0];
	return { kind: 'PostgreSQL', version, aheadMs, encoding, isolation, timeZone: zone, file: null };
}

/** Asked in between two looks at ours: the middle is the best guess at when it looked. */
async function ahead(now: () => Promise<number>): Promise<number> {
	const from = Date.now();
	const told = await now();
	return told - (from + Date.now()) / 2;
}

/** Writes what stands there already, and takes it back. */
async function writeFaultOf(db: Knex): Promise<string | null> {
	const given = new Error('taken back');
	return db
		.transaction(async (trx) => {
			await trx('support_migrations_lock').update({ is_locked: trx.ref('is_locked') });
			throw given;
		})
		.then(
			() => null,
			(fault: Error) => (fault === given ? null : fault.message),
		);
}
