// The search: what is found first, in two languages, and how it follows the articles when they change.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSearch } from '../../src/answer/knowledge/search.ts';
import { guessLanguage, indexTerms, questionWords } from '../../src/answer/knowledge/terms.ts';
import { corpus, passagesOf, sourceOf } from './corpus.ts';

async function find(query: string, locale = 'en', limit = 5) {
	return createSearch(sourceOf(corpus)).find({ tenantId: 'acme', query, locale, limit });
}

const firstTitle = async (query: string, locale = 'en') => (await find(query, locale))[0]?.passage.title;

describe('what is found', () => {
	const asked: [string, string, string][] = [
		['How do I get my invoice as a PDF?', 'en', 'Invoices and billing'],
		["I can't upload a 50MB file", 'en', 'Upload limits'],
		['uploading fails above 50 megabytes', 'en', 'Upload limits'],
		['what does E77 mean', 'en', 'Upload limits'],
		['two factor authenticator', 'en', 'Two-factor sign-in'],
		['twofactor', 'en', 'Two-factor sign-in'],
		['Wo finde ich meine Rechnung?', 'de', 'Rechnungen herunterladen'],
		['Wie lösche ich eine Datei?', 'de', 'Dateien löschen'],
		['datei loeschen', 'de', 'Dateien löschen'],
		['DATEIEN LÖSCHEN', 'de', 'Dateien löschen'],
		['rechnung monat', 'en', 'Rechnungen herunterladen'],
		['authentcator app', 'en', 'Two-factor sign-in'],
		['authentciator', 'en', 'Two-factor sign-in'],
		['authent', 'en', 'Two-factor sign-in'],
	];
	for (const [query, locale, title] of asked) {
		it(`${query} → ${title}`, async () => assert.equal(await firstTitle(query, locale), title));
	}

	it('the passage of the article that speaks of it comes first', async () => {
		const [first] = await find('send a larger file, which settings?');
		assert.deepEqual(first?.passage.headings, ['Send a larger file']);
		assert.equal(first?.passage.anchor, 'send-a-larger-file');
	});

	it('comes best first, and no more than asked for', async () => {
		const found = await find('invoice file plan month account', 'en', 3);
		assert.equal(found.length, 3);
		assert.deepEqual(
			found.map((each) => each.score),
			found.map((each) => each.score).toSorted((a, b) => b - a),
		);
	});

	it('is nothing for questions from elsewhere, for stop words and for no words', async () => {
		for (const query of ['who won the world cup', 'how do I do it?', 'ich will das auch', '', '?!', '🙂']) {
			assert.deepEqual(await find(query), [], query);
		}
	});

	it('is another list for another tenant', async () => {
		const articles: Record<string, ReturnType<typeof passagesOf>> = { acme: passagesOf(corpus), other: [] };
		const search = createSearch({ revision: async () => 1, all: async (tenantId) => articles[tenantId] ?? [] });
		const ask = (tenantId: string) => search.find({ tenantId, query: 'invoice', locale: 'en', limit: 5 });
		assert.ok((await ask('acme')).length > 0);
		assert.deepEqual(await ask('other'), []);
	});

	it('takes long and strange questions without trouble', async () => {
		for (const query of [
			'x'.repeat(100_000),
			'file '.repeat(5000),
			'-'.repeat(10_000),
			"a'".repeat(5000),
			'\u0301'.repeat(500),
		]) {
			const startedAt = performance.now();
			await find(query);
			assert.ok(performance.now() - startedAt < 1000, query.slice(0, 10));
		}
	});
});

describe('coverage', () => {
	it('is the share of the content words that the passage, its headings or its title hold', async () => {
		assert.equal((await find('Download the invoice'))[0]?.coverage, 1);
		assert.equal((await find('invoice helicopter'))[0]?.coverage, 0.5);
		assert.equal((await find('invoice helicopter zeppelin submarine'))[0]?.coverage, 0.25);
	});

	it('counts a word once, and a size as one word', async () => {
		assert.equal((await find('invoice, invoices, INVOICE helicopter'))[0]?.coverage, 0.5);
		assert.equal((await find('50MB limits'))[0]?.coverage, 1);
		assert.equal((await find('75MB limits'))[0]?.coverage, 0.5);
	});
});

describe('terms', () => {
	it('are stems: English and German', () => {
		assert.deepEqual(indexTerms('uploading uploads uploaded', 'en'), ['upload', 'upload', 'upload']);
		assert.equal(new Set(indexTerms('Rechnung Rechnungen', 'de')).size, 1);
		assert.ok(indexTerms('Häuser', 'de').includes('haus') && indexTerms('Haus', 'de').includes('haus'));
	});

	it('take sizes and compounds apart and keep them whole', () => {
		for (const size of ['50MB', '50 MB', '50 megabytes', '50mb'])
			assert.deepEqual(indexTerms(size, 'en'), ['50mb', '50', 'mb'], size);
		assert.deepEqual(indexTerms('e-mail', 'en'), ['email', 'e', 'mail']);
		assert.deepEqual(indexTerms('1.5 GB', 'en'), ['1.5gb', '1.5', 'gb']);
	});

	it('have no accents, stop words or apostrophes', () => {
		assert.deepEqual(indexTerms("Café's crème isn't it", 'en'), ['cafe', 'creme']);
		assert.deepEqual(questionWords('Wie kann ich das?', 'de', ['en', 'de']), []);
	});

	it('follow the language of the text', () => {
		assert.equal(guessLanguage('Wie kann ich das Passwort ändern?'), 'de');
		assert.equal(guessLanguage('How can I change the password?'), 'en');
		assert.equal(guessLanguage('Password reset'), null);
	});
});

describe('the index', () => {
	const request = { tenantId: 'acme', query: 'invoice', locale: 'en', limit: 5 };
	const without = Object.fromEntries(Object.entries(corpus).filter(([path]) => path !== 'invoices.md'));

	function searchWithClock() {
		const clock = { now: 0 };
		const source = sourceOf(corpus);
		return { clock, source, search: createSearch(source, () => clock.now) };
	}

	it('is built once for searches that come together', async () => {
		const { search, source } = searchWithClock();
		await Promise.all([search.find(request), search.find(request), search.find(request)]);
		assert.deepEqual(source.asked, { revision: 1, all: 1 });
	});

	it('asks for the revision once a second, and keeps what has not changed', async () => {
		const { search, source, clock } = searchWithClock();
		for (clock.now = 0; clock.now < 2500; clock.now += 100) await search.find(request);
		assert.deepEqual(source.asked, { revision: 3, all: 1 });
	});

	it('forgets what was deleted, and finds what was written', async () => {
		const { search, source, clock } = searchWithClock();
		assert.equal((await search.find(request))[0]?.passage.title, 'Invoices and billing');
		source.replace(without);
		clock.now += 1000;
		assert.deepEqual(await search.find(request), []);
		source.replace(corpus);
		clock.now += 1000;
		assert.equal((await search.find(request))[0]?.passage.title, 'Invoices and billing');
	});

	it('serves the old one to those who come while it is built anew', async () => {
		const { search, source, clock } = searchWithClock();
		await search.find(request);
		const held = Promise.withResolvers<void>();
		source.hold = held.promise;
		source.replace(without);
		clock.now += 1000;
		const first = search.find(request);
		assert.equal((await search.find(request)).length > 0, true);
		clock.now += 1000;
		assert.equal((await search.find(request)).length > 0, true);
		held.resolve();
		assert.deepEqual(await first, []);
		assert.equal(source.asked.all, 2);
	});

	it('is tried again after the store failed', async () => {
		const source = sourceOf(corpus);
		let fails = true;
		const search = createSearch({
			revision: (tenantId) => source.revision(tenantId),
			all: async (tenantId) => (fails ? Promise.reject(new Error('no store')) : source.all(tenantId)),
		});
		await assert.rejects(search.find(request), /no store/);
		fails = false;
		assert.ok((await search.find(request)).length > 0);
	});
});
