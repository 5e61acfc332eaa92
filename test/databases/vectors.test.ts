// Vectors of passages on every database: kept to the last bit, made by one process at a time, gone with their articles.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArticle } from '../../server-kit/src/answer/knowledge/article.ts';
import type { NewVector, VectorStore } from '../../server-kit/src/core/embeddings.ts';
import { onEveryDatabase } from './every-database.ts';
import { AT, somebody, together } from './rows.ts';

const PAGE = { after: 0, limit: 100 };
const MAKER = 'maker';

onEveryDatabase((database) => {
	// Opened as the tests begin.
	const vectors = new Proxy({} as VectorStore, { get: (_, name) => Reflect.get(database.store.vectors, name) });

	async function write(tenantId: string, ...slugs: string[]): Promise<void> {
		const articles = slugs.map((slug) =>
			parseArticle({ path: `${slug}.md`, text: `# ${slug}\n\nOn ${slug}.\n\n## More\n\nMore.` }),
		);
		await database.store.knowledge.write(tenantId, articles, AT);
	}

	async function fill(tenantId: string, maker = MAKER): Promise<NewVector[]> {
		const bare = await vectors.bare(tenantId, maker, PAGE);
		const made = bare.map(({ id, articleId, title, text }) => {
			return { passageId: id, articleId, fingerprint: `${title}/${text}`, vector: Float32Array.of(id / 3, -1e-7, 1) };
		});
		await vectors.keep(tenantId, maker, made);
		return made;
	}

	const hold = (lease: string, now = 0, until = 1000) => ({ maker: MAKER, lease, now, until });
	const isDue = async (tenantId: string, now: number, maker = MAKER) =>
		(await vectors.due(maker, now, 10_000)).includes(tenantId);
	const lengthOf = async (tenantId: string) => (await vectors.read(tenantId, MAKER, PAGE)).length;

	test('come back as they were kept, page by page, in the order of the passages', async () => {
		const { tenantId } = somebody();
		await write(tenantId, 'one', 'two');
		assert.equal(await vectors.lacking(tenantId, MAKER), 4);
		const made = await fill(tenantId);
		const kept = made.map(({ passageId, vector }) => ({ passageId, vector }));
		assert.deepEqual(await vectors.read(tenantId, MAKER, PAGE), kept);
		const [, second] = kept;
		assert.deepEqual(
			await vectors.read(tenantId, MAKER, { after: second?.passageId ?? 0, limit: 1 }),
			kept.slice(2, 3),
		);
		assert.deepEqual([await vectors.bare(tenantId, MAKER, PAGE), await vectors.lacking(tenantId, MAKER)], [[], 0]);
		assert.deepEqual(await vectors.read(somebody().tenantId, MAKER, PAGE), []);
	});

	test('a vector of the greatest length has room, and one of none says that there is none', async () => {
		const { tenantId } = somebody();
		await write(tenantId, 'one');
		const [first, second] = await fill(tenantId);
		assert.ok(first && second);
		const long = Float32Array.from({ length: 8192 }, (_, place) => Math.sin(place));
		await vectors.keep(tenantId, MAKER, [
			{ ...first, vector: long },
			{ ...second, vector: new Float32Array(0) },
		]);
		const [kept, none] = await vectors.read(tenantId, MAKER, PAGE);
		assert.deepEqual(kept?.vector, long);
		assert.equal(none?.vector.length, 0);
		assert.equal((await vectors.bare(tenantId, MAKER, PAGE)).length, 0);
		assert.deepEqual([...(await vectors.same(tenantId, MAKER, [second.fingerprint])).keys()], []);
	});

	test('of those who begin at once one does; the others when its lease is over, and then it renews nothing', async () => {
		const { tenantId } = somebody();
		await write(tenantId, 'one');
		assert.equal(await isDue(tenantId, 0), true);
		const takers = await together(5, (place) => vectors.take(tenantId, hold(`lease-${place}`)));
		const [ours, ...none] = takers.filter((taken) => taken !== null);
		assert.ok(ours);
		assert.deepEqual(none, []);
		assert.equal(await isDue(tenantId, 999), false);
		assert.equal(await vectors.renew(ours, 2000), true);
		assert.equal(await vectors.take(tenantId, hold('early', 1999, 3000)), null);
		const next = await vectors.take(tenantId, hold('late', 2000, 3000));
		assert.ok(next);
		assert.equal(await vectors.renew(ours, 9000), false);
		await vectors.finish(ours, MAKER);
		assert.equal(await isDue(tenantId, 3000), true, 'whoever lost the lease finishes nothing');
		await vectors.finish(next, MAKER);
		assert.equal(await isDue(tenantId, 9000), false);
	});

	test('are due when articles change, when another maker is asked for, and not before their rest is over', async () => {
		const { tenantId } = somebody();
		await write(tenantId, 'one');
		const first = await vectors.take(tenantId, hold('a'));
		assert.ok(first);
		await write(tenantId, 'two');
		await vectors.finish(first, MAKER);
		assert.equal(await isDue(tenantId, 0), true, 'what was written meanwhile is not forgotten');
		const second = await vectors.take(tenantId, hold('b'));
		assert.ok(second);
		await vectors.postpone(second, 500);
		assert.deepEqual([await isDue(tenantId, 499), await isDue(tenantId, 500)], [false, true]);
		const third = await vectors.take(tenantId, hold('c', 500));
		assert.ok(third);
		await vectors.finish(third, MAKER);
		assert.deepEqual([await isDue(tenantId, 0), await isDue(tenantId, 0, 'another')], [false, true]);
	});

	test('their version moves with every batch, with what is dropped, and is none for another maker', async () => {
		const { tenantId } = somebody();
		await write(tenantId, 'one');
		assert.equal(await vectors.version(tenantId, MAKER), null);
		const held = await vectors.take(tenantId, hold('a'));
		assert.ok(held);
		const seen = [await vectors.version(tenantId, MAKER)];
		for (const step of [
			() => vectors.renew(held, 1000),
			() => vectors.finish(held, MAKER),
			() => vectors.dropOther(tenantId, MAKER, 3),
		]) {
			await step();
			seen.push(await vectors.version(tenantId, MAKER));
		}
		assert.equal(new Set(seen).size, 4);
		assert.equal(await vectors.version(tenantId, 'another'), null);
	});

	test('of another length are dropped, and due again', async () => {
		const { tenantId } = somebody();
		await write(tenantId, 'one');
		const held = await vectors.take(tenantId, hold('a'));
		assert.ok(held);
		const [first] = await fill(tenantId);
		assert.ok(first);
		await vectors.keep(tenantId, MAKER, [{ ...first, vector: Float32Array.of(1, 0) }]);
		await vectors.finish(held, MAKER);
		const { tenantId: other } = somebody();
		await write(other, 'one');
		const theirs = await fill(other);
		await vectors.dropOther(tenantId, MAKER, 2);
		assert.deepEqual([await lengthOf(tenantId), await isDue(tenantId, 0)], [1, true]);
		assert.equal(await lengthOf(other), theirs.length, 'another tenant’s stay');
	});

	test('an article that is written anew keeps what it says the same; what it says no more goes at the end', async () => {
		const { tenantId } = somebody();
		await write(tenantId, 'one', 'two');
		const made = await fill(tenantId);
		await write(tenantId, 'one');
		assert.equal(await vectors.lacking(tenantId, MAKER), 2);
		const same = await vectors.same(tenantId, MAKER, [made[0]?.fingerprint ?? '', 'unheard of']);
		assert.deepEqual([...same], [[made[0]?.fingerprint, made[0]?.vector]]);
		assert.equal((await vectors.same(somebody().tenantId, MAKER, [made[0]?.fingerprint ?? ''])).size, 0);
		assert.equal((await vectors.same(tenantId, 'another', [made[0]?.fingerprint ?? ''])).size, 0);
		const held = await vectors.take(tenantId, hold('a'));
		assert.ok(held);
		await fill(tenantId);
		assert.equal(await lengthOf(tenantId), 6);
		await vectors.finish(held, MAKER);
		assert.equal(await lengthOf(tenantId), 4);
	});

	test('go with their article, in its transaction', async () => {
		const { tenantId } = somebody();
		await write(tenantId, 'one', 'two');
		await fill(tenantId);
		await database.store.knowledge.remove(tenantId, 'one');
		assert.equal(await lengthOf(tenantId), 2);
	});

	test('another maker’s take the place of the first', async () => {
		const { tenantId } = somebody();
		await write(tenantId, 'one');
		await fill(tenantId);
		await fill(tenantId, 'another');
		assert.deepEqual([await lengthOf(tenantId), (await vectors.read(tenantId, 'another', PAGE)).length], [0, 2]);
	});
});
