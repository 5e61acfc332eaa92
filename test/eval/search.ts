// Measures the search on public question → article pairs and on the demo's own, beside plain BM25 in the same run: with
// the index in memory and with the one that a database keeps.
// npm run eval:search [-- folder] [--engine memory|database] [--db database]     (or DESKBELL_DATA=folder)
// What is found is the same on every database: only the speed is measured on the one that `--db` names, a fresh one.
// npm run eval:search -- --among 5000,20000     instead: all questions, in one tenant with so many articles

import { parseArgs } from 'node:util';
import { earlierQuestions } from '../../server-kit/src/answer/thread.ts';
import { measureAmongMany } from './crowded.ts';
import { databaseSearchOver } from './database.ts';
import { articlesOf, type DemoRow, type Document, demoSet, type Pair, publicSet, searchOver } from './documents.ts';
import { meaningSearchOver } from './embeddings.ts';
import { measureFit } from './fit.ts';
import { figuresOf, plainRanker, type Ranker, rankerOver } from './rankers.ts';
import { measureDatabaseSpeed, measureSpeed } from './speed.ts';

const { positionals, values: chosen } = parseArgs({
	allowPositionals: true,
	options: { engine: { type: 'string' }, db: { type: 'string', default: ':memory:' }, among: { type: 'string' } },
});
const inMemory = chosen.engine !== 'database';
const inDatabase = chosen.engine !== 'memory';
const folder = positionals[0] ?? process.env.DESKBELL_DATA;
const shared = await publicSet(folder);
const demo = await demoSet();
if (chosen.among) await measureCrowds(chosen.among.split(',').map(Number));
else await measureEach();

async function measureCrowds(sizes: readonly number[]): Promise<void> {
	const engines = { plain: !chosen.engine, memory: inMemory, database: inDatabase ? chosen.db : null };
	if (shared) await measureAmongMany(folder, { shared, demo }, sizes, engines);
}

async function measureEach(): Promise<void> {
	const { documents, rows } = demo;
	if (shared) await measurePublic(shared);
	await measureDemo(documents, rows);
	if (inMemory) await measureFit(documents, rows);
	if (inMemory) await measureSpeed(documents);
	if (inDatabase) await measureDatabaseSpeed(documents, chosen.db);
}

async function measurePublic({ documents, pairs }: { documents: Document[]; pairs: Pair[] }): Promise<void> {
	// An anchor pair is the words of a link and where it leads: with that link in the index it would find itself.
	await compare('public pairs', documents, pairs, [
		['plain', plainRanker(documents)],
		...(await deskbellRankers(documents, pairs)),
		...(await deskbellRankers(documents, [], 'with links')),
	]);
}

async function measureDemo(documents: readonly Document[], rows: readonly DemoRow[]): Promise<void> {
	const pairs = rows.flatMap(({ question: query, thread = [], locale, slug, also = [] }) => {
		if (slug === null) return [];
		const near = [slug, ...also].map((each) => `${each}.md`);
		const kind = thread.length > 0 ? 'follow-up' : locale;
		const before = earlierQuestions(query, thread);
		return [
			{ kind: `${kind}, the article`, query, before, locale, docs: near.slice(0, 1) },
			{ kind: `${kind}, or a near one`, query, before, locale, docs: near },
		];
	});
	await compare('demo', documents, pairs, [['plain', plainRanker(documents)], ...(await deskbellRankers(documents))]);
}

async function compare(
	title: string,
	documents: readonly Document[],
	pairs: readonly Pair[],
	rankers: readonly [string, Ranker][],
): Promise<void> {
	console.log(`\n${title}: ${documents.length} documents, ${pairs.length} questions`);
	console.log('                                                 pairs  recall@1  recall@5       MRR');
	const kinds = [...new Set(pairs.map((pair) => pair.kind))];
	for (const kind of kinds.length > 1 ? [...kinds, 'all'] : kinds) {
		const asked = pairs.filter((pair) => kind === 'all' || pair.kind === kind);
		for (const [name, ranker] of rankers) {
			const { scores } = await figuresOf(ranker, asked);
			const figures = scores.map((value) => value.toFixed(3).padStart(8)).join('  ');
			console.log(`${kind.padEnd(25)} ${name.padEnd(22)} ${String(asked.length).padStart(5)}  ${figures}`);
		}
	}
}

/** With the index in memory, with the one in the database, or both. */
async function deskbellRankers(
	documents: readonly Document[],
	hidden: readonly Pair[] = [],
	title = 'deskbell',
): Promise<[string, Ranker][]> {
	const articles = articlesOf(documents, hidden);
	const rankers: [string, Ranker][] = [];
	if (inMemory) rankers.push([title, rankerOver(searchOver(articles), documents)]);
	const byMeaning = inMemory ? await meaningSearchOver(articles) : null;
	if (byMeaning) rankers.push([`${title}, by meaning`, rankerOver(byMeaning, documents)]);
	if (!inDatabase) return rankers;
	const { search } = await databaseSearchOver(articles, ':memory:');
	return [...rankers, [`${title}, in database`, rankerOver(search, documents)]];
}
