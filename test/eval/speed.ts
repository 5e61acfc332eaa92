// How fast the index is and how it grows: searches, builds and the longest hold of the event loop, over ever more passages.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { buildIndex } from '../../server-kit/src/answer/knowledge/passage-index.ts';
import { inSlices } from '../../server-kit/src/answer/knowledge/slices.ts';
import type { StoredArticle } from '../../server-kit/src/core/knowledge.ts';
import { databaseSearchOver } from './database.ts';
import { articlesOf, type Document } from './documents.ts';

const sizes = [1000, 5000, 10_000, 20_000];
const databaseSizes = [1000, 5000, 20_000];
const questions = [
	'how do I reset my password',
	'Is there a limit for the size of a file that my guests can upload through a link on the free plan?',
	'invoce for last monht',
	'wie kündige ich mein Abonnement',
	'and for teams?',
	'E1042',
];

export async function measureSpeed(documents: readonly Document[]): Promise<void> {
	console.log('\nspeed   passages   build ms   longest hold ms   search ms: median   slowest tenth   MiB');
	for (const size of sizes) console.log(await speedAt(size, articlesOf(documents)));
}

async function speedAt(size: number, articles: readonly StoredArticle[]): Promise<string> {
	const many = copies(articles, size);
	const holds = monitorEventLoopDelay({ resolution: 1 });
	holds.enable();
	const started = performance.now();
	const index = await inSlices(buildIndex(many, []));
	const built = performance.now() - started;
	holds.disable();
	const [median, slow] = await timesOf(async (query) => index.find({ query, locale: 'en' }, 8));
	return line([size, built.toFixed(0), (holds.max / 1e6).toFixed(0), median, slow, (index.bytes / 2 ** 20).toFixed(0)]);
}

/** @param database a fresh one; what is written stays in it */
export async function measureDatabaseSpeed(documents: readonly Document[], database: string): Promise<void> {
	console.log(`\nspeed in ${database.replace(/\/\/.*@/, '//')}`);
	console.log('        passages     fill ms  one written   search ms: median   slowest tenth');
	for (const size of databaseSizes) {
		const articles = copies(articlesOf(documents), size);
		const { search, filledMs, writtenMs, close } = await databaseSearchOver(articles, database, `tenant of ${size}`);
		const find = (query: string) => search.find({ tenantId: `tenant of ${size}`, query, locale: 'en', limit: 8 });
		console.log(line([size, filledMs.toFixed(0), writtenMs.toFixed(1), ...(await timesOf(find))]));
		await close();
	}
}

const line = (figures: readonly (string | number)[]) => figures.map((figure) => String(figure).padStart(13)).join('');

async function timesOf(find: (query: string) => Promise<unknown>): Promise<[median: string, slow: string]> {
	const times: number[] = [];
	for (const query of Array.from({ length: 20 }, () => questions).flat()) {
		const from = performance.now();
		await find(query);
		times.push(performance.now() - from);
	}
	times.sort((a, b) => a - b);
	const at = (share: number) => (times[Math.floor(share * times.length)] ?? 0).toFixed(2);
	return [at(0.5), at(0.9)];
}

/** The articles again and again, each time with some words of their own, so that the vocabulary grows as in life. */
function copies(articles: readonly StoredArticle[], size: number): StoredArticle[] {
	const many: StoredArticle[] = [];
	for (let held = 0; held < size; ) {
		const article = articles[many.length % articles.length] as StoredArticle;
		const copy = Math.floor(many.length / articles.length);
		const own = (text: string) =>
			text.replace(/\b\w{7,}\b/g, (word, at: number) => (at % 3 === 0 ? `${word}${letters(copy)}` : word));
		const id = many.length + 1;
		const passages = article.passages.map((passage, part) => ({
			...passage,
			id: held + part + 1,
			articleId: id,
			text: own(passage.text),
		}));
		many.push({ ...article, id, slug: `${article.slug}-${copy}`, hints: hintsOf(article, copy), passages });
		held += passages.length;
	}
	return many;
}

/** The articles of a copy link to each other, not to those of another. */
function hintsOf({ hints }: StoredArticle, copy: number): StoredArticle['hints'] {
	const moved = (name: string) => name.replace(/(?=#|$)/, `-${copy}`);
	return (
		hints && {
			...hints,
			names: hints.names.map(moved),
			links: hints.links.map(({ words, to }) => ({ words, to: moved(to) })),
		}
	);
}

function letters(number: number): string {
	return number.toString(26).replace(/\d/g, (digit) => String.fromCharCode(113 + Number(digit)));
}
