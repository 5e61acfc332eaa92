// How a command runs: with its database, and with a sentence in place of a stack where it cannot.

import type { Command } from 'commander';
import { indexer } from '../answer/knowledge/indexer.ts';
import { openStore } from '../store/open.ts';

export interface Where {
	db: string;
}

export function onDatabase(command: Command): Command {
	const usual = process.env.DESKBELL_DB || 'deskbell.sqlite';
	return command.option('--db <database>', 'file path, mysql://… or postgres://…', usual);
}

export function ofTenant(command: Command): Command {
	return onDatabase(command).requiredOption('--tenant <id>', 'of which tenant');
}

export function within(database: string, work: (open: ReturnType<typeof openStore>) => Promise<void>): Promise<void> {
	// Everything up to the last @ may be a password.
	const shown = database.replace(/\/\/.*@/, '//…@');
	return reported(async () => {
		const open = openStore(database, { indexer });
		await work(open).finally(open.close);
	}, `The database was ${shown}; choose another with --db.`);
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
