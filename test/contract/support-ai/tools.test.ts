// A host's tools over HTTP: read-only ones run, what changes something waits for the person, and is run once.

import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { defineTool, type ToolDefinition } from '@deskbell/server-kit';
import type { StartOptions } from '@deskbell/server-kit/testing';
import type { ConversationView, MessageView, StreamPart } from '../../../server-kit/src/protocol/index.ts';
import { gatewayFor } from '../gateway/kits.ts';
import { codeOf, databaseFor, kitFor, textOf } from './kits.ts';
import { modelWithTools } from './person.ts';

const QUESTION = { content: 'How do I restart my failed export?' };

const jobInput = {
	type: 'object' as const,
	properties: { jobId: { type: 'string', title: 'Job', maxLength: 60 }, note: { type: 'string' } },
	required: ['jobId'],
};

/** A tool that changes something; what it was run with is written down. */
function retryJob(ran: unknown[], more: Partial<ToolDefinition> = {}): ToolDefinition {
	return {
		...defineTool({
			name: 'retry_job',
			title: { en: 'Run the job again', de: 'Job erneut starten' },
			description: 'Runs a failed job of this customer again.',
			input: jobInput,
			execute(input, { caller, idempotencyKey }) {
				ran.push({ input, user: caller.userId, idempotencyKey });
				return { state: 'queued' };
			},
		}),
		...more,
	};
}

const calls = (...asked: [name: string, input: unknown][]) => [
	asked.map(([name, input], at) => {
		const call = { id: `m${at}`, name, arguments: typeof input === 'string' ? input : JSON.stringify(input) };
		return { type: 'tool-call' as const, call };
	}),
	[{ type: 'finish' as const, reason: 'tool-calls' as const }],
];

async function desk(t: TestContext, tools: ToolDefinition[], options: StartOptions = {}) {
	const model = modelWithTools();
	const kit = await kitFor(t, { model, tools, ...options });
	const ana = await kit.ready('ana');
	return { kit, model, ana, messages: `${ana.path}/messages` };
}

function approvalIn(parts: readonly StreamPart[]) {
	const part = parts.find(({ type }) => type === 'data-approval');
	assert.ok(part?.type === 'data-approval', `no approval among ${parts.map(({ type }) => type)}`);
	return part.data;
}

function toldTo(model: ReturnType<typeof modelWithTools>): string {
	const last = model.asked.at(-1)?.messages.at(-1);
	assert.equal(last?.role, 'tool');
	return last?.content ?? '';
}

/** A turn that ends with a card, and where it is decided. */
async function asked(t: TestContext, tools: ToolDefinition[], options: StartOptions = {}) {
	const started = await desk(t, tools, options);
	started.model.says(calls(['retry_job', { jobId: 'job_7' }]));
	const { parts } = await started.ana.stream(started.messages, QUESTION);
	const approval = approvalIn(parts);
	return { ...started, parts, approval, decision: `${started.ana.path}/tool-approvals/${approval.approval_id}` };
}

async function threadOf(ana: Awaited<ReturnType<typeof desk>>['ana']): Promise<MessageView[]> {
	return (await ana.get<ConversationView>(ana.path)).body.messages;
}

async function statusOf(ana: Awaited<ReturnType<typeof desk>>['ana'], at = 1) {
	return (await threadOf(ana))[at]?.tool_calls[0]?.status;
}

describe('a read-only tool', () => {
	const plan = (execute: ToolDefinition['execute'], more: Partial<ToolDefinition> = {}): ToolDefinition => ({
		name: 'read_plan',
		description: 'Reads the plan of this customer.',
		input: { type: 'object', properties: {} },
		readOnly: true,
		execute,
		...more,
	});

	test('runs when the model asks; the model reads what it gave, the reader that it ran', async (t) => {
		const { model, ana, messages } = await desk(t, [
			plan((_input, { caller }) => ({ plan: 'free', of: caller.userId })),
		]);
		model.says(calls(['read_plan', {}]));
		model.says('You are on the free plan.');
		const { parts } = await ana.stream(messages, QUESTION);
		assert.deepEqual(
			parts.flatMap((part) => (part.type.startsWith('tool-') ? [part.type] : [])),
			['tool-input-available', 'tool-output-available'],
		);
		assert.match(toldTo(model), /\{"plan":"free","of":"ana"\}/);
		assert.doesNotMatch(JSON.stringify(parts), /"plan":"free"/);
		const [, answer] = await threadOf(ana);
		assert.deepEqual(
			answer?.tool_calls.map(({ name, title, status, arguments: shown }) => [name, title, status, shown]),
			[['read_plan', 'Read plan', 'done', undefined]],
		);
		assert.equal(answer?.unsupported, false, 'a tool stands behind it');
	});

	const cyclic: Record<string, unknown> = { a: 1 };
	cyclic.self = cyclic;
	const HARMLESS: readonly (readonly [name: string, execute: ToolDefinition['execute'], told: RegExp])[] = [
		['throws', () => assert.fail('secret of the host'), /failed/],
		['rejects with nothing', () => Promise.reject(undefined), /failed/],
		['never settles', () => new Promise(() => {}), /failed/],
		['gives 10 MB', () => 'x'.repeat(10_000_000), /left out/],
		['gives a cycle', () => cyclic, /itself/],
		['gives a BigInt', () => ({ size: 10n ** 30n }), /1000000/],
		['gives a million rows', () => Array.from({ length: 1_000_000 }, (_, at) => at), /left out/],
		['gives nothing', () => undefined, /nothing back/],
		[
			'gives what throws when it is read',
			() => ({
				get a() {
					return assert.fail('no');
				},
			}),
			/unreadable/,
		],
		[
			'gives a secret',
			() => ({ note: `use ${['sk-', 'proj-aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7b'].join('')}` }),
			/^(?!.*sk-proj)/s,
		],
	];
	for (const [name, execute, told] of HARMLESS)
		test(`that ${name} does no harm`, async (t) => {
			const { model, ana, messages } = await desk(t, [plan(execute, { timeoutMs: 100 })]);
			model.says(calls(['read_plan', {}]));
			model.says('That is all I know.');
			const { parts } = await ana.stream(messages, QUESTION);
			assert.equal(parts.at(-1)?.type, 'finish');
			assert.match(toldTo(model), told);
			assert.ok(toldTo(model).length < 10_000, `${toldTo(model).length} characters`);
			assert.doesNotMatch(JSON.stringify([parts, toldTo(model)]), /secret of the host/);
		});
});

describe('what changes something', () => {
	test('waits: the answer ends with the exact arguments, and nothing is run', async (t) => {
		const ran: unknown[] = [];
		const { ana, parts, approval } = await asked(t, [retryJob(ran)]);
		assert.deepEqual(
			parts.slice(-5).map(({ type }) => type),
			['tool-input-available', 'tool-approval-request', 'data-approval', 'finish-step', 'finish'],
		);
		const last = parts.at(-1);
		assert.ok(last?.type === 'finish');
		assert.deepEqual([last.finishReason, last.messageMetadata.status], ['tool-calls', 'complete']);
		assert.deepEqual(
			[approval.title, approval.arguments],
			['Run the job again', [{ name: 'jobId', label: 'Job', value: 'job_7' }]],
		);
		const [, answer] = await threadOf(ana);
		const [call] = answer?.tool_calls ?? [];
		assert.deepEqual(
			[call?.status, call?.approval_id, call?.arguments, call?.expires_at],
			['waiting_approval', approval.approval_id, approval.arguments, approval.expires_at],
		);
		assert.deepEqual(ran, []);
	});

	test('is run once when approved, as the caller, and the answer goes on; the same decision again is the same answer', async (t) => {
		const ran: { input: unknown; user: string; idempotencyKey: string }[] = [];
		const { ana, model, approval, decision } = await asked(t, [retryJob(ran)]);
		model.says('The job is queued again.');
		const first = await ana.stream(decision, { approved: true });
		assert.equal(textOf(first.parts), 'The job is queued again.');
		assert.deepEqual([ran.length, ran[0]?.input, ran[0]?.user], [1, { jobId: 'job_7' }, 'ana']);
		assert.match(toldTo(model), /queued/);
		const [question, before, after] = await threadOf(ana);
		const call = before?.tool_calls[0];
		assert.deepEqual(
			[call?.status, call?.approval_id, call?.arguments, after?.content],
			['done', approval.approval_id, undefined, 'The job is queued again.'],
		);
		const start = first.parts[0];
		assert.ok(start?.type === 'start');
		assert.deepEqual(
			[start.messageMetadata.user_message_id, start.messageMetadata.message_id],
			[question?.id, after?.id],
		);
		const again = await ana.stream(decision, { approved: true });
		const whole = await ana.post<{ message: MessageView }>(decision, { approved: true });
		assert.deepEqual([textOf(again.parts), whole.body.message.id], ['The job is queued again.', after?.id]);
		assert.equal(ran.length, 1);
		const other = await ana.post(decision, { approved: false });
		assert.deepEqual([other.status, codeOf(other)], [409, 'already_decided']);
		assert.match(approval.approval_id, /^approval_\d+$/);
	});

	test('is not run when declined: the model is told', async (t) => {
		const ran: unknown[] = [];
		const { ana, model, decision } = await asked(t, [retryJob(ran)]);
		model.says('All right.');
		const { body } = await ana.post<{ message: MessageView }>(decision, { approved: false });
		assert.deepEqual([body.message.content, await statusOf(ana), ran], ['All right.', 'declined', []]);
		assert.match(toldTo(model), /declined/);
	});

	test('declined without room for an answer: a fixed sentence, and no model is asked', async (t) => {
		const { ana, model, messages } = await desk(t, [retryJob([])], { quota: { user: { tokens: 10_000 } } });
		const usage = { inputTokens: 9_900, outputTokens: 50, estimated: false };
		model.says([[{ type: 'usage', usage }], ...calls(['retry_job', { jobId: 'job_7' }])]);
		const approval = approvalIn((await ana.stream(messages, QUESTION)).parts);
		const decision = `${ana.path}/tool-approvals/${approval.approval_id}`;
		const before = model.asked.length;
		const full = await ana.post(decision, { approved: true });
		assert.deepEqual([full.status, codeOf(full), await statusOf(ana)], [429, 'quota_exceeded', 'waiting_approval']);
		const { body } = await ana.post<{ message: MessageView }>(decision, { approved: false });
		assert.equal(body.message.content, 'All right, I have not done that.');
		assert.equal(model.asked.length, before);
	});

	test('nobody else can decide, and an unknown one is not there', async (t) => {
		const ran: unknown[] = [];
		const { kit, ana, decision } = await asked(t, [retryJob(ran)]);
		const eve = await kit.ready('eve');
		const far = await kit.ready('ana', { tenantId: 'globex' });
		const foreign = [await eve.post(decision, { approved: true }), await far.post(decision, { approved: true })];
		const elsewhere = await eve.post(decision.replace(ana.path, eve.path), { approved: true });
		const unknown = await ana.post(decision.replace(/\d+$/, '987654'), { approved: true });
		const nonsense = await ana.post(decision.replace(/approval_\d+$/, 'x'), { approved: true });
		for (const answer of [...foreign, elsewhere, unknown, nonsense])
			assert.deepEqual([answer.status, codeOf(answer)], [404, 'not_found']);
		assert.deepEqual([ran, await statusOf(ana)], [[], 'waiting_approval']);
	});

	test('expires: it is told as expired, swept, and can no longer be approved', async (t) => {
		const ran: unknown[] = [];
		const { kit, ana, decision } = await asked(t, [retryJob(ran)]);
		kit.clock.pass(15 * 60_000);
		assert.equal(await statusOf(ana), 'expired');
		const late = await ana.post(decision, { approved: true });
		assert.deepEqual([late.status, codeOf(late)], [409, 'approval_expired']);
		await kit.kit.jobs.tick();
		const later = await ana.post(decision, { approved: true });
		assert.deepEqual([codeOf(later), ran], ['approval_expired', []]);
	});

	test('a new question declines it', async (t) => {
		const ran: unknown[] = [];
		const { ana, messages, decision } = await asked(t, [retryJob(ran)]);
		await ana.post(messages, { content: 'How do I share a folder?' });
		assert.equal(await statusOf(ana), 'declined');
		const late = await ana.post(decision, { approved: true });
		assert.deepEqual([codeOf(late), ran], ['already_decided', []]);
	});

	test('an escalated conversation takes no decision', async (t) => {
		const ran: unknown[] = [];
		const { ana, decision } = await asked(t, [retryJob(ran)]);
		await ana.post(`${ana.path}/escalate`, {});
		const late = await ana.post(decision, { approved: true });
		assert.deepEqual([late.status, codeOf(late), ran], [409, 'conversation_escalated', []]);
		assert.equal(await statusOf(ana), 'declined');
	});

	test('a switched-off desk runs nothing, and the call goes on waiting', async (t) => {
		const ran: unknown[] = [];
		const database = databaseFor(t);
		const { decision, ana } = await asked(t, [retryJob(ran)], { database });
		const off = await kitFor(t, { database, model: modelWithTools(), tools: [retryJob(ran)], enabled: false });
		const answer = await off.as('ana').post(decision, { approved: true });
		assert.deepEqual([codeOf(answer), ran, await statusOf(ana)], ['master_flag_off', [], 'waiting_approval']);
	});

	test('another process decides: what waits stands in the store', async (t) => {
		const [ran, elsewhere]: [unknown[], unknown[]] = [[], []];
		const database = databaseFor(t);
		const { decision, kit } = await asked(t, [retryJob(ran)], { database });
		await kit.close();
		const model = modelWithTools();
		const other = await kitFor(t, { database, model, tools: [retryJob(elsewhere)] });
		model.says('Done elsewhere.');
		const { parts } = await other.as('ana').stream(decision, { approved: true });
		assert.deepEqual([textOf(parts), ran.length, elsewhere.length], ['Done elsewhere.', 0, 1]);
	});

	test('fifty decisions at once run it once', async (t) => {
		const ran: unknown[] = [];
		const often = { messages: { limit: 1_000, windowSeconds: 60 } };
		const { ana, decision } = await asked(t, [retryJob(ran)], { rates: often });
		const answers = await Promise.all(Array.from({ length: 50 }, () => ana.post(decision, { approved: true })));
		assert.equal(ran.length, 1);
		for (const { status } of answers) assert.ok([200, 409].includes(status), String(status));
	});

	test('is run with what was shown, or not at all', async (t) => {
		const ran: unknown[] = [];
		const database = databaseFor(t);
		const { decision, kit } = await asked(t, [retryJob(ran)], { database });
		await kit.close();
		const changed = { ...jobInput, properties: { ...jobInput.properties, force: { type: 'boolean', default: true } } };
		const other = await kitFor(t, { database, model: modelWithTools(), tools: [retryJob(ran, { input: changed })] });
		const ana = other.as('ana');
		await ana.stream(decision, { approved: true });
		assert.deepEqual(ran, []);
	});

	test('is not offered to who may not use it, and not run for them', async (t) => {
		const ran: unknown[] = [];
		const only = { permission: { roles: ['owner'], tenants: ['acme'] } };
		const { kit, model, ana, messages } = await desk(t, [retryJob(ran, only)]);
		model.says(calls(['retry_job', { jobId: 'job_7' }]));
		model.says('No.');
		const { parts } = await ana.stream(messages, QUESTION);
		const names = model.asked[0]?.tools.map(({ name }) => name);
		assert.deepEqual([names, ran], [['search_knowledge'], []]);
		assert.ok(!parts.some(({ type }) => type === 'tool-approval-request'));
		const owner = await kit.ready('olga', { roles: ['owner'] });
		await owner.stream(`${owner.path}/messages`, QUESTION);
		assert.ok(model.asked.at(-1)?.tools.some(({ name }) => name === 'retry_job'));
	});

	test('a loss of the right between question and decision is a loss', async (t) => {
		const ran: unknown[] = [];
		let may = true;
		const { ana, model, decision } = await asked(t, [retryJob(ran, { available: () => may })]);
		may = false;
		model.says('It cannot be done.');
		await ana.stream(decision, { approved: true });
		assert.deepEqual([ran, await statusOf(ana)], [[], 'failed']);
	});
});

describe('a model that asks for nonsense', () => {
	const NONSENSE: readonly (readonly [name: string, input: unknown, told: RegExp])[] = [
		['a field that is not named', { jobId: 'a', admin: true }, /Unrecognized key/],
		['another type', { jobId: 7 }, /expected string/],
		['no JSON', '{"jobId":', /not JSON/],
		['a prototype', '{"jobId":"a","__proto__":{"x":1}}', /Unrecognized key/],
		['a text that is too long', { jobId: 'x'.repeat(20_000) }, /too long/],
		['a text that nobody sees', { jobId: 'job\u202e7' }, /cannot be shown/],
		['somebody’s address', { jobId: 'a', note: 'max@example.org' }, /cannot be shown/],
	];
	for (const [name, input, told] of NONSENSE)
		test(`${name}: it is told, and nobody is asked`, async (t) => {
			const { model, ana, messages } = await desk(t, [retryJob([])]);
			model.says(calls(['retry_job', input]));
			model.says('Sorry.');
			const { parts } = await ana.stream(messages, QUESTION);
			assert.match(toldTo(model), told);
			assert.ok(!parts.some(({ type }) => type === 'tool-approval-request'));
		});

	test('the same call twice, 200 calls, an endless loop: told, bounded, ended', async (t) => {
		let ran = 0;
		const count: ToolDefinition = {
			name: 'count',
			description: 'Counts.',
			input: { type: 'object', properties: { at: { type: 'integer' } } },
			readOnly: true,
			execute: () => (ran += 1),
		};
		const { model, ana, messages } = await desk(t, [count]);
		model.says(calls(['count', { at: 1 }], ['count', '{ "at": 1 }']));
		model.says(calls(...Array.from({ length: 200 }, (_, at): [string, unknown] => ['count', { at: at + 2 }])));
		const { parts } = await ana.stream(messages, QUESTION);
		assert.deepEqual([parts.at(-1)?.type, ran], ['finish', 19]);
		assert.match(toldTo(model), /182 more calls were left out/);
		assert.match(JSON.stringify(model.asked[1]?.messages), /this very call already/);
		for (let step = 0; step < 6; step += 1) model.says(calls(['count', { at: step + 500 }]));
		const before = model.asked.length;
		const endless = await ana.stream(messages, { content: 'How do I share a folder?' });
		assert.equal(endless.parts.at(-1)?.type, 'finish');
		assert.deepEqual([model.asked.length - before, model.asked.at(-1)?.tools], [6, []]);
	});

	test('who is not understood changes nothing', async (t) => {
		const { model, ana, messages } = await desk(t, [retryJob([])]);
		await ana.stream(messages, { content: 'zzz qqq xxx' });
		assert.deepEqual(
			model.asked[0]?.tools.map(({ name }) => name),
			['search_knowledge'],
		);
	});
});

test('what was called is audited, and exported without what was not shown', async (t) => {
	const { kit, ana, model, decision } = await asked(t, [retryJob([])]);
	model.says('Done.');
	await ana.stream(decision, { approved: true });
	const admin = kit.as('grace', { kind: 'admin' });
	const { body } = await admin.get<{ entries: { action: string; actor: unknown; details: unknown }[] }>('/admin/audit');
	assert.deepEqual(
		body.entries.map(({ action, actor }) => [action, actor]),
		[
			['tool.run', { kind: 'customer', id: 'ana' }],
			['tool.approve', { kind: 'customer', id: 'ana' }],
		],
	);
	assert.doesNotMatch(JSON.stringify(body.entries.map(({ details }) => details)), /job_7/);
	const exported = await (await ana.raw('GET', '/export')).text();
	assert.match(exported, /"name":"retry_job","status":"done","input":\{"jobId":"job_7"\}/);
});

test('a case of the gateway is offered what never waits, and nothing else', async (t) => {
	const model = modelWithTools();
	const read: ToolDefinition = {
		...retryJob([]),
		name: 'read_jobs',
		readOnly: true,
		execute: () => ({ failed: 1 }),
	};
	const sometimes = retryJob([], { name: 'sometimes', approval: () => false });
	const kit = await gatewayFor(t, { model, tools: [retryJob([]), sometimes, read] });
	const ana = await kit.asking('ana');
	model.says(calls(['read_jobs', { jobId: 'a' }], ['retry_job', { jobId: 'a' }]));
	const { status } = await ana.post('/cases', { message: QUESTION.content });
	assert.equal(status, 201);
	assert.deepEqual(
		model.asked[0]?.tools.map(({ name }) => name),
		['search_knowledge', 'read_jobs'],
	);
	assert.match(toldTo(model), /There is no such tool/);
	assert.match(JSON.stringify(model.asked[1]?.messages), /failed\\":1/);
});
