// One turn and the database: how often it asks, and whether a long conversation makes it slower.

import type { Question } from './client.ts';
import { type Bench, median, type Section } from './section.ts';
import { statementsOf } from './statements.ts';

const TOKENS = 20;
const SHORT = 10;
const LONG = 10_000;
const SAMPLES = { quick: 30, full: 100 };
/** Asked first and not counted. */
const COLD = 5;

export const statements: Section = {
	title: 'Statements of a turn',
	says: 'What the kit asks its database for one plain streamed turn: a question with a `client_message_id`, in a conversation with a past, of a customer who accepted the disclosure. Brackets open and end transactions.',
	head: ['statements', 'of them reading', 'brackets'],
	async *rows({ field, goal, step }) {
		step('statements of a turn');
		const { kit } = field;
		await field.setScript({ tokens: TOKENS, paceMs: 0 });
		// The first turn of a person's day makes the row that counts it: it is not the plain one.
		await field.read({ questions: await kit.questions(1), streams: 1, tokens: TOKENS });
		const questions = await kit.questions(1);
		await kit.process.ask('countStatements');
		await field.read({ questions, streams: 1, tokens: TOKENS });
		const { statements: sent, brackets } = statementsOf(await kit.process.ask<string[]>('countedStatements'));
		const reading = sent.filter((sql) => /^\s*(select|with)\b/i.test(sql)).length;
		goal({ what: 'store statements of a turn', atMost: 8, measured: sent.length });
		yield [String(sent.length), String(reading), String(brackets)];
	},
};

export const longThreads: Section = {
	title: 'Long conversations',
	says: `A whole turn from the question to the end of its answer, in conversations of ${SHORT} messages and in one of ${LONG.toLocaleString('en')}, in turn.`,
	head: ['messages before', 'median ms', '÷ short'],
	async *rows(bench) {
		bench.step('turns in long conversations');
		const { short, long } = await turnsIn(bench);
		bench.goal({ what: `turn after ${LONG} messages ÷ turn after ${SHORT}`, atMost: 1.2, measured: long / short });
		yield [String(SHORT), short.toFixed(2), '1.00'];
		yield [String(LONG), long.toFixed(2), (long / short).toFixed(2)];
	},
};

async function turnsIn({ field, quick }: Bench): Promise<{ short: number; long: number }> {
	const samples = COLD + (quick ? SAMPLES.quick : SAMPLES.full);
	await field.setScript({ tokens: TOKENS, paceMs: 0 });
	const shorts = await field.questionsIn({ conversations: samples, messages: SHORT });
	const [deep] = await field.questionsIn({ conversations: 1, messages: LONG });
	const inTurn = shorts.flatMap((short) => [short, { ...(deep as Question), body: short.body }]);
	const { readings } = await field.read({ questions: inTurn, streams: 1, tokens: TOKENS });
	const took = readings.slice(COLD * 2).map(({ totalMs }) => totalMs);
	return {
		short: median(took.filter((_, index) => index % 2 === 0)),
		long: median(took.filter((_, index) => index % 2 === 1)),
	};
}
