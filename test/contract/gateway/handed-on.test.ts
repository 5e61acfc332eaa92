// A case and a ticket system that is away: asked once, asked again, given up; and comments that find their ticket.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ConnectorFault } from '../../../server-kit/src/core/connector.ts';
import type { CaseComment, CaseHandoff } from '../../../server-kit/src/core/ports.ts';
import { type CaseBody, gatewayFor, QUESTION } from './kits.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const reason = { reason: 'I need a person' };

interface Read extends CaseBody {
	case: CaseBody['case'] & { ticketId: string | null; ticketUrl: string | null; ticketPending: boolean };
}

/** A ticket system that makes one ticket per case, and takes each comment once. */
function createDesk() {
	const tickets = new Map<string, CaseHandoff>();
	const comments = new Map<string, CaseComment>();
	const desk = {
		tickets,
		comments,
		asked: 0,
		/** Thrown instead of an answer. */
		fault: null as Error | null,
		/** Called with each request before it is answered. */
		meanwhile: async () => {},
		async create(handoff: CaseHandoff) {
			await asked();
			const id = handoff.conversation.publicId ?? '';
			if (!tickets.has(id)) tickets.set(id, handoff);
			const ticketId = `Z-${[...tickets.keys()].indexOf(id) + 1}`;
			return { ticketId, ticketUrl: `https://desk.example.com/${ticketId}` };
		},
		async comment(said: CaseComment) {
			await asked();
			if (!comments.has(said.comment.id)) comments.set(said.comment.id, said);
		},
	};
	async function asked() {
		desk.asked += 1;
		await desk.meanwhile();
		if (desk.fault) throw desk.fault;
	}
	return desk;
}

async function started(t: TestContext) {
	const desk = createDesk();
	const logged: unknown[] = [];
	const error = (message: string, facts?: object) => void logged.push({ message, ...facts });
	const log = { info() {}, warn() {}, error };
	const kit = await gatewayFor(t, { escalation: { connector: desk }, log });
	const ana = await kit.asking('ana', { name: 'Ana', email: 'ana@customer.example' });
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	const path = `/cases/${body.case.id}`;
	const { jobs } = kit.kit;
	const read = async () => (await ana.get<Read>(path)).body;
	return { kit, ana, desk, logged, path, jobs, read };
}

/** The desk hears a request, and says nothing before it is let go. */
function holdUp(desk: { meanwhile: () => Promise<void> }) {
	const held = Promise.withResolvers<void>();
	const heard = Promise.withResolvers<void>();
	desk.meanwhile = () => {
		heard.resolve();
		return held.promise;
	};
	return { asking: heard.promise, release: () => held.resolve() };
}

const away = () => new ConnectorFault('unavailable', 'The desk is away.');

test('a system that is away: the case stays active, says that its ticket is coming, and is handed over later', async (t) => {
	const { kit, ana, desk, path, jobs, read } = await started(t);
	desk.fault = away();
	const refused = await ana.post(`${path}/escalate`, reason);
	assert.deepEqual([refused.status, refused.body.error], [502, 'CONNECTOR_UNAVAILABLE']);
	const { case: waiting } = await read();
	assert.deepEqual([waiting.status, waiting.ticketPending, waiting.ticketId], ['active', true, null]);
	assert.equal((await ana.post(`${path}/messages`, { content: 'And until then?' })).status, 200);
	desk.fault = null;
	await jobs.tick();
	assert.equal(desk.asked, 1, 'not before it is due');
	kit.clock.pass(MINUTE);
	await jobs.tick();
	const { case: over } = await read();
	assert.deepEqual(
		[over.status, over.ticketPending, over.ticketId, over.ticketUrl],
		['escalated', false, 'Z-1', 'https://desk.example.com/Z-1'],
	);
	const [handoff] = desk.tickets.values();
	assert.equal(handoff?.reason, reason.reason);
	assert.equal(handoff?.caller.email, 'ana@customer.example');
	assert.ok(handoff?.handover.lastMessages.some(({ content }) => content === 'And until then?'));
	assert.deepEqual((await ana.post(`${path}/escalate`, reason)).body.ticketId, 'Z-1');
	kit.clock.pass(HOUR);
	await jobs.tick();
	assert.equal(desk.asked, 2, 'what is done is done');
});

test('the tries lie further and further apart, and as far as the other system asks for', async (t) => {
	const { kit, ana, desk, path, jobs } = await started(t);
	desk.fault = away();
	await ana.post(`${path}/escalate`, reason);
	const tries: number[] = [];
	for (let minute = 1; minute <= 8; minute += 1) {
		const before = desk.asked;
		kit.clock.pass(MINUTE);
		await jobs.tick();
		if (desk.asked > before) tries.push(minute);
	}
	assert.deepEqual(tries, [1, 3, 7]);
	desk.fault = new ConnectorFault('rate_limited', 'Too much.', { retryAfterSeconds: 3 * 3600 });
	kit.clock.pass(8 * MINUTE);
	await jobs.tick();
	const asked = desk.asked;
	kit.clock.pass(3 * HOUR - 1);
	await jobs.tick();
	assert.equal(desk.asked, asked);
	kit.clock.pass(1);
	await jobs.tick();
	assert.equal(desk.asked, asked + 1);
});

test('whoever asks for a day is asked again after six hours', async (t) => {
	const { kit, ana, desk, path, jobs, read } = await started(t);
	desk.fault = new ConnectorFault('rate_limited', 'Come back tomorrow.', { retryAfterSeconds: 24 * 3600 });
	await ana.post(`${path}/escalate`, reason);
	desk.fault = null;
	kit.clock.pass(6 * HOUR - 1);
	await jobs.tick();
	assert.equal(desk.asked, 1);
	kit.clock.pass(1);
	await jobs.tick();
	assert.deepEqual([desk.asked, (await read()).case.ticketId], [2, 'Z-1']);
});

test('after three days it is given up: the log and the audit say so, and the person may ask again', async (t) => {
	const { kit, ana, desk, logged, path, jobs, read } = await started(t);
	desk.fault = away();
	await ana.post(`${path}/escalate`, reason);
	for (let hours = 0; hours < 80; hours += 2) {
		kit.clock.pass(2 * HOUR);
		await jobs.tick();
	}
	const { case: left } = await read();
	assert.deepEqual([left.status, left.ticketPending], ['active', false]);
	const given = logged.filter((line) => /not tried again/.test(JSON.stringify(line)));
	assert.equal(given.length, 1);
	const admin = kit.as('boss', { kind: 'admin' });
	const { body } = await admin.get<{ entries: { action: string; target: string; details: object }[] }>('/admin/audit');
	const row = Object.values(body)
		.flat()
		.find((entry) => Reflect.get(Object(entry), 'action') === 'case.undelivered');
	assert.match(JSON.stringify(row), /"kind":"ticket"/);
	const asked = desk.asked;
	kit.clock.pass(24 * HOUR);
	await jobs.tick();
	assert.equal(desk.asked, asked);
	desk.fault = null;
	assert.equal((await ana.post(`${path}/escalate`, reason)).body.ticketId, 'Z-1');
});

test('two requests at once, and the job beside them, ask the other system once', async (t) => {
	const { kit, ana, desk, path, jobs } = await started(t);
	const { asking, release } = holdUp(desk);
	const first = ana.post(`${path}/escalate`, reason);
	await asking;
	const second = ana.post(`${path}/escalate`, { reason: 'Now!' });
	kit.clock.pass(MINUTE);
	await jobs.tick();
	release();
	const answers = await Promise.all([first, second]);
	assert.deepEqual(
		answers.map(({ body }) => body.ticketId),
		['Z-1', 'Z-1'],
	);
	assert.equal(desk.asked, 1);
});

test('a process that died while it asked: its lease ends, and the next tick makes the one ticket', async (t) => {
	const { kit, ana, desk, path, jobs, read } = await started(t);
	const { asking, release } = holdUp(desk);
	const lost = ana.post(`${path}/escalate`, reason);
	await asking;
	desk.meanwhile = async () => {};
	kit.clock.pass(MINUTE);
	await jobs.tick();
	assert.equal(desk.asked, 1, 'it may still be asking');
	kit.clock.pass(MINUTE);
	await jobs.tick();
	assert.deepEqual([(await read()).case.ticketId, desk.tickets.size], ['Z-1', 1]);
	release();
	assert.equal((await lost).body.ticketId, 'Z-1', 'and whoever was only slow finds it');
});

test('whoever closes the case, or is erased, needs no ticket any more', async (t) => {
	const { kit, ana, desk, path, jobs, read } = await started(t);
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	desk.fault = away();
	await ana.post(`${path}/escalate`, reason);
	await ana.post(`/cases/${body.case.id}/escalate`, reason);
	await ana.post(`${path}/close`, { resolution: 'resolved' });
	assert.equal((await read()).case.ticketPending, false);
	await kit.as('ana').delete('/me');
	desk.fault = null;
	kit.clock.pass(HOUR);
	await jobs.tick();
	assert.deepEqual([desk.asked, desk.tickets.size], [2, 0]);
});

test('for a case that was closed nobody asks the other system again', async (t) => {
	const { kit, ana, desk, path, jobs, read } = await started(t);
	desk.fault = away();
	await ana.post(`${path}/escalate`, reason);
	await ana.post(`${path}/close`, { resolution: 'resolved' });
	desk.fault = null;
	kit.clock.pass(HOUR);
	await jobs.tick();
	const { case: left } = await read();
	assert.deepEqual([desk.asked, left.status, left.ticketId, left.ticketPending], [1, 'resolved', null, false]);
});

test('a case that is closed while its ticket is made stays closed', async (t) => {
	const { ana, desk, path, read } = await started(t);
	desk.meanwhile = async () => void (await ana.post(`${path}/close`, { resolution: 'resolved' }));
	assert.equal((await ana.post(`${path}/escalate`, reason)).body.error, 'CONFLICT');
	assert.equal((await read()).case.status, 'resolved');
});

test('a comment goes to the ticket once and in order, at once or when the system is back', async (t) => {
	const { kit, ana, desk, path, jobs, read } = await started(t);
	assert.equal((await ana.post(`${path}/comments`, { content: 'Too early' })).body.error, 'CONFLICT');
	await ana.post(`${path}/escalate`, reason);
	const say = (content: string) =>
		ana.post<{ delivered: boolean; message: { id: string } }>(`${path}/comments`, { content });
	const first = await say('One. My card is 4111 1111 1111 1111');
	assert.deepEqual([first.status, first.body.delivered], [201, true]);
	desk.fault = away();
	assert.equal((await say('Two')).body.delivered, false);
	desk.fault = null;
	assert.equal((await say('Three')).body.delivered, false, 'it does not overtake');
	kit.clock.pass(MINUTE);
	await jobs.tick();
	const told = [...desk.comments.values()];
	assert.deepEqual(
		told.map(({ comment, ticket }) => [comment.text.split('.')[0], ticket.ticketId]),
		[
			['One', 'Z-1'],
			['Two', 'Z-1'],
			['Three', 'Z-1'],
		],
	);
	assert.ok(!JSON.stringify(told).includes('4111'));
	assert.equal(told[0]?.comment.id, first.body.message.id);
	const { messages } = await read();
	assert.deepEqual(
		messages.slice(-2).map(({ role, content }) => [role, content]),
		[
			['user', 'Two'],
			['user', 'Three'],
		],
	);
});

test('a comment of a case at our own desk stands in its ticket', async (t) => {
	const kit = await gatewayFor(t);
	const ana = await kit.asking('ana');
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	const path = `/cases/${body.case.id}`;
	await ana.post(`${path}/escalate`, reason);
	assert.equal((await ana.post(`${path}/comments`, { content: 'It works now' })).body.delivered, true);
	const desk = kit.as('ana');
	const { body: listed } = await desk.get<{ cases: { id: number }[] }>('/cases');
	const { body: own } = await desk.get<{ comments: { body: string }[] }>(`/cases/${listed.cases[0]?.id}`);
	assert.deepEqual(
		own.comments.map((comment) => comment.body),
		['It works now'],
	);
	assert.equal((await kit.asking('bob').then((bob) => bob.post(`${path}/comments`, { content: 'a' }))).status, 404);
});

test('a connector that takes no comments says so: the case is read-only', async (t) => {
	const { create } = createDesk();
	const kit = await gatewayFor(t, { escalation: { connector: { create } } });
	const ana = await kit.asking('ana');
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	await ana.post(`/cases/${body.case.id}/escalate`, reason);
	assert.equal((await ana.post(`/cases/${body.case.id}/comments`, { content: 'a' })).status, 409);
});
