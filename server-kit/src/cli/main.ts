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
	.action(async (folder: string) => console.log((await writeOpenApi(folder)).join('\n')));

await program.parseAsync();

function fromEnvironment(): string {
	return process.env.DESKBELL_DB ?? 'deskbell.sqlite';
}

async function within(database: string, work: (open: ReturnType<typeof openStore>) => Promise<void>): Promise<void> {
	const open = openStore(database);
	try {
		await work(open);
	} catch (fault) {
		const reason =
			fault instanceof Error ? (fault.cause instanceof Error ? fault.cause.message : fault.message) : fault;
		console.error(
			`deskbell: ${reason}\nThe database was ${database.replace(/\/\/[^@/]*@/, '//…@')}; choose another with --db.`,
		);
		process.exitCode = 1;
	} finally {
		await open.close();
	}
}
