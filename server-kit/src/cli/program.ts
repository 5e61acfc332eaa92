// Every command of `deskbell`: what an owner runs by hand. Each says what it did, and what to do when it cannot.

import { Command } from 'commander';
import { randomIds } from '../connect/ids.ts';
import { writeArticles } from '../core/articles.ts';
import { OPERATOR } from '../core/audit.ts';
import { VERSION } from '../version.ts';
import { addAudit } from './commands/audit.ts';
import { addEmbed } from './commands/embed.ts';
import { addReindex } from './commands/knowledge.ts';
import { addPeople } from './commands/people.ts';
import { addTraining } from './commands/training.ts';
import { addVerifyHost } from './commands/verify-host.ts';
import { examine, hasFailed, report } from './doctor.ts';
import type { Examined } from './finding.ts';
import { importFolder, summarize } from './kb-import.ts';
import { writeOpenApi } from './openapi.ts';
import { onDatabase, orFromEnvironment, reported, type Where, withinNew } from './running.ts';

const OPEN_AI = 'https://api.openai.com/v1';

export const program = new Command('deskbell')
	.description('Runs and fills the support desk that your company owns.')
	.version(VERSION);

onDatabase(program.command('migrate'))
	.description('bring the tables of the database up to date')
	.action(({ db }: Where) =>
		withinNew(db, async ({ migrate }) => {
			const { applied } = await migrate();
			console.log(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'Nothing to do: the tables are up to date.');
		}),
	);

const knowledge = program.command('kb').description('the knowledge base');

onDatabase(knowledge.command('import'))
	.description('import a folder of Markdown and HTML articles; the same article again replaces the earlier one')
	.argument('<folder>')
	.requiredOption('--tenant <id>', 'whose knowledge base')
	.option('--base-url <url>', 'address of the help pages, for articles that name none')
	.action((folder: string, { db, tenant, baseUrl }: Where & { tenant: string; baseUrl?: string }) =>
		withinNew(db, async ({ store, migrate }) => {
			await migrate();
			const parts = { store, clock: { now: Date.now }, ids: randomIds };
			const result = await importFolder({
				folder,
				tenantId: tenant,
				...(baseUrl && { baseUrl }),
				write: (articles) => writeArticles({ tenantId: tenant, actor: OPERATOR }, articles, parts),
			});
			console.log(summarize(result));
			if (result.imported === 0) process.exitCode = 1;
		}),
	);

addReindex(knowledge);
addEmbed(knowledge);
addTraining(program);
addAudit(program);
addPeople(program);
addVerifyHost(program);

onDatabase(program.command('doctor'))
	.description('look at everything that a desk needs, and say what is to be done')
	.addOption(
		orFromEnvironment(
			'--model <name>',
			'the model that answers; its key is read from OPENAI_API_KEY',
			'DESKBELL_MODEL',
		),
	)
	.addOption(orFromEnvironment('--model-url <url>', 'its server, up to and with /v1', 'OPENAI_BASE_URL', OPEN_AI))
	.addOption(orFromEnvironment('--embeddings <name>', 'the embedding model, on the same server', 'DESKBELL_EMBEDDINGS'))
	.addOption(orFromEnvironment('--redis <url>', 'the Redis that the processes share', 'REDIS_URL'))
	.option('--json', 'as JSON, for a machine')
	.option('--timeout <seconds>', 'how long any one question may take', '15')
	.action(async (asked: DoctorOptions) => {
		const findings = await examine(examinedBy(asked));
		const text = asked.json ? JSON.stringify({ ok: !hasFailed(findings), findings }, null, 2) : report(findings);
		// What did not answer may hold the process open.
		process.stdout.write(`${text}\n`, () => process.exit(hasFailed(findings) ? 1 : 0));
	});

program
	.command('openapi')
	.description('write the OpenAPI document of each face')
	.argument('[folder]', 'where to', 'openapi')
	.action((folder: string) =>
		reported(async () => console.log((await writeOpenApi(folder)).join('\n')), `The folder was ${folder}.`),
	);

interface DoctorOptions extends Where {
	model?: string;
	modelUrl: string;
	embeddings?: string;
	redis?: string;
	json?: boolean;
	timeout: string;
}

function examinedBy({ db, model, modelUrl, embeddings, redis, timeout }: DoctorOptions): Examined {
	const { DESKBELL_SECRET: secret = '', OPENAI_API_KEY: apiKey = '' } = process.env;
	// Servers without keys take any word.
	const server = { baseURL: modelUrl, apiKey: apiKey || 'none' };
	return {
		db,
		secret,
		model: model ? { ...server, name: model } : null,
		embeddings: embeddings ? { ...server, name: embeddings } : null,
		redis: redis || null,
		timeoutMs: (Number(timeout) || 15) * 1000,
	};
}
