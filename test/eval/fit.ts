// How often the extractive model quotes something: it should for questions of the product, and for no other.

import { numbered, PASSAGES } from '../../server-kit/src/answer/gather.ts';
import { createExtractiveModel } from '../../server-kit/src/answer/models/extractive.ts';
import { articlesOf, type DemoRow, type Document, searchOver } from './documents.ts';

export async function measureFit(documents: readonly Document[], rows: readonly DemoRow[]): Promise<void> {
	const search = searchOver(articlesOf(documents));
	const model = createExtractiveModel({ paceMs: 0 });
	const titles = (slugs: readonly string[]) =>
		slugs.map((slug) => documents.findIndex(({ name }) => name === `${slug}.md`) + 1);

	async function citedBy({ question, locale }: DemoRow): Promise<number[]> {
		const found = await search.find({ tenantId: 'eval', query: question, locale, limit: PASSAGES });
		const passages = numbered(found, 1);
		const request = { question, messages: [], passages, tools: [], locale, maxOutputTokens: 1000 };
		let text = '';
		for await (const batch of model.answer(request, new AbortController().signal)) {
			for (const event of batch) text += event.type === 'text' ? event.text : '';
		}
		const cited = [...text.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
		return [...new Set(cited.map((number) => passages[number - 1]?.articleId ?? 0))];
	}

	const alone = rows.filter(({ thread }) => !thread);
	const product = alone.filter(({ slug }) => slug !== null);
	const elsewhere = alone.filter(({ slug }) => slug === null);
	const cited = await Promise.all(product.map(citedBy));
	const right = product.filter(({ slug, also = [] }, at) =>
		titles([slug ?? '', ...also]).some((id) => cited[at]?.includes(id)),
	);
	const quoted = await Promise.all(elsewhere.map(citedBy));
	console.log(`\nextractive answers
questions of the product: ${cited.filter(({ length }) => length > 0).length} of ${product.length} answered with a quote, ${right.length} cite the article or a near one
questions from elsewhere: ${quoted.filter(({ length }) => length > 0).length} of ${elsewhere.length} answered with a quote`);
}
