// What a stream costs that is open and says nothing: a thousand readers wait behind the first token.

import { setTimeout as wait } from 'node:timers/promises';
import type { Candidate, Field } from './candidates.ts';
import type { Memory } from './child.ts';
import type { Section } from './section.ts';

const STREAMS = { quick: 200, full: 1_000 };
const LOOK_EVERY_MS = 50;
/** For what the candidates still write once the upstream has sent its part. */
const SETTLE_MS = 500;

export const memory: Section = {
	title: 'Memory of an open stream',
	says: 'Growth of the candidate’s process per open stream, after the first token, while the upstream is silent. Held: what is left of heap and buffers after a collection.',
	head: ['who answers', 'streams', 'held, kB', 'resident, kB'],
	async *rows({ field, quick, step }) {
		const streams = quick ? STREAMS.quick : STREAMS.full;
		for (const candidate of [field.raw, field.kit, field.aiSdk]) {
			step(`${streams} open streams: ${candidate.name}`);
			const { held, resident } = await growth(candidate, streams, field);
			const perStream = (bytes: number) => (bytes / streams / 1000).toFixed(1);
			yield [candidate.name, String(streams), perStream(held), perStream(resident)];
		}
	},
};

const WARM = 100;

async function growth(candidate: Candidate, streams: number, field: Field): Promise<Memory> {
	const tokens = 2;
	await field.setScript({ tokens, paceMs: 0 });
	await field.read({ questions: await candidate.questions(WARM), streams: WARM, tokens });
	await field.setScript({ tokens, paceMs: 0, held: true });
	const questions = await candidate.questions(streams);
	const before = await candidate.process.ask<Memory>('memory');
	const reading = field.read({ questions, streams, tokens });
	await Promise.race([allHeld(field, streams), reading]);
	const during = await candidate.process.ask<Memory>('memory');
	await field.upstream.ask('release');
	await reading;
	return { held: during.held - before.held, resident: during.resident - before.resident };
}

async function allHeld({ upstream }: Field, streams: number): Promise<void> {
	while ((await upstream.ask<number>('held')) < streams) await wait(LOOK_EVERY_MS);
	await wait(SETTLE_MS);
}
