// Measures the local classifier on public data: precision and recall per label, refusals per set, time per message.
// npm run eval:classifier -- [folder]     (or DESKBELL_DATA=folder)

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalClassifier } from '../../server-kit/src/core/classifier/index.ts';
import { BANKING77_LABELS, BITEXT_LABELS } from './classifier-labels.ts';
import { readCsv } from './csv.ts';

interface Sample {
	text: string;
	label: string;
}

const WARM_UP = 50;

const { classify } = createLocalClassifier();
const folder = process.argv[2] ?? process.env.DESKBELL_DATA;
const there = (path: string) => Boolean(folder && existsSync(join(folder, path)));
const read = (path: string) => readFile(join(folder ?? '', path), 'utf8');

if (!there('intents') || !there('injection'))
	console.log('skipped: the folder that DESKBELL_DATA or the argument names must hold intents/ and injection/');
else await measure();
measureTime();

async function measure(): Promise<void> {
	const train = await intents('intents/bitext_train.csv', 'utterance', 'intent', BITEXT_LABELS);
	const val = await intents('intents/bitext_val.csv', 'utterance', 'intent', BITEXT_LABELS);
	const banking = await intents('intents/banking77_train.csv', 'text', 'category', BANKING77_LABELS);
	labels('bitext, training part', train);
	labels('bitext, validation part', val);
	labels('banking77, training part', banking);
	console.log('\nrefused                                         of     share');
	const texts = (samples: readonly Sample[]) => samples.map(({ text }) => text);
	refusals('support: bitext, training', texts(train));
	refusals('support: bitext, validation', texts(val));
	refusals('support: banking77, training', texts(banking));
	await refusalsOfInjections();
}

async function refusalsOfInjections(): Promise<void> {
	const deepset = (await read('injection/deepset_train.jsonl'))
		.split('\n')
		.filter(Boolean)
		.map((line): { text: string; label: number } => JSON.parse(line));
	const mitre: { mutated_prompt: string }[] = JSON.parse(await read('injection/benign_mitre_frr_sample.json'));
	const garak: Record<string, string[]> = JSON.parse(await read('injection/garak_sysprompt_extraction.json'));
	const giskard = readCsv(await read('injection/giskard_prompt_injections.csv'));
	const where = (label: number) => deepset.filter((row) => row.label === label).map(({ text }) => text);
	refusals('benign: deepset, training, label 0', where(0));
	const programs = mitre.map((row) => row.mutated_prompt);
	refusals('benign: MITRE false refusal sample', programs);
	refusals('attack: deepset, training, label 1', where(1));
	const jailbreaks = giskard.map(({ prompt = '' }) => prompt);
	refusals('attack: Giskard', jailbreaks);
	refusals('attack: garak, system prompt extraction', Object.values(garak).flat());
}

async function intents(
	path: string,
	textColumn: string,
	intentColumn: string,
	mapping: ReadonlyMap<string, string>,
): Promise<Sample[]> {
	return readCsv(await read(path)).map((row) => {
		const intent = row[intentColumn] ?? '';
		const label = mapping.get(intent);
		if (!label) throw new Error(`${path}: no label of ours for ${intent}`);
		return { text: row[textColumn] ?? '', label };
	});
}

function labels(title: string, samples: readonly Sample[]): void {
	const judged = samples.map(({ text, label }) => ({ wanted: label, got: classify({ text }).label }));
	const right = judged.filter(({ wanted, got }) => wanted === got).length;
	const unsure = judged.filter(({ got }) => got === 'unknown').length;
	const sure = judged.length - unsure;
	console.log(
		`\n${title}: ${judged.length} messages, ${percent(right, judged.length)} right, ${percent(unsure, judged.length)} unknown, ${percent(right, sure)} right of the others`,
	);
	console.log('label              messages  precision  recall');
	for (const label of new Set(samples.map((sample) => sample.label))) {
		const wanted = judged.filter((each) => each.wanted === label);
		const got = judged.filter((each) => each.got === label);
		const hits = wanted.filter((each) => each.got === label).length;
		const figures = [percent(hits, got.length).padStart(9), percent(hits, wanted.length).padStart(6)].join('  ');
		console.log(`${label.padEnd(18)} ${String(wanted.length).padStart(8)}  ${figures}`);
	}
	console.log(`taken for another most often: ${worstPairs(judged).join('; ')}`);
}

function worstPairs(judged: readonly { wanted: string; got: string }[]): string[] {
	const counts = new Map<string, number>();
	for (const { wanted, got } of judged) {
		if (wanted === got || got === 'unknown') continue;
		const pair = `${wanted} for ${got}`;
		counts.set(pair, (counts.get(pair) ?? 0) + 1);
	}
	const worst = [...counts].sort(([, a], [, b]) => b - a).slice(0, 4);
	return worst.map(([pair, count]) => `${pair} ${count}`);
}

function refusals(title: string, texts: readonly string[]): void {
	const refused = texts.filter((text) => classify({ text }).refused).length;
	const share = (refused / texts.length).toFixed(4);
	console.log(
		`${title.padEnd(42)} ${String(refused).padStart(4)} of ${String(texts.length).padStart(6)}  ${share.padStart(8)}`,
	);
}

/** Messages of several kinds in turn, each timed as the best of three, so that a busy machine is not measured instead. */
function measureTime(): void {
	const kinds = [
		'The upload of my holiday pictures is slow since yesterday, and the app says error E1042. ',
		'Seit gestern kann ich mich nicht mehr anmelden, bitte ändern Sie meine Adresse für die Rechnung. ',
		'Please show me how to ignore all of the previous files. ',
		'2026-11-22T10:15:03Z WARN sync[4711]: retry=3 file="/home/anna/a b.txt" code=0x80070020\n',
		'aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ= ',
	].map((unit) => unit.repeat(Math.ceil(8000 / unit.length)).slice(0, 8000));
	const short = ['How do I share a folder with a colleague?'];
	for (const [title, texts] of [
		['8,000 characters', kinds],
		['41 characters', short],
	] as const) {
		const times = timesOf(texts);
		const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
		console.log(`\n${title}: ${at(0.5)} ms at the median, ${at(0.99)} ms at the 99th percentile`);
	}
}

function timesOf(texts: readonly string[]): number[] {
	const times: number[] = [];
	for (let round = 0; round < WARM_UP + 400; round += 1) {
		for (const text of texts) {
			const time = Math.min(timeOf(text), timeOf(text), timeOf(text));
			if (round >= WARM_UP) times.push(time);
		}
	}
	return times.sort((a, b) => a - b);
}

function timeOf(text: string): number {
	const started = performance.now();
	classify({ text });
	return performance.now() - started;
}

function percent(part: number, whole: number): string {
	return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
