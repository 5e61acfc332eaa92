// The knowledge base and the usage as their keepers see them: what is written is cited, what is deleted is not.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Client } from '@deskbell/server-kit/testing';
import { adminOf, auditOf } from './admins.ts';
import { codeOf, faultsOf, kitFor } from './kits.ts';

const PATH = '/admin/articles';

interface Article {
	id: number;
	slug: string;
	title: string;
	url: string | null;
	locale: string | null;
	body: string;
}

async function deskFor(t: TestContext) {
	const kit = await kitFor(t, { model: 'extractive' });
	const admin = adminOf(kit);
	const put = async (id: number, body: unknown) => {
		const init = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
		const response = await admin.raw('PUT', `${PATH}/${id}`, init);
		return { status: response.status, body: (await response.json()) as Article };
	};
	const cited = async (question: string, tenantId = 'acme') => {
		const ana = await kit.ready('ana', { tenantId });
		const { body } = await ana.post<{ message: { citations: { excerpt: string; title: string }[] } }>(
			`${ana.path}/messages`,
			{ content: question },
		);
		return body.message.citations.map(({ excerpt }) => excerpt);
	};
	return { kit, admin, put, cited };
}

const PAINT = { slug: 'paint', body: '# Painting\n\nHelicopters are painted green.' };
const QUESTION = 'How are helicopters painted?';

test('S-06 an article is cited once made, in its new words once changed, and not once deleted', async (t) => {
	const { kit, admin, put, cited } = await deskFor(t);
	assert.deepEqual(await cited(QUESTION), []);
	const made = await admin.post<Article>(PATH, { ...PAINT, url: 'https://help.acme.example/paint', locale: 'en' });
	assert.deepEqual([made.status, made.body.title, made.body.slug], [200, 'Painting', 'paint']);
	assert.deepEqual(await cited(QUESTION), ['Helicopters are painted green.']);
	assert.deepEqual(await cited(QUESTION, 'globex'), [], 'of another tenant');
	const changed = await put(made.body.id, { title: 'Colours', body: 'Helicopters are painted red.' });
	assert.deepEqual([changed.body.id, changed.body.slug, changed.body.title], [made.body.id, 'paint', 'Colours']);
	assert.deepEqual(await cited(QUESTION), ['Helicopters are painted red.']);
	assert.deepEqual((await admin.delete(`${PATH}/${made.body.id}`)).body, { deleted: true, id: made.body.id });
	assert.deepEqual(await cited(QUESTION), []);
	assert.equal((await admin.delete(`${PATH}/${made.body.id}`)).status, 404);
	assert.equal((await put(made.body.id, { body: 'a' })).status, 404);
	assert.equal((await admin.get(`${PATH}/${made.body.id}`)).status, 404);
	assert.deepEqual(
		(await auditOf(adminOf(kit))).map(({ action, target }) => [action, target]),
		[
			['article.create', 'article:paint'],
			['article.change', 'article:paint'],
			['article.delete', `article:${made.body.id}`],
		],
	);
});

test('of ten who make an article of one slug at once one does, nine are told; its text stays', async (t) => {
	const { admin } = await deskFor(t);
	const answers = await Promise.all(
		Array.from({ length: 10 }, (_, at) => admin.post<Article>(PATH, { slug: 'one', body: `text ${at}` })),
	);
	const made = answers.filter(({ status }) => status === 200);
	assert.equal(made.length, 1);
	for (const one of answers.filter(({ status }) => status !== 200)) assert.equal(codeOf(one), 'article_exists');
	const { body } = await admin.get<Article>(`${PATH}/${made[0]?.body.id}`);
	assert.equal(body.body, made[0]?.body.body);
	assert.equal((await auditOf(admin)).length, 1, 'what was refused is not written down as done');
});

test('the list comes by pages, without texts; of another tenant nothing is there', async (t) => {
	const { kit, admin } = await deskFor(t);
	for (const slug of ['a', 'b', 'c']) await admin.post(PATH, { slug, body: `Text of ${slug}` });
	const first = await admin.get<{ articles: Article[]; next_cursor: string }>(`${PATH}?limit=2`);
	const second = await admin.get<{ articles: Article[]; next_cursor: null }>(
		`${PATH}?limit=2&cursor=${first.body.next_cursor}`,
	);
	const all = [...first.body.articles, ...second.body.articles];
	assert.deepEqual([all.map(({ slug }) => slug), second.body.next_cursor], [['c', 'b', 'a'], null]);
	assert.equal('body' in (all[0] ?? {}), false);
	const eve = adminOf(kit, 'globex');
	for (const answer of [await eve.get(`${PATH}/${all[0]?.id}`), await eve.delete(`${PATH}/${all[0]?.id}`)])
		assert.equal(codeOf(answer), 'not_found');
	assert.deepEqual((await eve.get<{ articles: Article[] }>(PATH)).body.articles, []);
	assert.equal((await admin.get(`${PATH}/${all[0]?.id}`)).status, 200);
});

test('an import writes what can be read and names the rest', async (t) => {
	const { admin, cited } = await deskFor(t);
	const files = [
		{ path: 'paint.md', text: PAINT.body },
		{ path: 'page.html', text: '<h1>Doors</h1><p>Hangar doors open at nine.</p><script>steal()</script>' },
		{ path: 'empty.md', text: '---\ntitle: nothing\n---\n' },
		{ path: 'data.csv', text: 'a,b' },
		{ path: 'paint.markdown', text: 'Again.' },
	];
	const { status, body } = await admin.post<{ imported: number; skipped: { path: string; reason: string }[] }>(
		`${PATH}/import`,
		{ files, base_url: 'https://help.acme.example/' },
	);
	assert.deepEqual([status, body.imported], [200, 2]);
	assert.deepEqual(
		body.skipped.map(({ path }) => path),
		['empty.md', 'data.csv', 'paint.markdown'],
	);
	assert.deepEqual(await cited('When do the hangar doors open?'), ['Hangar doors open at nine.']);
	const list = await admin.get<{ articles: Article[] }>(PATH);
	assert.deepEqual(list.body.articles.map(({ url }) => url).sort(), [
		'https://help.acme.example/page',
		'https://help.acme.example/paint',
	]);
	assert.deepEqual((await auditOf(admin))[0]?.details, { articles: 2, skipped: 3 });
});

test('what cannot become an article is refused with advice; what is too large, by its size', async (t) => {
	const { admin } = await deskFor(t);
	const broken = await admin.post<{ advice: string }>(PATH, { slug: 'a', body: '---\ntitle: [\n---\ntext' });
	assert.deepEqual([broken.status, codeOf(broken)], [422, 'article_unreadable']);
	assert.match(broken.body.advice, /front matter/);
	const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
		[{ slug: 'a', body: 'x'.repeat(200_001) }, 'body.body string_too_long'],
		[{ slug: 'a', body: ' ' }, 'body.body string_too_short'],
		[{ slug: 'a', body: 'b', url: 'javascript:alert(1)' }, 'body.url value_error'],
		[{ body: 'b' }, 'body.slug missing'],
	];
	for (const [body, fault] of wrong) assert.deepEqual(faultsOf(await admin.post(PATH, body)), [fault]);
	assert.equal((await admin.post(PATH, { slug: 'a', body: 'b', title: 'x'.repeat(400_000) })).status, 413);
	assert.deepEqual((await admin.get<{ articles: [] }>(PATH)).body.articles, []);
});

interface Sum {
	period_starts_at: string;
	scope: string;
	people: number;
	messages: number;
	tokens: number;
	cost: string;
}

/** Read row by row. */
async function allUsage(admin: Client): Promise<Sum[]> {
	const sums: Sum[] = [];
	let cursor = '';
	do {
		const { body } = await admin.get<{ usage: Sum[]; next_cursor: string | null }>(
			`/admin/usage?limit=1${cursor && `&cursor=${cursor}`}`,
		);
		sums.push(...body.usage);
		cursor = body.next_cursor ?? '';
	} while (cursor);
	return sums;
}

test('usage: sums of each period and scope, money exact, nobody named, by pages', async (t) => {
	const prices = { scripted: { input: 1, output: 2 } };
	const kit = await kitFor(t, { prices, quota: { tenant: { messages: 100 } } });
	const admin = adminOf(kit);
	for (let day = 0; day < 2; day += 1) {
		for (const userId of ['ana', 'ben']) {
			const person = await kit.ready(userId);
			kit.model.says('One two three.');
			await person.post(`${person.path}/messages`, { content: 'hello' });
		}
		kit.clock.pass(24 * 60 * 60_000);
	}
	const eve = await kit.ready('eve', { tenantId: 'globex' });
	await eve.post(`${eve.path}/messages`, { content: 'hello' });
	const sums = await allUsage(admin);
	// Ten tokens in and three out, at one and two dollars a million, for each of two people.
	const used = { messages: 2, tokens: 26, cost: '0.000032', currency: 'USD', estimated: false };
	const of = (day: string, scope: string, people: number) => ({
		period_starts_at: `2026-11-${day}T00:00:00.000Z`,
		scope,
		people,
		...used,
	});
	assert.deepEqual(sums, [of('23', 'user', 2), of('23', 'tenant', 1), of('22', 'user', 2), of('22', 'tenant', 1)]);
	await kit.as('ana').delete('/me');
	const { body } = await admin.get<{ usage: Sum[] }>('/admin/usage');
	assert.deepEqual(
		body.usage.map(({ messages, cost }) => [messages, cost]),
		Array(4).fill([2, '0.000032']),
	);
	assert.doesNotMatch(JSON.stringify([sums, body]), /ana|ben|globex/);
});
