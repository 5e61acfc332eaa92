// F-35 and S-06 through the API: what is written is found at once, what is removed or another tenant's is not cited.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { indexer } from '../../../server-kit/src/answer/knowledge/indexer.ts';
import type { ArticleInput } from '../../../server-kit/src/core/knowledge.ts';
import { openStore } from '../../../server-kit/src/store/open.ts';
import { type StartedKit, startKit } from '../../../server-kit/src/testing/index.ts';

const article = (slug: string, text: string): ArticleInput => {
	return { slug, title: slug, url: null, locale: 'en', body: text, passages: [{ headings: [], anchor: null, text }] };
};

interface Answer {
	message: { content: string; citations: { excerpt: string }[] };
}

const folder = mkdtempSync(join(tmpdir(), `deskbell-knowledge-${process.pid}-`));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A database in which the index of these tenants is filled. */
async function indexed(...tenants: string[]): Promise<string> {
	const database = join(folder, 'desk.sqlite');
	const { store, migrate, close } = openStore(database, { indexer });
	await migrate();
	for (const tenantId of tenants) {
		await store.knowledge.write(tenantId, [article('ships', 'Ships sail.')], 0);
		await store.knowledgeIndex.fill(tenantId, 10);
	}
	await close();
	return database;
}

for (const engine of ['memory', 'database'] as const)
	describe(`the knowledge base in the ${engine} while it serves`, () => {
		let started: StartedKit;
		before(async () => {
			const database = engine === 'memory' ? ':memory:' : await indexed('acme', 'theirs');
			started = await startKit({ model: 'extractive', database, knowledge: { engine } });
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
