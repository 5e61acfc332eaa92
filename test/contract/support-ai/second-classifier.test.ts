// A model beside the local classifier: it is asked while the passages are searched, and heard before the answer's model.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import type { ConversationView, QuotaView, TurnView } from '../../../server-kit/src/protocol/index.ts';
import { wholeAnswer } from '../../upstream/frames.ts';
import { startUpstream } from '../../upstream/server.ts';

const judge = await startUpstream();
const kit = await startKit({
	classifier: { model: { baseURL: judge.url, apiKey: 'none', model: 'judge' }, modelTimeoutMs: 2_000 },
	prices: { judge: { input: 1_000_000, output: 1_000_000 } },
});
after(async () => {
	await kit.close();
	await judge.close();
});

/** Costs 13 tokens. */
const verdict = (label: string) => ({ pieces: wholeAnswer(`{"label":"${label}"}`) });

const QUESTION = 'Tell me about the weather on the moon and its cheese';

test('what it refuses is taken back: no answer, no question to the model, nothing reserved, its own cost booked', async () => {
	for (const accept of ['application/json', 'text/event-stream']) {
		const ana = await kit.ready(`ana-${accept}`);
		const asked = kit.model.asked.length;
		judge.script(verdict('out_of_scope'));
		if (accept === 'application/json') {
			const { body } = await ana.post<TurnView>(`${ana.path}/messages`, { content: QUESTION });
			assert.deepEqual([body.message, body.refused?.label], [null, 'out_of_scope']);
		} else {
			const { parts, done } = await ana.stream(`${ana.path}/messages`, { content: QUESTION });
			const types = parts.map(({ type }) => type);
			assert.ok(done && types.includes('data-refused') && types.at(-1) === 'finish');
			assert.ok(!types.includes('text-start'));
		}
		assert.equal(kit.model.asked.length, asked);
		const { messages } = (await ana.get<ConversationView>(ana.path)).body;
		assert.deepEqual(
			messages.map(({ role, refused }) => [role, refused?.label]),
			[['user', 'out_of_scope']],
		);
		const quota = (await ana.get<QuotaView>('/quota')).body;
		assert.deepEqual([quota.messages.used, quota.messages.reserved, quota.tokens.reserved], [0, 0, 0]);
		assert.deepEqual([quota.tokens.used, quota.cost.used], [13, '13.000000']);
		kit.model.says('Fine.');
		judge.script(verdict('how_to'));
		const next = await ana.stream(`${ana.path}/messages`, { content: 'How do I upload a file?' });
		assert.equal(next.parts.at(-1)?.type, 'finish');
	}
});

test('another label than the first is kept, and who wants a person is offered one', async () => {
	const ben = await kit.ready('ben');
	judge.script(verdict('human_request'));
	kit.model.says('Of course.');
	const { parts } = await ben.stream(`${ben.path}/messages`, { content: 'It is time for somebody with ears' });
	assert.ok(parts.some(({ type }) => type === 'data-actions'));
	const quota = (await ben.get<QuotaView>('/quota')).body;
	assert.equal(quota.tokens.used, 13 + 10 + 2, 'both calls are booked');
});

test('one that fails is not waited for: the first verdict stands', async () => {
	const eve = await kit.ready('eve');
	judge.script({ status: 500 }, { status: 500 }, { status: 500 });
	kit.model.says('Here you are.');
	const { parts } = await eve.stream(`${eve.path}/messages`, { content: QUESTION });
	assert.ok(parts.some((part) => part.type === 'text-delta' && part.delta.includes('Here')));
});
