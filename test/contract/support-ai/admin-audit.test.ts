// What was done, as the company reads it: whose data was taken or erased is kept without a name.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import knex from 'knex';
import { verifyChain } from '../../../server-kit/src/core/audit.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { openStore } from '../../../server-kit/src/store/open.ts';
import { adminOf, auditOf, badAnswer, candidatesOf } from './admins.ts';
import { codeOf, databaseFor, kitFor } from './kits.ts';
import { modelWithTools } from './person.ts';

const SECRET = 'a secret for tests, 32 characters or more';

function personOf(userId: string): string {
	const hash = createHmac('sha256', SECRET).update(`person ${JSON.stringify(['acme', userId])}`);
	return `person:${hash.digest('hex')}`;
}

test('an export and an erasure of a person are written down without their name', async (t) => {
	const kit = await kitFor(t);
	const ana = await kit.ready('ana-the-person');
	await (await ana.raw('GET', '/export')).text();
	for await (const _page of kit.kit.core.people.export({ tenantId: 'acme', userId: 'ana-the-person' }));
	await ana.delete('/me');
	await kit.kit.core.people.erase({ tenantId: 'acme', userId: 'ana-the-person' });
	const entries = await auditOf(adminOf(kit));
	const target = personOf('ana-the-person');
	assert.deepEqual(
		entries.map(({ action, actor, target: whom }) => [action, actor, whom]),
		[
			['person.export', { kind: 'person', id: null }, target],
			['person.export', { kind: 'operator', id: null }, target],
			['person.erase', { kind: 'person', id: null }, target],
			['person.erase', { kind: 'operator', id: null }, target],
		],
	);
	assert.doesNotMatch(JSON.stringify(entries), /ana-the-person/);
});

test('a person who deletes a conversation, asks, rates or files a case is written down nowhere', async (t) => {
	const kit = await kitFor(t);
	const ana = await badAnswer(kit, 'ana');
	await ana.post(`${ana.path}/escalate`);
	await ana.post('/cases', { subject: 'a', description: 'b' });
	await ana.delete(ana.path);
	assert.deepEqual(await auditOf(adminOf(kit)), []);
});

test('what agents do with a case is written down; what they wrote is not', async (t) => {
	const kit = await kitFor(t);
	const ana = kit.as('ana');
	const { body: filed } = await ana.post<{ id: number }>('/cases', { subject: 'a', description: 'b' });
	const { tickets } = kit.kit.core;
	const bo = { tenantId: 'acme', userId: 'bo', kind: 'agent' as const, roles: [] };
	await tickets.comment(bo, filed.id, { body: 'the words of a reply', visibility: 'public' });
	await tickets.comment(bo, filed.id, { body: 'the words of a note', visibility: 'internal' });
	await tickets.setStatus(bo, filed.id, 'resolved');
	await tickets.setStatus(bo, filed.id, 'resolved');
	const entries = await auditOf(adminOf(kit));
	const [actor, target] = [{ kind: 'agent', id: 'bo' }, `case:${filed.id}`];
	assert.deepEqual(
		entries.map(({ action, actor: who, target: what, details }) => [action, who, what, details]),
		[
			['case.reply', actor, target, {}],
			['case.note', actor, target, {}],
			['case.status', actor, target, { from: 'open', to: 'resolved' }],
		],
	);
	assert.doesNotMatch(JSON.stringify(entries), /the words/);
});

test('what the model looks up is written down with its answer, by count; an answer without is not', async (t) => {
	const model = modelWithTools();
	const kit = await kitFor(t, { model });
	const ana = await kit.ready('ana');
	const call = (id: string, name: string) => ({ id, name, arguments: '{"query":"the words"}' });
	const calls = [call('c1', 'search_knowledge'), call('c2', 'no_such_tool')];
	model.says([calls.map((each) => ({ type: 'tool-call', call: each })), [{ type: 'finish', reason: 'tool-calls' }]]);
	model.says('Found.');
	await ana.post(`${ana.path}/messages`, { content: 'Why?' });
	await ana.post(`${ana.path}/messages`, { content: 'And now?' });
	const { body } = await ana.get<{ messages: { id: number }[] }>(ana.path);
	const entries = await auditOf(adminOf(kit));
	assert.deepEqual(
		entries.map(({ action, actor, target, details }) => [action, actor, target, details]),
		[['tools.call', { kind: 'model', id: null }, `message:${body.messages[1]?.id}`, { calls: 2, failed: 1 }]],
	);
});

test('articles that the host’s own code writes and removes are written down', async (t) => {
	const kit = await kitFor(t);
	const { knowledge } = kit.kit.core;
	const article = { slug: 'one', title: 'One', url: null, locale: null, body: '# One', passages: [] };
	await knowledge.write('acme', [article]);
	assert.equal(await knowledge.remove('acme', 'one'), true);
	assert.equal(await knowledge.remove('acme', 'one'), false);
	const entries = await auditOf(adminOf(kit));
	assert.deepEqual(
		entries.map(({ action, actor, details }) => [action, actor.kind, details]),
		[
			['articles.import', 'operator', { articles: 1 }],
			['article.delete', 'operator', {}],
		],
	);
});

test('pages come newest first; a tenant sees its own', async (t) => {
	const kit = await kitFor(t);
	for (const userId of ['a', 'b', 'c']) await kit.as(userId).delete('/me');
	await kit.as('d', { tenantId: 'globex' }).delete('/me');
	const admin = adminOf(kit);
	const first = await admin.get<{ entries: { seq: number }[]; next_cursor: string }>('/admin/audit?limit=2');
	const second = await admin.get<{ entries: { seq: number }[]; next_cursor: null }>(
		`/admin/audit?limit=2&cursor=${first.body.next_cursor}`,
	);
	assert.deepEqual(
		[...first.body.entries, ...second.body.entries].map(({ seq }) => seq),
		[3, 2, 1],
	);
	assert.equal(second.body.next_cursor, null);
	assert.equal((await auditOf(adminOf(kit, 'globex'))).length, 1);
	assert.equal(codeOf(await admin.get('/admin/audit?cursor=x')), 'cursor_invalid');
});

test('an admin who is erased is named nowhere, and the chain still holds', async (t) => {
	const database = databaseFor(t);
	const kit = await kitFor(t, { database });
	const admin = adminOf(kit);
	await badAnswer(kit, 'ana');
	const [candidate] = await candidatesOf(admin);
	await admin.post(`/admin/training-candidates/${candidate?.id}/approve`);
	assert.equal((await auditOf(admin))[0]?.actor.id, 'grace');
	await admin.delete('/me');
	assert.deepEqual(
		(await auditOf(admin)).map(({ actor }) => actor),
		[
			{ kind: 'admin', id: null },
			{ kind: 'person', id: null },
		],
	);
	const { store, close } = openStore(database);
	const { rows, broken } = await verifyChain('acme', store.audit);
	await close();
	assert.deepEqual([rows, broken], [2, null]);
});

test('an act that cannot be written down is not done', async (t) => {
	const database = databaseFor(t);
	const kit = await kitFor(t, { database });
	const admin = adminOf(kit);
	await badAnswer(kit, 'ana');
	const [candidate] = await candidatesOf(admin);
	const bare = knex(knexConfig(database));
	await bare.schema.dropTable('support_audit');
	assert.equal((await admin.post(`/admin/training-candidates/${candidate?.id}/approve`)).status, 500);
	assert.equal((await kit.as('ana').get('/export')).status, 500);
	const rows = await bare('support_training_candidates').select('status');
	await bare.destroy();
	assert.deepEqual(rows, [{ status: 'queued' }]);
});
