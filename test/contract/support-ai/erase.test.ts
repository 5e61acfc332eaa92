// A person leaves: nothing of theirs is left, everything of others is, and what was used stays counted.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Client, createClient, type StartedKit } from '@deskbell/server-kit/testing';
import type { CaseView, ExportLine, PersonErased, QuotaView } from '../../../server-kit/src/protocol/index.ts';
import { codeOf, eventually, heldAnswer, kitFor } from './kits.ts';
import { leaveMarks, modelWithTools } from './person.ts';

const AGENT = { tenantId: 'acme', userId: 'bo', kind: 'agent' as const, roles: [], name: 'Bo' };

async function markedDesk(t: TestContext) {
	const model = modelWithTools();
	const kit = await kitFor(t, { model });
	return { kit, leave: (mark: string) => leaveMarks(kit, model, mark) };
}

/** All that there is of a person, without when it was asked for. */
async function everythingOf(client: Client): Promise<ExportLine[]> {
	const text = await (await client.raw('GET', '/export')).text();
	const lines = text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as ExportLine);
	return lines.slice(1);
}

test('everything goes and is counted by table; again: there is nothing to do', async (t) => {
	const { leave } = await markedDesk(t);
	const ana = await leave('canary');
	const first = await ana.delete<PersonErased>('/me');
	assert.equal(first.status, 200);
	assert.deepEqual(first.body, {
		deleted: true,
		counts: {
			support_ai_conversations: 2,
			support_ai_messages: 5,
			support_ai_intent_classifications: 3,
			support_ai_tool_calls: 1,
			support_ai_feedback: 2,
			support_tickets: 1,
			support_ticket_comments: 3,
			support_training_candidates: 2,
			support_escalations: 1,
			support_pushes: 2,
			support_idempotency_keys: 2,
			support_disclosure_acceptances: 1,
		},
		unnamed: { support_usage: 1 },
	});
	assert.deepEqual(await everythingOf(ana), [{ type: 'end', lines: 1, counts: {} }]);
	assert.equal((await ana.get('/disclosure/status')).body.accepted, false);
	const again = await ana.delete<PersonErased>('/me');
	assert.deepEqual([again.status, again.body], [200, { deleted: true, counts: {}, unnamed: {} }]);
});

test('another person’s rows are as they were, and so are those of the same name in another tenant', async (t) => {
	const { kit, leave } = await markedDesk(t);
	const [ana, stranger] = [await leave('canary'), await leave('stranger')];
	const namesake = await kit.ready('person canary', { tenantId: 'globex' });
	await namesake.post(`${namesake.path}/messages`, { content: 'kept' });
	const before = [await everythingOf(stranger), await everythingOf(namesake)];
	assert.equal((await ana.delete('/me')).status, 200);
	assert.deepEqual([await everythingOf(stranger), await everythingOf(namesake)], before);
});

test('the desk finds no case of theirs; what a customer sent a moment before is gone as well', async (t) => {
	const { kit, leave } = await markedDesk(t);
	const ana = await leave('canary');
	const erasing = ana.delete<PersonErased>('/me');
	const late = await Promise.all([
		ana.post('/conversations', { title: 'canary-late' }),
		ana.post('/cases', { subject: 'canary-late', description: 'a' }),
		ana.post(`${ana.path}/feedback`, { helpful: false, comment: 'canary-late' }),
		ana.post(`${ana.path}/messages`, { content: 'canary-late' }),
	]);
	await erasing;
	for (const { status } of late) assert.ok(status < 500, `${status}`);
	await ana.delete('/me');
	assert.deepEqual(await everythingOf(ana), [{ type: 'end', lines: 1, counts: {} }]);
	assert.deepEqual((await kit.kit.core.tickets.listForDesk(AGENT)).tickets, []);
});

test('an answer under way is stopped first; what it reserved is settled', async (t) => {
	const kit = await kitFor(t, { quota: { tenant: { messages: 10 } } });
	const [ana, ben] = [await kit.ready('ana'), await kit.ready('ben')];
	const held = heldAnswer('Half ');
	kit.model.says(held.script);
	const reading = ana.stream(`${ana.path}/messages`, { content: 'hello' });
	await held.started;
	assert.equal((await ana.delete('/me')).status, 200);
	assert.deepEqual((await reading).parts.at(-1), { type: 'abort' });
	assert.equal((await ana.get<QuotaView>('/quota')).body.messages.used, 0, 'their own count begins anew');
	for (let taken = 0; taken < 9; taken += 1)
		assert.equal((await ben.post(`${ben.path}/messages`, { content: 'hello' })).status, 200);
	const tenth = await ben.post(`${ben.path}/messages`, { content: 'hello' });
	assert.deepEqual([tenth.status, codeOf(tenth)], [429, 'quota_exceeded'], 'the tenant’s count does not');
});

async function answeredCase(kit: StartedKit): Promise<Client & { casePath: string }> {
	const ana = await kit.ready('ana');
	const { body } = await ana.post<CaseView>('/cases', { subject: 'Mine', description: 'Mine.' });
	await kit.kit.core.tickets.comment(AGENT, body.id, { body: 'Dear Ana', visibility: 'public' });
	return { ...ana, casePath: `/cases/${body.id}` };
}

test('an agent who leaves leaves their words in other people’s cases, and no name', async (t) => {
	const kit = await kitFor(t);
	const ana = await answeredCase(kit);
	const gone = await kit.as('bo', AGENT).delete<PersonErased>('/me');
	assert.deepEqual(gone.body, {
		deleted: true,
		counts: { support_pushes: 1 },
		unnamed: { support_ticket_comments: 1, support_audit: 1 },
	});
	const { comments } = (await ana.get<CaseView>(ana.casePath)).body;
	assert.deepEqual(
		comments.map(({ author, body }) => [author, body]),
		[[{ type: 'agent', name: null }, 'Dear Ana']],
	);
});

test('a visitor leaves like anybody', async (t) => {
	const kit = await kitFor(t, { visitors: { tenant: 'acme' } });
	const { body } = await createClient(kit.face, {}).post<{ token: string }>('/visitor');
	const visitor = createClient(kit.face, { authorization: `Bearer ${body.token}` });
	await visitor.post('/conversations', {});
	const gone = await visitor.delete<PersonErased>('/me');
	assert.deepEqual([gone.status, gone.body.counts], [200, { support_ai_conversations: 1 }]);
});

test('by nobody, by a robot, too often', async (t) => {
	const kit = await kitFor(t, { rates: { data: { limit: 1, windowSeconds: 600 } } });
	assert.equal(codeOf(await kit.as('').delete('/me')), 'unauthenticated');
	assert.equal(codeOf(await kit.as('robot', { kind: 'service' }).delete('/me')), 'forbidden');
	assert.equal((await kit.as('ana').delete('/me')).status, 200);
	const limited = await kit.as('ana').delete('/me');
	assert.deepEqual([limited.status, codeOf(limited)], [429, 'rate_limited']);
	await eventually(async () => (await kit.as('ben').delete('/me')).status === 200, 'others may');
});
