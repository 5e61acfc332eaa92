// What stands between us and a model's server: proxies that compress, connections that break before the first event,
// events of a megabyte, answers that are refusals or nothing at all.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { urlToHttpOptions } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { done, finish, frame, say, usage, wholeAnswer } from '../../../test/upstream/frames.ts';
import { type Script, startUpstream, type Upstream } from '../../../test/upstream/server.ts';
import { createOpenAiModel, type OpenAiOptions } from '../../src/answer/models/openai.ts';
import { createUpstream } from '../../src/answer/models/upstream.ts';
import { type ModelEvent, ModelFault } from '../../src/core/model.ts';
import { request } from './request.ts';

let upstream: Upstream;
beforeEach(async () => {
	upstream = await startUpstream();
});
afterEach(() => upstream.close());

async function play(scripts: readonly Script[], options: Partial<OpenAiOptions> = {}) {
	upstream.script(...scripts);
	const model = createOpenAiModel({ baseURL: upstream.url, apiKey: 'none', model: 'scripted', ...options });
	const events: ModelEvent[] = [];
	let fault: ModelFault | null = null;
	try {
		for await (const batch of model.answer(request, new AbortController().signal)) events.push(...batch);
	} catch (cause) {
		assert.ok(cause instanceof ModelFault, `not a ModelFault: ${cause}`);
		fault = cause;
	}
	const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
	const reason = events.find((event) => event.type === 'finish')?.reason ?? null;
	return { text, reason, fault, tries: upstream.requests.length };
}

describe('compression that nobody asked for', () => {
	const bytes = Buffer.from(wholeAnswer('Größe: ', '50 MB 📎').join(''));
	const codings: [string, Buffer][] = [
		['gzip', gzipSync(bytes)],
		['br', brotliCompressSync(bytes)],
	];
	for (const [coding, packed] of codings) {
		test(`${coding} is undone`, async () => {
			const cut = Math.floor(packed.length / 2);
			const pieces = [packed.subarray(0, cut), { pauseMs: 20 }, packed.subarray(cut)];
			const told = await play([{ headers: { 'content-encoding': coding }, pieces }]);
			assert.deepEqual([told.text, told.reason], ['Größe: 50 MB 📎', 'stop']);
			assert.equal(upstream.requests[0]?.headers['accept-encoding'], undefined, 'it costs time and saves nothing');
		});

		test(`${coding} that is broken or cut is an outage`, async () => {
			const broken = { headers: { 'content-encoding': coding }, pieces: [packed.subarray(0, 12), 'no such coding'] };
			assert.equal((await play([broken], { maxRetries: 0 })).fault?.code, 'vendor_outage');
		});
	}
});

describe('before the first event', () => {
	const broken: Record<string, Script> = {
		'a reset after the headers': { ending: 'reset' },
		'a cut after the headers': { ending: 'cut' },
		'a body that ends at once': { pieces: [] },
		'a cut within the first event': { pieces: ['data: {"choices":[{"del'], ending: 'cut' },
	};
	for (const [name, script] of Object.entries(broken))
		test(`${name} is tried once more`, async () => {
			assert.deepEqual(await play([script]), {
				text: 'Hello from the upstream.',
				reason: 'stop',
				fault: null,
				tries: 2,
			});
		});

	test('and no more than once', async () => {
		const { fault, tries } = await play([{ ending: 'cut' }, { ending: 'cut' }, { ending: 'cut' }]);
		assert.deepEqual([fault?.code, tries], ['vendor_outage', 2]);
	});

	test('a connection that is reset before any answer is tried once more', async () => {
		let tries = 0;
		const server = createServer((_asked, response) => {
			tries += 1;
			if (tries === 1) return void response.socket?.resetAndDestroy();
			response.writeHead(200, { 'content-type': 'text/event-stream' }).end(wholeAnswer('Here.').join(''));
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		const { port } = server.address() as AddressInfo;
		assert.equal((await play([], { baseURL: `http://127.0.0.1:${port}/v1` })).text, 'Here.');
		assert.equal(tries, 2);
		server.closeAllConnections();
		server.close();
	});

	test('an error within a stream that began well is told, and not asked for again', async () => {
		const { fault, tries } = await play([{ pieces: [frame({ error: { message: 'overloaded' } })] }]);
		assert.deepEqual([fault?.code, tries], ['vendor_outage', 1]);
		const anthropic = 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n';
		assert.equal((await play([{ pieces: [anthropic] }])).fault?.code, 'vendor_outage');
	});
});

describe('how an answer ends', () => {
	test('a refusal is told from an answer, in either form', async () => {
		const refusal = frame({ choices: [{ index: 0, delta: { refusal: 'I cannot help with that.' } }] });
		const parted = await play([{ pieces: [refusal, ...finish('stop'), ...done()] }]);
		assert.deepEqual([parted.text, parted.reason], ['I cannot help with that.', 'refusal']);
		const named = await play([{ pieces: [...say('I will not.'), ...finish('refusal'), ...done()] }]);
		assert.deepEqual([named.text, named.reason], ['I will not.', 'refusal']);
	});

	test('an answer without a word is an outage; one that was filtered away is that', async () => {
		for (const reason of ['stop', 'length'])
			assert.equal(
				(await play([{ pieces: [...finish(reason), ...usage(9, 0), ...done()] }])).fault?.code,
				'vendor_outage',
			);
		const filtered = await play([{ pieces: [...finish('content_filter'), ...done()] }]);
		assert.deepEqual([filtered.fault, filtered.reason], [null, 'content-filter']);
	});

	test('an event of a megabyte is cut to what was allowed, or an outage; nothing is held for ever', async () => {
		const long = await play([{ pieces: [...say('x'.repeat(900_000)), ...finish('stop'), ...done()] }]);
		assert.deepEqual([long.text.length, long.reason], [300 * 32, 'length']);
		const endless = await play([{ pieces: [...say('Half. '), 'data: ', 'y'.repeat(1_100_000)], ending: 'stall' }]);
		assert.deepEqual([endless.text, endless.fault?.code], ['Half. ', 'vendor_outage']);
	});
});

test('a body is taken as slowly as it is read', async () => {
	const piece = 'x'.repeat(65_536);
	upstream.script({ pieces: Array(200).fill(piece) });
	const head = { address: urlToHttpOptions(new URL(`${upstream.url}/chat/completions`)), headers: {} };
	const { body } = await createUpstream().ask(head, '{}', new AbortController().signal);
	let [read, most] = [0, 0];
	for (;;) {
		const text = await body.read();
		if (text === null) break;
		most = Math.max(most, text.length);
		read += text.length;
		await new Promise(setImmediate);
	}
	assert.equal(read, 200 * piece.length);
	assert.ok(most < 1_048_576, `${most} characters were held at once`);
});
