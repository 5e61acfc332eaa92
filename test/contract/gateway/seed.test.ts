// The seed question, answered from the user's own data by the model that needs no key.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type FolderImport, importFolder } from '@deskbell/server-kit';
import { hostContext as demoContext } from '../../../demo/src/host-context.ts';
import type { MessageView } from '../../../server-kit/src/protocol/index.ts';
import { createCounter, statementsOf } from '../../bench/statements.ts';
import { type CaseBody, gatewayFor, hostOf, QUESTION } from './kits.ts';

/** As the reference has it. */
const SEED = "I can't upload files larger than 50MB";

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

const ARTICLES = fileURLToPath(new URL('../../../demo/knowledge', import.meta.url));

test('on the demo’s own data gateway and widget answer it alike, with the same verified evidence', async (t) => {
	const kit = await gatewayFor(t, { model: 'extractive', context: { ...demoContext, supportAi: true } });
	const write: FolderImport['write'] = (articles) => kit.kit.core.knowledge.write('acme', articles);
	await importFolder({ folder: ARTICLES, tenantId: 'acme', write });
	const ada = await kit.asking('ada');
	const opened = await ada.post<CaseBody>('/cases', { message: SEED, context: { page: '/projects/1/files' } });
	const widget = await kit.ready('ada');
	const asked = await widget.post<{ message: MessageView }>(`${widget.path}/messages`, { content: SEED });
	const evidence = opened.body.messages[1]?.evidence;
	const shown = asked.body.message.grounds?.evidence;
	assert.ok(evidence?.some(({ type, value, source }) => type === 'limit' && value === '50' && source === 'userState'));
	assert.ok(evidence?.some(({ type, value }) => type === 'error_code' && value === 'E1042'));
	assert.deepEqual(shown, evidence);
	for (const content of [opened.body.messages[1]?.content, asked.body.message.content])
		assert.match(content ?? '', /184 \/ 50/);
	const grace = await kit.asking('grace');
	const other = await grace.post<CaseBody>('/cases', { message: SEED });
	assert.ok(!other.body.messages[1]?.evidence.some(({ type }) => type === 'limit'), 'her plan is not full');
});

/** What the outbox looks for by itself, at any moment, is no part of a turn. */
const ofTheTurn = (sent: readonly string[]) =>
	statementsOf(sent).statements.filter((sql) => !/failing_|due_at/.test(sql));

test('a whole turn with a snapshot asks the database twelve times at most', async (t) => {
	const counter = createCounter();
	const kit = await gatewayFor(t, { model: 'extractive', context: { ...hostOf, supportAi: true } });
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
	const widget = await kit.ready('ana');
	counter.start();
	await widget.post(`${widget.path}/messages`, { content: QUESTION });
	const ofTheWidget = ofTheTurn(counter.stop());
	assert.ok(
		ofTheWidget.some((sql) => sql.includes('support_snapshots')),
		'with a snapshot',
	);
	assert.ok(ofTheWidget.length <= 12, ofTheWidget.join('\n'));
});
