// The index of the knowledge base in the database: entries of articles, and the words that stand in them.

import type { Knex } from 'knex';
import type { StoredArticle } from '../core/knowledge.ts';
import type { Alike, Indexer, IndexFacts, KnowledgeIndexStore, Spread, WeighedToken } from '../core/knowledge-index.ts';
import { addedTo, clearEntries, deleteEntries, ENTRIES, type EntryRow, holdersOf, insertEntries } from './full-text.ts';
import { passagesBy, REVISIONS, readArticles } from './knowledge-rows.ts';
import { incomingBy, outdated, POINTERS, replacePointers } from './pointers.ts';
import { inOne } from './steps.ts';

const WORDS = 'support_kb_words';
const STATE = '#';
const WRITTEN = 'w:';
const CHUNK = 500;

interface SpreadRow extends Spread {
	word: string;
}

export function knowledgeIndexIn(db: Knex, indexer: Indexer): KnowledgeIndexStore {
	return {
		async look(tenantId, words, alike) {
			const rows: SpreadRow[] = await union(db, [
				...(words.length > 0 ? [wordsOf(db, tenantId).whereIn('word', words)] : []),
				...alike.map((one) => alikeTo(db, tenantId, one)),
				stateOf(db, tenantId),
			]);
			const state = rows.find(({ word }) => word === STATE);
			const found = new Map(rows.map(({ word, articles, passages }) => [word, { articles, passages }]));
			found.delete(STATE);
			return { version: state && state.articles > 0 ? state.articles : null, words: found };
		},

		async candidates(tenantId, tokens, limit) {
			const best = db
				.select('article_id')
				.sum({ score: 'weight' })
				.from(holders(db, tenantId, tokens).as('holders'))
				.groupBy('article_id')
				.orderBy('score', 'desc')
				.orderBy('article_id')
				.limit(limit);
			return db
				.select({ articleId: 'entries.article_id', words: 'entries.words' })
				.from(best.as('best'))
				.join({ entries: ENTRIES }, 'entries.article_id', 'best.article_id')
				.where('entries.tenant_id', tenantId);
		},

		passages: (tenantId, ids) => passagesBy(db, tenantId, ids),

		unfilled: (limit) =>
			db(REVISIONS)
				.where((open) => open.whereNull('index_version').orWhere('index_version', '<', indexer.version))
				.orWhereNotNull('index_after')
				.orderBy('tenant_id')
				.limit(limit)
				.pluck('tenant_id'),

		begin: (tenantId) => inOne(db, (bound) => begin(bound, tenantId)),

		fill: (tenantId, limit) =>
			inOne(db, async (bound) => {
				const state = await holdState(bound, tenantId);
				if (!state) return 0;
				if (state.after === null && (state.version ?? 0) >= indexer.version) return 0;
				if (state.after === null) await begin(bound, tenantId);
				const articles = await readArticles(bound, tenantId, { after: state.after ?? 0, limit });
				await index(bound, tenantId, articles, indexer);
				const more = articles.length === limit;
				const reached = more
					? { index_after: articles.at(-1)?.id }
					: { index_after: null, index_version: indexer.version };
				await bound(REVISIONS).where({ tenant_id: tenantId }).update(reached);
				return articles.length;
			}),

		drop: () =>
			inOne(db, async (bound) => {
				// Whoever writes articles or fills the index meanwhile waits, and finds that nobody keeps it.
				await bound(REVISIONS).update({ index_version: null, index_after: null });
				await clearEntries(bound);
				for (const table of [WORDS, POINTERS]) await bound(table).delete();
			}),
	};
}

export async function indexFacts(db: Knex): Promise<IndexFacts> {
	const row = await db(REVISIONS).count({ tenants: '*', whole: 'index_version', filling: 'index_after' }).first();
	return { tenants: Number(row?.tenants), whole: Number(row?.whole), filling: Number(row?.filling) };
}

const begin = async (db: Knex, tenantId: string): Promise<void> =>
	void (await db(REVISIONS).where({ tenant_id: tenantId }).update({ index_after: 0 }));

interface State {
	version: number | null;
	after: number | null;
}

/** Whoever writes articles or fills the index holds it, and the next one waits. */
async function holdState(db: Knex, tenantId: string): Promise<State | undefined> {
	return db(REVISIONS)
		.where({ tenant_id: tenantId })
		.forUpdate()
		.first({ version: 'index_version', after: 'index_after' });
}

/** Of a tenant whose index is kept: articles that were written, in the transaction in which they were. */
export async function keepIndex(
	db: Knex,
	tenantId: string,
	{ written, removed }: { written: readonly number[]; removed: readonly number[] },
	indexer: Indexer,
): Promise<void> {
	const state = await holdState(db, tenantId);
	if (!state || (state.version === null && state.after === null)) return;
	const articles = written.length > 0 ? await readArticles(db, tenantId, { ids: written }) : [];
	await index(db, tenantId, articles, indexer, removed);
}

type Change = Map<string, Spread>;

/**
 * Makes the entries of these articles, and anew those of others whose names or links they share. What it reads of the
 * index it locks: MariaDB would show it as it was when the transaction began, before others were waited for.
 */
async function index(
	db: Knex,
	tenantId: string,
	given: readonly StoredArticle[],
	indexer: Indexer,
	removed: readonly number[] = [],
): Promise<void> {
	const touched = [...given.map(({ id }) => id), ...removed];
	if (touched.length === 0) return;
	const tails = await replacePointers(db, tenantId, touched, given.flatMap(indexer.pointersOf));
	const incoming = await incomingBy(db, tenantId, tails, indexer);
	const others = await outdated(db, tenantId, incoming, given);
	const articles = [...given, ...(others.length > 0 ? await readArticles(db, tenantId, { ids: others }) : [])];
	const entries = await indexer.read(tenantId, articles, incoming, (words) => known(db, tenantId, words));
	const change: Change = new Map();
	for (const { words } of entries) add(change, indexer.spreadIn(words), 1);
	await takeAway(db, tenantId, [...touched, ...others], indexer, change);
	await applyChange(db, tenantId, change);
	const rows = entries.map(({ articleId, words, tokens }): EntryRow => {
		return { article_id: articleId, tenant_id: tenantId, incoming: incoming.get(articleId) ?? '', words, tokens };
	});
	await insertEntries(db, rows);
}

async function takeAway(
	db: Knex,
	tenantId: string,
	ids: readonly number[],
	indexer: Indexer,
	change: Change,
): Promise<void> {
	const before = await db(ENTRIES)
		.where({ tenant_id: tenantId })
		.whereIn('article_id', ids)
		.forUpdate()
		.select('words');
	if (before.length === 0) return;
	for (const { words } of before) add(change, indexer.spreadIn(words), -1);
	await deleteEntries(db, ids);
}

function add(change: Change, spread: ReadonlyMap<string, Spread>, sign: 1 | -1): void {
	for (const [word, { articles, passages }] of spread) {
		const sum = change.get(word) ?? { articles: 0, passages: 0 };
		change.set(word, { articles: sum.articles + sign * articles, passages: sum.passages + sign * passages });
	}
}

/** In the order of the words: two who write at once do not wait for each other in a ring. */
async function applyChange(db: Knex, tenantId: string, change: Change): Promise<void> {
	const moved = [...change].filter(([, { articles, passages }]) => articles !== 0 || passages !== 0);
	const rows = moved.map(([word, spread]) => rowOf(tenantId, word, spread)).sort((a, b) => (a.word < b.word ? -1 : 1));
	for (const chunk of chunks(rows, CHUNK))
		await db(WORDS)
			.insert(chunk)
			.onConflict(['tenant_id', 'word'])
			.merge({ articles: addedTo(db, WORDS, 'articles'), passages: addedTo(db, WORDS, 'passages') });
	const fewer = rows.filter(({ articles }) => articles < 0).map(({ word }) => word);
	for (const chunk of chunks(fewer, CHUNK))
		await db(WORDS).where({ tenant_id: tenantId }).whereIn('word', chunk).where('articles', '<=', 0).delete();
}

function rowOf(tenantId: string, word: string, spread: Spread) {
	const written = word.startsWith(WRITTEN) ? word.slice(WRITTEN.length) : null;
	return {
		tenant_id: tenantId,
		word,
		...spread,
		letters: written?.length ?? 0,
		backwards: written === null ? null : backwardsOf(tenantId, written),
	};
}

/** With the tenant: an index that only began with it would tempt planners to read all of the tenant's words. */
const backwardsOf = (tenantId: string, word: string) => `${tenantId}:${[...word].reverse().join('')}`;

async function known(db: Knex, tenantId: string, words: readonly string[]): Promise<Set<string>> {
	const found = new Set<string>();
	for (const chunk of chunks(words, 2 * CHUNK))
		for (const { word } of await wordsOf(db, tenantId).whereIn('word', chunk)) found.add(word);
	return found;
}

function chunks<Each>(all: readonly Each[], size: number): Each[][] {
	return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

function wordsOf(db: Knex, tenantId: string): Knex.QueryBuilder<SpreadRow, SpreadRow[]> {
	return db(WORDS).select('word', 'articles', 'passages').where({ tenant_id: tenantId });
}

function stateOf(db: Knex, tenantId: string): Knex.QueryBuilder {
	return db(REVISIONS)
		.select({ word: db.raw('?', [STATE]) }, { articles: 'index_version' }, { passages: 'revision' })
		.where({ tenant_id: tenantId })
		.whereNotNull('index_version');
}

const LAST = '\u{10ffff}';

function alikeTo(db: Knex, tenantId: string, { letters, at, shortest, longest, limit }: Alike): Knex.QueryBuilder {
	const [column, from] = at === 'start' ? ['word', WRITTEN + letters] : ['backwards', backwardsOf(tenantId, letters)];
	const found = wordsOf(db, tenantId)
		.where(column, '>=', from)
		.where(column, '<', from + LAST)
		.whereBetween('letters', [shortest, longest])
		.orderBy(['letters', 'word'])
		.limit(limit);
	return db.select('*').from(found.as('alike'));
}

function holders(db: Knex, tenantId: string, tokens: readonly WeighedToken[]): Knex.QueryBuilder {
	return union(
		db,
		tokens.map(({ token, weight }) => holdersOf(db, tenantId, token, weight)),
	);
}

function union(db: Knex, parts: readonly (Knex.QueryBuilder | Knex.Raw)[]): Knex.QueryBuilder {
	return db.queryBuilder().unionAll([...parts]);
}
