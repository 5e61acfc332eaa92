// Too much of something: parallel requests, long prompts, long threads, endless tools, text made to be slow.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import knex from 'knex';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { PLACES } from '../databases/every-database.ts';
import { callTools, done, finish, say, usage, wholeAnswer } from '../upstream/frames.ts';
import { startUpstream } from '../upstream/server.ts';
import { figure, inForm, upTo } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, codeOf, type Person, ready } from './rig/people.ts';
import { type HostOptions, startHost } from './rig/process.ts';

const place = await PLACES['SQLite file']();
const upstream = await startUpstream();
after(async () => {
	await upstream.close();
	await place.stop();
});
const model = { baseURL: upstream.url, apiKey: 'none', model: 'scripted' };
const rates = { messages: { limit: 1_000_000, windowSeconds: 60 } };
const FREE = { database: place.url, model, rates, quota: { user: { messages: 1_000_000 } } } satisfies HostOptions;

/** A limit, and how many of two hundred turns it has room for. */
const LIMITS = [
	['messages of a person', { user: { messages: 10 } }, 'one', 10, 'quota_exceeded'],
	['messages of a tenant', { tenant: { messages: 10 } }, 'many', 10, 'quota_exceeded'],
	['tokens of a tenant', { tenant: { tokens: 40_000 } }, 'many', null, 'quota_exceeded'],
	['cost of everybody', { global: { costUsd: 0.5 } }, 'many', null, 'cost_cap_reached'],
] as const;

for (const [what, quota, who, room, code] of LIMITS)
	test(`S-08 two hundred turns at once against a limit of ${what}`, { timeout: 300_000 }, async (t) => {
		const count = inForm(50, 200);
		const desk = await startKit({
			rates,
			quota,
			model: { ...model, prices: { input: 10, output: 10 } },
		});
		t.after(() => desk.close());
		const people = await Promise.all(upTo(count).map((at) => ready(desk.as(who === 'one' ? 'ada' : `person-${at}`))));
		const answers = await Promise.all(people.map((person) => ask(person, 'One of the last?')));
		const answered = answers.filter(({ parts }) => parts.at(-1)?.type === 'finish').length;
		const refused = answers.filter(({ status }) => status === 429);
		assert.equal(answered + refused.length, count);
		assert.ok(answered > 0 && refused.length > 0, `${answered} answered`);
		if (room !== null) assert.equal(answered, room);
		for (const answer of refused) assert.equal(codeOf(answer), code);
		figure(t, `${what}: ${count} at once, ${answered} answered`);
	});

test('S-08 a prompt of a megabyte, and a text over the limit, are refused before the turn', async (t) => {
	const desk = await startKit({ ...FREE, database: ':memory:' });
	t.after(() => desk.close());
	const ada = await ready(desk.as('ada'));
	const before = upstream.requests.length;
	const large = await ask(ada, 'x'.repeat(1024 * 1024));
	assert.deepEqual([large.status, codeOf(large)], [413, 'body_too_large']);
	assert.equal((await ask(ada, 'x'.repeat(8_001))).status, 422);
	assert.equal((await ask(ada, 'fine', { context: { page: 'x'.repeat(5_000) } })).status, 422);
	assert.equal(upstream.requests.length, before, 'the model was not asked');
	await assertCanGoOn(ada, 'x'.repeat(8_000));
	figure(t, '1 MiB: 413; 8,001 characters: 422; 5 kB of context: 422');
});

test('S-08 a thread of ten thousand messages: the prompt keeps its limit', { timeout: 300_000 }, async (t) => {
	const desk = await startKit(FREE);
	t.after(() => desk.close());
	const ada = await ready(desk.as('ada'));
	await assertCanGoOn(ada, 'The first question');
	const db = knex(knexConfig(place.url));
	t.after(() => db.destroy());
	await lengthen(db, ada, inForm(2_000, 10_000));
	await assertCanGoOn(ada, 'And after all that?');
	const asked = upstream.requests.at(-1)?.body as { messages: { content: string }[] };
	const characters = asked.messages.reduce((all, { content }) => all + content.length, 0);
	assert.ok(characters <= 6_000 * 4 + 100, `${characters} characters`);
	figure(
		t,
		`${inForm('2,000', '10,000')} messages before: a prompt of ${asked.messages.length} messages, ${characters} characters`,
	);
});

/** Earlier messages, written behind the kit: asking for each of them would take minutes. */
async function lengthen(db: knex.Knex, { conversationId }: Person, count: number): Promise<void> {
	const rows = await db('support_ai_messages').where({ conversation_id: conversationId }).orderBy('id');
	const copies = upTo(count).map((at) => {
		const { id: _own, ...row } = rows[at % 2];
		return { ...row, client_message_id: null, content: `${row.role} ${at}: ${'words '.repeat(100)}` };
	});
	for (const batch of upTo(count / 50))
		await db('support_ai_messages').insert(copies.slice(batch * 50, batch * 50 + 50));
}

test('S-08 a model that calls tools for ever, and one that speaks for ever', { timeout: 300_000 }, async (t) => {
	const call = callTools({ id: 'a', name: 'search_knowledge', arguments: ['{"query":"again"}'] });
	const again = { pieces: [...call, ...finish('tool_calls'), ...usage(12, 3), ...done()] };
	await using endless = await startUpstream({ otherwise: again });
	const desk = await startKit({ ...FREE, database: ':memory:', model: { ...model, baseURL: endless.url } });
	t.after(() => desk.close());
	const ada = await ready(desk.as('ada'));
	const { parts } = await ask(ada, 'Look it up');
	assert.ok(endless.requests.length <= 8, `${endless.requests.length} calls`);
	assert.ok(['finish', 'error'].includes(`${parts.at(-1)?.type}`));
	const flood = say(...upTo(100_000).map((at) => `word${at} `)).join('');
	upstream.script({ pieces: [flood, ...finish('stop'), ...done()] });
	const loud = await startKit({ ...FREE, database: ':memory:' });
	t.after(() => loud.close());
	const ben = await ready(loud.as('ben'));
	await ask(ben, 'Never stop');
	const length = (await answerOf(ben))?.content.length ?? 0;
	assert.ok(length > 0 && length <= 1024 * 32, `${length} characters`);
	figure(t, `endless tools: ${endless.requests.length} model calls; a million characters: ${length} kept`);
});

/** Text that slow parsers and careless patterns choke on, each as long as it may be. */
const BAIT: Readonly<Record<string, (length: number) => string>> = {
	'nested lists': (length) =>
		upTo(length / 40)
			.map((at) => `${'  '.repeat(at % 60)}- x`)
			.join('\n'),
	'nested quotes': (length) => '> '.repeat(length / 2),
	brackets: (length) => '['.repeat(length),
	'links that never close': (length) => '[a]('.repeat(length / 4),
	stars: (length) => '*a_'.repeat(length / 3),
	backticks: (length) =>
		upTo(length / 60)
			.map((at) => '`'.repeat(at % 100))
			.join(' '),
	'a wide table': (length) => `|${'a|'.repeat(length / 4)}\n|${'-|'.repeat(length / 4)}`,
	'address bait': (length) => `${'a.'.repeat(length / 2)}@`,
	'address tails': (length) => 'a@b.'.repeat(length / 4),
	'key heads': (length) => '-----BEGIN '.repeat(length / 11),
	'token bait': (length) => `eyJ${'a'.repeat(20)}.`.repeat(length / 24),
	'connection bait': (length) => 'postgres://a:b'.repeat(length / 14),
	'digits and spaces': (length) => '4 '.repeat(length / 2),
	entities: (length) => '&#x'.repeat(length / 3),
	'marks that join': (length) => `e${'\u0301'.repeat(length - 1)}`,
	'marks that must be put in order': (length) => `e${'\u0323\u0301\u0327'.repeat(length / 3)}`,
	'letters that unfold': (length) => '\ufdfa'.repeat(length),
	'words that are asked for': (length) => 'ignore all previous '.repeat(length / 20),
	'white space': (length) => `a${' '.repeat(length - 2)}b`,
};

const ANSWER = inForm(8_000, 24_000);

test('F-28 text made to be slow holds up nobody', { timeout: 600_000 }, async (t) => {
	const own = await PLACES['SQLite file']();
	t.after(() => own.stop());
	const host = await startHost({ ...FREE, database: own.url });
	t.after(() => host.kill());
	const ada = await ready(host.as('ada'));
	const held: { name: string; p99: number; longest: number }[] = [];
	const heldUp = async (name: string) => {
		const { loopP99Ms: p99, loopMaxMs: longest } = await host.gauges();
		held.push({ name, p99, longest });
	};
	await host.calm();
	for (const [name, bait] of Object.entries(BAIT)) {
		upstream.script({
			pieces: wholeAnswer(...upTo(20).map((at) => bait(ANSWER).slice((at * ANSWER) / 20, ((at + 1) * ANSWER) / 20))),
		});
		const { status } = await ask(ada, `? ${bait(7_900)}`.slice(0, 8_000));
		assert.equal(status, 200, name);
		await ada.get(ada.path);
		await heldUp(name);
	}
	await assertRefusedEarly(ada);
	await heldUp('JSON');
	await assertCanGoOn(ada, 'And now?');
	const { name, longest } = held.toSorted((a, b) => b.longest - a.longest)[0] ?? assert.fail('nothing was tried');
	assert.ok(longest < 5_000, `${name} holds up the process for ${longest} ms`);
	await assertInvariants({ database: own.url });
	figure(
		t,
		`${held.length} kinds of bait: the event loop’s delay ${Math.round(held.at(-1)?.p99 ?? 0)} ms at the 99th percentile, longest hold-up ${Math.round(longest)} ms (${name}); JSON of 5 MB 413, deep JSON 422`,
	);
});

/** JSON that is too long, too deep, or no JSON at all. */
async function assertRefusedEarly(ada: Person): Promise<void> {
	const deep = `{"content":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
	const deepContext = `{"content":"a","context":{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}}`;
	for (const [body, statuses] of [
		[deep, [422]],
		[deepContext, [422]],
		[`{"content":"${'x'.repeat(5_000_000)}"}`, [413]],
		['['.repeat(200_000), [422]],
	] as const) {
		const init = { body, headers: { 'content-type': 'application/json', accept: 'text/event-stream' } };
		const { status } = await ada.raw('POST', `${ada.path}/messages`, init);
		assert.ok((statuses as readonly number[]).includes(status), `${status} for ${body.slice(0, 30)}`);
	}
}
