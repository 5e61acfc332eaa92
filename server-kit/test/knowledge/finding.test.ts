// What helps to find: several languages, typing errors, other words for the same, links, and what articles say of themselves.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseArticle } from '../../src/answer/knowledge/article.ts';
import type { SearchOptions } from '../../src/answer/knowledge/search.ts';
import { indexTerms, languageIn } from '../../src/answer/knowledge/terms.ts';
import { createVocabulary, typingErrors } from '../../src/answer/knowledge/vocabulary.ts';
import type { Articles } from './corpus.ts';
import { foundByBoth } from './engines.ts';

async function titles(files: Articles, query: string, locale = 'en', options: SearchOptions = {}): Promise<string[]> {
	const found = await foundByBoth(files, { query, locale, limit: 8 }, options);
	return [...new Set(found.map(({ passage }) => passage.title))];
}

const filler = {
	'trash.md': '# Trash\n\nDeleted files stay in the trash for thirty days.',
	'sharing.md': '# Sharing\n\nShare a folder with a colleague by a link.',
	'plans.md': '# Plans\n\nStarter and Studio are our plans.',
};

describe('several languages', () => {
	const asked: [string, string, string][] = [
		['fr', 'Réinitialiser le mot de passe dans les paramètres du compte.', 'mots de passe réinitialisés ?'],
		['es', 'Las facturas se descargan desde la página de pagos.', 'descargar factura'],
		['it', 'Le fatture si scaricano dalla pagina dei pagamenti.', 'come scarico una fattura?'],
		['pt', 'As faturas ficam na página de pagamentos da conta.', 'onde está a minha fatura?'],
		['nl', 'Facturen staan op de pagina met betalingen.', 'waar vind ik mijn factuur of betaling'],
		['sv', 'Fakturor finns på sidan för betalningar.', 'var hittar jag betalning'],
		['da', 'Fakturaer findes på siden med betalinger.', 'hvor er min betaling'],
		['nb', 'Fakturaer ligger på siden for betalinger.', 'hvor er betalingen min'],
		['fi', 'Laskut löytyvät maksujen sivulta.', 'mistä löydän laskun'],
		['pl', 'Faktury znajdują się na stronie płatności.', 'gdzie jest faktura'],
		['ru', 'Счета находятся на странице платежей.', 'где страница платежа'],
		['ar', 'توجد الفواتير في صفحة المدفوعات.', 'أين صفحة الفواتير'],
		['ja', '請求書は支払いのページからダウンロードできます。', '請求書のダウンロード'],
		['zh', '您可以在付款页面下载发票。', '怎么下载发票'],
		['ko', '청구서는 결제 페이지에서 내려받을 수 있습니다.', '청구서를 어디서 받나요'],
	];
	for (const [locale, text, question] of asked) {
		it(locale, async () => {
			const files = { ...filler, 'it.md': `---\ntitle: "≡"\nlocale: ${locale}\n---\n${text}` };
			assert.equal((await titles(files, question, locale))[0], '≡');
			const untagged = { ...filler, 'it.md': `---\ntitle: "≡"\n---\n${text}` };
			assert.equal((await titles(untagged, question, locale))[0], '≡');
		});
	}

	it('are told by their letters and small words', () => {
		assert.equal(languageIn('Comment puis-je changer mon mot de passe ?'), 'fr');
		assert.equal(languageIn('¿Cómo puedo cambiar la contraseña?'), 'es');
		assert.equal(languageIn('Hoe kan ik mijn wachtwoord wijzigen?'), 'nl');
		assert.equal(languageIn('Как изменить пароль?'), 'ru');
	});

	it('a question in another language finds by the words that both have', async () => {
		assert.deepEqual(await titles(filler, 'Was kostet der Tarif Studio?', 'de'), ['Plans']);
		assert.deepEqual(await titles(filler, 'Wie spät ist es?', 'de'), []);
	});

	it('German compounds are found by their parts, and parts by compounds', async () => {
		const files = {
			'a.md': '---\nlocale: de\ntitle: A\n---\nDie Rechnungsadresse steht im Konto.',
			'b.md': '---\nlocale: de\ntitle: B\n---\nJede Rechnung hat eine Adresse.',
			'c.md': '---\nlocale: de\ntitle: C\n---\nOrdner und Dateien.',
		};
		assert.ok((await titles(files, 'Adresse', 'de')).includes('A'));
		assert.deepEqual(await titles({ 'b.md': files['b.md'], 'c.md': files['c.md'] }, 'Rechnungsadresse', 'de'), ['B']);
	});

	it('Chinese and Korean are indexed by pairs of letters', () => {
		assert.deepEqual(indexTerms('下载发票 2026', 'en'), ['下载', '载发', '发票', '2026']);
	});
});

describe('typing errors', () => {
	it('are letters wrong, missing, too many or swapped', () => {
		const errors = (typed: string) => typingErrors(typed, 'invoice', 2);
		assert.deepEqual(
			['invoice', 'invoise', 'invice', 'invooice', 'invocie', 'ivnocie', 'helicop'].map(errors),
			[0, 1, 1, 1, 1, 2, 3],
		);
	});

	it('are forgiven in words that nobody uses: one, in long words two', () => {
		const words = createVocabulary();
		for (const word of ['invoice', 'download', 'authentication', 'plan']) words.add(word);
		assert.deepEqual(words.near('invioce'), ['invoice']);
		assert.deepEqual(words.near('invvioce'), []);
		assert.deepEqual(words.near('autentcation'), ['authentication']);
		assert.deepEqual(words.near('plam'), []);
		assert.deepEqual(words.near('xnvoice'), []);
		assert.deepEqual(words.near('e1042x'), []);
	});

	it('a known word is taken as it is', async () => {
		const files = { 'a.md': '# A\n\nThe morning report.', 'b.md': '# B\n\nThe warning report.' };
		assert.deepEqual(await titles(files, 'morning'), ['A']);
	});
});

describe('other words for the same', () => {
	it('are built in for what support is asked', async () => {
		assert.deepEqual(await titles(filler, 'how can I get rid of documents, remove them'), ['Trash']);
		assert.deepEqual(await titles({ 'login.md': '# Access\n\nTo sign in you need a code.' }, 'login broken'), [
			'Access',
		]);
	});

	it('are the host’s by option', async () => {
		assert.deepEqual(await titles(filler, 'crew'), []);
		assert.deepEqual(await titles(filler, 'crew', 'en', { synonyms: [['crew', 'colleague']] }), ['Sharing']);
		assert.deepEqual(await titles(filler, 'my work mates', 'en', { synonyms: [['work mate', 'colleague']] }), [
			'Sharing',
		]);
	});

	it('count for less than the word itself', async () => {
		const files = { 'a.md': '# A\n\nA receipt for you.', 'b.md': '# B\n\nAn invoice for you.' };
		assert.deepEqual(await titles(files, 'invoice'), ['B', 'A']);
		assert.deepEqual(await titles(files, 'receipt'), ['A', 'B']);
	});
});

describe('what others call an article', () => {
	const files = {
		'guides/01-roles.md': '# Roles\n\nOwners, editors and viewers.',
		'guides/start.md': '# Start\n\nRead about [rights to edit](./01-roles.md#owners) first.',
		'other.md': '# Other\n\nSee [permissions of people](/guides/roles) and [elsewhere](https://example.com/roles).',
	};

	it('finds it', async () => {
		assert.ok((await titles(files, 'permissions of people')).includes('Roles'));
		assert.ok((await titles(files, 'rights to edit')).includes('Roles'));
	});

	it('is no passage of it', async () => {
		const found = await foundByBoth(files, { query: 'permissions', locale: 'en', limit: 8 });
		const roles = found.find(({ passage }) => passage.title === 'Roles');
		assert.equal(roles?.passage.text, 'Owners, editors and viewers.');
		assert.equal(roles?.coverage, 0);
	});

	it('is read from links of any form', () => {
		const { hints } = parseArticle({
			path: 'docs/a/b.en.md',
			text: 'A [one](../c.md), [two](/docs/03-d/), [`three`](e#part-two "t"), [x](#here), [y](mailto:a@b.c), ![p](q.png), [four](https://h.example/d/?q=1#f).',
		});
		assert.deepEqual(hints?.names, ['docs/a/b']);
		assert.deepEqual(
			hints?.links.map(({ words, to }) => `${words} → ${to}`),
			['one → docs/c', 'two → docs/d', 'three → docs/a/e#part-two', 'four → https://h.example/d/#f'],
		);
	});
});

describe('what an article says of itself out of sight', () => {
	const text = `---
title: Limits
description: How large an upload may be
tags: [size, quota]
---
<head><script type="application/ld+json">{"@type":"Question","name":"Is there a ceiling for <b>movies</b>?"}</script></head>

Fifty megabytes.`;

	it('finds it, and is never handed on', async () => {
		const article = parseArticle({ path: 'limits.md', text });
		assert.equal(article.hints?.about, 'How large an upload may be\nsize\nquota\nIs there a ceiling for movies ?');
		assert.deepEqual(
			article.passages.map((passage) => passage.text),
			['Fifty megabytes.'],
		);
		assert.equal((await titles({ ...filler, 'limits.md': text }, 'ceiling for movies'))[0], 'Limits');
	});

	it('is read from web pages too', () => {
		const page =
			'<html><head><title>T</title><meta name="description" content="Of quotas"></head><body><p>Text</p></body></html>';
		assert.equal(parseArticle({ path: 'a.html', text: page }).hints?.about, 'Of quotas');
	});
});

describe('lines that only a site’s generator reads', () => {
	const textOf = (text: string) =>
		parseArticle({ path: 'a.mdx.md', text })
			.passages.map((passage) => passage.text)
			.join('\n');
	it('are left out, and their titles kept', () => {
		assert.equal(
			textOf(
				"import A from '@site/a';\n\n:::tip Read this\n\nText.\n\n:::\n\n{% include x.html %}\n\n{{< toc >}}\n\nEnd.",
			),
			'**Read this**\n\nText.\n\nEnd.',
		);
	});

	it('but not in code', () => {
		const code = "```js\nimport a from 'a';\n:::tip\n```";
		assert.equal(textOf(`Text.\n\n${code}`), `Text.\n\n${code}`);
	});
});

describe('what is handed out', () => {
	const long = (title: string) =>
		`# ${title}\n\n${Array.from({ length: 9 }, (_, at) => `## Part ${at}\n\nInvoice words.`).join('\n\n')}`;
	const files = Object.fromEntries('abcdef'.split('').map((name) => [`${name}.md`, long(name.toUpperCase())]));

	it('is of five articles at least, and at most three passages of one', async () => {
		const found = await foundByBoth(files, { query: 'invoice', locale: 'en', limit: 8 });
		const counts = Map.groupBy(found, ({ passage }) => passage.articleId);
		assert.equal(found.length, 8);
		assert.ok(counts.size >= 5);
		assert.ok([...counts.values()].every((of) => of.length <= 3));
	});
});
