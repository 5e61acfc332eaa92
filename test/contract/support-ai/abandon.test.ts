// An answer that nobody listens to: written to its end, or ended, as the host wants it.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { StartOptions } from '@deskbell/server-kit/testing';
import type { ConversationView, QuotaView } from '../../../server-kit/src/protocol/index.ts';
import { paced, say, wholeAnswer } from '../../upstream/frames.ts';
import { startUpstream } from '../../upstream/server.ts';
import { eventually, kitFor, textOf } from './kits.ts';

const WORDS = Array.from({ length: 40 }, (_, at) => `word${at} `);

/** A desk whose model takes its time, and a customer. */
async function desk(t: TestContext, answer: StartOptions['answer'], pieces = paced(wholeAnswer(...WORDS), 25)) {
	const upstream = await startUpstream({ otherwise: { pieces } });
	t.after(() => upstream.close());
	const kit = await kitFor(t, { model: { baseURL: upstream.url, apiKey: 'none', model: 'scripted' }, answer });
	const ana = await kit.ready('ana');
	return {
		upstream,
		ana,
		answer: async () => (await ana.get<ConversationView>(ana.path)).body.messages.at(-1),
		/** Sends a message and leaves after the first words. */
		async askAndLeave() {
			const leave = new AbortController();
			const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
			const body = JSON.stringify({ content: 'How large may uploads be?' });
			const response = await ana.raw('POST', `${ana.path}/messages`, { headers, body, signal: leave.signal });
			for await (const bytes of response.body ?? []) if (String(Buffer.from(bytes)).includes('word0')) break;
			leave.abort();
		},
	};
}

test('is written to its end where nothing else was said', async (t) => {
	const { answer, askAndLeave } = await desk(t, { abandonAfterMs: 50 });
	await askAndLeave();
	await eventually(async () => (await answer())?.status !== 'streaming' || pause(50).then(() => false), 'the end');
	assert.deepEqual([(await answer())?.status, (await answer())?.content], ['complete', WORDS.join('')]);
});

test('is ended where the host wants that: the upstream’s socket closes, what was said is kept and settled', async (t) => {
	const long = paced(say(...Array.from({ length: 2_000 }, (_, at) => `word${at} `)), 25);
	const { ana, upstream, answer, askAndLeave } = await desk(t, { abandonAfterMs: 100, whenAbandoned: 'abort' }, long);
	await askAndLeave();
	assert.equal(await upstream.requests[0]?.left, true, 'the model call was ended');
	await eventually(async () => (await answer())?.status !== 'streaming', 'the end is stored');
	const kept = await answer();
	assert.deepEqual([kept?.status, kept?.degraded_code], ['interrupted', null]);
	assert.match(kept?.content ?? '', /^word0 word1 /);
	const { messages, tokens } = (await ana.get<QuotaView>('/quota')).body;
	assert.deepEqual([messages.used, messages.reserved, tokens.reserved], [1, 0, 0]);
});

test('is not ended while somebody comes back in time, or waits for it in one piece', async (t) => {
	const { ana, answer, askAndLeave } = await desk(t, { abandonAfterMs: 600, whenAbandoned: 'abort' });
	await askAndLeave();
	const { parts } = await ana.follow(`${ana.path}/stream`);
	assert.deepEqual([textOf(parts), parts.at(-1)?.type], [WORDS.join(''), 'finish']);
	const { body } = await ana.post(`${ana.path}/messages`, { content: 'Once more, in one piece?' });
	assert.equal((body.message as { status: string }).status, 'complete');
	assert.equal((await answer())?.status, 'complete');
});
