// The documents and questions that the search is measured on, and a search over documents without a database.

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { parseArticle } from '../../server-kit/src/answer/knowledge/article.ts';
import { articleName } from '../../server-kit/src/answer/knowledge/links.ts';
import { createSearch, type KnowledgeSearch } from '../../server-kit/src/answer/knowledge/search.ts';
import type { StoredArticle } from '../../server-kit/src/core/knowledge.ts';

export interface Document {
	name: string;
	text: string;
}

export interface Pair {
	kind: string;
	query: string;
	/** Earlier questions of the thread, nearest first. */
	before: readonly string[];
	locale: string;
	/** Names of the documents that answer it. */
	docs: readonly string[];
}

export interface DemoRow {
	question: string;
	/** What was asked before it in the same thread, oldest first. */
	thread?: readonly string[];
	locale: string;
	/** Null where no article answers it. */
	slug: string | null;
	/** Articles that answer it nearly as well. */
	also?: readonly string[];
}

interface PublicRow {
	kind: string;
	query: string;
	doc: string;
	strip_heading?: string;
}

const demo = join(import.meta.dirname, '../../demo/knowledge');

/** Null, and a line that says so, where the folder does not hold kb/plausible_pairs.jsonl and kb/plausible/docs. */
export async function publicSet(folder: string | undefined): Promise<{ documents: Document[]; pairs: Pair[] } | null> {
	const kb = [folder, folder && join(folder, 'kb')].find(
		(each) => each && existsSync(join(each, 'plausible_pairs.jsonl')),
	);
	if (!kb) {
		console.log('public pairs: skipped, no folder given by argument or DESKBELL_DATA holds plausible_pairs.jsonl');
		return null;
	}
	const lines = (await readFile(join(kb, 'plausible_pairs.jsonl'), 'utf8')).split('\n').filter(Boolean);
	const rows = lines.map((line): PublicRow => JSON.parse(line));
	// A heading that became a question would find itself.
	const documents = (await readDocuments(join(kb, 'plausible/docs'))).map(({ name, text }) => {
		const headings = new Set(rows.flatMap((row) => (row.doc === name && row.strip_heading) || []));
		const kept = text.split('\n').filter((line) => !headings.has(line.trim()));
		return { name, text: kept.join('\n') };
	});
	const pairs = rows.map(({ kind, query, doc }) => ({ kind, query, before: [], locale: 'en', docs: [doc] }));
	return { documents, pairs };
}

export async function demoSet(): Promise<{ documents: Document[]; rows: DemoRow[] }> {
	const rows: DemoRow[] = JSON.parse(await readFile(join(import.meta.dirname, 'demo-questions.json'), 'utf8'));
	return { documents: await readDocuments(demo), rows };
}

async function readDocuments(folder: string): Promise<Document[]> {
	const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.md')).sort();
	return Promise.all(
		files.map(async (file) => ({ name: file.split(sep).join('/'), text: await readFile(join(folder, file), 'utf8') })),
	);
}

/** As an import would store them; without the links whose words lead to a document that a pair asks for by them. */
export function articlesOf(documents: readonly Document[], asked: readonly Pair[] = []): StoredArticle[] {
	const place = (path: string) =>
		articleName(path.split('#')[0] ?? '')
			.split('/')
			.at(-1);
	const hidden = new Set(
		asked.flatMap(({ query, docs }) => docs.map((doc) => `${query.toLowerCase()} → ${place(doc)}`)),
	);
	return documents.map(({ name, text }, at) => {
		const { slug, title, url, locale, hints, passages } = parseArticle({ path: name, text });
		const id = at + 1;
		const links = (hints?.links ?? []).filter(({ words, to }) => !hidden.has(`${words.toLowerCase()} → ${place(to)}`));
		return {
			id,
			slug,
			title,
			url,
			locale,
			hints: hints ? { ...hints, links } : null,
			passages: passages.map((each, part) => ({ ...each, id: id * 10_000 + part, articleId: id, title, url, locale })),
		};
	});
}

export function searchOver(articles: readonly StoredArticle[]): KnowledgeSearch {
	return createSearch({
		revision: async () => 1,
		read: async (_, after, limit) => articles.filter(({ id }) => id > after).slice(0, limit),
		standing: async (_, ids) => ids,
		tenants: async () => ['eval'],
	});
}
