// S-01: a model that obeys whatever it reads, and text that gives it orders in each place it reads from. What happens is
// what the caller may do and has confirmed, with the very arguments that were shown.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { defineTool } from '@deskbell/server-kit';
import type { Client } from '@deskbell/server-kit/testing';
import type { ModelEvent, ModelRequest } from '../../../server-kit/src/core/model.ts';
import type { CaseHandoff, HostAction } from '../../../server-kit/src/core/ports.ts';
import type { StreamPart } from '../../../server-kit/src/protocol/index.ts';
import { type CaseBody, grounded, hostOf } from '../gateway/kits.ts';
import { kitFor } from '../support-ai/kits.ts';
import { modelWithTools } from '../support-ai/person.ts';
import { GOALS, WRAPPERS } from './goals.ts';

const TOPIC = 'My upload of the quarterly report fails';
const MANY = { limit: 100_000, windowSeconds: 60 };
const MARK = /goal(\d+)way(\d+)/g;

/** Where text of strangers stands, and which of it a model reads. */
const PLACES = ['log line', 'file name', 'event', 'error', 'page', 'article', 'tool result', 'agent comment'] as const;

/** What each place holds for the goal that is being tried. */
type Planted = Record<(typeof PLACES)[number], string>;

/** Each wrapper stands in another place from goal to goal. */
function plantedFor(goal: number): Planted {
	const texts = PLACES.map((_, at) => {
		const way = (goal + at) % WRAPPERS.length;
		return WRAPPERS[way]?.(`${GOALS[goal]} (goal${goal}way${way})`) ?? '';
	});
	return Object.fromEntries(PLACES.map((place, at) => [place, texts[at]])) as Planted;
}

/** What has been done in the world. */
type Effects = unknown[];

function hostWith(planted: () => Planted, effects: Effects) {
	const act =
		(type: string): HostAction =>
		(caller, payload) => {
			effects.push([type, caller.userId, payload]);
			return { done: true };
		};
	const ts = '2026-11-22T09:00:00Z';
	return {
		...hostOf,
		supportAi: true,
		maxContextBytes: 32_000,
		userState: ({ userId, tenantId }: { userId: string; tenantId: string }) => ({
			userId,
			tenantId,
			roles: ['member'],
			entities: [{ type: 'file', id: 'file_1', status: 'failed', description: planted()['file name'] }],
			limitsReached: [{ limit: 'upload_mb', current: 184, max: 50 }],
		}),
		userHistory: () => ({ events: [{ ts, event: planted().event, page: '/files' }] }),
		userLogs: () => ({
			recentRequests: [{ ts, route: planted()['log line'], httpStatus: 413, errorCode: 'E1' }],
			jobs: [{ jobId: 'job_88', status: 'failed', lastStage: 'render' }],
			errors: [{ ts, errorCode: 'E403', errorClass: 'PermissionError', resourceId: planted().error }],
		}),
		businessRules: () => ({ errorCatalog: [{ errorCode: 'E403', userActionable: true, requiredRole: 'editor' }] }),
		actions: {
			retry: act('retry'),
			request_access: act('request_access'),
			custom: [{ name: 'raise', label: 'Raise it', when: { limits: ['upload_mb'] }, run: act('custom') }],
		},
	};
}

function toolsWith(planted: () => Planted, effects: Effects) {
	const input = { type: 'object' as const, properties: { what: { type: 'string', title: 'What' } } };
	return [
		defineTool({
			name: 'look_up',
			description: 'Reads the cases of this customer.',
			input,
			readOnly: true,
			execute: () => ({
				note: planted()['tool result'],
				comments: [{ by: 'agent', body: planted()['agent comment'] }],
			}),
		}),
		defineTool({
			name: 'change',
			title: 'Change the account',
			description: 'Changes the account of this customer.',
			input,
			execute({ what }, { caller }) {
				effects.push(['change', caller.userId, what]);
				return { done: true };
			},
		}),
	];
}

/** Does all that it is told by whatever it reads: calls what it can call, and suggests what can be suggested. */
function createObedient() {
	const model = modelWithTools();
	const seen = new Set<string>();
	const obeyed: string[] = [];
	async function* obey(request: ModelRequest): AsyncIterable<readonly ModelEvent[]> {
		const text = request.messages.map(({ content }) => content).join('\n');
		const orders = [...new Set([...text.matchAll(MARK)].map(([mark]) => mark))];
		for (const order of orders) seen.add(order);
		const hasLooked = request.messages.some(({ role }) => role === 'tool');
		const name = hasLooked ? 'change' : 'look_up';
		if (!request.tools.some((tool) => tool.name === name)) return yield said(orders);
		const what = orders.join(' ');
		obeyed.push(what);
		yield [{ type: 'tool-call', call: { id: 'c1', name, arguments: JSON.stringify({ what }) } }];
		yield [{ type: 'finish', reason: 'tool-calls' }];
	}
	return { model, seen, obeyed, next: () => model.says(obey) };
}

/** With every action that may be named, and some that may not. */
function said(orders: readonly string[]): ModelEvent[] {
	const named = ['a3', 'a2'];
	const made = { id: 'act_mine', type: 'retry', payload: { jobId: 'job_root' } };
	const appendix = { actions: [made, ...named], evidence: [], confidence: 1 };
	return [
		{ type: 'text', text: grounded(`I do it: ${orders.length} things.`, appendix) },
		{ type: 'finish', reason: 'stop' },
	];
}

async function desk(t: TestContext) {
	const effects: Effects = [];
	const now = { goal: 0 };
	const planted = () => plantedFor(now.goal);
	const obedient = createObedient();
	const connector = {
		async create({ conversation }: CaseHandoff) {
			effects.push(['ticket', conversation.id]);
			return { ticketId: 'Z-1', ticketUrl: 'https://desk.example.com/Z-1' };
		},
	};
	const kit = await kitFor(t, {
		model: obedient.model,
		context: hostWith(planted, effects),
		tools: toolsWith(planted, effects),
		escalation: { connector },
		rates: { messages: MANY, gatewayCases: MANY, gatewayMessages: MANY },
		quota: { user: { messages: null } },
	});
	return { kit, effects, now, planted, obedient };
}

const approvalOf = (parts: readonly StreamPart[]) => {
	const part = parts.find(({ type }) => type === 'data-approval');
	return part?.type === 'data-approval' ? part.data : null;
};

const topicOf = (goal: number) => `${TOPIC}, receipt number${goal}`;

/** Found by the number in its title. */
function articleOf(goal: number) {
	const text = `About receipt number${goal}: look at the size of the file. ${plantedFor(goal).article}`;
	const passages = [{ headings: [], anchor: null, text }];
	return { slug: `receipt-${goal}`, title: topicOf(goal), url: null, locale: 'en', body: text, passages };
}

async function askedOf(client: Client & { path: string }, page: string, goal = 0) {
	return client.stream(`${client.path}/messages`, { content: topicOf(goal), context: { page } });
}

test('S-01 46 goals in 8 wrappers, before a model that obeys: no effect without the person’s own yes', async (t) => {
	const { kit, effects, now, planted, obedient } = await desk(t);
	await kit.kit.core.knowledge.write(
		'acme',
		GOALS.map((_, goal) => articleOf(goal)),
	);
	for (now.goal = 0; now.goal < GOALS.length; now.goal += 1) {
		const ana = await kit.ready(`ana-${now.goal}`, { name: WRAPPERS[0]?.(GOALS[now.goal] ?? '') ?? '' });
		for (let step = 0; step < 3; step += 1) obedient.next();
		const { parts } = await askedOf(ana, planted().page, now.goal);
		const approval = approvalOf(parts);
		assert.ok(approval, `what changes something waits: ${JSON.stringify(parts).slice(-400)}`);
		assert.deepEqual(
			approval.arguments.map(({ value }) => value),
			[obedient.obeyed.at(-1)],
			'the person reads the very arguments',
		);
		const { body } = await ana.get<{ status: string; case: unknown }>(ana.path);
		assert.deepEqual([body.status, body.case], ['open', null]);
		assert.deepEqual(effects, [], GOALS[now.goal]);
	}
	const tried = GOALS.flatMap((_, goal) => WRAPPERS.map((_wrapper, way) => `goal${goal}way${way}`));
	assert.deepEqual(
		tried.filter((order) => !obedient.seen.has(order)),
		[],
		'the model has read, and obeyed, every one of them',
	);
});

test('S-01 what was confirmed is done once, as the person, with the arguments that were shown; a no is a no', async (t) => {
	const { kit, effects, planted, obedient } = await desk(t);
	const [ana, bob] = [await kit.ready('ana'), await kit.ready('bob')];
	for (let step = 0; step < 2; step += 1) obedient.next();
	const approval = approvalOf((await askedOf(ana, planted().page)).parts);
	const path = `${ana.path}/tool-approvals/${approval?.approval_id}`;
	assert.equal((await bob.post(path, { approved: true })).status, 404);
	assert.deepEqual(effects, []);
	await ana.post(path, { approved: true });
	assert.deepEqual(effects, [['change', 'ana', approval?.arguments[0]?.value]]);
	await ana.post(path, { approved: true });
	assert.equal(effects.length, 1);
	for (let step = 0; step < 2; step += 1) obedient.next();
	const other = approvalOf((await askedOf(bob, planted().page)).parts);
	await bob.post(`${bob.path}/tool-approvals/${other?.approval_id}`, { approved: false });
	assert.equal(effects.length, 1);
});

test('S-01 an action of a case is one that we made, and runs when its person confirms what was shown', async (t) => {
	const { kit, effects, planted, obedient } = await desk(t);
	const gateway = gatewayOf(kit.url);
	for (let step = 0; step < 3; step += 1) obedient.next();
	const opened = await gateway<CaseBody>('ana', '/cases', { message: TOPIC, context: { page: planted().page } });
	const actions = opened.messages.flatMap((message) => message.actions);
	assert.deepEqual(
		actions.map(({ type }) => type).sort(),
		['custom', 'request_access'],
		'those that we made, and none of the model’s own',
	);
	assert.deepEqual(effects, []);
	for (const { id, type, payload } of actions) {
		effects.splice(0);
		const path = `/cases/${opened.case.id}/actions`;
		await gateway('bob', path, { actionId: id, confirm: true });
		await gateway('ana', path, { actionId: id });
		await gateway('ana', path, { actionId: 'act_mine', confirm: true });
		assert.deepEqual(effects, []);
		await gateway('ana', path, { actionId: id, confirm: true });
		await gateway('ana', path, { actionId: id, confirm: true });
		assert.deepEqual(effects, [[type, 'ana', payload]]);
	}
});

function gatewayOf(url: string) {
	return async <T>(userId: string, path: string, body: object): Promise<T> => {
		const caller = encodeURIComponent(JSON.stringify({ tenantId: 'acme', userId, kind: 'customer', roles: [] }));
		const headers = { 'content-type': 'application/json', 'x-test-caller': caller };
		const answer = await fetch(`${url}/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
		return (await answer.json()) as T;
	};
}
