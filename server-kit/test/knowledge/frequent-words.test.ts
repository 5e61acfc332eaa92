// What a question may cost the database: words that stand everywhere are not gone through, however the question is made.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseArticle } from '../../src/answer/knowledge/article.ts';
import { createDatabaseSearch } from '../../src/answer/knowledge/database-search.ts';
import { indexer } from '../../src/answer/knowledge/indexer.ts';
import { createSearch } from '../../src/answer/knowledge/search.ts';
import { isSampled, tokenOf } from '../../src/answer/knowledge/tokens.ts';
import type { KnowledgeIndexStore, Looked, WeighedToken } from '../../src/core/knowledge-index.ts';
import { type OpenStore, openStore } from '../../src/store/open.ts';

const tenantId = 'acme';
const ARTICLES = 150;
/** The words of all articles are as frequent as in half a million. */
const TIMES = 3000;

const files = Object.fromEntries(
	Array.from({ length: ARTICLES }, (_, at) => {
		const place = String(at + 1).padStart(3, '0');
		const rare = at === 10 ? 'Helicopters land here.' : '';
		return [`${place}.md`, `# Zenith ${place}\n\nEvery account has a limit. ${rare}`];
	}),
);

let open: OpenStore;
before(async () => {
	open = openStore(':memory:', { indexer });
	await open.migrate();
	const articles = Object.entries(files).map(([path, text]) => parseArticle({ path, text }));
	await open.store.knowledge.write(tenantId, articles, 0);
	await createDatabaseSearch(open.store.knowledgeIndex, createSearch(open.store.knowledge), indexer).warm();
});
after(() => open.close());

interface Cost {
	titles: string[];
	tokens: readonly WeighedToken[];
	looks: number[];
}

/** @param times how much more frequent the words are than the articles say */
async function asked(query: string, times = TIMES): Promise<Cost> {
	const { knowledgeIndex: real, knowledge } = open.store;
	const cost: Cost = { titles: [], tokens: [], looks: [] };
	const index: KnowledgeIndexStore = {
		...real,
		async look(...question) {
			cost.looks.push(question[1].length + question[2].length);
			return grown(await real.look(...question), times);
		},
		candidates(tenant, tokens, limit) {
			cost.tokens = tokens;
			return real.candidates(tenant, tokens, limit);
		},
	};
	const search = createDatabaseSearch(index, createSearch(knowledge), indexer);
	const found = await search.find({ tenantId, query, locale: 'en', limit: 8 });
	await search.close();
	return { ...cost, titles: found.map(({ passage }) => passage.title) };
}

function grown({ version, words }: Looked, times: number): Looked {
	const spread = [...words].map(([word, { articles, passages }]) => {
		return [word, { articles: articles * times, passages: passages * times }] as const;
	});
	return { version, words: new Map(spread) };
}

const named = (tokens: readonly WeighedToken[], terms: readonly string[]) =>
	(['holds', 'about', 'sample'] as const).flatMap((kind) =>
		terms.flatMap((term) =>
			tokens.some(({ token }) => token === tokenOf(tenantId, kind, term)) ? `${kind} ${term}` : [],
		),
	);

describe('words that stand everywhere', () => {
	const terms = ['zenith', 'account', 'helicopt'];

	it('are gone through while few articles hold them', async () => {
		const { tokens } = await asked('Zenith account helicopter', 1);
		assert.deepEqual(named(tokens, terms), ['holds zenith', 'holds account', 'holds helicopt', 'about zenith']);
	});

	it('are left to the ranking where another word finds the articles', async () => {
		const { titles, tokens } = await asked('Zenith account helicopter');
		assert.deepEqual(named(tokens, terms), ['holds helicopt']);
		assert.deepEqual(titles, ['Zenith 011']);
	});

	it('find a sample of the articles about them where nothing else is asked for', async () => {
		const { titles, tokens } = await asked('Zenith account');
		assert.deepEqual(named(tokens, terms), ['sample zenith', 'sample account']);
		const sampled = Array.from({ length: ARTICLES }, (_, at) => at + 1).filter(isSampled);
		assert.ok(sampled.length > 0);
		assert.deepEqual(
			titles.toSorted(),
			sampled.map((id) => `Zenith ${String(id).padStart(3, '0')}`),
		);
	});
});

it('the sample is one in 64, of ids that take every second or fourth number too', () => {
	for (const step of [1, 2, 3, 4]) {
		const sampled = Array.from({ length: 64_000 }, (_, at) => at * step + 1).filter(isSampled).length;
		assert.ok(sampled > 800 && sampled < 1200, `${sampled} of 64,000, each ${step}`);
	}
});

describe('a question of 8,000 characters', () => {
	const known = 'zenith account limit helicopters land every ';
	const questions = {
		'of known words': known.repeat(400),
		'of unknown words': Array.from({ length: 900 }, (_, at) => `unknown${at}word`).join(' '),
		'of typing errors': Array.from({ length: 700 }, (_, at) => `helicptr${'abcdefghij'[at % 10]}${at}`).join(' '),
		'of one word without a space': 'zenith'.repeat(1500),
		'of words that are joined': 'zenith-account-limit '.repeat(400),
	};
	for (const [what, question] of Object.entries(questions))
		it(`asks for little: ${what}`, async () => {
			const { tokens, looks } = await asked(question.slice(0, 8000));
			assert.ok(tokens.length <= 32, `${tokens.length} tokens`);
			assert.ok(looks.length <= 5, `${looks.length} looks`);
			for (const size of looks) assert.ok(size <= 2_020, `${size} words in one statement`);
		});
});
