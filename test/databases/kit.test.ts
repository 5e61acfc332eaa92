// The whole kit on every database: one customer's way from the disclosure to the deleted conversation.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Client, type StartedKit, startKit } from '@deskbell/server-kit/testing';
import { onEveryDatabase, SHARED } from './every-database.ts';

const AGENT = { tenantId: 'acme', userId: 'bo', kind: 'agent' as const, roles: [], name: 'Bo' };

onEveryDatabase((database) => {
	test('disclosure, turn, feedback, escalation, case, comment, deletion', { timeout: 60_000 }, async () => {
		const desk = await startKit({
			database: database.url,
			quota: { user: { messages: 5 }, tenant: { messages: 50 }, global: { messages: 500 } },
		});
		const client = desk.as('ada', { name: 'Ada 🔔' });
		const { body: begun } = await client.post('/conversations', { title: 'Größe 🔔', context: { page: '/a' } });
		const path = `/conversations/${begun.conversation_id}`;
		assert.equal((await client.post(`${path}/messages`, { content: 'Hi' })).body.code, 'disclosure_required');
		assert.equal((await client.post('/disclosure/accept', { version: '1' })).status, 200);
		desk.model.says('Under *Upload* you find the limit: 5 GB 🔔.');
		const turn = await client.stream(`${path}/messages`, { content: 'How large? 🔔', client_message_id: 'c1' });
		assert.ok(turn.done);
		assert.equal(turn.parts.at(-1)?.type, 'finish');
		const again = await client.stream(`${path}/messages`, { content: 'How large? 🔔', client_message_id: 'c1' });
		assert.equal(again.status, 200);
		assert.equal(desk.model.asked.length, 1);
		const { body: thread } = await client.get<{ messages: { id: number; content: string; status: string }[] }>(path);
		assert.deepEqual(
			thread.messages.map(({ content, status }) => [content, status]),
			[
				['How large? 🔔', 'complete'],
				['Under *Upload* you find the limit: 5 GB 🔔.', 'complete'],
			],
		);
		await rated(client, path, thread.messages[1]?.id);
		await handedOver(desk, client, path);
		await desk.kit.jobs.tick();
		await desk.close();
	});

	test('twenty people at once, each with a turn of their own: all are answered and counted', {
		timeout: 60_000,
	}, async () => {
		const desk = await startKit({ database: database.url, quota: { tenant: { messages: 1_000 } } });
		const tenantId = 'busy';
		const people = await Promise.all(
			Array.from({ length: 20 }, (_, index) => desk.ready(`person-${index}`, { tenantId })),
		);
		const turns = await Promise.all(people.map((one) => one.stream(`${one.path}/messages`, { content: 'How?' })));
		assert.deepEqual(
			turns.map(({ status, parts }) => [status, parts.at(-1)?.type]),
			turns.map(() => [200, 'finish']),
		);
		for (const one of people) {
			const { body } = await one.get<{ messages: { used: number; reserved: number } }>('/quota');
			assert.deepEqual([body.messages.used, body.messages.reserved], [1, 0]);
		}
		await desk.close();
	});
}, SHARED);

async function rated(client: Client, path: string, message_id: number | undefined): Promise<void> {
	const { body: saved } = await client.post(`${path}/feedback`, { helpful: false, message_id, comment: 'no 🔔' });
	assert.equal(saved.training_candidate_created, true);
	const { body: quota } = await client.get<{ messages: { used: number; reserved: number; remaining: number } }>(
		'/quota',
	);
	assert.deepEqual([quota.messages.used, quota.messages.reserved, quota.messages.remaining], [1, 0, 4]);
}

async function handedOver(desk: StartedKit, client: Client, path: string): Promise<void> {
	const { body: escalated } = await client.post(`${path}/escalate`, { reason: 'wants a person' });
	assert.equal(escalated.status, 'escalated');
	assert.equal((await client.post(`${path}/messages`, { content: 'Still there?' })).status, 409);
	const { body: filed } = await client.post<{ id: number; number: string }>('/cases', {
		subject: 'Upload',
		description: 'It stops.',
		conversation_id: Number(path.split('/')[2]),
	});
	assert.equal(filed.number, 'TKT-2026-0001');
	await desk.kit.core.tickets.comment(AGENT, filed.id, { body: 'Hello Ada', visibility: 'public' });
	await desk.kit.core.tickets.comment(AGENT, filed.id, { body: 'internal word', visibility: 'internal' });
	assert.equal((await client.post(`/cases/${filed.id}/comments`, { body: 'Thanks 🔔' })).status, 200);
	const { body: read } = await client.get<{ comments: { body: string }[] }>(`/cases/${filed.id}`);
	assert.deepEqual(
		read.comments.map(({ body }) => body),
		['Hello Ada', 'Thanks 🔔'],
	);
	assert.equal((await client.delete(path)).status, 200);
	assert.equal((await client.delete(path)).status, 404);
	assert.equal((await client.get<{ conversation_id: null }>(`/cases/${filed.id}`)).body.conversation_id, null);
}
