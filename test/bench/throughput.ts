// Many streams at once: how much processor time each candidate needs for what it passes on.

import type { Script } from './answer.ts';
import type { Candidate, Field } from './candidates.ts';
import type { Question } from './client.ts';
import { type Bench, median, pace, type Section } from './section.ts';

export interface Load extends Script {
	streams: number;
	answersPerStream: number;
	rounds: number;
}

const TOKENS = 200;

export function load(streams: number, paceMs: number, answersPerStream: number, rounds: number): Load {
	return { tokens: TOKENS, streams, paceMs, answersPerStream, rounds };
}

// Three rounds at least, and nine where they are short: those of the pass-through differ by half on the quietest machine.
const SATURATED = [load(50, 0, 4, 9), load(200, 0, 2, 9), load(1_000, 0, 1, 5)];
const PACED = [load(50, 20, 1, 5), load(200, 50, 1, 5), load(1_000, 200, 1, 3)];
const CACHED = { ...load(200, 0, 1, 3), inOnePiece: true };
const QUICK = [load(50, 0, 2, 2), load(200, 0, 1, 1), load(50, 20, 1, 1)];

interface Rate {
	answersPerSecond: number;
	/** Of the candidate's own process, per 1,000 tokens. */
	processorMs: number;
}

export const throughput: Section = {
	title: 'Processor time of streaming',
	says: `Milliseconds of the candidate's own process per 1,000 streamed tokens, in answers of ${TOKENS} tokens from the same scripted upstream; upstream, candidates and readers are processes of their own; rounds interleaved, medians; every answer's text checked. Deskbell passes every gate, searches, filters, keeps checkpoints and history; the others do nothing of it.`,
	head: [
		'streams',
		'upstream',
		'raw pass-through',
		'Deskbell',
		'÷ raw',
		'AI SDK',
		'Deskbell ÷ AI SDK',
		'answers/s: raw',
		'Deskbell',
		'AI SDK',
	],
	async *rows(bench) {
		await warmUp(bench);
		for (const each of bench.quick ? QUICK : [...SATURATED, ...PACED, CACHED]) {
			const measured = await measure(each, bench);
			tellGoals(each, measured, bench);
			yield rowOf(each, measured);
		}
	},
};

/**
 * Until the candidates run at their speed, as a server does that has been up for a minute: of the kit, which is more code
 * than the others are, functions are still being compiled after five thousand answers. And until every customer of the kit
 * has been there before.
 */
export async function warmUp({ field, quick, step }: Bench): Promise<void> {
	const fast = quick ? load(200, 0, 1, 1) : load(1_000, 0, 6, 1);
	// Tokens that come one by one take other ways through each of them, which are not compiled yet.
	const oneByOne = load(50, 20, 1, 1);
	for (const each of [fast, oneByOne]) {
		await field.setScript(each);
		for (const candidate of [field.raw, field.kit, field.aiSdk]) {
			step(`warming up, ${pace(each)}: ${candidate.name}`);
			await rateOf(candidate, each, field);
		}
	}
}

interface Measured {
	raw: Rate;
	kit: Rate;
	aiSdk: Rate;
}

async function measure(each: Load, { field, step }: Bench): Promise<Measured> {
	await field.setScript(each);
	const rounds: Record<keyof Measured, Rate[]> = { raw: [], kit: [], aiSdk: [] };
	// It takes the longest, and paced no goal hangs on it.
	const aiSdkRounds = each.paceMs === 0 ? 3 : 1;
	for (let round = 0; round < each.rounds; round += 1) {
		for (const who of ['raw', 'kit', 'aiSdk'] as const) {
			if (who === 'aiSdk' && round >= aiSdkRounds) continue;
			step(`${each.streams} streams, ${pace(each)}, round ${round + 1} of ${each.rounds}: ${field[who].name}`);
			rounds[who].push(await rateOf(field[who], each, field));
		}
	}
	return { raw: middleOf(rounds.raw), kit: middleOf(rounds.kit), aiSdk: middleOf(rounds.aiSdk) };
}

async function rateOf(candidate: Candidate, each: Load, field: Field): Promise<Rate> {
	return rateWith(await candidate.questions(answersOf(each)), candidate, each, field);
}

export function answersOf({ streams, answersPerStream }: Load): number {
	return streams * answersPerStream;
}

export async function rateWith(
	questions: Question[],
	candidate: Candidate,
	{ streams, tokens }: Load,
	field: Field,
): Promise<Rate> {
	const answers = questions.length;
	const before = await candidate.process.ask<number>('processor');
	const { seconds } = await field.read({ questions, streams, tokens });
	const spent = (await candidate.process.ask<number>('processor')) - before;
	return { answersPerSecond: answers / seconds, processorMs: spent / ((answers * tokens) / 1000) };
}

function middleOf(rates: readonly Rate[]): Rate {
	const middle = (measure: keyof Rate) => median(rates.map((rate) => rate[measure]));
	return { answersPerSecond: middle('answersPerSecond'), processorMs: middle('processorMs') };
}

/** An answer in one piece is no stream: what it costs is told, and held against nothing. */
function tellGoals(each: Load, { raw, kit, aiSdk }: Measured, { goal }: Bench): void {
	const { streams, paceMs, inOnePiece } = each;
	if (inOnePiece) return;
	const where = `${streams} streams, ${pace(each)}`;
	const toRaw = kit.processorMs / raw.processorMs;
	goal({ what: `processor time ÷ raw, ${where}`, atMost: paceMs === 0 ? 1.7 : 1.6, measured: toRaw });
	if (paceMs > 0) return;
	goal({ what: `processor time ÷ AI SDK, ${where}`, atMost: 0.25, measured: kit.processorMs / aiSdk.processorMs });
}

function rowOf(each: Load, { raw, kit, aiSdk }: Measured): string[] {
	return [
		String(each.streams),
		pace(each),
		raw.processorMs.toFixed(1),
		kit.processorMs.toFixed(1),
		(kit.processorMs / raw.processorMs).toFixed(2),
		aiSdk.processorMs.toFixed(1),
		(kit.processorMs / aiSdk.processorMs).toFixed(2),
		...[raw, kit, aiSdk].map(({ answersPerSecond }) => answersPerSecond.toFixed(1)),
	];
}
