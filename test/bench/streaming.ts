// Streaming measured: throughput at many streams, and time to the first words at one.

import { answerTokens, type Script } from './answer.ts';
import type { Candidate, Field } from './candidates.ts';
import { type Question, read } from './client.ts';

export interface Throughput {
	streams: number;
	paceMs: number;
	/** Of each candidate, the median of its rounds. */
	raw: Rate;
	kit: Rate;
}

interface Rate {
	answersPerSecond: number;
	/** Processor time of the candidate's own process per 1,000 tokens. */
	processorMs: number;
}

export interface FirstWords {
	name: string;
	paceMs: number;
	medianMs: number;
	p95Ms: number;
}

interface Load extends Script {
	streams: number;
	answersPerStream: number;
	rounds: number;
}

const ANSWER = 200;
const LOADS: readonly Load[] = [
	{ streams: 50, answersPerStream: 4, rounds: 3, tokens: ANSWER, paceMs: 0 },
	{ streams: 200, answersPerStream: 2, rounds: 3, tokens: ANSWER, paceMs: 0 },
	{ streams: 50, answersPerStream: 1, rounds: 1, tokens: ANSWER, paceMs: 20 },
	{ streams: 200, answersPerStream: 1, rounds: 1, tokens: ANSWER, paceMs: 50 },
];
// Both, since a server that holds words back until it has seen more of them looks fast where all come at once.
const IDLE: readonly Script[] = [
	{ tokens: 10, paceMs: 0 },
	{ tokens: 10, paceMs: 10 },
];
const IDLE_SAMPLES = 40;

export async function measureThroughput(field: Field): Promise<Throughput[]> {
	await warmUp(field);
	const measured: Throughput[] = [];
	for (const load of LOADS) {
		await field.setScript(load);
		const rounds = { raw: [] as Rate[], kit: [] as Rate[] };
		for (let round = 0; round < load.rounds; round += 1) {
			rounds.raw.push(await rateOf(field.raw, load));
			rounds.kit.push(await rateOf(field.kit, load));
		}
		measured.push({ ...load, raw: middleOf(rounds.raw), kit: middleOf(rounds.kit) });
	}
	return measured;
}

async function warmUp(field: Field): Promise<void> {
	const load = { streams: 20, answersPerStream: 5, rounds: 1, tokens: ANSWER, paceMs: 0 };
	await field.setScript(load);
	for (const candidate of [field.direct, field.raw, field.kit]) await rateOf(candidate, load);
}

async function rateOf(candidate: Candidate, { streams, answersPerStream, tokens }: Load): Promise<Rate> {
	const answers = streams * answersPerStream;
	const questions = await candidate.questions(answers);
	const processorBefore = await candidate.processorMs();
	const started = performance.now();
	await Promise.all(Array.from({ length: streams }, () => readAll(questions, tokens)));
	const seconds = (performance.now() - started) / 1000;
	const processorMs = (await candidate.processorMs()) - processorBefore;
	return { answersPerSecond: answers / seconds, processorMs: processorMs / ((answers * tokens) / 1000) };
}

/** One of many readers: takes the next question until none is left. */
async function readAll(questions: Question[], tokens: number): Promise<void> {
	for (let question = questions.pop(); question; question = questions.pop()) await readWhole(question, tokens);
}

/** A fast server that loses words is not fast. */
async function readWhole(question: Question, tokens: number): Promise<number> {
	const { text, firstWordsMs } = await read(question);
	const expected = answerTokens(tokens).join('');
	if (text.trim() !== expected) throw new Error(`incomplete answer from ${question.url}: ${text.slice(0, 300)}`);
	return firstWordsMs;
}

export async function measureFirstWords(field: Field): Promise<FirstWords[]> {
	const measured: FirstWords[] = [];
	for (const script of IDLE) {
		await field.setScript(script);
		measured.push(...(await firstWordsOf([field.direct, field.raw, field.kit], script)));
	}
	return measured;
}

/** One stream at a time, the candidates in turn, so that a slow moment of the machine hits all of them. */
async function firstWordsOf(candidates: readonly Candidate[], { tokens, paceMs }: Script): Promise<FirstWords[]> {
	const samples = candidates.map((candidate) => ({ candidate, all: [] as number[] }));
	for (let round = 0; round < IDLE_SAMPLES; round += 1) {
		for (const { candidate, all } of samples) {
			for (const question of await candidate.questions(1)) all.push(await readWhole(question, tokens));
		}
	}
	return samples.map(({ candidate: { name }, all }) => {
		const sorted = all.sort((a, b) => a - b);
		return { name, paceMs, medianMs: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95) };
	});
}

function middleOf(rates: readonly Rate[]): Rate {
	const middle = (pick: (rate: Rate) => number) =>
		quantile(
			rates.map(pick).sort((a, b) => a - b),
			0.5,
		);
	return { answersPerSecond: middle((rate) => rate.answersPerSecond), processorMs: middle((rate) => rate.processorMs) };
}

function quantile(sorted: readonly number[], share: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
