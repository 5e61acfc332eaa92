// A streamed answer: its frames, what a lost reader finds again, and what stop keeps.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, startKit } from '@deskbell/server-kit/testing';
import type { ConversationView, QuotaView, StreamPart } from '../../../server-kit/src/protocol/index.ts';
import { codeOf, eventually, failingAnswer, heldAnswer, kitFor, pacedAnswer, textOf } from './kits.ts';

const kit = await startKit({ rates: { messages: { limit: 10_000, windowSeconds: 60 } } });
after(() => kit.close());

const threadOf = async (client: Client & { path: string }) => (await client.get<ConversationView>(client.path)).body;
const answerOf = async (client: Client & { path: string }) => (await threadOf(client)).messages.at(-1);
const typesOf = (parts: readonly StreamPart[]) => parts.map(({ type }) => type);

test('the frames of a plain answer, in order, numbered, with the headers of a stream', async () => {
	const ana = await kit.ready('ana');
	kit.model.says('Hello there.');
	const { status, headers, parts, ids, done } = await ana.stream(`${ana.path}/messages`, { content: 'hello' });
	assert.equal(status, 200);
	assert.equal(headers.get('content-type'), 'text/event-stream; charset=utf-8');
	assert.equal(headers.get('x-vercel-ai-ui-message-stream'), 'v1');
	assert.equal(headers.get('cache-control'), 'no-cache, no-transform');
	assert.equal(headers.get('x-accel-buffering'), 'no');
	assert.equal(headers.get('content-length'), null);
	const shown = typesOf(parts).filter((type) => type !== 'text-delta');
	const frame = [
		'start',
		'start-step',
		'data-status',
		'data-status',
		'text-start',
		'text-end',
		'finish-step',
		'finish',
	];
	assert.deepEqual(shown, frame);
	assert.equal(textOf(parts), 'Hello there.');
	assert.equal(ids.length, parts.length);
	const [start] = parts;
	const named = ids.map((id) => /^(\d+)\.(\d+)$/.exec(id) ?? assert.fail(`${id} names no place`));
	assert.deepEqual([...new Set(named.map(([, answer]) => answer))], [start?.type === 'start' && start.messageId]);
	assert.ok(
		named.every(([, , place], at) => Number(place) > Number(named[at - 1]?.[2] ?? 0)),
		'ids grow',
	);
	assert.ok(done);
});

test('S-35: an answer’s first frame names its rows and says that an AI speaks, its last one how it ended and what it used', async () => {
	const ana = await kit.ready('ana-ends');
	kit.model.says('Hello there.');
	const { parts } = await ana.stream(`${ana.path}/messages`, { content: 'hello' });
	const { messages } = await threadOf(ana);
	const start = parts[0];
	assert.ok(start?.type === 'start');
	assert.deepEqual(
		[start.messageMetadata.conversation_id, start.messageMetadata.user_message_id, start.messageMetadata.message_id],
		[ana.conversationId, messages[0]?.id, messages[1]?.id],
	);
	assert.deepEqual(start.messageMetadata.author, { type: 'ai', name: null });
	assert.deepEqual(start.messageMetadata.author, messages[1]?.author, 'as the thread says it');
	const last = parts.at(-1);
	assert.ok(last?.type === 'finish');
	assert.equal(last.finishReason, 'stop');
	assert.equal(last.messageMetadata.status, 'complete');
	assert.deepEqual(last.messageMetadata.usage, { input_tokens: 10, output_tokens: 2, estimated: false });
});

/** Reads so many bytes of a streamed turn, then leaves. */
async function cutAfter(client: Client & { path: string }, bytes: number): Promise<void> {
	const leave = new AbortController();
	const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
	const init = { body: JSON.stringify({ content: 'hello' }), headers, signal: leave.signal };
	const response = await client.raw('POST', `${client.path}/messages`, init);
	const reader = response.body?.getReader();
	for (let read = 0; read < bytes; ) {
		const { done, value } = (await reader?.read()) ?? { done: true };
		if (done) break;
		read += value?.length ?? 0;
	}
	leave.abort();
}

test('a reader who leaves at any byte leaves a complete answer and a settled reservation', async () => {
	const words = Array.from({ length: 40 }, (_, at) => `word${at} `);
	const positions = Array.from({ length: 24 }, (_, at) => at * 120);
	await Promise.all(
		positions.map(async (bytes) => {
			const ana = await kit.ready(`ana-cut-${bytes}`);
			kit.model.says(pacedAnswer(words));
			await cutAfter(ana, bytes);
			await eventually(async () => (await answerOf(ana))?.status !== 'streaming', `the end after ${bytes} bytes`);
			const answer = await answerOf(ana);
			assert.deepEqual([answer?.status, answer?.content], ['complete', words.join('')], `${bytes} bytes`);
			const { messages, tokens } = (await ana.get<QuotaView>('/quota')).body;
			assert.deepEqual([messages.used, messages.reserved, tokens.reserved], [1, 0, 0]);
		}),
	);
});

test('a reader who leaves before the gates are passed leaves a complete answer, and no timer behind', async (t) => {
	let begun = Promise.withResolvers<void>();
	let left = Promise.withResolvers<void>();
	const classify = async () => {
		begun.resolve();
		await left.promise;
		return { label: 'how_to' as const, confidence: 1, refused: false, reason: 'slow' };
	};
	const slow = await kitFor(t, { classifier: { classify } });
	const ana = await slow.ready('ana');
	const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
	const before = timers();
	const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
	for (let turn = 0; turn < 5; turn += 1) {
		[begun, left] = [Promise.withResolvers(), Promise.withResolvers()];
		const leaving = new AbortController();
		const init = { body: JSON.stringify({ content: 'hello' }), headers, signal: leaving.signal };
		const reading = assert.rejects(ana.raw('POST', `${ana.path}/messages`, init));
		await begun.promise;
		leaving.abort();
		await reading;
		left.resolve();
		await eventually(async () => (await threadOf(ana)).messages.length === 2 * turn + 2, 'the turn went on');
	}
	await eventually(() => timers() <= before, 'no heartbeat beats for a reader who has gone');
	assert.ok((await threadOf(ana)).messages.every(({ status }) => status === 'complete'));
});

test('stop keeps what was said, tells every reader, and frees the thread', async () => {
	const ana = await kit.ready('ana-stop');
	const held = heldAnswer('What was said. ', 'Never said.');
	kit.model.says(held.script);
	const reading = ana.stream(`${ana.path}/messages`, { content: 'hello' });
	await held.started;
	const second = ana.follow(`${ana.path}/stream`);
	await pause(30);
	const stopped = await ana.post(`${ana.path}/stop`);
	assert.deepEqual(stopped.body, { conversation_id: ana.conversationId, stopped: true });
	const answer = await answerOf(ana);
	assert.deepEqual([answer?.status, answer?.content, answer?.degraded_code], ['stopped', 'What was said. ', null]);
	for (const { parts, done } of [await reading, await second]) {
		assert.deepEqual([parts.at(-1), done], [{ type: 'abort' }, true]);
		assert.deepEqual(typesOf(parts).slice(-3), ['text-end', 'finish-step', 'abort']);
		assert.equal(textOf(parts), answer?.content);
	}
	assert.equal((await ana.get<QuotaView>('/quota')).body.messages.reserved, 0);
	assert.deepEqual((await ana.post(`${ana.path}/stop`)).body, { conversation_id: ana.conversationId, stopped: false });
	assert.equal((await ana.stream(`${ana.path}/messages`, { content: 'next' })).done, true);
});

test('a model that throws when it is stopped was stopped all the same', async () => {
	const ana = await kit.ready('ana-stop-throws');
	let begun = () => {};
	const started = new Promise<void>((tell) => {
		begun = tell;
	});
	kit.model.says(async function* (_request, signal) {
		yield [{ type: 'text', text: 'Half ' }];
		begun();
		await pause(10_000, undefined, { signal });
	});
	const reading = ana.stream(`${ana.path}/messages`, { content: 'hello' });
	await started;
	await ana.post(`${ana.path}/stop`);
	const answer = await answerOf(ana);
	assert.deepEqual([answer?.status, answer?.content, answer?.degraded_code], ['stopped', 'Half ', null]);
	assert.deepEqual((await reading).parts.at(-1), { type: 'abort' });
});

test('stop before the first word leaves an empty stopped answer', async () => {
	const ana = await kit.ready('ana-stop-early');
	const held = heldAnswer('');
	kit.model.says(held.script);
	const reading = ana.stream(`${ana.path}/messages`, { content: 'hello' });
	await held.started;
	await ana.post(`${ana.path}/stop`);
	const { parts } = await reading;
	assert.ok(!typesOf(parts).includes('text-start'));
	assert.deepEqual(parts.at(-1), { type: 'abort' });
	assert.deepEqual([(await answerOf(ana))?.status, (await answerOf(ana))?.content], ['stopped', '']);
});

test('a fault after some words is interrupted and keeps them; before the first it is failed', async () => {
	const ana = await kit.ready('ana-fault');
	const endingOf = async (before: string) => {
		kit.model.says(failingAnswer(new Error('canary-cause'), before));
		const { parts, done } = await ana.stream(`${ana.path}/messages`, { content: 'hello' });
		assert.ok(done);
		assert.deepEqual(typesOf(parts).slice(-3), ['finish-step', 'data-degraded', 'error']);
		assert.doesNotMatch(JSON.stringify(parts), /canary-cause/);
		const answer = await answerOf(ana);
		assert.equal(textOf(parts), answer?.content);
		return [answer?.status, answer?.content, answer?.degraded_code];
	};
	assert.deepEqual(await endingOf('Some words '), ['interrupted', 'Some words ', 'vendor_outage']);
	assert.deepEqual(await endingOf(''), ['failed', '', 'vendor_outage']);
	kit.model.says(failingAnswer(new Error('canary-cause')));
	const whole = await ana.post(`${ana.path}/messages`, { content: 'hello' });
	assert.deepEqual([whole.status, codeOf(whole)], [200, 'vendor_outage']);
	assert.doesNotMatch(JSON.stringify(whole.body), /canary-cause/);
});

test('an answer that ends without a reason was cut off', async () => {
	const ana = await kit.ready('ana-no-reason');
	kit.model.says([[{ type: 'text', text: 'Half a sen' }]]);
	const { parts } = await ana.stream(`${ana.path}/messages`, { content: 'hello' });
	assert.equal(parts.at(-1)?.type, 'error');
	assert.deepEqual([(await answerOf(ana))?.status, (await answerOf(ana))?.content], ['interrupted', 'Half a sen']);
});

test('an answer that takes too long is interrupted, whatever the model does when its time is over', async (t) => {
	const hasty = await kitFor(t, { answer: { maxSeconds: 0.2 } });
	const ana = await hasty.ready('ana');
	for (const throws of [false, true]) {
		hasty.model.says(async function* (_request, signal) {
			yield [{ type: 'text', text: 'Half ' }];
			await pause(10_000, undefined, { signal }).catch((fault) => {
				if (throws) throw fault;
			});
		});
		const { parts } = await ana.stream(`${ana.path}/messages`, { content: 'hello' });
		assert.equal(parts.at(-1)?.type, 'error');
		const answer = await answerOf(ana);
		assert.deepEqual(
			[answer?.status, answer?.content, answer?.degraded_code],
			['interrupted', 'Half ', 'model_timeout'],
		);
	}
});

test('closing the kit interrupts what runs and keeps what was said; its readers are to come again', async (t) => {
	const { mkdtempSync, rmSync } = await import('node:fs');
	const { tmpdir } = await import('node:os');
	const { join } = await import('node:path');
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-close-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const database = join(folder, 'desk.sqlite');
	const first = await kitFor(t, { database });
	const before = await first.ready('ana');
	const held = heldAnswer('Kept words. ');
	first.model.says(held.script);
	const reading = before.stream(`${before.path}/messages`, { content: 'hello' });
	await held.started;
	await first.kit.close();
	const { parts, done } = await reading;
	assert.deepEqual([textOf(parts), parts.at(-1)?.type, done], ['Kept words. ', 'finish-step', false]);
	const second = await kitFor(t, { database });
	const answer = (await second.as('ana').get<ConversationView>(before.path)).body.messages.at(-1);
	assert.deepEqual([answer?.status, answer?.content], ['interrupted', 'Kept words. ']);
});
