// Webhooks as a receiver meets them: what is sent, signed, sent again, given up.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Client, StartedKit } from '@deskbell/server-kit/testing';
import { Webhook } from 'standardwebhooks';
import { EVENT_TYPES } from '../../../server-kit/src/core/webhooks/events.ts';
import { type Arrival, startReceiver } from '../../../server-kit/test/connect/receiver.ts';
import { adminOf, auditOf } from './admins.ts';
import { eventually, kitFor } from './kits.ts';

const HOUR = 3_600_000;
const AGENT = { tenantId: 'acme', userId: 'bo', kind: 'agent' as const, roles: [], name: 'Bo' };

interface Hook {
	id: number;
	url: string;
	enabled: boolean;
	disabled_reason: string | null;
	secret: string;
}

interface Row {
	id: number;
	event_id: string;
	event_type: string;
	status: string;
	attempts: number;
	next_attempt_at: string | null;
	response_status: number | null;
	response_excerpt: string | null;
	fault: string | null;
}

interface Event {
	id: string;
	type: string;
	sequence: number | null;
	tenant_id: string;
	data: { case: { status: string; subject: string }; message: Record<string, unknown>; conversation: { id: number } };
}

/** A receiver that answers as it is told, from the first to the last, and its webhook. */
async function subscribed(t: TestContext, answers: readonly number[] = [], events: readonly string[] = EVENT_TYPES) {
	const kit = await kitFor(t, { webhooks: { allowPrivate: true } });
	const left = [...answers];
	const receiver = await startReceiver(t, (response) => response.writeHead(left.shift() ?? 204).end());
	const admin = adminOf(kit);
	const url = `http://127.0.0.1:${receiver.port}/hook?key=1`;
	const { body: hook, status } = await admin.post<Hook>('/admin/webhooks', { url, events });
	assert.equal(status, 200, JSON.stringify(hook));
	return { kit, admin, hook, arrivals: receiver.arrivals, tick: () => kit.kit.jobs.tick() };
}

const eventOf = (arrival: Arrival | undefined): Event => JSON.parse(arrival?.body ?? '{}');

async function rowsOf(admin: Client, { id }: { id: number }, query = ''): Promise<Row[]> {
	const { body } = await admin.get<{ deliveries: Row[] }>(`/admin/webhooks/${id}/deliveries${query}`);
	return body.deliveries;
}

function fileCase(kit: StartedKit, tenantId = 'acme') {
	return kit.as('ana', { tenantId, name: 'Ana' }).post<{ id: number }>('/cases', { subject: 'a', description: 'b' });
}

/** As a receiver would, whose clock is the test's. */
function verified({ clock }: StartedKit, { body, headers }: Arrival, secret: string): unknown {
	const now = Date.now;
	Date.now = () => clock.now();
	try {
		return new Webhook(secret).verify(body, headers as Record<string, string>);
	} finally {
		Date.now = now;
	}
}

/** All that is told of. */
async function everythingOn(kit: StartedKit): Promise<void> {
	const ana = await kit.ready('ana');
	kit.model.says('It is blue.');
	await ana.post(`${ana.path}/messages`, { content: 'Which colour?' });
	await ana.post(`${ana.path}/feedback`, { helpful: true });
	await ana.post(`${ana.path}/feedback`, { helpful: false });
	await ana.post(`${ana.path}/escalate`, { reason: 'why' });
	const { body: filed } = await fileCase(kit);
	const { tickets } = kit.kit.core;
	await tickets.comment(AGENT, filed.id, { body: 'internal words', visibility: 'internal' });
	await tickets.comment(AGENT, filed.id, { body: 'public words', visibility: 'public' });
	await tickets.setStatus(AGENT, filed.id, 'resolved');
	await kit.as('ana').post(`/cases/${filed.id}/comments`, { body: 'again' });
}

test('everything that happens is told once, in its order, signed as Standard Webhooks has it', async (t) => {
	const { kit, hook, arrivals, tick } = await subscribed(t);
	await everythingOn(kit);
	await tick();
	const told = arrivals.map(eventOf);
	for (const arrival of arrivals) assert.deepEqual(verified(kit, arrival, hook.secret), eventOf(arrival));
	const inOrder = (kind: string) =>
		told
			.filter(({ type }) => (kind === 'case') === type.startsWith('case'))
			.sort((one, other) => Number(one.sequence) - Number(other.sequence));
	assert.deepEqual(
		inOrder('conversation').map(({ type, sequence }) => `${sequence} ${type}`),
		[
			'1 conversation.created',
			'2 message.completed',
			'3 feedback.created',
			'4 feedback.updated',
			'5 conversation.escalated',
		],
	);
	assert.deepEqual(
		inOrder('case').map(({ type, sequence, data }) => `${sequence} ${type} ${data.case.status}`),
		[
			'1 case.created open',
			'2 case.commented open',
			'3 case.status_changed resolved',
			'4 case.commented open',
			'5 case.status_changed open',
		],
	);
	const { message } = inOrder('conversation')[1]?.data ?? {};
	assert.deepEqual([message?.content, message?.author, message?.status], ['It is blue.', { type: 'ai' }, 'complete']);
	assert.equal(new Set(told.map(({ id }) => id)).size, told.length);
	assert.ok(arrivals.every(({ body }) => !body.includes('internal words')));
	await tick();
	assert.equal(arrivals.length, told.length, 'nothing is sent twice');
});

test('a type that nobody asked for, and another tenant’s, are not sent', async (t) => {
	const { kit, arrivals, tick } = await subscribed(t, [], ['case.commented']);
	await fileCase(kit);
	const { body: foreign } = await fileCase(kit, 'other');
	await kit.as('ana', { tenantId: 'other' }).post(`/cases/${foreign.id}/comments`, { body: 'x' });
	await tick();
	assert.deepEqual(arrivals, []);
});

test('S-27 S-28 an attempt that failed is made again, with the same id and body and a new time', async (t) => {
	const { kit, admin, hook, arrivals, tick } = await subscribed(t, [500, 302]);
	await fileCase(kit);
	await tick();
	const [waiting] = await rowsOf(admin, hook);
	assert.deepEqual([waiting?.status, waiting?.attempts, waiting?.response_status], ['pending', 1, 500]);
	await tick();
	assert.equal(arrivals.length, 1, 'not before it is due');
	kit.clock.pass(6_000);
	await tick();
	kit.clock.pass(HOUR);
	await tick();
	assert.equal(arrivals.length, 3, 'a redirect is a failure');
	assert.equal(new Set(arrivals.map(({ body }) => body)).size, 1);
	assert.equal(new Set(arrivals.map(({ headers }) => headers['webhook-id'])).size, 1);
	assert.equal(new Set(arrivals.map(({ headers }) => headers['webhook-timestamp'])).size, 3);
	for (const arrival of arrivals.slice(-1)) verified(kit, arrival, hook.secret);
	assert.deepEqual(
		(await rowsOf(admin, hook, '?status=delivered')).map(({ attempts }) => attempts),
		[3],
	);
});

test('S-28 after ten attempts it is given up; a replay sends the same id again', async (t) => {
	const { kit, admin, hook, arrivals, tick } = await subscribed(t, Array(10).fill(500));
	await fileCase(kit);
	const began = kit.clock.now();
	await tick();
	let [given] = await rowsOf(admin, hook);
	while (given?.next_attempt_at) {
		kit.clock.pass(Date.parse(given.next_attempt_at) - kit.clock.now());
		await tick();
		[given] = await rowsOf(admin, hook);
	}
	assert.deepEqual([given?.status, given?.attempts, arrivals.length], ['failed', 10, 10]);
	const hours = (kit.clock.now() - began) / HOUR;
	assert.ok(hours > 67 && hours < 84, `${hours} hours`);
	const before = arrivals.length;
	const { status } = await admin.post(`/admin/webhooks/${hook.id}/deliveries/${given?.id}/replay`);
	assert.equal(status, 200);
	await tick();
	assert.equal(arrivals.length, before + 1);
	assert.equal(eventOf(arrivals.at(-1)).id, given?.event_id);
	assert.equal((await rowsOf(admin, hook)).length, 2);
});

test('S-28 410 disables at once; days of failure disable too, and the job says so in the audit', async (t) => {
	const { kit, admin, hook, tick } = await subscribed(t, [410]);
	await fileCase(kit);
	await tick();
	const now = async () => (await admin.get<{ webhooks: Hook[] }>('/admin/webhooks')).body.webhooks[0];
	assert.deepEqual([(await now())?.enabled, (await now())?.disabled_reason], [false, 'gone']);
	assert.deepEqual((await auditOf(admin)).at(-1)?.details, { reason: 'gone' });
	await fileCase(kit);
	assert.equal((await rowsOf(admin, hook)).length, 1, 'a disabled one is told nothing');
});

test('a webhook to which nothing comes through for five days is disabled, and what waits has failed', async (t) => {
	const { kit, admin, hook, tick } = await subscribed(t, Array(40).fill(503));
	const now = async () => (await admin.get<{ webhooks: Hook[] }>('/admin/webhooks')).body.webhooks[0];
	for (let day = 0; day <= 5; day += 1) {
		assert.equal((await now())?.enabled, true, `day ${day}`);
		await fileCase(kit);
		await tick();
		kit.clock.pass(24 * HOUR + 60_000);
	}
	assert.equal((await now())?.disabled_reason, 'failing');
	assert.deepEqual(await rowsOf(admin, hook, '?status=pending'), []);
});

test('what is committed is sent at once, without a tick', async (t) => {
	const { kit, arrivals } = await subscribed(t);
	await fileCase(kit);
	await eventually(() => arrivals.length === 1, 'the event arrives');
});

test('S-27 while a secret is replaced both sign; after that the new one alone', async (t) => {
	const { kit, admin, hook, arrivals, tick } = await subscribed(t);
	const { body: rotated } = await admin.post<Hook>(`/admin/webhooks/${hook.id}/rotate-secret`, { overlap_hours: 2 });
	assert.notEqual(rotated.secret, hook.secret);
	await fileCase(kit);
	await tick();
	for (const secret of [hook.secret, rotated.secret]) verified(kit, arrivals[0] as Arrival, secret);
	kit.clock.pass(2 * HOUR);
	await fileCase(kit);
	await tick();
	verified(kit, arrivals[1] as Arrival, rotated.secret);
	assert.throws(() => verified(kit, arrivals[1] as Arrival, hook.secret));
});

test('a deleted conversation is told by its number alone; what was not yet sent of it never is', async (t) => {
	const { kit, arrivals, tick } = await subscribed(t, Array(4).fill(500));
	const ana = await kit.ready('ana');
	await ana.post(`${ana.path}/messages`, { content: 'secret words' });
	await tick();
	const before = arrivals.length;
	await ana.delete(ana.path);
	kit.clock.pass(HOUR);
	await tick();
	kit.clock.pass(HOUR);
	await tick();
	const later = arrivals.slice(before).map(eventOf);
	assert.ok(later.length > 0);
	for (const { type, data } of later) {
		assert.equal(type, 'conversation.deleted');
		assert.deepEqual(data, { conversation: { id: ana.conversationId } });
	}
});

test('S-31 what a receiver answers is kept in short, masked; S-25 a test tells the class alone', async (t) => {
	const kit = await kitFor(t, { webhooks: { allowPrivate: true } });
	const long = `card 4111 1111 1111 1111 ${'words '.repeat(1000)}`;
	const receiver = await startReceiver(t, (response) => response.writeHead(418, { 'x-inner': 'header' }).end(long));
	const admin = adminOf(kit);
	const url = `http://127.0.0.1:${receiver.port}/`;
	const { body: hook } = await admin.post<Hook>('/admin/webhooks', { url, events: ['case.created'] });
	await fileCase(kit);
	await kit.kit.jobs.tick();
	const { body } = await admin.get(`/admin/webhooks/${hook.id}/deliveries`);
	const shown = JSON.stringify(body);
	assert.ok(shown.length < 2000 && !shown.includes('4111') && !shown.includes('header'), shown);
	const tested = await admin.post<Record<string, unknown>>(`/admin/webhooks/${hook.id}/test`);
	const { duration_ms: _took, ...said } = tested.body;
	assert.deepEqual(said, { delivered: false, status_class: '4xx', fault: 'status' });
});
