// Many at once, on processes that share a database: the last free turns of a limit, the same request fifty times, two
// tabs, a person who takes over in the middle of an answer, more requests than the database has connections.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@deskbell/server-kit/testing';
import knex from 'knex';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { type DatabaseName, PLACES, type Place } from '../databases/every-database.ts';
import { paced, wholeAnswer } from '../upstream/frames.ts';
import { chanceOf, figure, inBatches, inForm, until, upTo } from './rig/form.ts';
import { assertBackToBase, assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, codeOf, elsewhere, ready, textOf, threadOf } from './rig/people.ts';
import { type HostProcess, startHost } from './rig/process.ts';
import { speaking } from './rig/scripted.ts';

const { upstream, free: FREE } = await speaking(['One ', 'two ', 'three.'], 10);

/** More than one person's repetitions may reserve at once before they are known for what they are. */
const LIMIT = 60;
const CROWD = inForm(100, 200);

const everywhere: readonly DatabaseName[] = inForm(['PostgreSQL'], ['PostgreSQL', 'MariaDB', 'SQLite file']);
for (const name of everywhere) describe(name, () => races(name));

function races(name: DatabaseName): void {
	let place: Place;
	let hosts: readonly HostProcess[];
	before(async () => {
		place = await PLACES[name]();
		const quota = { ...FREE.quota, tenant: { messages: LIMIT } };
		const limited = { ...FREE, quota, database: place.url };
		hosts = [await startHost(limited), await startHost(limited)];
	});
	after(async () => {
		await Promise.all(hosts.map((host) => host.kill()));
		await place.stop();
	});
	const host = (at: number) => hosts[at % hosts.length] as HostProcess;

	test('F-17 five turns are left, and a crowd asks two processes at once', { timeout: 300_000 }, async (t) => {
		const repeats = inForm(1, 3);
		for (let round = 0; round < repeats; round += 1) await fiveOfMany(host, `last-turns-${round}`);
		await assertInvariants({ database: place.url });
		figure(t, `${name}: ${repeats} × ${CROWD} requests on two processes: 5 answered, ${CROWD - 5} refused with 429`);
	});

	test('F-18 the same key fifty times: one message, one answer, one charge', { timeout: 300_000 }, async (t) => {
		const rounds = inForm(3, 20);
		const before = upstream.requests.length;
		for (let round = 0; round < rounds; round += 1) await fiftyOfOne(host, `same-key-${round}`);
		assert.equal(upstream.requests.length - before, rounds, 'the model was asked once for each');
		await assertInvariants({ database: place.url });
		figure(t, `${name}: ${rounds} × 50 on two processes: one message, one model call, one charge each`);
	});

	test('F-19 two tabs write at once: one order for both, and who waits is told', { timeout: 300_000 }, async (t) => {
		const rounds = inForm(3, 30);
		let waited = 0;
		for (let round = 0; round < rounds; round += 1) waited += await twoTabs(host, `two-tabs-${round}`);
		await assertInvariants({ database: place.url });
		figure(t, `${name}: ${rounds} × 2 tabs × 3 messages: ${waited} waited and were answered, one order in both`);
	});

	test('F-20 a person takes over in the middle of an answer', { timeout: 300_000 }, async (t) => {
		const rounds = inForm(4, 30);
		const chance = chanceOf(t);
		for (let round = 0; round < rounds; round += 1) await takenOver(host, round, chance.below(80));
		await assertInvariants({ database: place.url });
		figure(t, `${name}: ${rounds} take-overs in the answer’s first 80 ms: not a word after them`);
	});
}

async function fiveOfMany(host: (at: number) => HostProcess, tenant: string): Promise<void> {
	const people = await inBatches(upTo(CROWD), 20, (at) => ready(host(at).as(`person-${at}`, tenant)));
	const early = await inBatches(people.slice(0, LIMIT - 5), 20, (person) => ask(person, 'Early'));
	for (const { parts } of early) assert.equal(parts.at(-1)?.type, 'finish');
	const answers = await Promise.all(people.map((person) => ask(person, 'One of the last five?')));
	const answered = answers.filter(({ parts }) => parts.at(-1)?.type === 'finish');
	const refused = answers.filter(({ status }) => status === 429);
	assert.deepEqual([answered.length, refused.length], [5, CROWD - 5]);
	for (const answer of refused) {
		assert.equal(codeOf(answer), 'quota_exceeded');
		assert.ok(Number(answer.headers.get('retry-after')) > 0);
	}
}

async function fiftyOfOne(host: (at: number) => HostProcess, tenant: string): Promise<void> {
	const person = await ready(host(0).as('ada', tenant));
	const headers = { 'idempotency-key': `turn-${tenant}` };
	const once = (at: number, content: string) =>
		elsewhere(person, host(at).as('ada', tenant)).stream(`${person.path}/messages`, { content }, headers);
	const answers = await Promise.all(upTo(50).map((at) => once(at, 'Once, please')));
	for (const answer of answers) assert.ok([200, 409].includes(answer.status), `${answer.status} ${codeOf(answer)}`);
	assert.ok(answers.some(({ parts }) => textOf(parts) === 'One two three.'));
	await until(async () => (await answerOf(person))?.status === 'complete', 'the answer is complete');
	assert.equal(textOf((await once(1, 'Once, please')).parts), 'One two three.', 'a late repetition is told the same');
	assert.equal((await once(0, 'Another text')).status, 409, 'the key with another text');
	assert.deepEqual(
		(await threadOf(person)).map(({ role, content }) => [role, content]),
		[
			['user', 'Once, please'],
			['assistant', 'One two three.'],
		],
	);
	await oneConversation(host, tenant);
}

/** A creating request without a turn: its answer is kept with its key. */
async function oneConversation(host: (at: number) => HostProcess, tenant: string): Promise<void> {
	const headers = { 'idempotency-key': `begin-${tenant}` };
	const begin = (at: number) =>
		host(at).as('ben', tenant).post<{ conversation_id?: number }>('/conversations', {}, headers);
	const begun = await Promise.all(upTo(50).map(begin));
	for (const answer of begun) assert.ok([200, 409].includes(answer.status), `${answer.status} ${codeOf(answer)}`);
	const { body } = await host(0).as('ben', tenant).get<{ conversations: { id: number }[] }>('/conversations');
	assert.equal(body.conversations.length, 1);
	assert.equal((await begin(1)).body.conversation_id, body.conversations[0]?.id);
}

/** Sends until it is taken, as a widget does with a draft that it keeps. */
async function untilTaken(client: Parameters<typeof ask>[0], content: string): Promise<number> {
	for (let waits = 0; ; waits += 1) {
		const answer = await ask(client, content, { client_message_id: content });
		if (answer.status === 200) return waits;
		assert.equal(codeOf(answer), 'turn_in_progress');
		await pause(10);
	}
}

async function twoTabs(host: (at: number) => HostProcess, tenant: string): Promise<number> {
	const first = await ready(host(0).as('ada', tenant));
	const tabs = [first, elsewhere(first, host(1).as('ada', tenant))];
	const waits = await Promise.all(
		tabs.map(async (tab, at) => {
			let waited = 0;
			for (const each of upTo(3)) waited += Math.min(1, await untilTaken(tab, `Tab ${at} message ${each}`));
			return waited;
		}),
	);
	await until(async () => (await answerOf(first))?.status === 'complete', 'the last answer');
	const seen = await Promise.all(tabs.map(threadOf));
	assert.deepEqual(seen[0], seen[1]);
	const said = (seen[0] ?? []).filter(({ role }) => role === 'user').map(({ content }) => content);
	assert.equal(new Set(said).size, 6);
	assert.equal(said.length, 6, 'nothing doubled');
	for (const tab of ['Tab 0', 'Tab 1'])
		assert.deepEqual(
			said.filter((text) => text.startsWith(tab)),
			upTo(3).map((each) => `${tab} message ${each}`),
		);
	return waits.reduce((all, each) => all + each, 0);
}

/** Every second time the hand-over comes in another process than the one that answers. */
async function takenOver(host: (at: number) => HostProcess, round: number, afterMs: number): Promise<void> {
	const tenant = `take-over-${round}`;
	const ada = await ready(host(0).as('ada', tenant));
	const reading = ask(ada, 'Begin to answer');
	await pause(afterMs);
	const escalated = await host(round).as('ada', tenant).post(`${ada.path}/escalate`, { reason: 'a person, please' });
	assert.equal(escalated.status, 200);
	const [atOnce, { parts }] = [await threadOf(ada), await reading];
	await pause(100);
	assert.deepEqual(await threadOf(ada), atOnce, 'nothing changes after the take-over has returned');
	const answers = atOnce.filter(({ role }) => role === 'assistant');
	for (const { status, content } of answers) {
		assert.ok(['stopped', 'complete', 'failed', 'interrupted'].includes(status), status);
		assert.equal(textOf(parts), content, 'what was told is what is kept');
	}
	assert.equal(codeOf(await ask(ada, 'Still the model?')), 'conversation_escalated');
}

describe('PostgreSQL, whose connections can be counted', () => {
	test('F-16 two hundred posts and fifty open streams on a pool of ten', { timeout: 300_000 }, async (t) => {
		const place = await PLACES.PostgreSQL();
		t.after(() => place.stop());
		const host = await startHost({ ...FREE, database: place.url });
		t.after(() => host.kill());
		const watch = knex(knexConfig(place.url));
		t.after(() => watch.destroy());
		const base = await host.gauges();
		const people = await inBatches(upTo(50), 10, (at) => ready(host.as(`person-${at}`)));
		const posts = await watched(watch, () =>
			Promise.all(upTo(200).map((at) => (people[at % 50] as Client).post('/conversations', { title: `${at}` }))),
		);
		assert.deepEqual([...new Set(posts.result.map(({ status }) => status))], [200]);
		upstream.script(...upTo(50).map(() => ({ pieces: paced(wholeAnswer('Slowly ', 'now.'), 150) })));
		const streams = await watched(watch, () => Promise.all(people.map((person) => ask(person, 'Slowly, please'))));
		for (const { parts } of streams.result) assert.equal(textOf(parts), 'Slowly now.');
		for (const { most } of [posts, streams]) assert.ok(most <= 10, `${most} connections`);
		assert.equal(streams.quietest, 0, 'while the model was asked, no connection was in use');
		await assertCanGoOn(people[0] as (typeof people)[0], 'And again?');
		await assertInvariants({ database: place.url });
		// The client keeps its connections for five seconds: only the long form waits for that.
		await assertBackToBase(() => host.gauges(), base, inForm(60, 2));
		figure(
			t,
			`200 posts: at most ${posts.most} connections of 10; 50 open streams: ${streams.quietest} in use while they wait`,
		);
	});
});

/** The most connections that there were while the work went on, and the fewest that were in use. */
async function watched<T>(
	watch: knex.Knex,
	work: () => Promise<T>,
): Promise<{ result: T; most: number; quietest: number }> {
	let most = 0;
	let quietest = Number.POSITIVE_INFINITY;
	let over = false;
	const watching = (async () => {
		while (!over) {
			const { rows } = await watch.raw(
				`select count(*) as open, sum((state <> 'idle')::int) as busy from pg_stat_activity
				 where backend_type = 'client backend' and pid <> pg_backend_pid()`,
			);
			most = Math.max(most, Number(rows[0].open));
			quietest = Math.min(quietest, Number(rows[0].busy));
			await pause(10);
		}
	})();
	const result = await work().finally(() => {
		over = true;
	});
	await watching;
	return { result, most, quietest };
}
