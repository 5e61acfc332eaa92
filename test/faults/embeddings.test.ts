// A process that is killed while it gives passages their vectors: what was made stays made, and another makes the rest.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArticle } from '../../server-kit/src/answer/knowledge/article.ts';
import { indexer } from '../../server-kit/src/answer/knowledge/indexer.ts';
import { openStore } from '../../server-kit/src/store/open.ts';
import { type DatabaseName, PLACES } from '../databases/every-database.ts';
import { startEmbeddings, textsIn } from '../upstream/embeddings.ts';
import { inForm, until } from './rig/form.ts';
import { startHost } from './rig/process.ts';

const everywhere: readonly DatabaseName[] = inForm(['SQLite file'], ['SQLite file', 'PostgreSQL', 'MariaDB']);
const PASSAGES = 9;
const BATCH = 2;
const LONGER_THAN_A_LEASE = 3_600_000;

for (const name of everywhere)
	test(`F-35 kill -9 in the middle of the embeddings: another makes the rest, nothing twice (${name})`, {
		timeout: 600_000,
	}, async (t) => {
		const place = await PLACES[name]();
		t.after(() => place.stop());
		const upstream = await startEmbeddings();
		t.after(() => upstream.close());
		const open = openStore(place.url, { indexer });
		t.after(() => open.close());
		await open.migrate();
		const articles = Array.from({ length: PASSAGES }, (_, at) =>
			parseArticle({ path: `${at}.md`, text: `# T${at}\n\nIt is ${at}.` }),
		);
		await open.store.knowledge.write('acme', articles, 1);

		const embeddings = { model: 'meaning', baseURL: upstream.url, apiKey: 'none', batchSize: BATCH };
		const options = { database: place.url, knowledge: { embeddings }, jobs: { engine: 'none' } } as const;
		const [doomed, survivor] = [await startHost(options), await startHost(options)];
		t.after(() => Promise.all([doomed.kill(), survivor.kill()]));
		const asked = () => upstream.requests.flatMap(textsIn);

		await doomedInTheMiddle();
		const before = asked();
		assert.equal(before.length, 3 * BATCH);
		await survivor.tick();
		assert.equal(asked().length, before.length, 'as long as the dead one holds its lease, nobody comes in between');
		await survivor.pass(LONGER_THAN_A_LEASE);
		await survivor.tick();
		assertOnce(asked(), before.slice(2 * BATCH));
		await survivor.tick();
		assert.equal(asked().length, PASSAGES + BATCH, 'all have theirs');

		async function doomedInTheMiddle(): Promise<void> {
			upstream.hold(2);
			doomed.tick().catch(() => {});
			await until(() => upstream.requests.length === 3, 'the third batch is on its way');
			await doomed.kill();
			upstream.hold(null);
		}
	});

/** Each passage has been asked for, and none twice but those whose answer was lost. */
function assertOnce(asked: readonly string[], lost: readonly string[]): void {
	const counts = new Map<string, number>();
	for (const text of asked) counts.set(text, (counts.get(text) ?? 0) + 1);
	assert.equal(counts.size, PASSAGES);
	for (const [text, times] of counts) assert.equal(times, lost.includes(text) ? 2 : 1, text);
}
