// The openai model against a real, scripted HTTP server: whatever the upstream does, a typed end within a bounded time.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../test/support/free-port.ts';
import {
	callTools,
	crlf,
	done,
	finish,
	frame,
	paced,
	say,
	sliced,
	think,
	usage,
	wholeAnswer,
} from '../../../test/upstream/frames.ts';
import { failure, htmlPage, type Script, startUpstream, type Upstream } from '../../../test/upstream/server.ts';
import { createOpenAiModel, type OpenAiOptions } from '../../src/answer/models/openai.ts';
import { type ModelEvent, ModelFault, type ModelRequest } from '../../src/core/model.ts';

let upstream: Upstream;
beforeEach(async () => {
	upstream = await startUpstream();
});
afterEach(() => upstream.close());

const request: ModelRequest = {
	question: 'How large may a file be?',
	messages: [
		{ role: 'system', content: 'Answer from the passages.' },
		{ role: 'user', content: 'How large may a file be?' },
	],
	passages: [],
	tools: [],
	locale: 'en',
	maxOutputTokens: 300,
};

interface Outcome {
	batches: (readonly ModelEvent[])[];
	text: string;
	/** Without the text. */
	rest: ModelEvent[];
	fault: ModelFault | null;
	milliseconds: number;
}

/** On a machine of any speed: what is broken here takes longer than twice that. */
const SOON_MS = 10_000;

function modelOf(options: Partial<OpenAiOptions> = {}) {
	return createOpenAiModel({ baseURL: upstream.url, apiKey: 'test-key', model: 'scripted', ...options });
}

async function ask(
	options: Partial<OpenAiOptions> = {},
	asked: Partial<ModelRequest> = {},
	signal = new AbortController().signal,
	onBatch: (batch: readonly ModelEvent[]) => void = () => {},
): Promise<Outcome> {
	const startedAt = performance.now();
	const batches: (readonly ModelEvent[])[] = [];
	let fault: ModelFault | null = null;
	try {
		for await (const batch of modelOf(options).answer({ ...request, ...asked }, signal)) {
			batches.push(batch);
			onBatch(batch);
		}
	} catch (cause) {
		assert.ok(cause instanceof ModelFault, `not a ModelFault: ${cause}`);
		fault = cause;
	}
	const events = batches.flat();
	const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
	const rest = events.filter((event) => event.type !== 'text');
	return { batches, text, rest, fault, milliseconds: performance.now() - startedAt };
}

async function play(script: Script, options: Partial<OpenAiOptions> = {}): Promise<Outcome> {
	upstream.script(script);
	return ask(options);
}

/** The socket of the broken call is gone without waiting for a keep-alive to run out. */
async function noSocketStaysOpen(): Promise<void> {
	for (let tries = 0; tries < 1_000 && upstream.connections() > 0; tries += 1) await pause(10);
	assert.equal(upstream.connections(), 0, 'a socket to the upstream stays open');
}

const stop: ModelEvent = { type: 'finish', reason: 'stop' };
const finishReasons = (outcome: Outcome) =>
	outcome.rest.flatMap((event) => (event.type === 'finish' ? [event.reason] : []));

describe('an answer', () => {
	it('streams text, then usage, then finish', async () => {
		const outcome = await play({ pieces: wholeAnswer('Up to ', '50 MB', '.') });
		assert.equal(outcome.text, 'Up to 50 MB.');
		assert.deepEqual(outcome.rest, [
			{ type: 'usage', usage: { inputTokens: 12, outputTokens: 3, estimated: false } },
			stop,
		]);
	});

	it('asks for a stream with usage, and sends messages, limit, key and headers', async () => {
		await ask({ headers: { 'x-team': 'support' } });
		const [received] = upstream.requests;
		assert.equal(received?.path, '/v1/chat/completions');
		assert.equal(received?.headers.authorization, 'Bearer test-key');
		assert.equal(received?.headers['x-team'], 'support');
		assert.deepEqual(received?.body, {
			model: 'scripted',
			messages: request.messages,
			stream: true,
			stream_options: { include_usage: true },
			max_tokens: 300,
		});
	});

	it('asks each time anew, under the head that the openai package gives its own requests', async () => {
		const model = modelOf();
		const questions = ['One?', 'Two?'];
		for (const content of questions) {
			const asked = { ...request, messages: [{ role: 'user' as const, content }] };
			for await (const _ of model.answer(asked, new AbortController().signal));
		}
		const sent = upstream.requests.map(({ body }) => (body as Pick<ModelRequest, 'messages'>).messages);
		assert.deepEqual(
			sent,
			questions.map((content) => [{ role: 'user', content }]),
		);
		for (const { headers } of upstream.requests) {
			assert.deepEqual([headers['content-type'], headers.accept], ['application/json', 'application/json']);
			assert.match(String(headers['user-agent']), /^OpenAI\/JS /);
			assert.equal(headers['x-stainless-lang'], 'js');
		}
	});

	it('merges the text of one read into one event', async () => {
		const outcome = await play({
			pieces: [say('a', 'b', 'c', 'd').join(''), { pauseMs: 60 }, ...finish('stop'), ...done()],
		});
		assert.deepEqual(outcome.batches[0], [{ type: 'text', text: 'abcd' }]);
	});

	it('arrives as it is sent, not at the end', async () => {
		upstream.script({ pieces: paced(wholeAnswer('one ', 'two ', 'three '), 40) });
		const arrivals: number[] = [];
		await ask({}, {}, undefined, () => arrivals.push(performance.now()));
		assert.ok(Number(arrivals.at(-1)) - Number(arrivals[0]) > 100, 'the batches came together');
	});

	it('is the same however the bytes are cut, also within a character', async () => {
		const pieces = wholeAnswer('Größe: ', '50 MB ', '📎 – ', '“ok”');
		for (const size of [1, 7, 64]) {
			const outcome = await play({ pieces: sliced(size === 1 ? pieces.slice(1, 5) : pieces, size) });
			assert.equal(outcome.text, 'Größe: 50 MB 📎 – “ok”');
		}
	});

	it('is understood with CRLF, a byte order mark, comments and other fields', async () => {
		const outcome = await play({
			pieces: ['\uFEFF', ': waiting\r\n\r\n', 'event: ping\r\nid: 1\r\nretry: 5\r\n\r\n', ...crlf(wholeAnswer('fine'))],
		});
		assert.equal(outcome.text, 'fine');
		assert.deepEqual(finishReasons(outcome), ['stop']);
	});

	it('reports the last usage that the upstream sends, once, and none that is no count', async () => {
		const counted = await play({ pieces: [...usage(1, 1), ...say('x'), ...finish('stop'), ...usage(9, 2), ...done()] });
		assert.deepEqual(counted.rest, [
			{ type: 'usage', usage: { inputTokens: 9, outputTokens: 2, estimated: false } },
			stop,
		]);
		const nonsense = await play({ pieces: [...say('x'), ...finish('stop'), ...usage(-1, 0.5), ...done()] });
		assert.deepEqual(nonsense.rest, [stop]);
	});

	it('leaves out what a model thinks', async () => {
		const outcome = await play({ pieces: [...think('Hm, ', 'the limit'), ...wholeAnswer('50 MB')] });
		assert.equal(outcome.text, '50 MB');
	});

	it('ends well without [DONE], whether the body ends or the connection stays', async () => {
		const pieces = [...say('fine'), ...finish('stop')];
		assert.deepEqual((await play({ pieces })).rest, [stop]);
		const open = await play({ pieces, ending: 'stall' });
		assert.deepEqual(open.rest, [stop]);
		assert.ok(open.milliseconds < SOON_MS);
	});

	it('is whole when the socket dies after the reason to finish', async () => {
		const outcome = await play({ pieces: [...say('fine'), ...finish('stop'), { pauseMs: 30 }], ending: 'reset' });
		assert.equal(outcome.fault, null);
		assert.deepEqual(outcome.rest, [stop]);
	});

	it('uses one connection for answers that follow each other', async () => {
		await ask();
		await pause(20);
		await ask();
		assert.equal(upstream.connections(), 1);
	});
});

describe('reasons to finish', () => {
	const mapped = { stop: 'stop', length: 'length', content_filter: 'content-filter', something_new: 'stop' };
	for (const [theirs, ours] of Object.entries(mapped)) {
		it(`${theirs} is ${ours}`, async () => {
			const outcome = await play({ pieces: [...say('x'), ...finish(theirs), ...done()] });
			assert.deepEqual(finishReasons(outcome), [ours]);
		});
	}

	it('is none where the body ends without one, or with [DONE] alone', async () => {
		for (const pieces of [say('half an'), [...say('half an'), ...done()]]) {
			const outcome = await play({ pieces });
			assert.equal(outcome.text, 'half an');
			assert.equal(outcome.fault, null);
			assert.deepEqual(outcome.rest, []);
		}
	});

	it('is length where the upstream ignores its limit', async () => {
		upstream.script({ pieces: [...Array(100).fill(say('x'.repeat(100)).join('')), ...finish('stop')] });
		const outcome = await ask({}, { maxOutputTokens: 10 });
		assert.ok(outcome.text.length <= 320);
		assert.deepEqual(finishReasons(outcome), ['length']);
	});
});

describe('tool calls', () => {
	const search = { id: 'call_1', name: 'search', arguments: ['{"query":', '"limit"}'] };
	const calls = (outcome: Outcome) => outcome.rest.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));

	it('are put together by index and come whole', async () => {
		const order = { id: 'call_2', name: 'order', arguments: ['{"id"', ':7}'] };
		const outcome = await play({ pieces: [...callTools(search, order), ...finish('tool_calls'), ...done()] });
		assert.deepEqual(calls(outcome), [
			{ id: 'call_1', name: 'search', arguments: '{"query":"limit"}' },
			{ id: 'call_2', name: 'order', arguments: '{"id":7}' },
		]);
		assert.deepEqual(finishReasons(outcome), ['tool-calls']);
	});

	it('are told apart by id where every one has the same index', async () => {
		const call = (id: string) => ({
			index: 0,
			id,
			type: 'function',
			function: { name: 'search', arguments: `{"of":"${id}"}` },
		});
		const outcome = await play({
			pieces: [frame({ choices: [{ delta: { tool_calls: [call('a'), call('b')] } }] }), ...finish('stop'), ...done()],
		});
		assert.deepEqual(
			calls(outcome).map((each) => each.arguments),
			['{"of":"a"}', '{"of":"b"}'],
		);
		assert.deepEqual(finishReasons(outcome), ['tool-calls']);
	});

	it('are dropped when their arguments were cut off', async () => {
		const cut = await play({ pieces: callTools({ ...search, arguments: ['{"query":'] }), ending: 'end' });
		assert.deepEqual(cut.rest, []);
		const long = await play({
			pieces: [...callTools({ ...search, arguments: ['{"query":'] }), ...finish('length'), ...done()],
		});
		assert.deepEqual(long.rest, [{ type: 'finish', reason: 'length' }]);
	});

	it('are refused beyond a bound', async () => {
		const many = Array.from({ length: 200 }, (_, at) => ({ ...search, id: `call_${at}` }));
		const outcome = await play({ pieces: [...callTools(...many), ...finish('tool_calls'), ...done()] });
		assert.equal(outcome.fault?.code, 'vendor_outage');
	});

	it('and their results go back as the upstream expects them', async () => {
		await ask(
			{},
			{
				tools: [{ name: 'search', description: 'Finds', parameters: { type: 'object' } }],
				messages: [
					{ role: 'assistant', content: '', toolCalls: [{ id: 'call_1', name: 'search', arguments: '{}' }] },
					{ role: 'tool', toolCallId: 'call_1', content: 'nothing' },
				],
			},
		);
		const body = upstream.requests[0]?.body as { messages: unknown; tools: unknown };
		assert.deepEqual(body.messages, [
			{
				role: 'assistant',
				content: null,
				tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'search', arguments: '{}' } }],
			},
			{ role: 'tool', tool_call_id: 'call_1', content: 'nothing' },
		]);
		assert.deepEqual(body.tools, [
			{ type: 'function', function: { name: 'search', description: 'Finds', parameters: { type: 'object' } } },
		]);
	});
});

describe('faults', () => {
	const broken: Record<string, Script> = {
		'a wrong key': failure(401),
		'an unknown model': failure(404),
		'an HTML page in place of a stream': htmlPage(),
		'an HTML page with status 502': htmlPage(502),
		'an empty body': { pieces: [] },
		'JSON in place of a stream': { headers: { 'content-type': 'application/json' }, pieces: ['{"choices":[]}'] },
		'a redirect': { status: 307, headers: { location: 'http://127.0.0.1:9/' } },
		'a reset in the stream': { pieces: [...say('half'), { pauseMs: 30 }], ending: 'reset' },
		'a cut in the stream': { pieces: [...say('half'), { pauseMs: 30 }], ending: 'cut' },
		'a malformed frame': { pieces: [...say('half'), { pauseMs: 30 }, 'data: {"choices":[{"del\n\n', ...say('more')] },
		'a frame that is no object': { pieces: [...say('half'), { pauseMs: 30 }, 'data: 7\n\n'] },
		'an error in the stream': {
			pieces: [...say('half'), { pauseMs: 30 }, frame({ error: { message: 'upstream words' } })],
		},
		'a line without end': {
			pieces: [...say('half'), { pauseMs: 30 }, ...Array(20).fill(`data: ${'x'.repeat(65_536)}`)],
			ending: 'stall',
		},
	};
	for (const [name, script] of Object.entries(broken)) {
		it(`${name} is an outage, and no upstream word is in its message`, async () => {
			const { fault, text, rest, milliseconds } = await play(script, { maxRetries: 0 });
			assert.equal(fault?.code, 'vendor_outage');
			assert.equal(fault?.message, 'vendor_outage');
			assert.ok(fault?.cause instanceof Error);
			assert.ok(text === '' || text === 'half', `unexpected text: ${text}`);
			assert.deepEqual(rest, []);
			assert.ok(milliseconds < SOON_MS);
		});
	}

	it('what was said before the fault is kept', async () => {
		const outcome = await play({ pieces: [...say('half'), 'data: {oops\n\n'] });
		assert.equal(outcome.text, 'half');
		assert.equal(outcome.fault?.code, 'vendor_outage');
	});

	it('a stall before the headers is a timeout', async () => {
		const { fault, milliseconds } = await play({ ending: 'stall-before-headers' }, { firstByteTimeoutMs: 150 });
		assert.equal(fault?.code, 'model_timeout');
		assert.ok(milliseconds < SOON_MS);
		assert.equal(upstream.requests.length, 1, 'a timeout is not tried again');
		await noSocketStaysOpen();
	});

	it('a stall between the headers and the first byte is a timeout', async () => {
		const { fault } = await play({ ending: 'stall' }, { firstByteTimeoutMs: 150 });
		assert.equal(fault?.code, 'model_timeout');
		await noSocketStaysOpen();
	});

	it('a stall in the stream is a timeout, with what was said before', async () => {
		const { fault, text } = await play({ pieces: say('half'), ending: 'stall' }, { idleTimeoutMs: 150 });
		assert.equal(fault?.code, 'model_timeout');
		assert.equal(text, 'half');
		await noSocketStaysOpen();
	});

	it('a stall in the body of an error is a timeout', async () => {
		const { fault } = await play({ ...failure(500), ending: 'stall' }, { firstByteTimeoutMs: 150, maxRetries: 0 });
		assert.equal(fault?.code, 'model_timeout');
		await noSocketStaysOpen();
	});

	it('a stream that is never silent, and never ends, is stopped by the total time', async () => {
		const { fault, milliseconds } = await play(
			{ pieces: paced(Array(2_000).fill(': still here\n\n'), 20) },
			{ totalTimeoutMs: 300 },
		);
		assert.equal(fault?.code, 'model_timeout');
		assert.ok(milliseconds < SOON_MS);
		await noSocketStaysOpen();
	});

	it('an upstream that is not there is an outage', async () => {
		const { fault, milliseconds } = await ask({ baseURL: `http://127.0.0.1:${await freePort()}/v1` });
		assert.equal(fault?.code, 'vendor_outage');
		assert.ok(milliseconds < SOON_MS);
	});

	it('time that the reader takes for itself is no stall', async () => {
		upstream.script({ pieces: [...say('one'), { pauseMs: 20 }, ...say('two'), ...finish('stop'), ...done()] });
		let text = '';
		for await (const batch of modelOf({ idleTimeoutMs: 1_000 }).answer(request, new AbortController().signal)) {
			await pause(1_200);
			for (const event of batch) if (event.type === 'text') text += event.text;
		}
		assert.equal(text, 'onetwo');
	});
});

describe('another try', () => {
	for (const status of [408, 429, 500, 502, 503, 529]) {
		it(`after ${status} the answer arrives`, async () => {
			upstream.script(failure(status));
			const outcome = await ask();
			assert.equal(outcome.text, 'Hello from the upstream.');
			assert.equal(upstream.requests.length, 2);
		});
	}

	it('is made once, no more', async () => {
		upstream.script(failure(503), failure(503), failure(503));
		const { fault } = await ask();
		assert.equal(fault?.code, 'vendor_outage');
		assert.equal(upstream.requests.length, 2);
	});

	it('is not made for a wrong key, nor when something was received', async () => {
		upstream.script(failure(401));
		await ask();
		upstream.script({ pieces: [...say('half'), { pauseMs: 30 }], ending: 'reset' });
		await ask();
		assert.equal(upstream.requests.length, 2);
	});

	it('waits as long as it is told, within reason', async () => {
		upstream.script(failure(429, { retryAfter: '1' }));
		const outcome = await ask();
		assert.equal(outcome.fault, null);
		assert.ok(outcome.milliseconds >= 1000);
	});

	it('understands a date as well as a number', async () => {
		upstream.script(failure(503, { retryAfter: new Date(Date.now() + 90_000).toUTCString() }));
		const { fault } = await ask();
		assert.ok(Math.abs(Number(fault?.retryAfterSeconds) - 90) <= 2);
	});

	const told: [string, number | null, number][] = [
		['120', 120, 1],
		['999999', 3600, 1],
		['soon', null, 2],
		['-5', null, 2],
	];
	for (const [retryAfter, seconds, requests] of told) {
		it(`Retry-After "${retryAfter}" is kept as ${seconds}`, async () => {
			upstream.script(failure(429, { retryAfter }), failure(429, { retryAfter }));
			const { fault, milliseconds } = await ask();
			assert.equal(fault?.retryAfterSeconds, seconds);
			assert.equal(upstream.requests.length, requests);
			assert.ok(milliseconds < SOON_MS, 'it waited in vain');
		});
	}
});

describe('abort', () => {
	it('before the call asks nothing', async () => {
		const outcome = await ask({}, {}, AbortSignal.abort());
		assert.deepEqual([outcome.batches, outcome.fault, upstream.requests.length], [[], null, 0]);
	});

	const scripts: Record<string, Script> = {
		'while waiting for headers': { ending: 'stall-before-headers' },
		'while waiting for the first byte': { ending: 'stall' },
		'in the stream': { pieces: paced(Array(100).fill(say('word ').join('')), 20) },
		'while waiting to try again': failure(429, { retryAfter: '5' }),
	};
	for (const [name, script] of Object.entries(scripts)) {
		it(`${name} ends without an error, and the socket closes`, async () => {
			upstream.script(script);
			const controller = new AbortController();
			const asking = ask({}, {}, controller.signal);
			while (upstream.requests.length === 0) await pause(5);
			setTimeout(() => controller.abort(), 120);
			const { fault, rest } = await asking;
			assert.equal(fault, null);
			assert.deepEqual(rest, []);
			assert.equal(upstream.requests.length, 1, 'nothing is tried again for whoever has gone');
			if (name !== 'while waiting to try again') {
				assert.equal(await upstream.requests[0]?.left, true);
				await noSocketStaysOpen();
			}
		});
	}

	it('a reader that stops reading closes the socket too', async () => {
		upstream.script({ pieces: paced(Array(100).fill(say('word ').join('')), 10) });
		for await (const _ of modelOf().answer(request, new AbortController().signal)) break;
		assert.equal(await upstream.requests[0]?.left, true);
		await noSocketStaysOpen();
	});
});
