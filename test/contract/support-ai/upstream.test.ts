// The kit in front of a real OpenAI-compatible server that answers, stalls, breaks and lies: each ends in a truthful
// stored message and a typed part, in bounded time, with nothing of the upstream's words in any answer or log.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inspect } from 'node:util';
import { type StartedKit, startKit } from '@deskbell/server-kit/testing';
import type { ConversationView, QuotaView, StreamPart } from '../../../server-kit/src/protocol/index.ts';
import { callTools, done, finish, frame, say, usage, wholeAnswer } from '../../upstream/frames.ts';
import { failure, htmlPage, type Script, startUpstream, type Upstream } from '../../upstream/server.ts';
import { codeOf, textOf } from './kits.ts';

const API_KEY = 'key-of-the-host-canary-4711';
const UPSTREAM_WORDS = /upstream words|sk-test-0000|canary-upstream/;

const upstream: Upstream = await startUpstream();
const logged: unknown[] = [];
const record = (message: string, facts?: Record<string, unknown>) => void logged.push([message, facts]);
const kit: StartedKit = await startKit({
	model: { baseURL: upstream.url, apiKey: API_KEY, model: 'scripted', firstByteTimeoutMs: 1500, idleTimeoutMs: 300 },
	log: { info: record, warn: record, error: record },
	rates: { messages: { limit: 1000, windowSeconds: 60 } },
});
await kit.kit.core.knowledge.write('acme', [
	{
		slug: 'upload',
		title: 'Upload limits',
		url: 'https://acme.example/upload',
		locale: 'en',
		body: 'Uploads stop at 50 MB.',
		passages: [{ headings: [], anchor: null, text: 'Uploads stop at 50 MB.' }],
	},
]);
after(async () => {
	await kit.close();
	await upstream.close();
});

let people = 0;

/** One streamed turn, how long it took, and what is left of it. */
async function turn(...scripts: Script[]) {
	people += 1;
	const ana = await kit.ready(`ana-${people}`);
	upstream.script(...scripts);
	const from = performance.now();
	const { parts, done: closed } = await ana.stream(`${ana.path}/messages`, { content: 'How large may uploads be?' });
	const tookMs = performance.now() - from;
	const answer = (await ana.get<ConversationView>(ana.path)).body.messages.at(-1);
	const quota = (await ana.get<QuotaView>('/quota')).body;
	assert.ok(closed && answer);
	assert.ok(tookMs < 15_000, `took ${tookMs} ms`);
	assert.deepEqual([quota.messages.reserved, quota.tokens.reserved], [0, 0], 'nothing stays reserved');
	assert.equal(textOf(parts), answer.content, 'what left is what is stored');
	return { ana, parts, answer, quota, types: parts.map(({ type }) => type) };
}

function lastAsked(): object {
	const body = upstream.requests.at(-1)?.body;
	assert.ok(typeof body === 'object' && body !== null);
	return body;
}

const degradedOf = (parts: readonly StreamPart[]) => {
	const part = parts.find((one) => one.type === 'data-degraded');
	return part?.type === 'data-degraded' ? part.data : null;
};

test('an answer arrives, its usage is settled as reported, the key goes to the upstream alone', async () => {
	const { answer, parts, quota } = await turn({ pieces: wholeAnswer('At most', ' 50 MB', ' [1].') });
	assert.deepEqual([answer.status, answer.content, answer.citations.length], ['complete', 'At most 50 MB [1].', 1]);
	const last = parts.at(-1);
	assert.ok(last?.type === 'finish');
	assert.deepEqual(last.messageMetadata.usage, { input_tokens: 12, output_tokens: 3, estimated: false });
	assert.deepEqual([quota.messages.used, quota.tokens.used], [1, 15]);
	const request = upstream.requests.at(-1);
	assert.equal(request?.path, '/v1/chat/completions');
	assert.equal(request?.headers.authorization, `Bearer ${API_KEY}`);
});

test('a tool call searches the knowledge base, then the answer goes on', async () => {
	const call = { id: 'call_a', name: 'search_knowledge', arguments: ['{"que', 'ry":"uploads"}'] };
	const { answer, parts, quota } = await turn(
		{ pieces: [...say('Let me look.'), ...callTools(call), ...finish('tool_calls'), ...usage(20, 5), ...done()] },
		{ pieces: wholeAnswer('It is 50 MB', ' [1].') },
	);
	const tools = parts.filter((part) => part.type.startsWith('tool-'));
	assert.deepEqual(tools, [
		{ type: 'tool-input-available', toolCallId: 'call_a', toolName: 'search_knowledge', input: { query: 'uploads' } },
		{ type: 'tool-output-available', toolCallId: 'call_a', output: { found: 1 } },
	]);
	assert.equal(answer.content, 'Let me look.\n\nIt is 50 MB [1].');
	assert.deepEqual(answer.tool_calls, [
		{ id: 'call_a', name: 'search_knowledge', title: 'search knowledge', status: 'done' },
	]);
	assert.equal(quota.tokens.used, 20 + 5 + 12 + 2, 'both calls are counted');
	const { messages } = lastAsked() as { messages: { role: string; content: string }[] };
	assert.deepEqual(
		messages.slice(-2).map(({ role }) => role),
		['assistant', 'tool'],
	);
	assert.match(messages.at(-1)?.content ?? '', /50 MB/);
});

test('a tool that does not exist, or broken arguments, are told to the model and shown as failed', async () => {
	const calls = [
		{ id: 'c1', name: 'delete_everything', arguments: ['{}'] },
		{ id: 'c2', name: 'search_knowledge', arguments: ['{"query":'] },
		{ id: 'c3', name: 'search_knowledge', arguments: ['{"query":"   "}'] },
	];
	const { answer, parts } = await turn(
		{ pieces: [...callTools(...calls), ...finish('tool_calls'), ...done()] },
		{ pieces: wholeAnswer('Sorry.') },
	);
	assert.equal(parts.filter(({ type }) => type === 'tool-output-error').length, 3);
	assert.deepEqual(
		answer.tool_calls.map(({ id, status }) => [id, status]),
		[
			['c1', 'failed'],
			['c2', 'failed'],
			['c3', 'failed'],
		],
	);
	assert.deepEqual([answer.status, answer.content], ['complete', 'Sorry.']);
});

test('what a model searches for is masked like everything else it writes', async () => {
	const secret = ['sk-', 'abcdefghijklmnopqrstuvwx'].join('');
	const query = `uploads of max@example.org with ${secret}`;
	const call = { id: 'call_m', name: 'search_knowledge', arguments: [JSON.stringify({ query })] };
	const { parts } = await turn(
		{ pieces: [...callTools(call), ...finish('tool_calls'), ...done()] },
		{ pieces: wholeAnswer('ok') },
	);
	const input = parts.find(({ type }) => type === 'tool-input-available');
	assert.ok(input);
	assert.doesNotMatch(JSON.stringify(input), /max@example|sk-abc/);
});

test('a model that never stops calling tools is made to answer, and the turn ends', async () => {
	const calling = (at: number): Script => ({
		pieces: [
			...callTools({
				id: `loop_${at}`,
				name: 'search_knowledge',
				arguments: [JSON.stringify({ query: `uploads ${at}` })],
			}),
			...finish('tool_calls'),
			...done(),
		],
	});
	const before = upstream.requests.length;
	const { answer, types } = await turn(...[1, 2, 3, 4, 5].map(calling), { pieces: wholeAnswer('Enough.') });
	assert.deepEqual([answer.status, answer.content], ['complete', 'Enough.']);
	assert.equal(upstream.requests.length - before, 6);
	assert.ok(!('tools' in lastAsked()), 'the last call has no tools');
	assert.equal(types.at(-1), 'finish');
});

const malformed: Script = { pieces: [...say('Half an answer '), 'data: {"choices": canary-upstream\n\n', ...done()] };
const inBand: Script = { pieces: [...say('Half an answer '), frame({ error: { message: 'canary-upstream' } })] };
const stall: Script = { pieces: say('Half an answer '), ending: 'stall' };
const cutAtOnce: Script = { pieces: [], ending: 'cut' };
const emptyFrames: Script = { pieces: [': canary-upstream\n\n'], ending: 'end' };

const FAULTS: readonly (readonly [name: string, scripts: Script[], status: string, code: string])[] = [
	['429 twice', [failure(429, { retryAfter: '0' }), failure(429, { retryAfter: '0' })], 'failed', 'vendor_outage'],
	['500 twice', [failure(500), failure(500)], 'failed', 'vendor_outage'],
	['401', [failure(401)], 'failed', 'vendor_outage'],
	['400', [failure(400)], 'failed', 'vendor_outage'],
	['cut before the first word, twice', [cutAtOnce, cutAtOnce], 'failed', 'vendor_outage'],
	['cut mid-stream', [{ pieces: say('Half an ', 'answer '), ending: 'cut' }], 'interrupted', 'vendor_outage'],
	['reset mid-stream', [{ pieces: say('Half an ', 'answer '), ending: 'reset' }], 'interrupted', 'vendor_outage'],
	['ended without a reason', [{ pieces: say('Half an ', 'answer ') }], 'interrupted', 'vendor_outage'],
	['stall mid-stream', [stall], 'interrupted', 'model_timeout'],
	['stall before the first word', [{ ending: 'stall' }], 'failed', 'model_timeout'],
	['stall before the headers', [{ ending: 'stall-before-headers' }], 'failed', 'model_timeout'],
	['malformed frame', [malformed], 'interrupted', 'vendor_outage'],
	['in-band error', [inBand], 'interrupted', 'vendor_outage'],
	['HTML page', [htmlPage()], 'failed', 'vendor_outage'],
	['HTML page as 404', [htmlPage(404)], 'failed', 'vendor_outage'],
	['no frames at all, twice', [emptyFrames, emptyFrames], 'failed', 'vendor_outage'],
];

for (const [name, scripts, status, code] of FAULTS)
	test(`${name}: stored as ${status} with ${code}, told as degraded and error`, async () => {
		const { ana, answer, parts, types, quota } = await turn(...scripts);
		assert.deepEqual([answer.status, answer.degraded_code], [status, code]);
		assert.equal(answer.content, status === 'interrupted' ? 'Half an answer ' : '');
		assert.deepEqual(types.slice(-2), ['data-degraded', 'error']);
		const degraded = degradedOf(parts);
		assert.deepEqual([degraded?.code, degraded?.conversation_id], [code, ana.conversationId]);
		assert.equal(quota.messages.used, status === 'interrupted' ? 1 : 0);
		assert.doesNotMatch(JSON.stringify(parts), UPSTREAM_WORDS);
		const { body } = await ana.get(ana.path);
		assert.doesNotMatch(JSON.stringify(body), UPSTREAM_WORDS);
		const next = await ana.stream(`${ana.path}/messages`, { content: 'And now?' });
		assert.equal(next.parts.at(-1)?.type, 'finish', 'the thread takes the next message');
	});

test('one failure before the first word is tried once more, and the answer arrives', async () => {
	const before = upstream.requests.length;
	const { answer } = await turn(failure(500), { pieces: wholeAnswer('Here', ' I am.') });
	assert.deepEqual([answer.status, answer.content], ['complete', 'Here I am.']);
	assert.equal(upstream.requests.length - before, 2);
});

test('a JSON client of a failed answer gets the degraded state', async () => {
	const ana = await kit.ready('ana-json');
	upstream.script(failure(401));
	const { status, body } = await ana.post(`${ana.path}/messages`, { content: 'hello' });
	assert.deepEqual([status, codeOf({ body }), body.degraded], [200, 'vendor_outage', true]);
	assert.ok(Number.isInteger(body.user_message_id));
	assert.doesNotMatch(JSON.stringify(body), UPSTREAM_WORDS);
});

test('finish reasons are told in the words of the stream', async () => {
	const rows = [
		['length', 'complete', 'length'],
		['content_filter', 'blocked', 'content-filter'],
		['something_new', 'complete', 'stop'],
	] as const;
	for (const [reason, status, told] of rows) {
		const { answer, parts } = await turn({ pieces: [...say('Words.'), ...finish(reason), ...done()] });
		const last = parts.at(-1);
		assert.deepEqual([answer.status, last?.type === 'finish' && last.finishReason], [status, told]);
	}
});

test('stopping closes the connection to the upstream', async () => {
	const ana = await kit.ready('ana-stops');
	upstream.script({ pieces: say('Half '), ending: 'stall' });
	const before = upstream.requests.length;
	const reading = ana.stream(`${ana.path}/messages`, { content: 'hello' });
	while (upstream.requests.length === before) await new Promise((wake) => setTimeout(wake, 5));
	await ana.post(`${ana.path}/stop`);
	assert.deepEqual((await reading).parts.at(-1), { type: 'abort' });
	assert.equal(await upstream.requests.at(-1)?.left, true);
});

test('neither the key nor the upstream’s words nor a customer’s stand in the log', async () => {
	const text = inspect(logged, { depth: null, showHidden: true, maxStringLength: null });
	assert.ok(logged.length > 10, 'the faults were logged');
	assert.doesNotMatch(text, new RegExp(API_KEY));
	assert.doesNotMatch(text, /How large may uploads be/);
	assert.doesNotMatch(text, UPSTREAM_WORDS);
});
