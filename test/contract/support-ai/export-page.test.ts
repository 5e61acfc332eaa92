// Everything about one person as a page to read: complete, without a way out of it for hostile text, and never whole in memory.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { StartedKit } from '@deskbell/server-kit/testing';
import { EXPORT_PAGE_POLICY, exportPage } from '../../../server-kit/src/core/export-page.ts';
import type { ExportLine } from '../../../server-kit/src/protocol/index.ts';
import { codeOf, faultsOf, kitFor } from './kits.ts';
import { leaveMarks, MARKS, modelWithTools } from './person.ts';

const HOSTILE = '</dd></dl></article><script>alert(1)</script><img src=x onerror="alert(2)"> \' " & {{x}}';

async function markedPage(t: TestContext, mark: string) {
	const model = modelWithTools();
	const kit = await kitFor(t, { model });
	await leaveMarks(kit, model, mark);
	return pageOf(kit, `person ${mark}`);
}

async function pageOf(kit: StartedKit, userId: string) {
	const response = await kit.as(userId).raw('GET', '/export?format=html');
	return { response, text: await response.text() };
}

/** Names of the elements in the order in which they open and close. */
function tagsIn(page: string): string[] {
	return [...page.matchAll(/<(\/?[a-z][\w-]*)/gi)].map(([, name = '']) => name.toLowerCase());
}

test('S-42 the page holds every mark of the person, but what the desk wrote to itself', async (t) => {
	const { response, text } = await markedPage(t, 'canary');
	assert.equal(response.status, 200);
	assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
	assert.match(
		response.headers.get('content-disposition') ?? '',
		/^attachment; filename="deskbell-export-2026-11-22\.html"$/,
	);
	assert.equal(response.headers.get('content-security-policy'), `${EXPORT_PAGE_POLICY}; sandbox`);
	assert.deepEqual(
		MARKS.filter((name) => !text.includes(`canary-${name}`)),
		['internal', 'key'],
	);
	assert.match(text, /End of the file: 17 entries/);
	assert.match(text, /<\/html>\s*$/);
});

/** A person whose every word is this text, their id and the names of their fields too. */
async function pageSaying(t: TestContext, text: string): Promise<string> {
	const kit = await kitFor(t);
	const userId = `person ${text}`;
	const ana = await kit.ready(userId, { name: text, email: text });
	kit.model.says(`It is ${text}`);
	const { body } = await ana.post<{ conversation_id: number }>('/conversations', {
		title: text,
		context: { [text]: text, nested: [{ [text]: [text] }] },
	});
	const path = `/conversations/${body.conversation_id}`;
	const asked = [
		ana.post(`${path}/messages`, { content: text }),
		ana.post(`${path}/feedback`, { rating: 1, comment: text, reasons: [text.slice(0, 40)] }),
		ana.post(`${path}/escalate`, { reason: text, note: text }),
		ana.post('/cases', { subject: text, description: text, category: text.slice(0, 90) }),
	];
	for (const { status, body: answer } of await Promise.all(asked)) assert.ok(status < 300, JSON.stringify(answer));
	return (await pageOf(kit, userId)).text;
}

test('S-42 hostile text in every field opens and closes nothing', async (t) => {
	const text = await pageSaying(t, HOSTILE);
	const plain = await pageSaying(t, 'harmless');
	assert.ok(text.split('&lt;script&gt;alert(1)&lt;/script&gt;').length > 10, 'it is there, as text');
	const known = new Set(tagsIn(plain));
	assert.deepEqual(
		tagsIn(text).filter((name) => !known.has(name)),
		[],
	);
	for (const name of ['article', 'dl', 'dd', 'dt', 'bdi', 'body'])
		assert.equal(text.split(`<${name}`).length, text.split(`</${name}>`).length, name);
});

test('any other format is refused, and nobody gets a page of somebody else', async (t) => {
	const kit = await kitFor(t);
	const refused = await kit.as('ana').get('/export?format=pdf');
	assert.equal(refused.status, 422);
	assert.deepEqual(faultsOf(refused).length, 1);
	assert.equal(codeOf(await kit.as('').get('/export?format=html')), 'unauthenticated');
});

test('a page is asked for only when the one before was taken, and nothing that was told is kept', async () => {
	const usage = { messages: 1, tokens: 1, cost: '0.000000', currency: 'USD', estimated: false } as const;
	const row = { type: 'usage', period_starts_at: '2026-11-01T00:00:00.000Z', ...usage } as const;
	let asked = 0;
	const lines = (async function* (): AsyncGenerator<readonly ExportLine[]> {
		for (; asked < 1_000; asked += 1) yield [row];
		yield [{ type: 'end', lines: 1_001, counts: { usage: 1_000 } }];
	})();
	const sizes: number[] = [];
	for await (const pieces of exportPage(lines)) {
		assert.equal(asked, Math.min(sizes.length, 1_000));
		sizes.push(pieces.join('').length);
	}
	assert.equal(sizes.length, 1_001);
	assert.equal(new Set(sizes.slice(1, 1_000)).size, 1, 'each piece is as long as its page');
});
