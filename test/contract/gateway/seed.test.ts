// The seed question, answered from the user's own data by the model that needs no key.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCounter, statementsOf } from '../../bench/statements.ts';
import { type CaseBody, gatewayFor, QUESTION } from './kits.ts';

test('the seed question is answered from the plan’s own limit, with evidence', async (t) => {
	const kit = await gatewayFor(t, { model: 'extractive' });
	const ana = await kit.asking('ana');
	const { status, body } = await ana.post<CaseBody>('/cases', { message: QUESTION, context: { page: '/files' } });
	assert.equal(status, 201);
	const [question, answer] = body.messages;
	assert.match(body.case.id, /^cas_[\w-]{16,}$/);
	assert.match(question?.id ?? '', /^msg_[\w-]{16,}$/);
	assert.match(body.snapshot?.id ?? '', /^scs_[\w-]{16,}$/);
	assert.equal(body.case.snapshotId, body.snapshot?.id);
	assert.equal(body.case.status, 'active');
	assert.equal(body.case.messageCount, 2);
	assert.match(answer?.content ?? '', /upload file size mb.*184 \/ 50/);
	assert.doesNotMatch(answer?.content ?? '', /GROUNDS/);
	const limit = answer?.evidence.find(({ type }) => type === 'limit');
	assert.deepEqual(limit, { type: 'limit', label: 'upload file size mb', value: '50', source: 'userState' });
	assert.ok((answer?.confidence ?? 0) >= 0.7);
	assert.ok(answer?.actions.some(({ type }) => type === 'create_ticket'));
});

/** What the outbox looks for by itself, at any moment, is no part of a turn. */
const ofTheTurn = (sent: readonly string[]) =>
	statementsOf(sent).statements.filter((sql) => !/failing_|due_at/.test(sql));

test('a whole turn with a snapshot asks the database twelve times at most', async (t) => {
	const counter = createCounter();
	const kit = await gatewayFor(t, { model: 'extractive' });
	const ana = await kit.asking('ana');
	await ana.post('/cases', { message: 'warm' });
	counter.start();
	const opened = await ana.post<CaseBody>('/cases', { message: QUESTION });
	const first = ofTheTurn(counter.stop());
	assert.ok(first.length <= 12, first.join('\n'));
	counter.start();
	await ana.post(`/cases/${opened.body.case.id}/messages`, { content: 'And for larger plans?' });
	const next = ofTheTurn(counter.stop());
	assert.ok(next.length <= 12, next.join('\n'));
});
