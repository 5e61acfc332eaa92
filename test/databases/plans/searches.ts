// The search in the database on a desk that is not small: what it asks while articles come and go, and for a question.

import type { Knex } from 'knex';
import { createDatabaseSearch } from '../../../server-kit/src/answer/knowledge/database-search.ts';
import { indexer } from '../../../server-kit/src/answer/knowledge/indexer.ts';
import { createSearch } from '../../../server-kit/src/answer/knowledge/search.ts';
import type { ArticleInput } from '../../../server-kit/src/core/knowledge.ts';
import { openStore } from '../../../server-kit/src/store/open.ts';
import type { Asked } from './endpoints.ts';
import { BIG } from './large.ts';
import { createRecorder } from './recorded.ts';

const article = (slug: string, text: string): ArticleInput => {
	const hints = { about: '', names: [slug], links: [{ words: 'the zeppelin crew', to: 'crew' }] };
	return {
		slug,
		title: slug,
		url: null,
		locale: 'de',
		body: text,
		hints,
		passages: [{ headings: [], anchor: null, text }],
	};
};

const ARTICLES = [
	article('rechnungen', 'Die Rechnungsadresse ändern Sie unter Rechnungen. Die Adresse bleibt.'),
	article('crew', 'Helicopters are painted green, and invoices are sent.'),
];
/** Known words, a typing error, the beginning of a word, a compound, and one that nobody knows. */
const QUESTION = 'Wo steht die Adresse einer Rechnung, helicoptres paint greenadresse, und der xylophonist?';

/** `found` is how many passages the question finds: none would have asked for less. */
export async function searchEverything(database: string, db: Knex): Promise<{ asked: Asked[]; found: number }> {
	const { tenantId } = BIG;
	const { store, close } = openStore(database, { indexer });
	const search = createDatabaseSearch(store.knowledgeIndex, createSearch(store.knowledge), indexer);
	const recorder = createRecorder();
	try {
		// What was filled has no words of its own that could be read.
		await db('support_kb_revisions').where({ tenant_id: tenantId }).delete();
		await db('support_kb_revisions').insert({ tenant_id: tenantId, revision: 1, index_version: indexer.version });
		let found = 0;
		const steps: [operation: string, work: () => Promise<unknown>][] = [
			['write articles', () => store.knowledge.write(tenantId, ARTICLES, 1)],
			[
				'search',
				async () => {
					found = (await search.find({ tenantId, query: QUESTION, locale: 'de', limit: 8 })).length;
				},
			],
			['remove an article', () => store.knowledge.remove(tenantId, 'crew')],
			['begin', () => store.knowledgeIndex.begin(tenantId)],
			['fill', () => store.knowledgeIndex.fill(tenantId, 5)],
			['look for what is unfilled', () => store.knowledgeIndex.unfilled(20)],
		];
		const asked: Asked[] = [];
		for (const [operation, work] of steps)
			asked.push({ face: 'none', operation, status: 200, statements: await recorder.during(work) });
		return { asked, found };
	} finally {
		recorder.stop();
		await close();
	}
}
