// How well and how fast the right article is found among thousands of others, of all sets in one tenant.

import { showProgress } from '../../server-kit/src/cli/progress.ts';
import { databaseSearchOver } from './database.ts';
import { distractorsFrom, IN_EVERY_TITLE } from './distractors.ts';
import { articlesOf, type DemoRow, type Document, type Pair, searchOver } from './documents.ts';
import { figuresOf, plainRanker, type Ranker, rankerOver, timeAt } from './rankers.ts';

export interface Sets {
	shared: { documents: Document[]; pairs: Pair[] };
	demo: { documents: Document[]; rows: DemoRow[] };
}

export interface Engines {
	plain: boolean;
	memory: boolean;
	/** Fresh ones; null for none. */
	database: string | null;
}

const AT_ONCE = 500;

export async function measureAmongMany(
	folder: string | undefined,
	{ shared, demo }: Sets,
	sizes: readonly number[],
	engines: Engines,
): Promise<void> {
	const own = [
		...shared.documents,
		...demo.documents.map((document) => ({ ...document, name: nameOf(document.name) })),
	];
	const distractors = await distractorsFrom(folder, own);
	if (!distractors) return;
	const pairs = [...shared.pairs, ...demo.rows.flatMap(pairOf)];
	for (const size of sizes) {
		const documents = [...own, ...distractors(Math.max(0, size - own.length))];
		console.log(`\namong ${documents.length} articles: ${pairs.length} questions`);
		console.log(
			'                        recall@1  recall@5       MRR   ms: median  slowest tenth    slowest  processor',
		);
		await measureAll(documents, shared.pairs, pairs, engines);
	}
}

const nameOf = (name: string) => `demo/${name}`;

/** Follow-ups lean on threads, which the plain ranking knows nothing of. */
function pairOf({ question: query, thread = [], locale, slug, also = [] }: DemoRow): Pair[] {
	if (slug === null || thread.length > 0) return [];
	return [{ kind: 'demo', query, before: [], locale, docs: [slug, ...also].map((each) => nameOf(`${each}.md`)) }];
}

async function measureAll(
	documents: readonly Document[],
	hidden: readonly Pair[],
	pairs: readonly Pair[],
	{ plain, memory, database }: Engines,
): Promise<void> {
	const measured = (name: string, ranker: Ranker) => report(name, ranker, pairs);
	if (plain) await measured('plain', plainRanker(documents));
	if (!memory && database === null) return;
	const articles = articlesOf(documents, hidden);
	if (memory) {
		const ranker = rankerOver(searchOver(articles), documents);
		// The first question waits until the index is built.
		await ranker(pairs[0] as Pair);
		await measured('in memory', ranker);
	}
	if (database === null) return;
	const tenantId = `tenant of ${documents.length}`;
	const shown = showProgress(process.stderr, 2 * articles.length, 'Writing and indexing', 'articles');
	const { search, first, close } = await databaseSearchOver(articles, database, tenantId, {
		atOnce: AT_ONCE,
		told: shown.advance,
	});
	shown.end();
	const ranker = rankerOver(search, documents, first, tenantId);
	await measured('in database', ranker);
	for (const [name, query] of hardQuestions(documents)) await reportTime(name, query, ranker);
	await close();
}

async function report(name: string, ranker: Ranker, pairs: readonly Pair[]): Promise<void> {
	const shown = showProgress(process.stderr, pairs.length, 'Asking', 'questions');
	let asked = 0;
	const { scores, times, processor } = await figuresOf(ranker, pairs, () => shown.advance(++asked));
	shown.end();
	const said = scores.map((score) => score.toFixed(3).padStart(10)).join('');
	const took = [...[0.5, 0.9, 0.999].map((share) => timeAt(times, share)), processor];
	console.log(`${name.padEnd(22)}${said}${took.map((ms) => ms.toFixed(1).padStart(12)).join('')}`);
}

const LONGEST_QUESTION = 8000;
const OFTEN = 5;

/** What costs the most: words that stand everywhere, and many of them. */
function hardQuestions(documents: readonly Document[]): (readonly [name: string, query: string])[] {
	const words = new Set(
		documents.flatMap(
			({ text }) =>
				text
					.slice(0, 2000)
					.toLowerCase()
					.match(/\p{L}{4,}/gu) ?? [],
		),
	);
	return [
		['a word of all titles', IN_EVERY_TITLE],
		['and one of many texts', `${IN_EVERY_TITLE} account`],
		['five common words', 'account card order website data'],
		['8,000 characters', [...words].join(' ').slice(0, LONGEST_QUESTION)],
	];
}

async function reportTime(name: string, query: string, ranker: Ranker): Promise<void> {
	const pair = { kind: name, query, before: [], locale: 'en', docs: [] };
	const { times, processor } = await figuresOf(
		ranker,
		Array.from({ length: OFTEN }, () => pair),
	);
	console.log(`${name.padEnd(52)}${[timeAt(times, 0.5), processor].map((ms) => ms.toFixed(1).padStart(12)).join('')}`);
}
