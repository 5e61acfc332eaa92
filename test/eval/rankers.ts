// What the measurements hold beside each other: rankers of documents, and how well and how fast each finds.

import MiniSearch from 'minisearch';
import { PASSAGES } from '../../server-kit/src/answer/gather.ts';
import type { Search } from '../../server-kit/src/core/knowledge.ts';
import type { Document, Pair } from './documents.ts';

/** Names of documents, best first. */
export type Ranker = (pair: Pair) => Promise<readonly string[]>;

/** Whole documents as they stand in their files, no stemming, no stop words, the library's defaults. */
export function plainRanker(documents: readonly Document[]): Ranker {
	const index = new MiniSearch<Document>({ idField: 'name', fields: ['text'] });
	index.addAll(documents);
	return async ({ query }) => index.search(query).map((found) => String(found.id));
}

/** The documents of the passages that a model would be handed. @param first the id of the first document's article */
export function rankerOver(search: Search, documents: readonly Document[], first = 1, tenantId = 'eval'): Ranker {
	return async ({ query, before, locale }) => {
		const found = await search.find({ tenantId, query, before, locale, limit: PASSAGES });
		return [...new Set(found.map(({ passage }) => documents[passage.articleId - first]?.name ?? ''))];
	};
}

export interface Figures {
	/** Recall@1, recall@5, MRR. */
	scores: readonly number[];
	/** Milliseconds of each question, the fastest first. */
	times: readonly number[];
	/** Milliseconds of this process's processor time a question: the same however busy the machine is. */
	processor: number;
}

export async function figuresOf(ranker: Ranker, pairs: readonly Pair[], told = () => {}): Promise<Figures> {
	const ranks: number[] = [];
	const times: number[] = [];
	const before = process.cpuUsage();
	for (const pair of pairs) {
		const from = performance.now();
		const names = await ranker(pair);
		times.push(performance.now() - from);
		ranks.push(names.findIndex((name) => pair.docs.includes(name)) + 1);
		told();
	}
	const { user, system } = process.cpuUsage(before);
	const processor = (user + system) / 1000 / pairs.length;
	const share = (score: (rank: number) => number) => ranks.reduce((sum, rank) => sum + score(rank), 0) / ranks.length;
	const within = (limit: number) => share((rank) => (rank > 0 && rank <= limit ? 1 : 0));
	const mrr = share((rank) => (rank > 0 ? 1 / rank : 0));
	return { scores: [within(1), within(5), mrr], times: times.sort((a, b) => a - b), processor };
}

/** @param share of those that were faster */
export const timeAt = (times: readonly number[], share: number) => times[Math.floor(share * times.length)] ?? 0;
