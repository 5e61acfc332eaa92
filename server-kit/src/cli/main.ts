#!/usr/bin/env node
// `deskbell`: what an owner runs by hand. Every command says what it did, and what to do when it cannot.

import { Command } from 'commander';
import { openStore } from '../store/open.ts';
import { summarizeAudit, verifyAudit } from './audit.ts';
import { writeCandidates } from './candidates.ts';
import { importFolder, summarize } from './kb-import.ts';
import { writeOpenApi } from './openapi.ts';
import { erasePerson, exportPerson, summarizeErasure } from './people.ts';

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

const tenantAndUser = (command: Command) =>
	command
		.requiredOption('--tenant <id>', 'of which tenant')
		.requiredOption('--user <id>', 'the person, as the host names them to the kit')
		.option('--db <database>', 'file path, mysql://… or postgres://…', fromEnvironment());

interface Whose extends Where {
	tenant: string;
	user: string;
}

const candidates = program.command('candidates').description('what bad answers left to learn from');

candidates
	.command('export')
	.description('write what was approved to the standard output, as JSON lines for fine-tuning a chat model')
	.requiredOption('--tenant <id>', 'of which tenant')
	.option('--batch <id>', 'a batch that went out before, once more')
	.option('--db <database>', 'file path, mysql://… or postgres://…', fromEnvironment())
	.action(({ db, tenant, batch }: Where & { tenant: string; batch?: string }) =>
		within(db, async ({ store, migrate }) => {
			await migrate();
			await writeCandidates({ tenantId: tenant, batchId: batch ?? null }, store, process.stdout, process.stderr);
		}),
	);

const audit = program.command('audit').description('what was done, and by whom');

audit
	.command('verify')
	.description('check that no row was changed, cut out or swapped since it was written')
	.requiredOption('--tenant <id>', 'of which tenant')
	.option('--known <hash>', 'the last hash of an earlier check: proves that nothing was written anew since')
	.option('--db <database>', 'file path, mysql://… or postgres://…', fromEnvironment())
	.action(({ db, tenant, known }: Where & { tenant: string; known?: string }) =>
		within(db, async ({ store, migrate }) => {
			await migrate();
			const report = await verifyAudit(tenant, known ?? null, store, process.stderr);
			console.log(summarizeAudit(report));
			if (report.broken) process.exitCode = 1;
		}),
	);

tenantAndUser(program.command('export'))
	.description('write everything about one person to the standard output, as JSON lines')
	.action(({ db, tenant, user }: Whose) =>
		within(db, async ({ store, migrate }) => {
			await migrate();
			const secret = process.env.DESKBELL_SECRET ?? '';
			await exportPerson({ tenantId: tenant, userId: user }, { store, secret }, process.stdout);
		}),
	);

tenantAndUser(program.command('erase'))
	.description(
		'erase everything about one person; DESKBELL_SECRET is the secret of your kit, for the ledger of erasures',
	)
	.action(({ db, tenant, user }: Whose) =>
		within(db, async ({ migrate }) => {
			await migrate();
			const secret = process.env.DESKBELL_SECRET ?? '';
			const rows = await erasePerson({ tenantId: tenant, userId: user }, { database: db, secret }, process.stderr);
			console.log(summarizeErasure(rows));
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
