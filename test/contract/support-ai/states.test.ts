// What a case and a conversation may become, told as tables; and what is counted and written down on the way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import knex from 'knex';
import { KitError } from '../../../server-kit/src/errors.ts';
import type { CaseStatus, CaseView } from '../../../server-kit/src/protocol/index.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { databaseFor, kitFor } from './kits.ts';

const agent = { tenantId: 'acme', userId: 'jo', kind: 'agent' as const, roles: [], name: 'Jo' };
const WORDS = { subject: 'Upload', description: 'It stops.' };

// biome-ignore format: the columns are the point
const MOVES: readonly (readonly [from: CaseStatus, way: CaseStatus[], to: Readonly<Record<CaseStatus, boolean>>])[] = [
	['open',     [],                     { open: true,  pending: true,  resolved: true,  closed: false }],
	['pending',  ['pending'],            { open: true,  pending: true,  resolved: true,  closed: false }],
	['resolved', ['resolved'],           { open: true,  pending: false, resolved: true,  closed: true }],
	['closed',   ['resolved', 'closed'], { open: false, pending: false, resolved: false, closed: true }],
];

for (const [from, way, leads] of MOVES)
	test(`a case that is ${from} goes where its state leads, and nowhere else`, async (t) => {
		const kit = await kitFor(t);
		const desk = kit.kit.core.tickets;
		const ana = kit.as('ana');
		for (const [to, allowed] of Object.entries(leads) as [CaseStatus, boolean][]) {
			const { id } = (await ana.post<CaseView>('/cases', WORDS)).body;
			for (const step of way) await desk.setStatus(agent, id, step);
			const moved = desk.setStatus(agent, id, to);
			if (allowed) await moved;
			else await assert.rejects(moved, (fault) => fault instanceof KitError && fault.code === 'case_status_conflict');
			assert.equal((await ana.get<CaseView>(`/cases/${id}`)).body.status, allowed ? to : from, `${from} to ${to}`);
		}
	});

test('numbers grow past four digits, and none comes again', async (t) => {
	const database = databaseFor(t);
	const kit = await kitFor(t, { database });
	const ana = kit.as('ana');
	const open = async () => (await ana.post<CaseView>('/cases', WORDS)).body.number;
	assert.equal(await open(), 'TKT-2026-0001');
	const db = knex(knexConfig(database));
	await db('support_ticket_counters').where({ tenant_id: 'acme', year: 2026 }).update({ last_number: 9998 });
	await db.destroy();
	assert.deepEqual([await open(), await open(), await open()], ['TKT-2026-9999', 'TKT-2026-10000', 'TKT-2026-10001']);
});

test('a hand-over writes one row that says what it means, and no case', async (t) => {
	const database = databaseFor(t);
	const kit = await kitFor(t, { database });
	const ana = await kit.ready('ana');
	for (const reason of ['Stuck', 'Stuck again']) await ana.post(`${ana.path}/escalate`, { reason, note: 'Call me.' });
	const db = knex(knexConfig(database));
	const rows = await db('support_escalations').select('tenant_id', 'user_id', 'conversation_id', 'semantics', 'reason');
	const cases = await db('support_tickets').select('id');
	await db.destroy();
	const { conversationId } = ana;
	assert.deepEqual(rows, [
		{ tenant_id: 'acme', user_id: 'ana', conversation_id: conversationId, semantics: 'lock', reason: 'Stuck' },
	]);
	assert.deepEqual(cases, []);
});

test('a conversation is deleted from the state of open and of escalated', async (t) => {
	const kit = await kitFor(t);
	for (const way of [[], ['escalate']]) {
		const ana = await kit.ready('ana');
		await ana.post(`${ana.path}/messages`, { content: 'How large may uploads be?' });
		for (const step of way) assert.equal((await ana.post(`${ana.path}/${step}`, {})).status, 200);
		assert.equal((await ana.delete(ana.path)).status, 200, way.join() || 'open');
		assert.equal((await ana.get(ana.path)).status, 404);
	}
});
