// The model's server misbehaves: busy, broken, silent, endless, lying, out of order. Each way ends in a stored, marked
// answer and a typed word to the person; the next turn is answered.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { PLACES } from '../databases/every-database.ts';
import {
	callTools,
	crlf,
	done,
	finish,
	frame,
	type Piece,
	paced,
	say,
	sliced,
	usage,
	wholeAnswer,
} from '../upstream/frames.ts';
import { failure, htmlPage, type Script, startUpstream } from '../upstream/server.ts';
import { figure, inForm } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, degradedIn, elsewhere, type Person, ready, textOf } from './rig/people.ts';

const place = await PLACES['SQLite file']();
const upstream = await startUpstream();
const modelAt = (baseURL: string) => ({ baseURL, apiKey: 'none', model: 'scripted' });
/** The kit's own limits of time. */
const PATIENT = {
	database: place.url,
	quota: { user: { messages: 100_000 } },
	rates: { messages: { limit: 100_000, windowSeconds: 60 } },
};
const desk = await startKit({ ...PATIENT, model: modelAt(upstream.url) });
/** Two that wait less: only for what is to be waited for in vain, since on a slow machine they give up the rest as well. */
const hasty = await startKit({ ...PATIENT, model: { ...modelAt(upstream.url), firstByteTimeoutMs: 700 } });
const brief = await startKit({ ...PATIENT, model: modelAt(upstream.url), answer: { maxSeconds: 2 } });
after(async () => {
	await Promise.all([desk, hasty, brief].map((kit) => kit.close()));
	await upstream.close();
	await place.stop();
});

let people = 0;
const somebody = (): Promise<Person> => {
	people += 1;
	return ready(desk.as(`person-${people}`));
};

/** One turn against these scripts; what came of it, and how often the upstream was asked. */
async function turn(scripts: readonly Script[], person?: Person) {
	const client = person ?? (await somebody());
	const before = upstream.requests.length;
	upstream.script(...scripts);
	const from = performance.now();
	const { parts } = await ask(client, 'How large may uploads be?');
	const tookMs = performance.now() - from;
	const answer = await answerOf(client);
	assert.ok(answer, 'there is an answer row');
	assert.equal(textOf(parts), answer.content, 'what was told is what is kept');
	return { client, parts, answer, tookMs, tries: upstream.requests.length - before, degraded: degradedIn(parts) };
}

const settled = () => assertInvariants({ database: place.url });

test('F-01 a busy upstream: one more try at most, then a typed word within its time', {
	timeout: 300_000,
}, async (t) => {
	const waits: readonly (readonly [string | undefined, 'answered' | 'told'])[] = [
		[undefined, 'answered'],
		['soon', 'answered'],
		['-5', 'answered'],
		['120', 'told'],
		...inForm([], [['2', 'answered'] as const]),
	];
	const took = await Promise.all(
		waits.map(async ([retryAfter, expected]) => {
			const own = await startUpstream();
			t.after(() => own.close());
			own.script(failure(429, retryAfter === undefined ? {} : { retryAfter }));
			const patient = await startKit({ ...PATIENT, database: ':memory:', model: modelAt(own.url) });
			t.after(() => patient.close());
			const ada = await ready(patient.as(`patient-${retryAfter}`));
			const from = performance.now();
			const { parts } = await ask(ada, 'How large may uploads be?');
			const tookMs = performance.now() - from;
			const told = expected === 'told';
			assert.equal((await answerOf(ada))?.status, told ? 'failed' : 'complete', `Retry-After ${retryAfter}`);
			assert.equal(own.requests.length, told ? 1 : 2);
			assert.equal(degradedIn(parts), told ? 'vendor_outage' : null);
			if (!told) await assertCanGoOn(ada, 'And again?');
			return tookMs;
		}),
	);
	const seconds = (Math.max(...took) / 1000).toFixed(1);
	figure(t, `Retry-After none, nonsense, ${inForm('', '2 s, ')}120 s: at most 2 tries, longest wait ${seconds} s`);
});

/** Takes scripts that a turn did not need off the list. */
async function playRest(count: number): Promise<void> {
	for (let at = 0; at < count; at += 1)
		await fetch(`${upstream.url}/chat/completions`, { method: 'POST', body: '{}' }).then((response) => response.text());
}

test('F-01 fifty people meet a busy upstream at once', { timeout: 300_000 }, async (t) => {
	const busy = await startUpstream({ otherwise: failure(429) });
	t.after(() => busy.close());
	const own = await startKit({ ...PATIENT, database: ':memory:', model: modelAt(busy.url) });
	t.after(() => own.close());
	const fifty = await Promise.all(Array.from({ length: 50 }, (_, at) => ready(own.as(`visitor-${at}`))));
	const turns = await Promise.all(fifty.map((person) => ask(person, 'Hello?')));
	for (const { parts } of turns) assert.equal(degradedIn(parts), 'vendor_outage');
	const perPerson = busy.requests.length / 50;
	assert.ok(perPerson <= 2, `${perPerson} requests per person`);
	figure(t, `50 people at once: ${perPerson.toFixed(2)} requests each`);
});

test('F-02 an upstream that fails once and then answers: one answer, stored once', { timeout: 300_000 }, async (t) => {
	for (const status of inForm([503], [500, 502, 503, 529])) {
		const { answer, tries, client } = await turn([failure(status)]);
		assert.deepEqual([answer.status, answer.content, tries], ['complete', 'Hello from the upstream.', 2], `${status}`);
		await assertCanGoOn(client, 'And again?');
	}
	for (const broken of [{ ending: 'reset' }, { ending: 'cut' }, htmlPage()] as const satisfies Script[]) {
		const { answer } = await turn([broken]);
		assert.ok(['complete', 'failed'].includes(answer.status), answer.status);
	}
	await settled();
	figure(t, `${inForm('503', '500, 502, 503, 529')}, then fine: answered on the second try, one row`);
});

test('F-03 headers and then nothing: told in time, and the upstream’s socket closed', {
	timeout: 300_000,
}, async (t) => {
	const took: number[] = [];
	for (const script of [{ ending: 'stall' }, { ending: 'stall-before-headers' }] as const satisfies Script[]) {
		const name = `hasty-${took.length}`;
		const { answer, degraded, client, tookMs } = await turn([script], await ready(hasty.as(name)));
		took.push(tookMs);
		assert.deepEqual([answer.status, degraded], ['failed', 'model_timeout']);
		assert.equal(await upstream.requests.at(-1)?.left, true, 'we left, the upstream did not');
		await assertCanGoOn(elsewhere(client, desk.as(name)), 'And again?');
	}
	await settled();
	figure(t, `limit 0.7 s: told after ${took.map((ms) => (ms / 1000).toFixed(1)).join(' and ')} s, socket closed`);
});

test('F-04 a word now and then, for ever: the whole answer has a limit, and what was said is kept', async (t) => {
	const trickle = paced(say(...Array.from({ length: 200 }, (_, at) => `word${at} `)), 200);
	const { answer, degraded, client, tookMs } = await turn([{ pieces: trickle }], await ready(brief.as('brief')));
	assert.deepEqual([answer.status, degraded], ['interrupted', 'model_timeout']);
	assert.match(answer.content, /^word0 /);
	assert.equal(await upstream.requests.at(-1)?.left, true);
	await assertCanGoOn(elsewhere(client, desk.as('brief')), 'And again?');
	await settled();
	figure(t, `limit 2 s: ended after ${(tookMs / 1000).toFixed(1)} s with ${answer.content.length} characters kept`);
});

const begun = [...say('The ', 'limit ', 'is ')];
const oneMegabyte = frame({ choices: [{ index: 0, delta: {}, note: 'x'.repeat(1024 * 1024) }] });

/** What stands in the stream, how the answer must end, and its text where that is settled. */
const STREAMS: readonly (readonly [what: string, pieces: readonly Piece[], status: string, text?: string])[] = [
	['OpenAI’s error', [...begun, frame({ error: { message: 'overloaded', code: 529 } })], 'interrupted'],
	[
		'Anthropic’s error',
		[...begun, 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error"}}\n\n'],
		'interrupted',
	],
	['an error before any word', [frame({ error: { message: 'overloaded' } })], 'failed', ''],
	[
		'unknown events and pings',
		[': ping\n\n', 'event: ping\ndata: {}\n\n', ...wholeAnswer('Fine.')],
		'complete',
		'Fine.',
	],
	['CRLF', crlf(wholeAnswer('Fine.')), 'complete', 'Fine.'],
	['a byte order mark', ['\uFEFF', ...wholeAnswer('Fine.')], 'complete', 'Fine.'],
	['one byte at a time', sliced(wholeAnswer('Größe 🔔'), 1), 'complete', 'Größe 🔔'],
	['an event of a megabyte', [...begun, oneMegabyte, ...wholeAnswer('more')], 'either'],
	['no JSON', [...begun, 'data: {"choices":[\n\n'], 'interrupted'],
	['a list for a frame', [...begun, 'data: [1,2]\n\n'], 'interrupted'],
	['words after the end', [...wholeAnswer('Fine.'), ...say('MORE')], 'complete', 'Fine.'],
	['no reason to finish', [...begun, ...done()], 'interrupted'],
];

/** An error before the first word may be tried again; an event that long may be read or refused. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
	failed: ['failed', 'complete'],
	either: ['interrupted', 'complete'],
};

test('F-06 errors and oddities within a stream that began well', { timeout: 300_000 }, async (t) => {
	for (const [what, pieces, status, text] of STREAMS) {
		const { answer, client } = await turn([{ pieces }]);
		assert.ok((ALSO[status] ?? [status]).includes(answer.status), `${what}: ${answer.status}`);
		if (text !== undefined && answer.status === status) assert.equal(answer.content, text, what);
		if (answer.status === 'interrupted') assert.match(answer.content, /^The limit is/, what);
		assert.equal(answer.degraded_code === null, answer.status === 'complete', what);
		await assertCanGoOn(client, 'And again?');
	}
	await settled();
	figure(t, `${STREAMS.length} streams: none taken for complete that was not`);
});

test('F-07 the ways a model ends an answer are told apart', { timeout: 300_000 }, async (t) => {
	const ended = (reason: string, ...words: string[]) => [
		...say(...words),
		...finish(reason),
		...usage(12, 3),
		...done(),
	];
	const refusal = frame({
		choices: [{ index: 0, delta: { refusal: 'I cannot help with that.' }, finish_reason: null }],
	});
	const ways = [
		['content_filter', ended('content_filter', 'The '), 'blocked'],
		['length', ended('length', 'The limit'), 'complete'],
		['refusal', [refusal, ...ended('stop')], 'complete'],
		['nothing at all', ended('stop'), 'failed'],
	] as const;
	const shown: string[] = [];
	for (const [what, pieces, status] of ways) {
		const { answer, parts, client } = await turn([{ pieces }]);
		const last = parts.at(-1);
		const told = last?.type === 'finish' ? last.finishReason : last?.type;
		assert.equal(answer.status, status, what);
		shown.push(`${what}: ${answer.status}/${told}`);
		await assertCanGoOn(client, 'And again?');
	}
	assert.equal(new Set(shown.map((line) => line.split(': ')[1])).size, 4, shown.join(', '));
	await settled();
	figure(t, shown.join(', '));
});

const search = (id: string, text: string) => ({ id, name: 'search_knowledge', arguments: [text] });
const calling = (...calls: Parameters<typeof callTools>) => ({
	pieces: [...callTools(...calls), ...finish('tool_calls'), ...usage(12, 3), ...done()],
});

test('F-08 tool calls that make no sense, too many of them, and a model that never stops calling', {
	timeout: 300_000,
}, async (t) => {
	const senseless: [string, Script][] = [
		['an unknown tool', calling({ id: 'a', name: 'delete_everything', arguments: ['{}'] })],
		['another type', calling(search('a', '{"query":7}'))],
		['half a JSON', calling(search('a', '{"query":"up'))],
		['a list', calling(search('a', '["upload"]'))],
		['a name that is no name', calling({ id: 'a', name: '__proto__', arguments: ['{}'] })],
	];
	for (const [what, script] of senseless) {
		const { answer, parts, tries, client } = await turn([script]);
		assert.deepEqual([answer.status, tries], ['complete', 2], what);
		assert.ok(
			parts.some(({ type }) => type === 'tool-output-error'),
			`${what}: seen as failed`,
		);
		const told = JSON.stringify(upstream.requests.at(-1)?.body);
		assert.match(told, /"role":"tool"/, `${what}: the model is told`);
		await assertCanGoOn(client, 'And again?');
	}
	const many = Array.from({ length: 200 }, (_, at) => search(`call-${at}`, '{"query":"upload"}'));
	const flood = await turn([calling(...many)]);
	const ran = flood.parts.filter(({ type }) => type === 'tool-output-available').length;
	assert.ok(ran <= 64 && flood.answer.status !== 'streaming', `${ran} calls ran`);
	const endless = Array.from({ length: 20 }, (_, at) => calling(search(`again-${at}`, '{"query":"upload"}')));
	const loop = await turn(endless);
	assert.ok(loop.tries <= 8, `${loop.tries} calls of the model`);
	await playRest(20 - loop.tries);
	await assertCanGoOn(loop.client, 'And again?');
	await settled();
	figure(t, `200 calls in one turn: ${ran} ran, ${flood.answer.status}; an endless loop: ${loop.tries} model calls`);
});
