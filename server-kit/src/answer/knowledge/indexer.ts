// Turns articles into the entries that the database keeps: read as the index in memory reads them, written down.

import type { StoredArticle } from '../../core/knowledge.ts';
import type { IndexEntry, Indexer } from '../../core/knowledge-index.ts';
import { joins, partsOf } from './compounds.ts';
import { type ArticleEntry, readArticle, type Words, withParts } from './entries.ts';
import { entryText, NAMING, spreadIn } from './entry-text.ts';
import { incomingWords, pointersOf } from './links.ts';
import { inSlices } from './slices.ts';
import { forms } from './stems.ts';
import { isSampled, type TokenKind, tokenOf } from './tokens.ts';
import { createVocabulary } from './vocabulary.ts';
import { wordIn, writtenKey } from './vocabulary-keys.ts';
import { linksIn } from './weights.ts';

/** To be raised whenever stems, stop words, fields or the text of an entry change. */
const VERSION = 2;

type Known = Parameters<Indexer['read']>[3];

export const indexer: Indexer = {
	version: VERSION,
	spreadIn,
	pointersOf,
	incomingWords,
	async read(tenantId, articles, incoming, known) {
		const words: Words = { terms: createVocabulary(), written: createVocabulary() };
		const read: ArticleEntry[] = [];
		for (const article of articles)
			read.push(await inSlices(readArticle(article, incoming.get(article.id) ?? '', words)));
		await learnParts(read, words, known);
		const entries = await inSlices(withParts(read, words));
		return entries.map((entry, at) => {
			const article = articles[at] as StoredArticle;
			return indexEntry(tenantId, article, entry, { words, links: linksIn(incoming.get(article.id)) });
		});
	},
};

/** The parts of compound words may stand in articles that are indexed already. */
async function learnParts(entries: readonly ArticleEntry[], words: Words, known: Known): Promise<void> {
	const language = entries.find((entry) => joins(entry.language))?.language;
	if (!language) return;
	const asked = new Set<string>();
	const there = new Set<string>();
	for (;;) {
		const wanted = new Set<string>();
		for (const word of words.written.words())
			partsOf(word, (part) => {
				if (words.written.find(part) !== undefined || there.has(part)) return true;
				if (!asked.has(part)) wanted.add(part);
				return false;
			});
		if (wanted.size === 0) break;
		for (const part of wanted) asked.add(part);
		for (const key of await known([...wanted].map(writtenKey))) there.add(wordIn(key));
	}
	for (const part of there) {
		words.written.add(part);
		for (const form of forms(part, language)) words.terms.add(form);
	}
}

function indexEntry(
	tenantId: string,
	article: StoredArticle,
	entry: ArticleEntry,
	{ words, links: count }: { words: Words; links: number },
): IndexEntry {
	const terms = [...words.terms.words()];
	const passageIds = article.passages.map(({ id }) => id);
	const tokens = (kind: TokenKind, fields: readonly Int32Array[]) =>
		[...new Set(fields.flatMap((field) => [...field]))].map((term) => tokenOf(tenantId, kind, terms[term] ?? ''));
	const named = NAMING.flatMap((field) => entry.terms[field] ?? []);
	return {
		articleId: article.id,
		words: entryText(entry, passageIds, count, words),
		tokens: [
			...tokens('holds', entry.terms),
			...tokens('about', named),
			...(isSampled(article.id) ? tokens('sample', named) : []),
		],
	};
}
