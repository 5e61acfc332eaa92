// The search: what is found first, in two languages, and how it follows the articles when they change.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildIndex } from '../../src/answer/knowledge/passage-index.ts';
import { createSearch } from '../../src/answer/knowledge/search.ts';
import { inSlices } from '../../src/answer/knowledge/slices.ts';
import { indexTerms, languageIn, questionWords } from '../../src/answer/knowledge/terms.ts';
import { assertLinear } from '../growth.ts';
import { articlesOf, corpus, sourceOf } from './corpus.ts';
import { foundByBoth } from './engines.ts';

async function find(query: string, locale = 'en', limit = 5) {
	return foundByBoth(corpus, { query, locale, limit });
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

	it('S-06 is another list for another tenant', async () => {
		const asked: string[] = [];
		const shelves = {
			acme: articlesOf(corpus),
			other: articlesOf({ 'a.md': '# Invoices of the other\n\nInvoice text.' }),
		};
		const search = createSearch({
			...sourceOf(corpus),
			read: async (tenantId, after) => {
				asked.push(tenantId);
				return (shelves[tenantId as keyof typeof shelves] ?? []).filter(({ id }) => id > after);
			},
		});
		const titles = async (tenantId: string) => {
			const found = await search.find({ tenantId, query: 'invoice of the other', locale: 'en', limit: 8 });
			return [...new Set(found.map(({ passage }) => passage.title))];
		};
		assert.deepEqual(await titles('other'), ['Invoices of the other']);
		assert.ok(!(await titles('acme')).includes('Invoices of the other'));
		assert.deepEqual(await titles('third'), []);
		assert.deepEqual([...new Set(asked)], ['other', 'acme', 'third']);
	});

	it('takes long and strange questions in time that grows with their length', async () => {
		const index = await inSlices(buildIndex(articlesOf(corpus), []));
		for (const piece of ['x', 'file ', '-', "a'", '\u0301', 'fille monht ', '漢字', 'sign in ', 'e-']) {
			const ask = (length: number) => index.find({ query: piece.repeat(length), locale: 'en' }, 8);
			assertLinear(ask, 20_000);
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
		assert.equal(languageIn('Wie kann ich das Passwort ändern?'), 'de');
		assert.equal(languageIn('How can I change the password?'), 'en');
		assert.equal(languageIn('Password reset'), null);
	});
});
