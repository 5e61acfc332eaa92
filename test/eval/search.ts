// Measures the search on public question → article pairs and on the demo's own, beside plain BM25 in the same run.
// node --conditions=deskbell-src test/eval/search.ts [folder]     (or DESKBELL_DATA=folder)

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import MiniSearch from 'minisearch';
import { parseArticle } from '../../server-kit/src/answer/knowledge/article.ts';
import { createSearch } from '../../server-kit/src/answer/knowledge/search.ts';
import { createExtractiveModel } from '../../server-kit/src/answer/models/extractive.ts';
import type { Passage, Search } from '../../server-kit/src/core/knowledge.ts';

interface Document {
	name: string;
	text: string;
}

interface Pair {
	kind: string;
	query: string;
	locale: string;
	/** Names of the documents that answer it. */
	docs: readonly string[];
}

interface PublicRow {
	kind: string;
	query: string;
	doc: string;
	strip_heading?: string;
}

interface DemoRow {
	question: string;
	locale: string;
	/** Null where no article answers it. */
	slug: string | null;
	/** Articles that answer it nearly as well. */
	also?: readonly string[];
}

/** Names of documents, best first. */
type Ranker = (pair: Pair) => Promise<readonly string[]>;

const demo = join(import.meta.dirname, '../../demo/knowledge');
const demoQuestions = join(import.meta.dirname, 'demo-questions.json');

await measurePublic(process.argv[2] ?? process.env.DESKBELL_DATA);
await measureDemo();

/** The folder holds kb/plausible_pairs.jsonl and kb/plausible/docs, or is that kb folder itself. */
async function measurePublic(folder: string | undefined): Promise<void> {
	const kb = [folder, folder && join(folder, 'kb')].find(
		(each) => each && existsSync(join(each, 'plausible_pairs.jsonl')),
	);
	if (!kb)
		return console.log(
			'public pairs: skipped, no folder given by argument or DESKBELL_DATA holds plausible_pairs.jsonl',
		);
	const lines = (await readFile(join(kb, 'plausible_pairs.jsonl'), 'utf8')).split('\n').filter(Boolean);
	const rows = lines.map((line): PublicRow => JSON.parse(line));
	// A heading that became a question would find itself.
	const stripped = (await readDocuments(join(kb, 'plausible/docs'))).map(({ name, text }) => {
		const headings = new Set(rows.flatMap((row) => (row.doc === name && row.strip_heading) || []));
		const kept = text.split('\n').filter((line) => !headings.has(line.trim()));
		return { name, text: kept.join('\n') };
	});
	const pairs = rows.map(({ kind, query, doc }) => ({ kind, query, locale: 'en', docs: [doc] }));
	await compare('public pairs', stripped, pairs);
}

async function measureDemo(): Promise<void> {
	if (!existsSync(demo) || !existsSync(demoQuestions)) {
		return console.log('demo: skipped, demo/knowledge or test/eval/demo-questions.json is missing');
	}
	const rows: DemoRow[] = JSON.parse(await readFile(demoQuestions, 'utf8'));
	const pairs = rows.flatMap(({ question: query, locale, slug, also = [] }) => {
		if (slug === null) return [];
		const near = [slug, ...also].map((each) => `${each}.md`);
		return [
			{ kind: `${locale}, the article`, query, locale, docs: near.slice(0, 1) },
			{ kind: `${locale}, or a near one`, query, locale, docs: near },
		];
	});
	const documents = await readDocuments(demo);
	await compare('demo', documents, pairs);
	await measureFit(documents, rows);
}

/** How often the extractive model quotes something: it should for questions of the product, and for no other. */
async function measureFit(documents: readonly Document[], rows: readonly DemoRow[]): Promise<void> {
	const search = searchOf(documents);
	const model = createExtractiveModel({ paceMs: 0 });
	const quotes = async ({ question, locale }: DemoRow) => {
		const found = await search.find({ tenantId: 'eval', query: question, locale, limit: 6 });
		const passages = found.map(({ passage, ...fit }, at) => ({ ...passage, ...fit, number: at + 1 }));
		const request = { question, messages: [], passages, tools: [], locale, maxOutputTokens: 1000 };
		let text = '';
		for await (const batch of model.answer(request, new AbortController().signal)) {
			for (const event of batch) text += event.type === 'text' ? event.text : '';
		}
		return /\[\d+\]/.test(text);
	};
	for (const [name, some] of [
		['of the product', rows.filter((row) => row.slug !== null)],
		['from elsewhere', rows.filter((row) => row.slug === null)],
	] as const) {
		const quoted = await Promise.all(some.map(quotes));
		console.log(`questions ${name}: ${quoted.filter(Boolean).length} of ${quoted.length} answered with a quote`);
	}
}

async function readDocuments(folder: string): Promise<Document[]> {
	const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.md')).sort();
	return Promise.all(
		files.map(async (file) => ({
			name: file.split(sep).join('/'),
			text: await readFile(join(folder, file), 'utf8'),
		})),
	);
}

async function compare(title: string, documents: readonly Document[], pairs: readonly Pair[]): Promise<void> {
	console.log(`\n${title}: ${documents.length} documents, ${pairs.length} questions`);
	console.log('                                 recall@1  recall@5  MRR');
	const rankers: [string, Ranker][] = [
		['plain', plainRanker(documents)],
		['deskbell', deskbellRanker(documents)],
	];
	const kinds = [...new Set(pairs.map((pair) => pair.kind))];
	for (const kind of kinds.length > 1 ? [...kinds, 'all'] : kinds) {
		const asked = pairs.filter((pair) => kind === 'all' || pair.kind === kind);
		for (const [name, ranker] of rankers)
			console.log(`${kind.padEnd(20)} ${name.padEnd(10)} ${await measure(ranker, asked)}`);
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

function searchOf(documents: readonly Document[]): Search {
	const passages: Passage[] = documents.flatMap(({ name, text }, articleId) => {
		const article = parseArticle({ path: name, text });
		const { title, url, locale } = article;
		return article.passages.map((passage, part) => ({
			...passage,
			id: articleId * 10_000 + part,
			articleId,
			title,
			url,
			locale,
		}));
	});
	return createSearch({ revision: async () => 1, all: async () => passages });
}

function deskbellRanker(documents: readonly Document[]): Ranker {
	const search = searchOf(documents);
	return async ({ query, locale }) => {
		const found = await search.find({ tenantId: 'eval', query, locale, limit: 1000 });
		return [...new Set(found.map(({ passage }) => documents[passage.articleId]?.name ?? ''))];
	};
}
