// A ticket that was made, at once or later: the person's open pages hear it, and the tenant's own server does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseHandoff } from '../../../server-kit/src/core/ports.ts';
import { startReceiver } from '../../../server-kit/test/connect/receiver.ts';
import { adminOf } from '../support-ai/admins.ts';
import { followPushes } from '../support-ai/follow-pushes.ts';
import { eventually } from '../support-ai/kits.ts';
import { type CaseBody, gatewayFor, QUESTION } from './kits.ts';

const MINUTE = 60_000;
const reason = { reason: 'I need a person' };
const TICKET = { id: 'Z-1', url: 'https://desk.example.com/Z-1' };

/** Away until it is told otherwise. */
function createDesk() {
	const desk = {
		away: true,
		async create(_handoff: CaseHandoff) {
			if (desk.away) throw new Error('away');
			return { ticketId: TICKET.id, ticketUrl: TICKET.url };
		},
	};
	return desk;
}

test('a ticket that had to wait is pushed to the open pages of its person, and to nobody else’s', async (t) => {
	const connector = createDesk();
	const kit = await gatewayFor(t, { escalation: { connector } });
	const ana = await kit.asking('ana');
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	const pages = [await followPushes(t, kit.as('ana')), await followPushes(t, kit.as('ana'))];
	const strangers = [
		await followPushes(t, kit.as('bob')),
		await followPushes(t, kit.as('ana', { tenantId: 'globex' })),
	];
	assert.equal((await ana.post(`/cases/${body.case.id}/escalate`, reason)).status, 502);
	connector.away = false;
	kit.clock.pass(MINUTE);
	await kit.kit.jobs.tick();
	await eventually(() => pages.every(({ seen }) => seen.length > 0), 'the push');
	for (const { seen } of pages) {
		const [heard] = seen.map(({ event }) => event);
		assert.equal(seen.length, 1, 'what failed is no news');
		assert.ok(heard?.type === 'conversation-escalated');
		assert.deepEqual([heard.public_id, heard.ticket], [body.case.id, TICKET]);
	}
	for (const { seen } of strangers) assert.deepEqual(seen, []);
	const away = await followPushes(t, kit.as('ana'), '0');
	await eventually(() => away.seen.length > 0, 'the push, for a page that was away');
});

test('a ticket at our own desk is pushed once, however often it is asked for', async (t) => {
	const kit = await gatewayFor(t);
	const ana = await kit.asking('ana');
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	const page = await followPushes(t, kit.as('ana'));
	const path = `/cases/${body.case.id}/escalate`;
	await Promise.all([ana.post(path, reason), ana.post(path, reason)]);
	await ana.post(path, reason);
	const { body: own } = await kit.as('ana').get<{ cases: { id: number }[] }>('/cases');
	const agent = { tenantId: 'acme', userId: 'bo', kind: 'agent' as const, roles: [] };
	await kit.kit.core.tickets.setStatus(agent, own.cases[0]?.id ?? 0, 'pending');
	await eventually(() => page.seen.some(({ event }) => event.type === 'case-status'), 'what came after it');
	assert.deepEqual(
		page.seen.map(({ event }) => event.type),
		['conversation-escalated', 'case-status'],
	);
});

test('the tenant’s own server hears of it with the case’s own id and the ticket', async (t) => {
	const connector = createDesk();
	const kit = await gatewayFor(t, { escalation: { connector }, webhooks: { allowPrivate: true } });
	const receiver = await startReceiver(t, (response) => response.writeHead(204).end());
	const url = `http://127.0.0.1:${receiver.port}/hook`;
	await adminOf(kit).post('/admin/webhooks', { url, events: ['conversation.escalated'] });
	const ana = await kit.asking('ana');
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	await ana.post(`/cases/${body.case.id}/escalate`, reason);
	await kit.kit.jobs.tick();
	assert.equal(receiver.arrivals.length, 0, 'not before there is a ticket');
	connector.away = false;
	for (let minute = 0; minute < 2; minute += 1) {
		kit.clock.pass(MINUTE);
		await kit.kit.jobs.tick();
	}
	await eventually(() => receiver.arrivals.length > 0, 'the webhook');
	const { data } = JSON.parse(receiver.arrivals[0]?.body ?? '{}');
	assert.deepEqual([data.conversation.public_id, data.conversation.status], [body.case.id, 'escalated']);
	assert.deepEqual([data.ticket, data.reason], [TICKET, reason.reason]);
});
