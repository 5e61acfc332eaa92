// A database server that ends its connections, crashes, stands still, or to which the way swallows everything: who asks is
// told 503 while it lasts, nothing is half written, and the same process goes on by itself.

import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Streamed } from '@deskbell/server-kit/testing';
import knex, { type Knex } from 'knex';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { type PrivateServer, startMariadb, startPostgres } from '../support/services.ts';
import { chanceOf, figure, inForm, until, upTo } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { ask, codeOf, type Person, ready, textOf, threadOf } from './rig/people.ts';
import { startHost } from './rig/process.ts';
import { startProxy } from './rig/proxy.ts';
import { numberedWords, speaking } from './rig/scripted.ts';
import { standStill } from './rig/standstill.ts';

const { whole: WHOLE, free: FREE } = await speaking(numberedWords(40), 10);
const SILENCE_SECONDS = inForm(3, 5);
const PEOPLE = 5;

const START = { PostgreSQL: startPostgres, MariaDB: startMariadb };

/** Ends every connection but the one that asks. */
const END_ALL: Readonly<Record<keyof typeof START, (db: Knex) => Promise<unknown>>> = {
	PostgreSQL: (db) =>
		db.raw(`select pg_terminate_backend(pid) from pg_stat_activity
			where backend_type = 'client backend' and pid <> pg_backend_pid()`),
	MariaDB: async (db) => {
		const [rows]: { id: number }[][] = await db.raw(
			`select id from information_schema.processlist where user = 'root' and id <> connection_id()`,
		);
		// One that has left meanwhile is unknown.
		for (const { id } of rows ?? []) await db.raw(`kill ${id}`).catch(() => {});
	},
};

const everywhere = inForm(['PostgreSQL'] as const, ['PostgreSQL', 'MariaDB'] as const);

for (const name of everywhere)
	describe(name, () => {
		let server: PrivateServer;
		before(async () => {
			server = await START[name]({ survivesCrash: true });
		});
		after(() => server.stop());

		test('F-15 the server ends every connection, in the middle of answers', { timeout: 300_000 }, async (t) => {
			const people = await deskOn(t, server.url);
			const bare = knex(knexConfig(server.url));
			t.after(() => bare.destroy());
			const chance = chanceOf(t);
			const rounds = inForm(1, 5);
			const told: Told[] = [];
			for (let round = 0; round < rounds; round += 1) {
				const asking = askAll(people, `Question ${round}`);
				await pause(chance.below(400));
				await END_ALL[name](bare);
				told.push(...(await asking));
				await settled(people);
			}
			await assertWhole(people, told, server.url);
			figure(t, `${name}: all connections ended ${rounds} times: ${counted(told)}`);
		});

		test('F-15 the server crashes in the middle of answers, and comes back', { timeout: 300_000 }, async (t) => {
			const people = await deskOn(t, server.url);
			const chance = chanceOf(t);
			const rounds = inForm(1, 3);
			const told: Told[] = [];
			const waits: number[] = [];
			for (let round = 0; round < rounds; round += 1) {
				const asking = askAll(people, `Question ${round}`);
				await pause(chance.below(400));
				await server.crash();
				const from = performance.now();
				told.push(...(await asking));
				await until(async () => (await people[0]?.get('/quota'))?.status === 200, 'it goes on by itself');
				waits.push(performance.now() - from);
				await settled(people);
			}
			await assertWhole(people, told, server.url);
			const longest = (Math.max(...waits) / 1000).toFixed(1);
			figure(t, `${name}: ${rounds} crashes: ${counted(told)}; served again at most ${longest} s after it was back`);
		});

		test('F-15 the server stands still: whoever asks is told before it goes on', { timeout: 300_000 }, async (t) => {
			const people = await deskOn(t, server.url);
			const told = await askedMeanwhile(people, () => {
				const goOn = standStill(server.pid());
				t.after(goOn);
				return goOn;
			});
			await assertWhole(people, told.turns, server.url);
			figure(t, `${name}: stands still, limit ${SILENCE_SECONDS} s: ${spoken(told)}`);
		});

		test('F-15 the way to the server falls silent for ever: new connections serve', { timeout: 300_000 }, async (t) => {
			const proxy = await startProxy(server.port);
			t.after(() => proxy.stop());
			const by = server.url.replace(`:${server.port}/`, `:${proxy.port}/`);
			const people = await deskOn(t, by);
			const told = await askedMeanwhile(people, () => {
				proxy.freeze();
				return () => proxy.thaw();
			});
			await assertWhole(people, told.turns, server.url);
			figure(t, `${name}: a way that swallows everything, limit ${SILENCE_SECONDS} s: ${spoken(told)}`);
		});
	});

/** One process, which is never started again. */
async function deskOn(t: TestContext, database: string): Promise<Person[]> {
	const host = await startHost({ ...FREE, database, databaseTimeoutSeconds: SILENCE_SECONDS });
	t.after(() => host.kill());
	const tenant = `tenant-${host.pid}`;
	return Promise.all(upTo(PEOPLE).map((at) => ready(host.as(`person-${at}`, tenant))));
}

interface Told {
	conversationId: number;
	content: string;
	answer: Streamed;
}

function askAll(people: readonly Person[], content: string): Promise<Told[]> {
	return Promise.all(
		people.map(async (person) => {
			const { conversationId } = person;
			return { conversationId, content, answer: await ask(person, content) };
		}),
	);
}

interface Meanwhile {
	turns: readonly Told[];
	/** Of those who asked while it lasted. */
	waitedMs: readonly number[];
	/** Until the first was served after it was over. */
	backMs: number;
}

/** An answer is under way when the database goes; then each person asks for something else, and is told before it is back. */
async function askedMeanwhile([first, ...others]: readonly Person[], goes: () => () => void): Promise<Meanwhile> {
	assert.ok(first);
	const running = askAll([first], 'Under way');
	await until(async () => (await threadOf(first)).at(-1)?.status === 'streaming', 'an answer is under way');
	const comesBack = goes();
	const waitedMs: number[] = [];
	const timed = async <T>(asked: Promise<T>) => {
		const from = performance.now();
		const answer = await asked;
		waitedMs.push(performance.now() - from);
		return answer;
	};
	const turns = await Promise.all(
		others.map(async (person) => {
			const { conversationId } = person;
			const [answer, list] = await Promise.all([
				timed(ask(person, 'Anybody?')),
				timed(person.get<{ code: string }>('/conversations')),
			]);
			assert.deepEqual([list.status, list.body.code], [503, 'store_unavailable']);
			return { conversationId, content: 'Anybody?', answer };
		}),
	);
	for (const { answer } of turns) assert.equal(answer.status, 503);
	comesBack();
	const from = performance.now();
	await until(async () => (await first.get('/quota')).status === 200, 'it goes on by itself');
	const backMs = performance.now() - from;
	return { turns: [...turns, ...(await running)], waitedMs, backMs };
}

async function settled(people: readonly Person[]): Promise<void> {
	const rests = async (person: Person) => {
		const { status, body } = await person.get<{ messages: { status: string }[] }>(person.path);
		return status === 200 && body.messages.every((message) => message.status !== 'streaming');
	};
	await until(async () => (await Promise.all(people.map(rests))).every(Boolean), 'every answer is settled');
}

/** What was told is true, no turn is half there, everybody can go on, and all connections are good for something. */
async function assertWhole(people: readonly Person[], told: readonly Told[], database: string): Promise<void> {
	await settled(people);
	for (const { answer } of told) {
		assert.ok([200, 503].includes(answer.status), `${answer.status} ${codeOf(answer)}`);
		if (answer.status === 503) assert.ok(Number(answer.headers.get('retry-after')) > 0);
		assert.ok(WHOLE.startsWith(textOf(answer.parts)));
	}
	for (const person of people) {
		const thread = await threadOf(person);
		const roles = thread.map(({ role }) => role);
		assert.deepEqual(
			roles,
			roles.map((_, at) => (at % 2 === 0 ? 'user' : 'assistant')),
			'every question has its answer',
		);
		for (const { role, content } of thread) assert.ok(role === 'user' || WHOLE.startsWith(content));
		await assertCanGoOn(person, 'And now?');
	}
	const pool = await Promise.all(upTo(40).map((at) => (people[at % PEOPLE] as Person).get('/conversations')));
	assert.deepEqual([...new Set(pool.map(({ status }) => status))], [200], 'no connection is stuck');
	const taken = told.filter(({ answer }) => answer.status === 200);
	await assertInvariants({ database, accepted: taken });
}

/** Nobody is told an end that could not be kept: such a stream is cut off, and the next look tells the truth. */
function counted(told: readonly Told[]): string {
	const ended = (type: string) => told.filter(({ answer }) => answer.parts.at(-1)?.type === type).length;
	const refused = told.filter(({ answer }) => answer.status === 503).length;
	const [whole, interrupted] = [ended('finish'), ended('error')];
	const cut = told.length - whole - interrupted - refused;
	return `${told.length} turns, ${whole} to their end, ${interrupted} interrupted, ${cut} cut off, ${refused} told 503`;
}

function spoken({ waitedMs, backMs }: Meanwhile): string {
	const longest = (Math.max(...waitedMs) / 1000).toFixed(1);
	return `${waitedMs.length} requests told 503 after at most ${longest} s; served again ${(backMs / 1000).toFixed(1)} s after it was back`;
}
