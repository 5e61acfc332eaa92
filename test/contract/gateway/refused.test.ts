// What must not happen at the gateway, one guard at a time: run unconfirmed, twice or too late, kept though refused, handed
// over without a ticket.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Client } from '@deskbell/server-kit/testing';
import { type CaseBody, type Context, type Gateway, gatewayFor, grounded, hostOf, QUESTION } from './kits.ts';

type Retry = NonNullable<NonNullable<Context['actions']>['retry']>;

interface Offered {
	kit: Gateway;
	ana: Client;
	/** Of the case. */
	path: string;
	actionId: string | undefined;
	/** Confirmed, where nothing else is said. */
	run(confirm?: unknown): Promise<{ status: number; body: { error?: string; result?: unknown } }>;
}

/** A case in which the host's own action was offered. */
async function offeredBy(t: TestContext, retry: Retry): Promise<Offered> {
	const kit = await gatewayFor(t, { context: { ...hostOf, actions: { retry } } });
	const ana = await kit.asking('ana');
	kit.model.says(grounded('Try it again.', { actions: ['a1'] }));
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	const actionId = body.messages[1]?.actions[0]?.id;
	const path = `/cases/${body.case.id}`;
	return { kit, ana, path, actionId, run: (confirm = true) => ana.post(`${path}/actions`, { actionId, confirm }) };
}

test('an action is confirmed by true, and by nothing that looks like it', async (t) => {
	let ran = 0;
	const { run } = await offeredBy(t, () => {
		ran += 1;
		return {};
	});
	for (const confirm of [false, null, 0, 1, '', 'true', 'yes', [], {}]) {
		const { status, body } = await run(confirm);
		assert.deepEqual([status, body.error], [400, 'VALIDATION_ERROR'], JSON.stringify(confirm));
	}
	assert.equal(ran, 0);
	assert.equal((await run()).status, 200);
	assert.equal(ran, 1);
});

test('while an action runs it is not begun again; whoever comes afterwards is told what came of it', async (t) => {
	const begun = Promise.withResolvers<void>();
	const held = Promise.withResolvers<{ state: string }>();
	let ran = 0;
	const { run } = await offeredBy(t, () => {
		ran += 1;
		begun.resolve();
		return held.promise;
	});
	const first = run();
	await begun.promise;
	const second = await run();
	assert.deepEqual([second.status, second.body.error], [409, 'CONFLICT']);
	held.resolve({ state: 'queued' });
	assert.deepEqual((await first).body.result, { state: 'queued' });
	assert.deepEqual((await run()).body.result, { state: 'queued' });
	assert.equal(ran, 1);
});

test('an action that failed may be tried again, and then runs', async (t) => {
	let ran = 0;
	const { run } = await offeredBy(t, () => {
		ran += 1;
		if (ran === 1) throw new Error('not now');
		return { state: 'queued' };
	});
	const failed = await run();
	assert.deepEqual([failed.status, failed.body.error], [502, 'ACTION_FAILED']);
	const again = await run();
	assert.deepEqual([again.status, again.body.result], [200, { state: 'queued' }]);
	assert.equal(ran, 2);
});

test('an action of a case that was closed does not run', async (t) => {
	let ran = 0;
	const { ana, path, run } = await offeredBy(t, () => {
		ran += 1;
		return {};
	});
	assert.equal((await ana.post(`${path}/close`, { resolution: 'resolved' })).status, 200);
	const late = await run();
	assert.deepEqual([late.status, late.body.error, ran], [409, 'CONFLICT', 0]);
});

test('what a case offered is not run by the widget’s number for it', async (t) => {
	let ran = 0;
	const { kit, actionId, run } = await offeredBy(t, () => {
		ran += 1;
		return {};
	});
	const widget = kit.as('ana');
	const { body } = await widget.post<{ conversation_id: number }>('/conversations', {});
	assert.ok(body.conversation_id > 1, 'the case has a number before it');
	for (let id = 1; id < body.conversation_id; id += 1) {
		const refused = await widget.post<{ code: string }>(`/conversations/${id}/actions`, {
			action_id: actionId,
			confirm: true,
		});
		assert.deepEqual([refused.status, refused.body.code], [404, 'not_found']);
	}
	assert.equal(ran, 0);
	assert.equal((await run()).status, 200);
	assert.equal(ran, 1);
});

test('a case whose first message is refused is not kept', async (t) => {
	const kit = await gatewayFor(t, { rates: { gatewayMessages: { limit: 1, windowSeconds: 600 } } });
	const ana = await kit.asking('ana');
	const kept = async () => {
		const lines = await (await kit.as('ana').raw('GET', '/export')).text();
		return lines.match(/"type":"conversation"/g)?.length;
	};
	await ana.post('/cases', { message: QUESTION });
	assert.equal(await kept(), 1);
	assert.equal((await ana.post('/cases', { message: QUESTION })).status, 429);
	assert.equal(await kept(), 1);
});

test('a connector that gives no ticket has handed nothing over', async (t) => {
	for (const ticket of [null, {}, { ticketId: '', ticketUrl: 'https://tickets.example.com/' }]) {
		const connector = { create: async () => ticket as never };
		const kit = await gatewayFor(t, { escalation: { connector } });
		const ana = await kit.asking('ana');
		const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
		const path = `/cases/${body.case.id}`;
		const failed = await ana.post<{ error: string }>(`${path}/escalate`, { reason: 'a' });
		assert.deepEqual([failed.status, failed.body.error], [502, 'CONNECTOR_UNAVAILABLE'], JSON.stringify(ticket));
		assert.equal((await ana.get<CaseBody>(path)).body.case.status, 'active');
	}
});
