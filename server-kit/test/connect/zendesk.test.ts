// Tickets at Zendesk: one per case whatever breaks, an internal note that nothing can format, refusals told apart.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createTestClock } from '../../src/testing/clock.ts';
import { connect, failsWith } from './desks/connecting.ts';
import { CASE, handoff, hostile, huge } from './desks/handoff.ts';
import { group } from './desks/serving.ts';
import { AGENT, CLIENT, startZendesk, type ZendeskDesk } from './desks/zendesk.ts';

interface More {
	auth?: typeof AGENT | typeof CLIENT;
	priority?: string;
	timeoutMs?: number;
}

const optionsOf = ({ url }: ZendeskDesk, more: More = {}) =>
	({ type: 'zendesk', url, auth: AGENT, allowPrivate: true, ...more }) as Parameters<typeof connect>[0];

async function desk(t: TestContext, more: More = {}) {
	const zendesk = await startZendesk(t);
	return { zendesk, connector: connect(optionsOf(zendesk, more)) };
}

const posts = ({ asked }: ZendeskDesk) => asked.filter(({ method, path }) => method === 'POST' && /tickets/.test(path));
const noteOf = ({ tickets }: ZendeskDesk) => String(group(tickets[0]?.ticket.comment).body);

test('a case becomes a ticket with transcript and snapshot, as an internal note', async (t) => {
	const { zendesk, connector } = await desk(t, { priority: 'high' });
	assert.deepEqual(await connector.create(handoff()), {
		ticketId: '100',
		ticketUrl: `${zendesk.url}/agent/tickets/100`,
	});
	const [made] = zendesk.tickets;
	assert.equal(made?.external_id, CASE);
	const { subject, requester, priority, tags, comment } = made?.ticket ?? {};
	assert.equal(subject, `My upload fails [${CASE}]`);
	assert.deepEqual(requester, { email: 'ada@customer.example', name: 'Ada Lovelace' });
	assert.deepEqual([priority, tags, group(comment).public], ['high', ['deskbell'], false]);
	for (const told of [
		'**Transcript**',
		'AI, 1970-01-01T00:00:02.000Z',
		'    Your plan takes 50 MB.',
		'    limit: limit uploadMb, current 62, max 50',
		'    failed job: jobId job-9, status failed',
		'    failed request: route /upload, httpStatus 413',
		'    not told by: userLogs (timeout)',
	])
		assert.ok(noteOf(zendesk).split('\n').includes(told), told);
	assert.ok(!noteOf(zendesk).includes('/fine'));
});

test('S-22 an address that nobody has checked is no requester', async (t) => {
	const { zendesk, connector } = await desk(t);
	await connector.create(handoff({ caller: { kind: 'visitor', email: 'anybody@victim.example' } }));
	assert.equal(zendesk.tickets[0]?.ticket.requester, undefined);
	assert.ok(!JSON.stringify(zendesk.tickets).includes('victim'));
});

test('the answer is lost, or we die before we record it: the second try finds the first ticket', async (t) => {
	const { zendesk, connector } = await desk(t);
	zendesk.next = 'lost';
	await failsWith('unavailable', connector.create(handoff()));
	assert.equal(zendesk.tickets.length, 1);
	zendesk.forgetKeys();
	const another = connect(optionsOf(zendesk));
	const changed = handoff({ reason: 'And now I am angry' });
	assert.equal((await another.create(changed)).ticketId, '100');
	assert.equal((await another.create(changed)).ticketId, '100');
	assert.equal(zendesk.tickets.length, 1);
	assert.equal(posts(zendesk).length, 1);
});

test('two tries at once make one ticket, also where their words differ', async (t) => {
	const { zendesk, connector } = await desk(t);
	const made = await Promise.all([connector.create(handoff()), connector.create(handoff({ reason: 'Another' }))]);
	assert.deepEqual(made[0], made[1]);
	assert.equal(zendesk.tickets.length, 1);
});

test('a ticket that is not listed yet: its key says that it is there, and it is looked for again', async (t) => {
	const { zendesk, connector } = await desk(t);
	await connector.create(handoff());
	const changed = handoff({ reason: 'Another' });
	zendesk.next = { status: 200, body: { tickets: [] } };
	assert.equal((await connector.create(changed)).ticketId, '100');
	zendesk.tickets.splice(0);
	await failsWith('unavailable', connector.create(changed));
});

test('a list that ignores its filter leads to nobody else’s ticket', async (t) => {
	const { zendesk, connector } = await desk(t);
	await connector.create(handoff({ publicId: 'cas_another' }));
	zendesk.next = { status: 200, body: { tickets: [{ id: 100, external_id: 'cas_another' }] } };
	assert.equal((await connector.create(handoff())).ticketId, '101');
});

test('hostile text stays text: all of it stands in code, and the subject is one line', async (t) => {
	const { zendesk, connector } = await desk(t);
	await connector.create(hostile());
	const lines = noteOf(zendesk).split('\n');
	const outside = lines.filter((line) => line !== '' && !line.startsWith('    '));
	const ours =
		/^(\*\*(Reason|Customer|Question|Already shown|Known of the customer|Transcript)\*\*|Customer, [\dT:.Z-]+)$/;
	assert.deepEqual(
		outside.filter((line) => !ours.test(line)),
		[],
	);
	assert.ok(lines.some((line) => line.includes('<script>alert(1)</script>')));
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they must not arrive.
	assert.ok(!/[\u0000-\u0009\u000b-\u001f\u2028\u202e]/.test(noteOf(zendesk)));
	assert.equal(zendesk.tickets[0]?.ticket.requester, undefined);
});

test('a conversation of megabytes is cut to what Zendesk takes', async (t) => {
	const { zendesk, connector } = await desk(t);
	await connector.create(huge());
	assert.ok(Buffer.byteLength(noteOf(zendesk)) > 20_000);
	assert.ok(noteOf(zendesk).includes('message 9'));
});

test('an OAuth client: a token is fetched, used again, and renewed when it is refused or old', async (t) => {
	const zendesk = await startZendesk(t);
	const clock = createTestClock();
	const connector = connect(optionsOf(zendesk, { auth: CLIENT }), clock);
	await connector.create(handoff({ publicId: 'cas_a' }));
	await connector.create(handoff({ publicId: 'cas_b' }));
	assert.equal(zendesk.tokens.length, 1);
	assert.deepEqual(zendesk.asked[0]?.body, {
		grant_type: 'client_credentials',
		client_id: CLIENT.clientId,
		client_secret: CLIENT.clientSecret,
		scope: 'tickets:read tickets:write',
	});
	zendesk.tokens.push('revoked by an administrator');
	await connector.create(handoff({ publicId: 'cas_c' }));
	assert.equal(zendesk.tokens.length, 3);
	clock.pass(7_200_000);
	await connector.create(handoff({ publicId: 'cas_d' }));
	assert.equal(zendesk.tokens.length, 4);
	assert.equal(zendesk.tickets.length, 4);
});

test('a wrong client or token is refused once, and no secret is repeated', async (t) => {
	const zendesk = await startZendesk(t);
	for (const auth of [
		{ ...CLIENT, clientSecret: 'zd-wrong-secret' },
		{ ...AGENT, apiToken: 'zd-wrong-token' },
	]) {
		const fault = await failsWith('auth', connect(optionsOf(zendesk, { auth })).create(handoff()));
		assert.ok(!`${fault.message}${String(fault.cause)}`.includes('zd-wrong'));
	}
	assert.equal(zendesk.asked.length, 2);
});

test('what Zendesk refuses is told apart, with what to do', async (t) => {
	const { zendesk, connector } = await desk(t);
	const cases = [
		[{ status: 403 }, 'auth', null],
		[{ status: 429, headers: { 'retry-after': '93' } }, 'rate_limited', 93],
		[{ status: 503, headers: { 'retry-after': '5' } }, 'unavailable', 5],
		[{ status: 500, body: '<html>oops</html>' }, 'unavailable', null],
		[{ status: 409 }, 'unavailable', null],
		[{ status: 404 }, 'invalid', null],
		[{ status: 302, headers: { location: 'http://169.254.169.254/' } }, 'invalid', null],
		[{ status: 200, body: '<html>a login page</html>' }, 'invalid', null],
	] as const;
	for (const [told, reason, seconds] of cases) {
		zendesk.next = told;
		const fault = await failsWith(reason, connector.create(handoff()));
		assert.equal(fault.retryAfterSeconds, seconds, String(told.status));
		assert.match(fault.message, /^Zendesk /);
	}
	assert.equal(zendesk.tickets.length, 0);
});

test('a refused field is named, and the words in it are not', async (t) => {
	const { zendesk, connector } = await desk(t);
	const refused = {
		error: 'RecordInvalid',
		details: { 'my secret words': [], group_id: [{ description: 'my words' }] },
	};
	zendesk.next = { status: 422, body: refused };
	const { message } = await failsWith('invalid', connector.create(handoff()));
	assert.match(message, /422 \(RecordInvalid, group_id\)/);
	assert.ok(!message.includes('words'));
});

test('a desk that never answers is given up', async (t) => {
	const { zendesk, connector } = await desk(t, { timeoutMs: 100 });
	zendesk.next = 'silent';
	const fault = await failsWith('unavailable', connector.create(handoff()));
	assert.match(fault.message, /in time/);
});
