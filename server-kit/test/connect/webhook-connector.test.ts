// Tickets of the host's own making: signed, named by a key that stays, and answered with the ticket.

import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { createTestClock } from '../../src/testing/clock.ts';
import { connect, failsWith } from './desks/connecting.ts';
import { CASE, HOSTILE, handoff, hostile, huge } from './desks/handoff.ts';
import { group } from './desks/serving.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const KEY = Buffer.alloc(32, 7);
const SECRET = `whsec_${KEY.toString('base64')}`;

interface Host extends Receiver {
	tickets: Map<string, Record<string, unknown>>;
	breaks: boolean;
}

/** Refuses what a careful receiver refuses; the same key is the same ticket. */
async function startHost(t: TestContext): Promise<Host> {
	const state = { tickets: new Map<string, Record<string, unknown>>(), breaks: false };
	const host: Host = Object.assign(
		await startReceiver(t, (response, { headers, body }) => {
			const [id, time, signature] = ['id', 'timestamp', 'signature'].map((name) => String(headers[`webhook-${name}`]));
			const mac = createHmac('sha256', KEY).update(`${id}.${time}.${body}`).digest('base64');
			const right = Buffer.from(`v1,${mac}`);
			const given = Buffer.from(signature ?? '');
			if (given.length !== right.length || !timingSafeEqual(given, right)) return response.writeHead(401).end();
			if (headers['content-type'] !== 'application/json' || id?.includes('.')) return response.writeHead(422).end();
			const key = String(headers['idempotency-key']);
			if (!host.tickets.has(key)) host.tickets.set(key, group(group(JSON.parse(body)).data));
			if (host.breaks) return response.destroy();
			const number = [...host.tickets.keys()].indexOf(key) + 1;
			response.end(JSON.stringify({ ticketId: `T-${number}`, ticketUrl: `https://desk.acme.example/T-${number}` }));
		}),
		state,
	);
	return host;
}

const connectorOf = ({ port }: Receiver, secret = SECRET, clock = createTestClock()) =>
	connect({ type: 'webhook', url: `http://127.0.0.1:${port}/tickets?from=desk`, secret, allowPrivate: true }, clock);

test('the signature is that of Standard Webhooks', async (t) => {
	const host = await startHost(t);
	const clock = createTestClock();
	await connectorOf(host, SECRET, clock).create(handoff());
	const [arrival] = host.arrivals;
	const signed = new Webhook(SECRET).sign(`msg_${CASE}`, new Date(clock.now()), arrival?.body ?? '');
	assert.equal(arrival?.headers['webhook-signature'], signed);
});

test('a case is sent with transcript and snapshot, and the host’s ticket comes back', async (t) => {
	const host = await startHost(t);
	const made = await connectorOf(host).create(handoff());
	assert.deepEqual(made, { ticketId: 'T-1', ticketUrl: 'https://desk.acme.example/T-1' });
	const { transcript, known, customer, caseId } = host.tickets.get(CASE) ?? {};
	assert.equal(caseId, CASE);
	assert.deepEqual(transcript, [
		{ author: 'customer', at: '1970-01-01T00:00:01.000Z', text: 'My upload fails' },
		{ author: 'ai', at: '1970-01-01T00:00:02.000Z', text: 'Your plan takes 50 MB.' },
	]);
	assert.equal(group(customer).email, 'ada@customer.example');
	assert.ok(Array.isArray(known) && known.includes('limit: limit uploadMb, current 62, max 50'));
});

test('S-27 the answer is lost: the second try has the same id and key, a time of its own, and finds the first ticket', async (t) => {
	const host = await startHost(t);
	const clock = createTestClock();
	host.breaks = true;
	await failsWith('unavailable', connectorOf(host, SECRET, clock).create(handoff()));
	host.breaks = false;
	clock.pass(120_000);
	assert.equal((await connectorOf(host, SECRET, clock).create(handoff())).ticketId, 'T-1');
	const [first, second] = host.arrivals.map(({ headers }) => headers);
	for (const name of ['webhook-id', 'idempotency-key']) assert.equal(first?.[name], second?.[name]);
	assert.equal(Number(second?.['webhook-timestamp']) - Number(first?.['webhook-timestamp']), 120);
	assert.equal(host.tickets.size, 1);
});

test('a wrong secret is refused; hostile and huge text arrives as text of bounded size', async (t) => {
	const host = await startHost(t);
	await failsWith('auth', connectorOf(host, `whsec_${Buffer.alloc(32, 8).toString('base64')}`).create(handoff()));
	await connectorOf(host).create(hostile());
	assert.ok(!JSON.stringify([...host.tickets]).includes(HOSTILE));
	await connectorOf(host).create(huge());
	assert.ok(host.arrivals.every(({ body }) => Buffer.byteLength(body) < 70_000));
});

test('an answer without a ticket is no ticket', async (t) => {
	const answers = ['', '{}', '{"ticketId":"T-1"}', '{"ticketId":"T-1","ticketUrl":"javascript:alert(1)"}'];
	for (const answer of answers) {
		const receiver = await startReceiver(t, (response) => response.end(answer));
		await failsWith('invalid', connectorOf(receiver).create(handoff()));
	}
});

test('S-28 a redirect is not followed; S-32 plain http and inner addresses are for development', async (t) => {
	const inner = await startReceiver(t, (response) => response.end());
	const receiver = await startReceiver(t, (response) =>
		response.writeHead(307, { location: `http://127.0.0.1:${inner.port}/` }).end(),
	);
	await failsWith('invalid', connectorOf(receiver).create(handoff()));
	const guarded = connect({ type: 'webhook', url: `https://127.0.0.1:${inner.port}/`, secret: SECRET });
	await failsWith('invalid', guarded.create(handoff()));
	assert.equal(inner.arrivals.length, 0);
});
