// What an answer rests on and suggests, in the widget's face: told again by the thread, run once and only when confirmed.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ActionRan, ConversationView } from '../../../server-kit/src/protocol/index.ts';
import { type Context, grounded, hostOf } from '../gateway/kits.ts';
import { codeOf, kitFor } from './kits.ts';

const QUESTION = 'Why does my upload fail?';
/** After it whoever ran an action counts as dead. */
const LEASE_MS = 25_000;
const LARGEST_RESULT = 4_096;
const EVIDENCE = { type: 'limit', label: 'Largest file', value: '50' };

interface Ran {
	userId: string;
	payload: Readonly<Record<string, string>>;
}

async function desk(t: TestContext, work: (ran: Ran[]) => unknown = () => ({ state: 'queued' })) {
	const ran: Ran[] = [];
	const retry: NonNullable<NonNullable<Context>['actions']>['retry'] = (caller, payload) => {
		ran.push({ userId: caller.userId, payload });
		return work(ran) as never;
	};
	const kit = await kitFor(t, { context: { ...hostOf, supportAi: true, actions: { retry } } });
	const ana = await kit.ready('ana');
	kit.model.says(grounded('Your plan takes 50 MB.', { evidence: [EVIDENCE], actions: ['a1', 'a2'], confidence: 0.9 }));
	const { parts } = await ana.stream(`${ana.path}/messages`, { content: QUESTION });
	const finish = parts.find(({ type }) => type === 'finish');
	const streamed = finish?.type === 'finish' ? finish.messageMetadata.grounds : undefined;
	const thread = async () => (await ana.get<ConversationView>(ana.path)).body.messages.at(-1)?.grounds;
	const run = (action_id: string | undefined, more: object = { confirm: true }) =>
		ana.post<ActionRan>(`${ana.path}/actions`, { action_id, ...more });
	return { kit, ana, ran, streamed, thread, run };
}

test('the thread tells what the stream told: evidence, actions, confidence', async (t) => {
	const { streamed, thread } = await desk(t);
	const kept = await thread();
	assert.deepEqual(kept?.evidence, [{ ...EVIDENCE, source: 'userState' }]);
	assert.equal(kept?.confidence, 0.9);
	assert.deepEqual(
		kept?.actions.map(({ run, ...action }) => [action, run]),
		streamed?.actions.map((action) => [action, null]),
	);
	assert.deepEqual(
		kept?.actions.map(({ type }) => type),
		['retry', 'create_ticket'],
	);
});

test('an action runs once, with the arguments that were shown, and the thread says so', async (t) => {
	const { streamed, thread, run, ran } = await desk(t);
	const retry = streamed?.actions[0];
	for (let time = 0; time < 2; time += 1) {
		const { status, body } = await run(retry?.id);
		assert.deepEqual([status, body.result, body.action.payload], [200, { state: 'queued' }, { jobId: 'job_88' }]);
	}
	assert.deepEqual(ran, [{ userId: 'ana', payload: { jobId: 'job_88' } }]);
	assert.deepEqual(
		(await thread())?.actions.map((action) => action.run),
		['done', null],
	);
});

test('without a yes, made up, or suggested elsewhere: nothing runs', async (t) => {
	const { kit, ana, streamed, run, ran } = await desk(t);
	const id = streamed?.actions[0]?.id;
	assert.equal((await run(id, {})).status, 422);
	assert.equal((await run(id, { confirm: false })).status, 422);
	assert.equal(codeOf(await run('act_made_up')), 'action_not_suggested');
	const other = await ana.post<{ conversation_id: number }>('/conversations', {});
	const elsewhere = `/conversations/${other.body.conversation_id}/actions`;
	assert.equal(codeOf(await ana.post(elsewhere, { action_id: id, confirm: true })), 'action_not_suggested');
	assert.equal((await kit.as('eve').post(`${ana.path}/actions`, { action_id: id, confirm: true })).status, 404);
	assert.deepEqual(ran, []);
});

test('one that the host could not do may be tried again', async (t) => {
	const { streamed, thread, run } = await desk(t, ({ length }) => {
		if (length === 1) throw new Error('not now');
		return { state: 'queued' };
	});
	const id = streamed?.actions[0]?.id;
	assert.equal(codeOf(await run(id)), 'action_failed');
	assert.equal((await thread())?.actions[0]?.run, 'failed');
	assert.deepEqual((await run(id)).body.result, { state: 'queued' });
	assert.equal((await thread())?.actions[0]?.run, 'done');
});

test('asking for a person hands the conversation over, and gives the address of the form', async (t) => {
	const { ana, streamed, run, ran } = await desk(t);
	const [retry, ticket] = streamed?.actions ?? [];
	const { status, body } = await run(ticket?.id);
	assert.equal(status, 200);
	assert.match(String(body.result.url), /handoff=/);
	assert.equal((await ana.get<ConversationView>(ana.path)).body.status, 'escalated');
	assert.equal(codeOf(await run(retry?.id)), 'conversation_escalated');
	assert.deepEqual(ran, []);
});

test('an action that outlived its lease is not begun again: nobody knows what came of it', async (t) => {
	const begun = Promise.withResolvers<void>();
	const held = Promise.withResolvers<{ state: string }>();
	const { kit, streamed, thread, run, ran } = await desk(t, () => {
		begun.resolve();
		return held.promise;
	});
	const id = streamed?.actions[0]?.id;
	const first = run(id);
	await begun.promise;
	kit.clock.pass(LEASE_MS + 1);
	assert.equal(codeOf(await run(id)), 'action_unknown');
	assert.equal((await thread())?.actions[0]?.run, 'unknown');
	held.resolve({ state: 'queued' });
	await first;
	assert.equal(ran.length, 1);
});

test('what an action gave is told up to 4,096 characters, and not at all beyond them', async (t) => {
	for (const [size, told] of [
		[LARGEST_RESULT, true],
		[LARGEST_RESULT + 1, false],
	] as const) {
		const result = { note: 'x'.repeat(size - JSON.stringify({ note: '' }).length) };
		const { streamed, run } = await desk(t, () => result);
		for (const time of ['at once', 'told again']) {
			const { status, body } = await run(streamed?.actions[0]?.id);
			assert.deepEqual([status, body.result], [200, told ? result : {}], `${size} characters, ${time}`);
		}
	}
});
