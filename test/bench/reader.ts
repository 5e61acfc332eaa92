// The readers, in a process of their own: so many at once, each taking the next question until none is left.

import { answerTokens } from './answer.ts';
import { answerQuestions } from './child.ts';
import { type Question, type Reading, read } from './client.ts';

export interface Reads {
	questions: Question[];
	/** Readers at once. */
	streams: number;
	/** Of each answer. */
	tokens: number;
}

export interface ReadingOfAll {
	seconds: number;
	readings: Reading[];
}

async function readAll({ questions, streams, tokens }: Reads): Promise<ReadingOfAll> {
	const expected = answerTokens(tokens).join('');
	const readings: Reading[] = [];
	const left = questions.reverse();
	const reader = async () => {
		for (let question = left.pop(); question; question = left.pop()) readings.push(await read(question, expected));
	};
	const started = performance.now();
	await Promise.all(Array.from({ length: streams }, reader));
	return { seconds: (performance.now() - started) / 1000, readings };
}

answerQuestions({ read: readAll });
