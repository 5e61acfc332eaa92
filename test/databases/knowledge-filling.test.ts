// Filling the index that the database keeps, by several processes at once, while articles come and go: nothing is indexed
// twice or forgotten, and answers come from memory until it is whole.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArticle } from '../../server-kit/src/answer/knowledge/article.ts';
import { createDatabaseSearch } from '../../server-kit/src/answer/knowledge/database-search.ts';
import { indexer } from '../../server-kit/src/answer/knowledge/indexer.ts';
import { createSearch, type KnowledgeSearch } from '../../server-kit/src/answer/knowledge/search.ts';
import type { ArticleInput } from '../../server-kit/src/core/knowledge.ts';
import type { KnowledgeIndexStore } from '../../server-kit/src/core/knowledge-index.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import { openStore } from '../../server-kit/src/store/open.ts';
import { until } from '../faults/rig/form.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';
import { AT, somebody } from './rows.ts';

const OWN_WORDS = ['helicopter', 'zeppelin', 'submarine', 'glider', 'balloon', 'tram', 'ferry', 'sledge'];

/** They share words, and each links to the next: what one says stands in the entry of another. */
const article = (at: number, word = OWN_WORDS[at % OWN_WORDS.length]): ArticleInput =>
	parseArticle({
		path: `a${at}.md`,
		text: `# The ${word} ${at}\n\nEverybody paints a ${word} green. See [the crew of ${at}](a${at + 1}.md).`,
	});
const articles = (count: number): ArticleInput[] => Array.from({ length: count }, (_, at) => article(at));

interface Process {
	store: Store;
	search: KnowledgeSearch;
	faults: unknown[];
	close(): Promise<void>;
}

function started(
	database: Database,
	index: (real: KnowledgeIndexStore) => KnowledgeIndexStore = (real) => real,
): Process {
	const { store, close } = openStore(database.url, { indexer });
	const faults: unknown[] = [];
	const onFault = (fault: unknown) => void faults.push(fault);
	const search = createDatabaseSearch(index(store.knowledgeIndex), createSearch(store.knowledge), {
		version: indexer.version,
		onFault,
	});
	return {
		store,
		search,
		faults,
		async close() {
			await search.close();
			await close();
		},
	};
}

const versionOf = async ({ store }: Process, tenantId: string) =>
	(await store.knowledgeIndex.look(tenantId, [], [])).version;

const titlesBy = async ({ search }: Process, tenantId: string, query: string) =>
	(await search.find({ tenantId, query, locale: 'en', limit: 5 })).map(({ passage }) => passage.title);

/** Work in steps; a step tells how much it has done, 0 at the end. */
type Steps = () => Promise<number>;

const filling =
	({ store }: Process, tenantId: string, limit = 2): Steps =>
	() =>
		store.knowledgeIndex.fill(tenantId, limit);

async function toItsEnd(step: Steps): Promise<number> {
	for (let done = 0; ; ) {
		const more = await step();
		if (more === 0) return done;
		done += more;
	}
}

/** @returns how much all have done */
async function together(all: readonly Steps[]): Promise<number> {
	return (await Promise.all(all.map(toItsEnd))).reduce((sum, done) => sum + done, 0);
}

async function inTurn(all: readonly Steps[]): Promise<number> {
	let sum = 0;
	for (let going = [...all]; going.length > 0; ) {
		const dones: number[] = [];
		for (const step of going) dones.push(await step());
		sum += dones.reduce((a, b) => a + b);
		going = going.filter((_, at) => dones[at] !== 0);
	}
	return sum;
}

/** What stands in the index is what stands there once one process alone has made it anew, in peace. */
async function assertWhole(database: Database, process: Process, tenantId: string): Promise<void> {
	const rows = async () => ({
		words: await database.bare('support_kb_words').where({ tenant_id: tenantId }).orderBy('word'),
		entries: await database
			.bare('support_kb_entries')
			.where({ tenant_id: tenantId })
			.orderBy('article_id')
			.select('article_id', 'incoming', 'words'),
	});
	assert.equal(await versionOf(process, tenantId), indexer.version);
	const found = await rows();
	await process.store.knowledgeIndex.begin(tenantId);
	await toItsEnd(filling(process, tenantId, 1000));
	assert.deepEqual(found, await rows());
	assert.equal(found.entries.length, await process.store.knowledge.count(tenantId));
}

onEveryDatabase((database) => {
	const twoProcesses = (work: (one: Process, other: Process, tenantId: string) => Promise<void>) => async () => {
		const [one, other] = [started(database), started(database)];
		await work(one, other, somebody().tenantId).finally(() => Promise.all([one.close(), other.close()]));
	};
	/** Within one thread, whoever waits for SQLite's only writer holds the writer up. */
	const atOnce = database.name === 'SQLite file' ? inTurn : together;

	test(
		'two processes fill it together, and index nothing twice',
		twoProcesses(async (one, other, tenantId) => {
			await one.store.knowledge.write(tenantId, articles(12), AT);
			const done = await atOnce([filling(one, tenantId), filling(other, tenantId)]);
			assert.equal(done, 12);
			await assertWhole(database, one, tenantId);
		}),
	);

	test(
		'articles are written, replaced and removed while two processes fill it',
		twoProcesses(async (one, other, tenantId) => {
			await one.store.knowledge.write(tenantId, articles(12), AT);
			let at = 0;
			const changing = async () => {
				if (at === 12) return 0;
				await other.store.knowledge.write(tenantId, [article(at, 'airship'), article(100 + at)], AT);
				await one.store.knowledge.remove(tenantId, `a${at + 1}`);
				at += 6;
				return 1;
			};
			await atOnce([filling(one, tenantId), changing, filling(other, tenantId)]);
			assert.equal((await titlesBy(one, tenantId, 'airship 6'))[0], 'The airship 6');
			await assertWhole(database, one, tenantId);
		}),
	);

	test(
		'all articles of a tenant go while it is filled: it ends, and nothing is left',
		twoProcesses(async (one, other, tenantId) => {
			await one.store.knowledge.write(tenantId, articles(12), AT);
			assert.equal(await one.store.knowledgeIndex.fill(tenantId, 2), 2);
			let at = 0;
			const removing = async () => Number(await other.store.knowledge.remove(tenantId, `a${at++}`));
			await atOnce([removing, filling(one, tenantId)]);
			assert.equal(await versionOf(one, tenantId), indexer.version);
			assert.deepEqual(await titlesBy(other, tenantId, 'zeppelin'), []);
			for (const table of ['support_kb_entries', 'support_kb_words', 'support_kb_pointers'])
				assert.deepEqual(await database.bare(table).where({ tenant_id: tenantId }), [], table);
		}),
	);

	test('what goes wrong while it is filled is told, memory answers, and the next try fills it', async () => {
		const { tenantId } = somebody();
		let broken = true;
		const process = started(database, (real) => ({
			...real,
			fill: async (...asked) => (broken ? Promise.reject(new Error('no room')) : real.fill(...asked)),
		}));
		try {
			await process.store.knowledge.write(tenantId, articles(3), AT);
			assert.equal((await titlesBy(process, tenantId, 'zeppelin'))[0], 'The zeppelin 1');
			await until(() => process.faults.length > 0, 'the fault is told');
			assert.deepEqual(process.faults.map(String), ['Error: no room']);
			broken = false;
			await process.search.warm();
			assert.equal((await titlesBy(process, tenantId, 'zeppelin'))[0], 'The zeppelin 1');
			await assertWhole(database, process, tenantId);
		} finally {
			await process.close();
		}
	});

	test(
		'dropped while it is filled: it is made from the beginning, and memory answers',
		twoProcesses(async (one, other, tenantId) => {
			const neighbour = somebody().tenantId;
			await one.store.knowledge.write(tenantId, articles(12), AT);
			await one.store.knowledge.write(neighbour, articles(3), AT);
			await toItsEnd(filling(one, neighbour));
			assert.equal(await one.store.knowledgeIndex.fill(tenantId, 5), 5);
			await other.store.knowledgeIndex.drop();
			for (const table of ['support_kb_entries', 'support_kb_words', 'support_kb_pointers'])
				assert.deepEqual(await database.bare(table), [], table);
			assert.equal(await versionOf(one, neighbour), null);
			await other.store.knowledge.write(tenantId, [article(3, 'airship')], AT);
			assert.deepEqual(await database.bare('support_kb_entries'), [], 'nobody keeps it any more');
			const memory = createSearch(one.store.knowledge);
			const found = await memory.find({ tenantId, query: 'airship', locale: 'en', limit: 5 });
			assert.deepEqual(
				await titlesBy(one, tenantId, 'airship'),
				found.map(({ passage }) => passage.title),
			);
			await memory.close();
			assert.equal((await titlesBy(one, tenantId, 'airship'))[0], 'The airship 3');
			await toItsEnd(filling(one, tenantId, 10));
			await assertWhole(database, one, tenantId);
		}),
	);
}, SHARED);
