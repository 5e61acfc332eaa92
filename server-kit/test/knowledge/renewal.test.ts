// F-35: the index follows the articles while it serves: no empty shelf, and nothing cited that is gone.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createSearch } from '../../src/answer/knowledge/search.ts';
import type { FoundPassage } from '../../src/core/knowledge.ts';
import { corpus, sourceOf } from './corpus.ts';

const request = { tenantId: 'acme', query: 'invoice', locale: 'en', limit: 5 };
const without = Object.fromEntries(Object.entries(corpus).filter(([path]) => path !== 'invoices.md'));
const titles = (found: readonly FoundPassage[]) => [...new Set(found.map(({ passage }) => passage.title))];

/** A clock that stands still until it is moved; `patienceMs` is real time. */
function searchWithClock(patienceMs = 60_000) {
	const clock = { now: 0 };
	const source = sourceOf(corpus);
	return { clock, source, search: createSearch(source, { now: () => clock.now, patienceMs }) };
}

describe('the index', () => {
	it('is built once for searches that come together', async () => {
		const { search, source } = searchWithClock();
		await Promise.all([search.find(request), search.find(request), search.find(request)]);
		assert.deepEqual(source.asked, { revision: 1, read: 1, standing: 0 });
	});

	it('asks for the revision once a second, however many search, and keeps what has not changed', async () => {
		const { search, source, clock } = searchWithClock();
		for (clock.now = 0; clock.now < 2500; clock.now += 100)
			await Promise.all([search.find(request), search.find(request)]);
		assert.deepEqual(source.asked, { revision: 3, read: 1, standing: 0 });
	});

	it('forgets what was deleted, and finds what was written', async () => {
		const { search, source, clock } = searchWithClock();
		assert.ok(titles(await search.find(request)).includes('Invoices and billing'));
		source.replace(without);
		clock.now += 1000;
		assert.ok(!titles(await search.find(request)).includes('Invoices and billing'));
		source.replace(corpus);
		clock.now += 1000;
		assert.ok(titles(await search.find(request)).includes('Invoices and billing'));
	});

	it('takes note at once of a change in its own process', async () => {
		const { search, source } = searchWithClock();
		await search.find(request);
		source.replace(without);
		search.changed('acme');
		assert.ok(!titles(await search.find(request)).includes('Invoices and billing'));
		await search.close();
	});

	it('F-35 while it is built anew the old one serves, without what is gone', async () => {
		const { search, source, clock } = searchWithClock(0);
		const query = { ...request, query: 'invoice upload limit' };
		await search.find(query);
		const held = Promise.withResolvers<void>();
		source.hold = held.promise;
		source.replace(without);
		clock.now += 1000;
		for (let time = 0; time < 3; time += 1) {
			const found = titles(await search.find(query));
			assert.ok(found.includes('Upload limits') && !found.includes('Invoices and billing'), found.join());
			clock.now += 1000;
		}
		assert.equal(source.asked.read, 2);
		assert.ok(source.asked.standing >= 3);
		held.resolve();
		source.hold = null;
		while (titles(await search.find(query)).length > 1) await pause(5);
		const before = source.asked.standing;
		assert.deepEqual(titles(await search.find(query)), ['Upload limits']);
		assert.equal(source.asked.standing, before);
	});

	it('F-35 a replaced article is not quoted in its old words while the new index is built', async () => {
		const { search, source, clock } = searchWithClock(0);
		const query = { ...request, query: 'upload limit starter' };
		await search.find(query);
		source.hold = new Promise(() => {});
		source.replace({ ...corpus, 'upload-limits.md': '# Upload limits\n\nThere are none any more.' });
		clock.now += 1000;
		assert.ok(!titles(await search.find(query)).includes('Upload limits'));
	});

	it('is tried again after the store failed', async () => {
		const source = sourceOf(corpus);
		let fails = true;
		const search = createSearch({
			...source,
			read: async (...asked) => (fails ? Promise.reject(new Error('no store')) : source.read(...asked)),
		});
		await assert.rejects(search.find(request), /no store/);
		fails = false;
		assert.ok((await search.find(request)).length > 0);
	});

	it('serves on from the old one when a new one cannot be built', async () => {
		const { clock, source } = searchWithClock();
		let fails = false;
		const read: typeof source.read = async (...asked) =>
			fails ? Promise.reject(new Error('no store')) : source.read(...asked);
		const search = createSearch({ ...source, read }, { now: () => clock.now });
		await search.find(request);
		source.replace(without);
		fails = true;
		clock.now += 1000;
		const query = { ...request, query: 'upload limit invoice' };
		assert.deepEqual(titles(await search.find(query)), ['Upload limits']);
		fails = false;
		assert.deepEqual(titles(await search.find(query)), ['Upload limits']);
	});

	it('is built ahead, and not after the search was closed', async () => {
		const { search, source } = searchWithClock();
		await search.warm();
		assert.equal(source.asked.read, 1);
		await search.find(request);
		assert.equal(source.asked.read, 1);
		await search.close();
		search.changed('acme');
		await search.warm();
		assert.equal(source.asked.read, 1);
	});

	it('of the tenant that asked longest ago goes when memory is full', async () => {
		const source = sourceOf(corpus);
		const search = createSearch(source, { memoryBytes: 1 });
		for (const tenantId of ['a', 'a', 'b', 'a']) await search.find({ ...request, tenantId });
		assert.equal(source.asked.read, 3);
		const roomy = createSearch(source);
		for (const tenantId of ['a', 'b', 'a', 'b']) await roomy.find({ ...request, tenantId });
		assert.equal(source.asked.read, 5);
	});

	it('lets others have their turn while it is built', async () => {
		const source = sourceOf(corpus);
		const [, article] = await source.read('acme', 0, 2);
		assert.ok(article);
		const many = Array.from({ length: 3000 }, (_, at) => ({ ...article, id: at + 1 }));
		const search = createSearch({
			...source,
			read: async (_, after, limit) => many.filter(({ id }) => id > after).slice(0, limit),
		});
		let turns = 0;
		const timer = setInterval(() => {
			turns += 1;
		}, 1);
		await search.find(request);
		clearInterval(timer);
		assert.ok(turns >= 5, `${turns} turns`);
	});
});
