// A second model by option: asked where the first cannot answer before its first word; its name is kept, its price counts.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import type { ConversationView, QuotaView } from '../../../server-kit/src/protocol/index.ts';
import { finish, say, usage, wholeAnswer } from '../../upstream/frames.ts';
import { failure, type Script, startUpstream } from '../../upstream/server.ts';
import { textOf } from './kits.ts';

const [first, second] = [await startUpstream(), await startUpstream()];
const at = (baseURL: string, model: string, price: number) => ({
	baseURL,
	apiKey: 'none',
	model,
	firstByteTimeoutMs: 1_500,
	idleTimeoutMs: 400,
	prices: { input: price, output: price },
});
after(() => Promise.all([first.close(), second.close()]));

async function turn(scripts: { first: Script[]; second?: Script[] }) {
	const kit = await startKit({
		model: { ...at(first.url, 'large', 10), fallback: at(second.url, 'small', 1_000) },
		quota: { user: { costUsd: 100 } },
	});
	try {
		const ana = await kit.ready('ana');
		first.script(...scripts.first);
		second.script(...(scripts.second ?? [{ pieces: wholeAnswer('From ', 'the second.') }]));
		const asked = [first.requests.length, second.requests.length] as const;
		const { parts } = await ana.stream(`${ana.path}/messages`, { content: 'How large may uploads be?' });
		const { body } = await ana.get<ConversationView>(ana.path);
		const { cost } = (await ana.get<QuotaView>('/quota')).body;
		const tries = [first.requests.length - asked[0], second.requests.length - asked[1]];
		const answer = body.messages.at(-1);
		assert.equal(textOf(parts), answer?.content);
		return { answer, last: parts.at(-1)?.type, cost: cost.used, tries };
	} finally {
		await kit.close();
	}
}

test('the first answers while it can, at its own price', async () => {
	const { answer, cost, tries } = await turn({ first: [{ pieces: wholeAnswer('From ', 'the first.') }], second: [] });
	assert.deepEqual([answer?.status, answer?.content, tries], ['complete', 'From the first.', [1, 0]]);
	// 12 tokens in and 2 out, at 10 dollars a million.
	assert.equal(Number(cost), 0.00014);
});

const CANNOT: Record<string, Script[]> = {
	'is busy for long': [failure(429, { retryAfter: '120' })],
	'fails twice': [failure(500), failure(503)],
	'refuses the key': [failure(401)],
	'says nothing in time': [{ ending: 'stall' }],
	'breaks off before its first word': [{ ending: 'reset' }, { ending: 'cut' }],
	'ends without a word': [{ pieces: [...finish('stop'), ...usage(12, 0)] }],
};
for (const [what, scripts] of Object.entries(CANNOT))
	test(`where the first ${what} the second answers, at its own price`, async () => {
		const { answer, last, cost, tries } = await turn({ first: scripts });
		assert.deepEqual([answer?.status, answer?.content, last], ['complete', 'From the second.', 'finish']);
		assert.deepEqual(tries, [scripts.length, 1]);
		assert.equal(Number(cost), 0.014);
	});

test('after a word of the first nobody else is asked', async () => {
	const { answer, last, tries } = await turn({
		first: [{ pieces: say('Half an ', 'answer '), ending: 'cut' }],
		second: [],
	});
	assert.deepEqual([answer?.status, answer?.content, last, tries], ['interrupted', 'Half an answer ', 'error', [1, 0]]);
});

test('where neither can answer, one failed answer is told', async () => {
	const { answer, last, tries } = await turn({ first: [failure(401)], second: [failure(401)] });
	assert.deepEqual([answer?.status, answer?.degraded_code, last], ['failed', 'vendor_outage', 'error']);
	assert.deepEqual(tries, [1, 1]);
});
