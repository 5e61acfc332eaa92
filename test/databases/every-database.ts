// Runs the same tests on every database the kit supports: each gets a fresh, migrated one of its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import knex, { type Knex } from 'knex';
import type { Store } from '../../server-kit/src/core/store.ts';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { type OpenStore, openStore } from '../../server-kit/src/store/open.ts';
import { startMariadb, startPostgres } from '../support/services.ts';

export interface Database {
	readonly name: DatabaseName;
	/** What a host would write into `database`. */
	readonly url: string;
	/** Migrated. */
	readonly store: Store;
	/** A second process would open it so; closed with the database. Not for `:memory:`, which nobody shares. */
	another(): OpenStore;
	/** Bare access, to look behind the store. Not for `:memory:`. */
	readonly bare: Knex;
}

export type DatabaseName = 'SQLite in memory' | 'SQLite file' | 'MariaDB' | 'PostgreSQL';

export interface Place {
	url: string;
	stop(): Promise<void> | void;
}

export const PLACES: Readonly<Record<DatabaseName, () => Promise<Place> | Place>> = {
	'SQLite in memory': () => ({ url: ':memory:', stop() {} }),
	'SQLite file': sqliteFile,
	MariaDB: startMariadb,
	PostgreSQL: startPostgres,
};

function sqliteFile(): Place {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-sqlite-${process.pid}-`));
	return {
		url: join(folder, 'desk.sqlite'),
		stop: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** @param only the databases that the tests are about; all where left out */
export function onEveryDatabase(
	tests: (database: Database) => void,
	only: readonly DatabaseName[] = Object.keys(PLACES) as DatabaseName[],
): void {
	for (const name of only) describe(name, () => tests(prepare(name)));
}

/** The databases that several processes can share. */
export const SHARED: readonly DatabaseName[] = ['SQLite file', 'MariaDB', 'PostgreSQL'];

function prepare(name: DatabaseName): Database {
	let place: Place;
	let main: OpenStore;
	let bare: Knex | null = null;
	const others: OpenStore[] = [];
	before(async () => {
		place = await PLACES[name]();
		main = openStore(place.url);
		await main.migrate();
	});
	after(async () => {
		await Promise.all([main, ...others].map((open) => open.close()));
		await bare?.destroy();
		await place.stop();
	});
	return {
		name,
		get url() {
			return place.url;
		},
		get store() {
			return main.store;
		},
		another() {
			const open = openStore(place.url);
			others.push(open);
			return open;
		},
		get bare() {
			bare ??= knex(knexConfig(place.url));
			return bare;
		},
	};
}
