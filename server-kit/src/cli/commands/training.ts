// `deskbell candidates export` and `deskbell replay`: what bad answers left to learn from.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { CANDIDATE_STATUSES, type CandidateStatus } from '../../core/candidates-store.ts';
import { writeCandidates } from '../candidates.ts';
import { replay } from '../replay/command.ts';
import { ofTenant, orFromEnvironment, type Where, within } from '../running.ts';

export function addTraining(program: Command): void {
	const candidates = program.command('candidates').description('what bad answers left to learn from');
	addExport(candidates);
	addReplay(program);
}

function addExport(candidates: Command): void {
	ofTenant(candidates.command('export'))
		.description('write what was approved as JSON lines for fine-tuning a chat model')
		.option('--batch <id>', 'a batch that went out before, once more')
		.option(
			'--out <file>',
			'the file; the same command again goes on with one that was cut off (else: standard output)',
		)
		.action(({ db, tenant, batch, out }: Where & { tenant: string; batch?: string; out?: string }) =>
			within(db, async ({ store, migrate }) => {
				await migrate();
				const wanted = { tenantId: tenant, batchId: batch ?? null, out: out ?? null };
				await writeCandidates(wanted, store, { output: process.stdout, aside: process.stderr });
			}),
		);
}

interface ReplayGiven extends Where {
	tenant: string;
	candidates: CandidateStatus;
	model?: string;
	baseUrl?: string;
	options?: string;
	instructions?: string;
	out: string;
	against?: string;
	limit?: number;
	parallel: number;
	failBelow?: number;
}

function addReplay(program: Command): void {
	ofTenant(program.command('replay'))
		.description('ask recorded questions of another model or with other instructions, and compare the answers')
		.addOption(
			new Option('--candidates <status>', 'which')
				.choices(CANDIDATE_STATUSES)
				.default('approved' satisfies CandidateStatus),
		)
		.option('--model <name>', '`extractive`, or a model at the endpoint; its key is read from OPENAI_API_KEY')
		.addOption(
			orFromEnvironment('--base-url <url>', 'an OpenAI-compatible endpoint, up to and with /v1', 'OPENAI_BASE_URL'),
		)
		.option('--options <file>', 'JSON with options of your kit: prices, filter, answer …')
		.option('--instructions <file>', 'text that stands in for `answer.instructions`')
		.option('--out <folder>', 'for results and reports; a run that was cut off goes on from there', 'replay')
		.option('--against <folder>', 'compare with the answers of an earlier replay, not with the recorded ones')
		.option('--limit <count>', 'the newest only', count)
		.option('--parallel <count>', 'questions that are asked at once', count, 4)
		.option('--fail-below <score>', 'end with 1 where the score, from 0 to 1, is lower', share)
		.action((given: ReplayGiven) =>
			within(given.db, async ({ store, migrate }) => {
				await migrate();
				const { summary, failed } = await replay(wantedBy(given), store, process.stderr);
				console.log(summary);
				if (failed) process.exitCode = 1;
			}),
		);
}

function wantedBy(given: ReplayGiven) {
	const { db: database, tenant: tenantId, candidates: status, parallel, out } = given;
	return {
		database,
		tenantId,
		status,
		parallel,
		out,
		model: given.model ?? null,
		baseUrl: given.baseUrl || null,
		optionsFile: given.options ?? null,
		instructionsFile: given.instructions ?? null,
		against: given.against ?? null,
		limit: given.limit ?? null,
		failBelow: given.failBelow ?? null,
	};
}

function count(text: string): number {
	if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A whole number above 0 is needed.');
	return Number(text);
}

function share(text: string): number {
	const number = Number(text);
	if (!(number >= 0 && number <= 1)) throw new InvalidArgumentError('A number from 0 to 1 is needed, such as 0.6.');
	return number;
}
