// What a client that knows only the standards asks of a case: keys, faults by their place, thumbs.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Client } from '@deskbell/server-kit/testing';
import { type CaseBody, gatewayFor, QUESTION } from './kits.ts';

interface Fault {
	error: string;
	message: string;
	issues?: { path: string; message: string }[];
}

async function caseOf(t: TestContext) {
	const kit = await gatewayFor(t);
	const ana = await kit.asking('ana');
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	return { kit, ana, opened: body, path: `/cases/${body.case.id}` };
}

const keyed = (key: string) => ({ 'idempotency-key': key });

/** Asked twice under one key, then otherwise under it: done to the same end, then refused. */
async function assertCompared(ana: Client, path: string, body: object, other: object): Promise<void> {
	const [first, second] = [await ana.post(path, body, keyed(path)), await ana.post(path, body, keyed(path))];
	assert.deepEqual([first.status, second.status, second.body], [200, 200, first.body], path);
	const changed = await ana.post<Fault>(path, other, keyed(path));
	assert.deepEqual([changed.status, changed.body.error], [409, 'CONFLICT'], path);
	assert.match(changed.body.message, /Idempotency-Key/);
}

test('every POST that does something compares the request under its Idempotency-Key', async (t) => {
	const { ana, path } = await caseOf(t);
	await assertCompared(ana, `${path}/feedback`, { feedback: 'positive' }, { feedback: 'negative' });
	await assertCompared(ana, `${path}/escalate`, { reason: 'slow' }, { reason: 'dear' });
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	const close = `/cases/${body.case.id}/close`;
	await assertCompared(ana, close, { resolution: 'resolved' }, { resolution: 'resolved', rating: 3 });
});

test('a case or a message under a key that named another is told of the key that was sent', async (t) => {
	const { ana, path } = await caseOf(t);
	for (const [to, field] of [
		['/cases', 'message'],
		[`${path}/messages`, 'content'],
	] as const) {
		assert.ok((await ana.post(to, { [field]: QUESTION }, keyed('once'))).status < 300);
		const other = await ana.post<Fault>(to, { [field]: 'Another question' }, keyed('once'));
		assert.deepEqual([other.status, other.body.error], [409, 'CONFLICT'], to);
		assert.match(other.body.message, /Idempotency-Key/);
	}
});

test('a place of the request has one fault', async (t) => {
	const { ana, path } = await caseOf(t);
	for (const content of ['', ' ', 5, undefined]) {
		const { status, body } = await ana.post<Fault>(`${path}/messages`, { content });
		assert.equal(status, 400);
		assert.deepEqual(
			body.issues?.map((issue) => issue.path),
			['body.content'],
		);
	}
});

test('who rates a question rates its answer', async (t) => {
	const { kit, ana, opened, path } = await caseOf(t);
	for (const { id } of opened.messages)
		assert.equal((await ana.post(`${path}/feedback`, { feedback: 'negative', messageId: id })).status, 200);
	const admin = kit.as('grace', { kind: 'admin' });
	const { body } = await admin.get<{ candidates: { question: string; answer: string }[] }>(
		'/admin/training-candidates',
	);
	const [question, answer] = opened.messages.map(({ content }) => content);
	assert.deepEqual(
		body.candidates.map((one) => [one.question, one.answer]),
		[[question, answer]],
	);
});
