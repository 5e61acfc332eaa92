// One stream at a time: when do its first words arrive?

import type { Script } from './answer.ts';
import type { Field } from './candidates.ts';
import { median, pace, quantile, type Section } from './section.ts';

// Both, since a server that holds words back until it has seen more of them looks fast where all come at once.
const SCRIPTS: readonly Script[] = [
	{ tokens: 4, paceMs: 0 },
	{ tokens: 4, paceMs: 10 },
];
const SAMPLES = { quick: 30, full: 60 };
/** Asked first and not counted. */
const COLD = 10;

export const firstWords: Section = {
	title: 'Time to the first words',
	says: 'One stream at a time, the candidates in turn; the upstream sends its first token at once. Added: beyond asking the upstream directly. Where tokens trickle in, it includes the time for which words are held back until it is clear what they are.',
	head: ['who answers', 'upstream', 'median ms', 'p95 ms', 'added, median ms', 'added, p95 ms'],
	async *rows({ field, quick, step, goal }) {
		for (const script of SCRIPTS) {
			step(`first words, ${pace(script)}`);
			const samples = await sampled(field, script, quick ? SAMPLES.quick : SAMPLES.full);
			for (const { name, measured } of samples) {
				const added = (share: number) => quantile(measured, share) - quantile(samples[0]?.measured ?? [], share);
				const figures = [median(measured), quantile(measured, 0.95), added(0.5), added(0.95)];
				yield [name, pace(script), ...figures.map((ms) => ms.toFixed(1))];
				// docs/decisions/0008: what the filter waits for is the upstream's own pace, and is no part of the goal.
				if (name === field.kit.name && script.paceMs === 0)
					goal({ what: 'ms added to the first words', atMost: 10, measured: added(0.5) });
			}
		}
	},
};

/** In turn, so that a slow moment of the machine hits all of them. */
async function sampled(field: Field, script: Script, count: number): Promise<{ name: string; measured: number[] }[]> {
	await field.setScript(script);
	const candidates = [field.direct, field.raw, field.kit, field.aiSdk];
	const asked = await Promise.all(candidates.map((candidate) => candidate.questions(COLD + count)));
	const inTurn = Array.from({ length: COLD + count }, (_, round) =>
		asked.flatMap((one) => one.slice(round, round + 1)),
	);
	const { readings } = await field.read({ questions: inTurn.flat(), streams: 1, tokens: script.tokens });
	const counted = readings.slice(COLD * candidates.length);
	return candidates.map(({ name }, which) => {
		const own = counted.filter((_, index) => index % candidates.length === which);
		return { name, measured: own.map(({ firstWordsMs }) => firstWordsMs) };
	});
}
