// F-35 and S-06 through the API: what is written is found at once, what is removed or another tenant's is not cited.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ArticleInput } from '../../../server-kit/src/core/knowledge.ts';
import { type StartedKit, startKit } from '../../../server-kit/src/testing/index.ts';

const article = (slug: string, text: string): ArticleInput => {
	return { slug, title: slug, url: null, locale: 'en', body: text, passages: [{ headings: [], anchor: null, text }] };
};

interface Answer {
	message: { content: string; citations: { excerpt: string }[] };
}

describe('the knowledge base while it serves', () => {
	let started: StartedKit;
	before(async () => {
		started = await startKit({ model: 'extractive' });
	});
	after(() => started.close());

	async function cited(question: string, tenantId = 'acme'): Promise<string[]> {
		const client = await started.ready('ada', { tenantId });
		const { body } = await client.post<Answer>(`${client.path}/messages`, { content: question });
		return [...new Set(body.message.citations.map(({ excerpt }) => excerpt))];
	}

	it('F-35 an article is cited once it is written, in its new words once replaced, and not once removed', async () => {
		const { knowledge } = started.kit.core;
		const question = 'How are helicopters painted?';
		assert.deepEqual(await cited(question), []);
		await knowledge.write('acme', [article('paint', 'Helicopters are painted green.')]);
		assert.deepEqual(await cited(question), ['Helicopters are painted green.']);
		await knowledge.write('acme', [
			article('paint', 'Helicopters are painted red.'),
			article('other', 'Helicopters may be painted twice.'),
		]);
		const renewed = await cited(question);
		assert.equal(renewed[0], 'Helicopters are painted red.');
		assert.ok(!renewed.includes('Helicopters are painted green.'));
		assert.equal(await knowledge.remove('acme', 'paint'), true);
		assert.deepEqual(await cited(question), ['Helicopters may be painted twice.']);
	});

	it('S-06 another tenant’s article is never cited, nor removed', async () => {
		const { knowledge } = started.kit.core;
		await knowledge.write('theirs', [article('secret', 'The zeppelin leaves at nine.')]);
		assert.deepEqual(await cited('When does the zeppelin leave?'), []);
		assert.deepEqual(await cited('When does the zeppelin leave?', 'theirs'), ['The zeppelin leaves at nine.']);
		assert.equal(await knowledge.remove('acme', 'secret'), false);
		assert.deepEqual(await cited('When does the zeppelin leave?', 'theirs'), ['The zeppelin leaves at nine.']);
	});
});
