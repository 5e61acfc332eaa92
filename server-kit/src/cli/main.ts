#!/usr/bin/env node
// `deskbell`: what an owner runs by hand. Every command says what it did, and what to do when it cannot.

import { Command } from 'commander';
import { openStore } from '../store/open.ts';
import { importFolder, summarize } from './kb-import.ts';
import { writeOpenApi } from './openapi.ts';

interface Where {
	db: string;
}

const program = new Command('deskbell').description('Runs and fills the support desk that your company owns.');

program
	.command('migrate')
	.description('bring the tables of the database up to date')
	.option('--db <database>', 'file path, mysql://… or postgres://…', fromEnvironment())
	.action(({ db }: Where) =>
		within(db, async ({ migrate }) => {
			const { applied } = await migrate();
			console.log(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'Nothing to do: the tables are up to date.');
		}),
	);

const knowledge = program.command('kb').description('the knowledge base');

knowledge
	.command('import')
	.description('import a folder of Markdown and HTML articles; the same article again replaces the earlier one')
	.argument('<folder>')
	.requiredOption('--tenant <id>', 'whose knowledge base')
	.option('--base-url <url>', 'address of the help pages, for articles that name none')
	.option('--db <database>', 'file path, mysql://… or postgres://…', fromEnvironment())
	.action((folder: string, { db, tenant, baseUrl }: Where & { tenant: string; baseUrl?: string }) =>
		within(db, async ({ store, migrate }) => {
			await migrate();
			const result = await importFolder({
				folder,
				tenantId: tenant,
				...(baseUrl && { baseUrl }),
				write: (articles) => store.transaction((bound) => bound.knowledge.write(tenant, articles, Date.now())),
			});
			console.log(summarize(result));
			if (result.imported === 0) process.exitCode = 1;
		}),
	);

program
	.command('openapi')
	.description('write the OpenAPI document of each face')
	.argument('[folder]', 'where to', 'openapi')
	.action((folder: string) =>
		reported(async () => console.log((await writeOpenApi(folder)).join('\n')), `The folder was ${folder}.`),
	);

await program.parseAsync();

function fromEnvironment(): string {
	return process.env.DESKBELL_DB ?? 'deskbell.sqlite';
}

function within(database: string, work: (open: ReturnType<typeof openStore>) => Promise<void>): Promise<void> {
	// Everything up to the last @ may be a password.
	const shown = database.replace(/\/\/.*@/, '//…@');
	return reported(async () => {
		const open = openStore(database);
		await work(open).finally(open.close);
	}, `The database was ${shown}; choose another with --db.`);
}

/** A sentence instead of a stack: what went wrong, and what to look at. */
async function reported(work: () => Promise<void>, hint: string): Promise<void> {
	try {
		await work();
	} catch (fault) {
		const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
		console.error(`deskbell: ${cause instanceof Error ? cause.message : cause}\n${hint}`);
		process.exitCode = 1;
	}
}
