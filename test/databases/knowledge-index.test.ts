// The index that the database keeps: the same answers on every database, in step with the articles, tenants apart.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArticle } from '../../server-kit/src/answer/knowledge/article.ts';
import { createDatabaseSearch } from '../../server-kit/src/answer/knowledge/database-search.ts';
import { indexer } from '../../server-kit/src/answer/knowledge/indexer.ts';
import { createSearch } from '../../server-kit/src/answer/knowledge/search.ts';
import type { ArticleInput } from '../../server-kit/src/core/knowledge.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import { openStore } from '../../server-kit/src/store/open.ts';
import { type Articles, corpus } from '../../server-kit/test/knowledge/corpus.ts';
import { type Database, onEveryDatabase } from './every-database.ts';
import { AT, somebody } from './rows.ts';

const inputs = (files: Articles): ArticleInput[] =>
	Object.entries(files).map(([path, text]) => parseArticle({ path, text }));

const FIRST: readonly (readonly [query: string, locale: string, title: string | undefined])[] = [
	['How do I get my invoice as a PDF?', 'en', 'Invoices and billing'],
	['uploading fails above 50 megabytes', 'en', 'Upload limits'],
	['what does E77 mean', 'en', 'Upload limits'],
	['twofactor', 'en', 'Two-factor sign-in'],
	['Wie lösche ich eine Datei?', 'de', 'Dateien löschen'],
	['datei loeschen', 'de', 'Dateien löschen'],
	['authentcator app', 'en', 'Two-factor sign-in'],
	['authentciator', 'en', 'Two-factor sign-in'],
	['authent', 'en', 'Two-factor sign-in'],
	['Adresse', 'de', 'Rechnungen herunterladen'],
	['who won the world cup', 'en', undefined],
	['', 'en', undefined],
];

/** What somebody would write who knows how one of the databases is asked. */
const HOSTILE = [
	`"invoice" OR 1=1 --`,
	`invoice'); drop table support_kb_entries; --`,
	'NEAR(invoice file, 5)',
	'+invoice -file ~plan <month >(account)',
	'tokens:invoice* ^title {a b}: c',
	'invoice & !file | (plan <-> month):*',
	'@4 "((((',
	'invoice\0file',
	'%_\\%',
	'🙂 invoice 🙂',
	'\ud800 invoice',
	'a '.repeat(4000),
	`${'invoice '.repeat(999)}!`,
	Array.from({ length: 900 }, (_, at) => `unbekannt${at}wort`).join(' '),
];

interface Desk {
	store: Store;
	find(tenantId: string, query: string, locale?: string, limit?: number): Promise<string[]>;
	warm(): Promise<void>;
	close(): Promise<void>;
}

/** In memory nobody else can come: the one store of the test has no indexer, and so the desk has a database of its own. */
async function deskOn(database: Database): Promise<Desk> {
	const open = openStore(database.url, { indexer });
	if (database.url === ':memory:') await open.migrate();
	const { store } = open;
	const search = createDatabaseSearch(store.knowledgeIndex, createSearch(store.knowledge), indexer);
	return {
		store,
		warm: search.warm,
		async find(tenantId, query, locale = 'en', limit = 5) {
			const found = await search.find({ tenantId, query, locale, limit });
			return found.map(({ passage }) => passage.title);
		},
		async close() {
			await search.close();
			await open.close();
		},
	};
}

const onDesk = (database: Database, work: (desk: Desk, tenantId: string) => Promise<void>) => async () => {
	const desk = await deskOn(database);
	await work(desk, somebody().tenantId).finally(desk.close);
};

/** Kept from the first article on. */
async function filled({ store, warm }: Desk, tenantId: string, files: Articles = corpus): Promise<void> {
	await store.knowledge.write(tenantId, inputs(files), AT);
	await warm();
}

onEveryDatabase((database) => {
	test(
		'finds what the index in memory finds',
		onDesk(database, async (desk, tenantId) => {
			await filled(desk, tenantId);
			const memory = createSearch(desk.store.knowledge);
			for (const [query, locale, title] of FIRST) {
				const titles = await desk.find(tenantId, query, locale);
				assert.equal(titles[0], title, query);
				const found = await memory.find({ tenantId, query, locale, limit: 5 });
				assert.deepEqual(
					titles,
					found.map(({ passage }) => passage.title),
					query,
				);
			}
			await memory.close();
		}),
	);

	test(
		'a hostile question is words, and no more',
		onDesk(database, async (desk, tenantId) => {
			await filled(desk, tenantId);
			for (const query of HOSTILE) {
				const titles = await desk.find(tenantId, query);
				if (/\binvoice\b/.test(query)) assert.ok(titles.includes('Invoices and billing'), query.slice(0, 60));
				else assert.deepEqual(titles, [], query.slice(0, 60));
			}
			assert.equal((await desk.find(tenantId, 'invoice'))[0], 'Invoices and billing');
		}),
	);

	test(
		'an article is found, found otherwise and found no more with the transaction',
		onDesk(database, async (desk, tenantId) => {
			await filled(desk, tenantId);
			const { store } = desk;
			const write = (text: string) => store.knowledge.write(tenantId, inputs({ 'paint.md': text }), AT);
			await write('# Paint\n\nHelicopters are painted green.');
			assert.deepEqual(await desk.find(tenantId, 'helicopter'), ['Paint']);
			await write('# Paint\n\nZeppelins are painted red.');
			assert.deepEqual(await desk.find(tenantId, 'helicopter'), []);
			assert.deepEqual(await desk.find(tenantId, 'zeppelin'), ['Paint']);
			const undone = new Error('undone');
			await assert.rejects(
				store.transaction(async (bound) => {
					await bound.knowledge.remove(tenantId, 'paint');
					await bound.knowledge.write(tenantId, inputs({ 'boat.md': '# Boats\n\nSubmarines dive.' }), AT);
					throw undone;
				}),
				undone,
			);
			assert.deepEqual(await desk.find(tenantId, 'zeppelin'), ['Paint']);
			assert.deepEqual(await desk.find(tenantId, 'submarine'), []);
			assert.equal(await store.knowledge.remove(tenantId, 'paint'), true);
			assert.deepEqual(await desk.find(tenantId, 'zeppelin'), []);
		}),
	);

	test(
		'what is deleted leaves nothing in the index',
		onDesk(database, async (desk, tenantId) => {
			await filled(desk, tenantId);
			for (const article of inputs(corpus)) await desk.store.knowledge.remove(tenantId, article.slug);
			if (database.url === ':memory:') return;
			for (const table of ['support_kb_entries', 'support_kb_words', 'support_kb_pointers']) {
				const left = await database.bare(table).where({ tenant_id: tenantId });
				assert.deepEqual(left, [], table);
			}
			if (database.name !== 'SQLite file') return;
			const [{ texts, entries }] = await database.bare.raw(
				'select (select count(*) from fulltext_support_kb) as texts, (select count(*) from support_kb_entries) as entries',
			);
			assert.equal(texts, entries);
		}),
	);

	test(
		'written again and again, the vocabulary is what it was at first',
		onDesk(database, async (desk, tenantId) => {
			await filled(desk, tenantId);
			const words = async () => [...(await look(desk.store, tenantId)).words].sort();
			const first = await words();
			await desk.store.knowledge.write(tenantId, inputs(corpus), AT + 1);
			await desk.store.knowledge.write(tenantId, inputs(corpus).toReversed(), AT + 2);
			assert.deepEqual(await words(), first);
			await desk.store.knowledgeIndex.begin(tenantId);
			await desk.warm();
			assert.deepEqual(await words(), first);
		}),
	);

	test(
		'an article is found by the words of links, whichever came first',
		onDesk(database, async (desk, tenantId) => {
			await filled(desk, tenantId, {
				'b.md': '# Members\n\nSee [the zeppelin crew](roles.md).',
				'guide/roles.md': '# Roles\n\nWho may do what.',
			});
			assert.deepEqual(await desk.find(tenantId, 'zeppelin'), ['Members', 'Roles']);
			const write = (files: Articles) => desk.store.knowledge.write(tenantId, inputs(files), AT);
			await write({ 'c.md': '# Guests\n\nSee [submarine people](people.md) and [gliders](roles.md).' });
			assert.deepEqual(await desk.find(tenantId, 'submarine'), ['Guests']);
			assert.deepEqual((await desk.find(tenantId, 'glider')).toSorted(), ['Guests', 'Roles']);
			await write({ 'people.md': '# People\n\nWho is here.' });
			assert.deepEqual((await desk.find(tenantId, 'submarine')).toSorted(), ['Guests', 'People']);
			await write({ 'other/roles.md': '# Other roles\n\nTwo of that name.' });
			assert.deepEqual(await desk.find(tenantId, 'glider'), ['Guests'], 'a name that two have leads nowhere');
			await desk.store.knowledge.remove(tenantId, 'other/roles');
			assert.deepEqual((await desk.find(tenantId, 'glider')).toSorted(), ['Guests', 'Roles']);
			await desk.store.knowledge.remove(tenantId, 'c');
			assert.deepEqual(await desk.find(tenantId, 'glider'), []);
			assert.deepEqual(await desk.find(tenantId, 'submarine'), []);
		}),
	);

	test(
		'S-06 another tenant’s articles are not found, and do not change what is',
		onDesk(database, async (desk, tenantId) => {
			const other = somebody().tenantId;
			await filled(desk, tenantId);
			const scores = async () => {
				const search = createDatabaseSearch(desk.store.knowledgeIndex, createSearch(desk.store.knowledge), indexer);
				const found = await search.find({ tenantId, query: 'invoice file month', locale: 'en', limit: 8 });
				await search.close();
				return found.map(({ passage, score }) => [passage.id, score]);
			};
			const before = await scores();
			assert.ok(before.length > 3);
			await filled(desk, other, { 'theirs.md': '# Invoices of the other\n\nInvoice, file, month, and the zeppelin.' });
			assert.deepEqual(await scores(), before);
			assert.deepEqual(await desk.find(tenantId, 'zeppelin'), []);
			assert.deepEqual(await desk.find(other, 'zeppelin'), ['Invoices of the other']);
			assert.deepEqual(
				await desk.store.knowledgeIndex.passages(
					other,
					before.map(([id]) => Number(id)),
				),
				[],
			);
		}),
	);

	test(
		'while it is filled nothing is lost, and who writes meanwhile is found',
		onDesk(database, async (desk, tenantId) => {
			const { store } = desk;
			await store.knowledge.write(tenantId, inputs(corpus), AT);
			assert.equal((await look(store, tenantId)).version, null);
			await store.knowledgeIndex.begin(tenantId);
			assert.equal(await store.knowledgeIndex.fill(tenantId, 2), 2);
			assert.equal((await look(store, tenantId)).version, null, 'half of it does not serve');
			await store.knowledge.write(tenantId, inputs({ 'paint.md': '# Paint\n\nHelicopters are painted green.' }), AT);
			await store.knowledge.remove(tenantId, 'upload-limits');
			assert.equal((await look(store, tenantId)).version, null);
			assert.equal((await desk.find(tenantId, 'invoice'))[0], 'Invoices and billing', 'of an article without an entry');
			await desk.warm();
			assert.equal((await look(store, tenantId)).version, indexer.version);
			assert.deepEqual(await desk.find(tenantId, 'helicopter'), ['Paint']);
			assert.deepEqual(await desk.find(tenantId, 'E77'), []);
			assert.equal(await store.knowledgeIndex.fill(tenantId, 2), 0);
			await store.knowledgeIndex.begin(tenantId);
			assert.equal((await look(store, tenantId)).version, indexer.version, 'it serves while it is made anew');
		}),
	);
});

function look({ knowledgeIndex }: Store, tenantId: string) {
	return knowledgeIndex.look(
		tenantId,
		['#articles', '#passages', '#written', '#in de', 't:invoic', 't:adress', 'w:invoice', 't:file'],
		[{ letters: '', at: 'start', shortest: 1, longest: 64, limit: 1000 }],
	);
}
