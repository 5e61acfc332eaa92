// How a command runs: with its database, and with a sentence in place of a stack where it cannot.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { indexer } from '../answer/knowledge/indexer.ts';
import { openStore } from '../store/open.ts';

export interface Where {
	db: string;
}

export function onDatabase(command: Command): Command {
	const flags = '--db <database>';
	return command.addOption(
		orFromEnvironment(flags, 'file path, mysql://… or postgres://…', 'DESKBELL_DB', 'deskbell.sqlite'),
	);
}

/** An option that a variable may give in its place. What the variable holds may be a password: no help shows it. */
export function orFromEnvironment(flags: string, description: string, variable: string, usual?: string): Option {
	// `--db "$DESKBELL_DB"` where nobody has set it.
	const unlessEmpty = (given: string, before: string | undefined) => given || before;
	return new Option(flags, description).env(variable).default(usual).argParser(unlessEmpty);
}

export function ofTenant(command: Command): Command {
	return onDatabase(command).requiredOption('--tenant <id>', 'of which tenant');
}

type Work = (open: ReturnType<typeof openStore>) => Promise<void>;

/** In a database that is there: of an empty one that a slip of the pen has made, everything would be well. */
export function within(database: string, work: Work): Promise<void> {
	return reported(async () => {
		const missing = missingFile(database);
		if (missing !== null) throw new Error(`there is no file ${missing}`);
		await opened(database, work);
	}, hintFor(database));
}

/** As `within`, and makes a file that is not there. */
export function withinNew(database: string, work: Work): Promise<void> {
	return reported(() => opened(database, work), hintFor(database));
}

async function opened(database: string, work: Work): Promise<void> {
	const open = openStore(database, { indexer });
	await work(open).finally(open.close);
}

const hintFor = (database: string) => `The database was ${withoutPassword(database)}; choose another with --db.`;

/** Everything up to the last @ may be one. */
export function withoutPassword(database: string): string {
	return database.replace(/\/\/.*@/, '//…@');
}

/** Where a database should be that is a file and is not there; null for all others. */
export function missingFile(database: string): string | null {
	const isFile = !/^\w+:\/\//.test(database);
	return isFile && !existsSync(database) ? resolve(database) : null;
}

/** Says what went wrong, and what to look at. */
export async function reported(work: () => Promise<void>, hint: string): Promise<void> {
	try {
		await work();
	} catch (fault) {
		const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
		console.error(`deskbell: ${cause instanceof Error ? cause.message : cause}\n${hint}`);
		process.exitCode = 1;
	}
}
