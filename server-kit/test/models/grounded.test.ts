// S-07: over all questions of the demo, an answer quotes and cites what was found for it, or says that it found nothing.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { articlesOf, type DemoRow, demoSet, searchOver } from '../../../test/eval/documents.ts';
import { numbered, PASSAGES } from '../../src/answer/gather.ts';
import { createExtractiveModel } from '../../src/answer/models/extractive.ts';
import { wordsFor } from '../../src/answer/models/extractive-words.ts';
import { earlierQuestions } from '../../src/answer/thread.ts';
import type { NumberedPassage } from '../../src/core/model.ts';

const { documents, rows } = await demoSet();
const search = searchOver(articlesOf(documents));
const model = createExtractiveModel({ paceMs: 0 });

async function answerTo({ question, thread = [], locale }: DemoRow): Promise<[string, NumberedPassage[]]> {
	const before = earlierQuestions(question, thread);
	const passages = numbered(
		await search.find({ tenantId: 'acme', query: question, before, locale, limit: PASSAGES }),
		1,
	);
	const messages = [...thread, question].map((content) => ({ role: 'user' as const, content }));
	const request = { question, messages, passages, tools: [], locale, maxOutputTokens: 2000 };
	let text = '';
	for await (const batch of model.answer(request, new AbortController().signal)) {
		for (const event of batch) text += event.type === 'text' ? event.text : '';
	}
	return [text, passages];
}

/** Every block that is not the model's own words ends with a source, and what it quotes stands in that source. */
function assertGrounded(text: string, passages: readonly NumberedPassage[], own: readonly string[]): number {
	let quoted = 0;
	const blocks = text
		.replace(/(`{3,})\n\n(?=\[\d+\])/g, '$1 ')
		.split('\n\n')
		.filter((block) => !own.includes(block) && !/^\*\*.*\*\*$/.test(block));
	for (const block of blocks) {
		for (const line of /^- .* \[\d+\]$/m.test(block) ? [block.split('\n').at(-1) ?? ''] : [block]) {
			const [, number] = /\[(\d+)\]$/.exec(line) ?? assert.fail(`no source: ${line}`);
			const passage = passages.find((each) => each.number === Number(number));
			assert.ok(passage, `no passage ${number} was handed out`);
			const [, sentence] = /^> (.*?)(?: \[\d+\])$/s.exec(block) ?? [];
			const words = (markdown: string) => markdown.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
			const first = sentence?.split(/(?<=[.!?]) /)[0];
			if (first) assert.ok(words(passage.text).includes(words(first)), `not in [${number}]: ${first}`);
			quoted += 1;
		}
	}
	return quoted;
}

describe('S-07 an extractive answer', () => {
	it('to any question of the demo cites what was handed out, or says that nothing fits', async () => {
		let cited = 0;
		for (const row of rows) {
			const [text, passages] = await answerTo(row);
			const say = wordsFor(row.locale);
			if ([say.nothingFits, say.about].includes(text)) continue;
			assert.ok(assertGrounded(text, passages, Object.values(say)) > 0, row.question);
			cited += 1;
		}
		assert.ok(cited > rows.length / 2, `${cited} of ${rows.length} cite`);
	});

	it('to a question from elsewhere cites nothing', async () => {
		for (const row of rows.filter(({ slug }) => slug === null)) {
			const [text] = await answerTo(row);
			assert.equal(text, wordsFor(row.locale).nothingFits, row.question);
		}
	});
});
