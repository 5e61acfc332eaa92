// Everything about one person as a file: whole, theirs alone, cut files recognised, and never more than a page in memory.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { StartedKit } from '@deskbell/server-kit/testing';
import type { Caller } from '../../../server-kit/src/core/caller.ts';
import type { ExportLine, ExportRow } from '../../../server-kit/src/protocol/index.ts';
import { createCounter, statementsOf } from '../../bench/statements.ts';
import { codeOf, eventually, kitFor } from './kits.ts';
import { leaveMarks, MARKS, modelWithTools } from './person.ts';

async function fileOf(kit: StartedKit, userId: string, who: Partial<Caller> = {}) {
	const response = await kit.as(userId, who).raw('GET', '/export');
	const text = await response.text();
	const lines = text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as ExportLine);
	return { response, text, lines };
}

function ofType<T extends ExportRow['type']>(lines: readonly ExportLine[], type: T): Extract<ExportRow, { type: T }>[] {
	return lines.filter((line): line is Extract<ExportRow, { type: T }> => line.type === type);
}

async function markedDesk(t: TestContext) {
	const model = modelWithTools();
	const kit = await kitFor(t, { model });
	return { kit, leave: (mark: string, who?: Partial<Caller>) => leaveMarks(kit, model, mark, who) };
}

test('a file of JSON lines with a header and an end that counts', async (t) => {
	const { kit, leave } = await markedDesk(t);
	await leave('canary');
	const { response, text, lines } = await fileOf(kit, 'person canary', { name: 'Ana', email: 'ana@example.com' });
	assert.equal(response.status, 200);
	assert.equal(response.headers.get('content-type'), 'application/x-ndjson; charset=utf-8');
	assert.match(
		response.headers.get('content-disposition') ?? '',
		/^attachment; filename="deskbell-export-2026-11-22\.jsonl"$/,
	);
	assert.equal(response.headers.get('cache-control'), 'no-store');
	assert.ok(text.endsWith('\n'));
	assert.deepEqual(lines[0], {
		type: 'header',
		format: 'deskbell-export',
		version: 1,
		tenant_id: 'acme',
		user_id: 'person canary',
		kind: 'customer',
		name: 'Ana',
		email: 'ana@example.com',
		plan: null,
		locale: null,
		created_at: new Date(kit.clock.now()).toISOString(),
	});
	const counts = { disclosure: 1, conversation: 2, message: 5, feedback: 2, escalation: 1, usage: 1 };
	const filed = { training_candidate: 2, case: 1, case_comment: 2 };
	assert.deepEqual(lines.at(-1), { type: 'end', lines: lines.length - 1, counts: { ...counts, ...filed } });
});

test('S-42 every mark of the person stands in it, but what the desk wrote to itself', async (t) => {
	const { kit, leave } = await markedDesk(t);
	await leave('canary');
	const { text, lines } = await fileOf(kit, 'person canary');
	// Keys of requests are no words about anybody; the name stands on the case.
	const missing = MARKS.filter((name) => !text.includes(`canary-${name}`));
	assert.deepEqual(missing, ['internal', 'key']);
	const answer = ofType(lines, 'message').find(({ content }) => content.includes('canary-answer'));
	assert.deepEqual([answer?.author, answer?.tool_calls[0]?.input], [{ type: 'ai' }, { query: 'canary-tool' }]);
	const refused = ofType(lines, 'message').find(({ classification }) => classification?.refused);
	assert.equal(refused?.classification?.label, 'prompt_injection');
	assert.deepEqual(
		ofType(lines, 'case_comment').map(({ author }) => author),
		[
			{ type: 'customer', name: 'canary-name' },
			{ type: 'agent', name: 'Bo' },
		],
	);
	assert.doesNotMatch(text, /"bo"|runner|reservation/, 'no agent’s id, nothing of the machinery');
});

test('S-11 nobody else’s row is in it: another person’s, another tenant’s, the same name elsewhere', async (t) => {
	const { kit, leave } = await markedDesk(t);
	await leave('canary');
	await leave('stranger');
	await leave('namesake', { tenantId: 'globex', userId: 'person canary' });
	const { text } = await fileOf(kit, 'person canary');
	assert.doesNotMatch(text, /stranger|namesake|globex/);
	const nobody = await fileOf(kit, 'nobody');
	assert.deepEqual(
		nobody.lines.map(({ type }) => type),
		['header', 'end'],
	);
});

test('asked for by nobody, by a robot, or too often: a JSON error as everywhere', async (t) => {
	const kit = await kitFor(t, { rates: { data: { limit: 1, windowSeconds: 600 } } });
	assert.equal(codeOf(await kit.as('').get('/export')), 'unauthenticated');
	assert.equal(codeOf(await kit.as('robot', { kind: 'service' }).get('/export')), 'forbidden');
	assert.equal((await kit.as('ana').get('/export')).status, 200);
	const limited = await kit.as('ana').get('/export');
	assert.deepEqual([limited.status, codeOf(limited)], [429, 'rate_limited']);
	assert.ok(Number(limited.headers.get('retry-after')) > 0);
	assert.equal((await kit.as('ben').get('/export')).status, 200);
	assert.equal((await kit.as('ana').delete('/me')).status, 200, 'exports do not use up the right to go');
	assert.equal(await (await kit.as('eve').raw('HEAD', '/export')).text(), '');
	assert.equal((await kit.as('eve').get('/export')).status, 200, 'a file that was not sent was not counted');
});

/** So many conversations with a message of two kilobytes each, written behind the API. */
async function filled(kit: StartedKit, userId: string, conversations: number): Promise<void> {
	const ana = await kit.ready(userId);
	for (let made = 0; made < conversations; made += 1) {
		const { body } = await ana.post<{ conversation_id: number }>('/conversations', {});
		await ana.post(`/conversations/${body.conversation_id}/messages`, { content: `${made} ${'long '.repeat(400)}` });
	}
}

test('more than a page of everything comes whole and in order', async (t) => {
	const kit = await kitFor(t, { rates: { messages: { limit: 1000, windowSeconds: 60 } }, quota: { user: {} } });
	await filled(kit, 'ana', 120);
	const { lines } = await fileOf(kit, 'ana');
	const messages = ofType(lines, 'message');
	assert.equal(ofType(lines, 'conversation').length, 121);
	assert.equal(messages.length, 240);
	assert.equal(new Set(messages.map(({ id }) => id)).size, 240);
	assert.deepEqual(
		messages.filter(({ role }) => role === 'user').map(({ content }) => Number(content.split(' ')[0])),
		Array.from({ length: 120 }, (_, made) => made),
	);
});

test('four times the rows do not take four times the statements', async (t) => {
	const counter = createCounter();
	const kit = await kitFor(t, { rates: { messages: { limit: 1000, windowSeconds: 60 } }, quota: { user: {} } });
	const statementsFor = async (userId: string) => {
		counter.start();
		await fileOf(kit, userId);
		return statementsOf(counter.stop()).statements.length;
	};
	await filled(kit, 'few', 10);
	await filled(kit, 'many', 40);
	assert.equal(await statementsFor('many'), await statementsFor('few'));
});

test('a reader who goes away in the middle is no fault', async (t) => {
	const logged: string[] = [];
	const log = { info() {}, warn() {}, error: (message: string) => void logged.push(message) };
	const kit = await kitFor(t, { log });
	await filled(kit, 'ana', 15);
	const leave = new AbortController();
	const response = await kit.as('ana').raw('GET', '/export', { signal: leave.signal });
	leave.abort();
	await assert.rejects(response.text());
	await eventually(async () => (await kit.as('ana').get('/quota')).status === 200, 'the kit answers');
	assert.deepEqual(logged, []);
});
