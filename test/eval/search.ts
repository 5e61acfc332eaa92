// Measures the search on public question → article pairs and on the demo's own, beside plain BM25 in the same run.
// npm run eval:search [-- folder]     (or DESKBELL_DATA=folder)

import MiniSearch from 'minisearch';
import { PASSAGES } from '../../server-kit/src/answer/gather.ts';
import { earlierQuestions } from '../../server-kit/src/answer/thread.ts';
import { articlesOf, type DemoRow, type Document, demoSet, type Pair, publicSet, searchOver } from './documents.ts';
import { measureFit } from './fit.ts';
import { measureSpeed } from './speed.ts';

/** Names of documents, best first. */
type Ranker = (pair: Pair) => Promise<readonly string[]>;

const shared = await publicSet(process.argv[2] ?? process.env.DESKBELL_DATA);
if (shared) await measurePublic(shared);
const { documents, rows } = await demoSet();
await measureDemo(documents, rows);
await measureFit(documents, rows);
await measureSpeed(documents);

async function measurePublic({ documents, pairs }: { documents: Document[]; pairs: Pair[] }): Promise<void> {
	// An anchor pair is the words of a link and where it leads: with that link in the index it would find itself.
	await compare('public pairs', documents, pairs, [
		['plain', plainRanker(documents)],
		['deskbell', deskbellRanker(documents, pairs)],
		['with links', deskbellRanker(documents)],
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
	await compare('demo', documents, pairs, [
		['plain', plainRanker(documents)],
		['deskbell', deskbellRanker(documents)],
	]);
}

async function compare(
	title: string,
	documents: readonly Document[],
	pairs: readonly Pair[],
	rankers: readonly [string, Ranker][],
): Promise<void> {
	console.log(`\n${title}: ${documents.length} documents, ${pairs.length} questions`);
	console.log('                                      pairs  recall@1  recall@5       MRR');
	const kinds = [...new Set(pairs.map((pair) => pair.kind))];
	for (const kind of kinds.length > 1 ? [...kinds, 'all'] : kinds) {
		const asked = pairs.filter((pair) => kind === 'all' || pair.kind === kind);
		for (const [name, ranker] of rankers) {
			const figures = await measure(ranker, asked);
			console.log(`${kind.padEnd(25)} ${name.padEnd(11)} ${String(asked.length).padStart(5)}  ${figures}`);
		}
	}
}

async function measure(ranker: Ranker, pairs: readonly Pair[]): Promise<string> {
	const ranks: number[] = [];
	for (const pair of pairs) ranks.push((await ranker(pair)).findIndex((name) => pair.docs.includes(name)) + 1);
	const share = (score: (rank: number) => number) => ranks.reduce((sum, rank) => sum + score(rank), 0) / ranks.length;
	const within = (limit: number) => share((rank) => (rank > 0 && rank <= limit ? 1 : 0));
	const mrr = share((rank) => (rank > 0 ? 1 / rank : 0));
	return [within(1), within(5), mrr].map((value) => value.toFixed(3).padStart(8)).join('  ');
}

/** Whole documents as they stand in their files, no stemming, no stop words, the library's defaults. */
function plainRanker(documents: readonly Document[]): Ranker {
	const index = new MiniSearch<Document>({ idField: 'name', fields: ['text'] });
	index.addAll(documents);
	return async ({ query }) => index.search(query).map((found) => String(found.id));
}

/** The documents of the passages that a model would be handed. */
function deskbellRanker(documents: readonly Document[], hidden?: readonly Pair[]): Ranker {
	const search = searchOver(articlesOf(documents, hidden));
	return async ({ query, before, locale }) => {
		const found = await search.find({ tenantId: 'eval', query, before, locale, limit: PASSAGES });
		return [...new Set(found.map(({ passage }) => documents[passage.articleId - 1]?.name ?? ''))];
	};
}
