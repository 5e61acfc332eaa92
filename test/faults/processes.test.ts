// Real processes on one database: killed in the middle, told to stop in the middle, restarted, and read from beside.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Streamed } from '@deskbell/server-kit/testing';
import type { StreamPart } from '../../server-kit/src/protocol/index.ts';
import { type DatabaseName, PLACES } from '../databases/every-database.ts';
import { paced, wholeAnswer } from '../upstream/frames.ts';
import { chanceOf, figure, inForm, until, upTo } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, elsewhere, type Person, ready, textOf, threadOf } from './rig/people.ts';
import { type HostProcess, startHost } from './rig/process.ts';
import { numberedWords, speaking } from './rig/scripted.ts';

const WORDS = numberedWords(60);
const { upstream, whole: WHOLE, free: FREE } = await speaking(WORDS, 5);

const everywhere: readonly DatabaseName[] = inForm(['SQLite file'], ['SQLite file', 'PostgreSQL', 'MariaDB']);

for (const name of everywhere)
	test(`F-09 kill -9 at any moment of an answer (${name})`, { timeout: 600_000 }, async (t) => {
		const place = await PLACES[name]();
		t.after(() => place.stop());
		const kills = inForm(2, name === 'SQLite file' ? 30 : 10);
		const chance = chanceOf(t);
		const accepted: { conversationId: number; content: string }[] = [];
		const kept: number[] = [];
		let host = await startHost({ ...FREE, database: place.url });
		t.after(() => host.kill());
		let people = await Promise.all(upTo(5).map((at) => ready(host.as(`person-${at}`))));
		for (let kill = 0; kill < kills; kill += 1) {
			const turns = people.map((person) => turnUntilDeath(person, `Question ${kill}`));
			await pause(chance.below(500));
			await host.kill();
			const told = await Promise.all(turns);
			host = await startHost({ ...FREE, database: place.url });
			people = people.map((person, at) => elsewhere(person, host.as(`person-${at}`)));
			for (const [at, person] of people.entries()) {
				const taken = await assertTruthful(person, told[at] as Told, `Question ${kill}`);
				if (!taken) continue;
				accepted.push({ conversationId: person.conversationId, content: `Question ${kill}` });
				kept.push(taken.lost);
			}
		}
		for (const [at, person] of people.entries()) await assertCanGoOn(person, `Last question of ${at}`);
		await assertInvariants({ database: place.url, accepted });
		figure(
			t,
			`${name}: ${kills} kills, ${accepted.length} turns under way: at most ${Math.max(0, ...kept)} shown characters not kept`,
		);
	});

interface Told {
	status: number;
	parts: StreamPart[];
}

/** What reached the reader before the process died. */
async function turnUntilDeath(person: Person, content: string): Promise<Told> {
	const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
	const told: Told = { status: 0, parts: [] };
	try {
		const response = await person.raw('POST', `${person.path}/messages`, {
			body: JSON.stringify({ content }),
			headers,
		});
		told.status = response.status;
		let text = '';
		for await (const chunk of response.body ?? []) {
			text += Buffer.from(chunk).toString();
			told.parts = wholeFrames(text);
		}
	} catch {
		// The connection died with its process.
	}
	return told;
}

function wholeFrames(text: string): StreamPart[] {
	const frames = text.slice(0, text.lastIndexOf('\n\n') + 2).match(/^data: (?!\[DONE\]).*$/gm) ?? [];
	return frames.map((line) => JSON.parse(line.slice('data: '.length)));
}

/** The settled answer is a beginning of the whole one; how many characters were shown but not kept. Null: nothing was taken. */
async function assertTruthful(
	person: Person,
	{ status, parts }: Told,
	content: string,
): Promise<{ lost: number } | null> {
	await until(async () => (await threadOf(person)).every((message) => message.status !== 'streaming'), 'it is settled');
	const thread = await threadOf(person);
	const at = thread.findIndex((message) => message.content === content);
	assert.ok(at >= 0 || status !== 200, 'I1: what was answered with 200 is there');
	if (at < 0) return null;
	const answer = thread[at + 1];
	assert.ok(answer, 'the question has its answer row');
	assert.ok(WHOLE.startsWith(answer.content), `a beginning of the answer: ${answer.content}`);
	if (answer.status === 'complete') assert.equal(answer.content, WHOLE);
	else assert.equal(answer.status, 'interrupted');
	const shown = textOf(parts);
	assert.ok(WHOLE.startsWith(shown));
	if (parts.at(-1)?.type === 'finish') assert.equal(answer.status, 'complete', 'who was told of the end finds it');
	return { lost: Math.max(0, shown.length - answer.content.length) };
}

const GRACE_SECONDS = inForm(1, 2);

test('F-10 SIGTERM under fifty open streams, half of them longer than the grace', { timeout: 300_000 }, async (t) => {
	const place = await PLACES['SQLite file']();
	t.after(() => place.stop());
	const host = await startHost({ ...FREE, database: place.url, answer: { graceSeconds: GRACE_SECONDS } });
	t.after(() => host.kill());
	const people = await Promise.all(upTo(50).map((at) => ready(host.as(`person-${at}`))));
	upstream.script(...upTo(50).map((at) => ({ pieces: paced(wholeAnswer(...WORDS), at % 2 === 0 ? 5 : 150) })));
	const turns = people.map((person) => turnUntilDeath(person, 'Under way'));
	const begun = async () => (await Promise.all(people.map(answerOf))).every((answer) => answer !== undefined);
	await until(begun, 'every turn has begun');
	const from = performance.now();
	host.signal('SIGTERM');
	const refusals = await knockUntilGone(host);
	const code = await host.ended;
	const tookMs = performance.now() - from;
	assert.equal(code, 0, host.log());
	const ends = await endsOf(people, await Promise.all(turns), place.url, t);
	assert.ok(refusals > 0, 'newcomers were told');
	await assertInvariants({ database: place.url });
	figure(
		t,
		`50 streams, grace ${GRACE_SECONDS} s: ${ends}; ${refusals} newcomers told 503; exit 0 after ${(tookMs / 1000).toFixed(1)} s`,
	);
});

/** Every reader was told an end, and finds the same after the restart. */
async function endsOf(
	people: readonly Person[],
	told: readonly Told[],
	database: string,
	t: TestContext,
): Promise<string> {
	const again = await startHost({ ...FREE, database });
	t.after(() => again.kill());
	const ends = new Map<string, number>();
	for (const [at, person] of people.entries()) {
		const { parts } = told[at] as Told;
		const answer = await answerOf(elsewhere(person, again.as(`person-${at}`)));
		assert.ok(answer && answer.status !== 'streaming');
		assert.equal(textOf(parts), answer.content, 'what was told is what is kept');
		// One that was interrupted has no end: its reader comes again and is told the rest.
		assert.equal(parts.at(-1)?.type === 'finish', answer.status === 'complete');
		ends.set(answer.status, (ends.get(answer.status) ?? 0) + 1);
	}
	return [...ends].map(([end, count]) => `${count} ${end}`).join(', ');
}

/** Newcomers are answered 503 with the time to wait, or find nobody; never anything else. */
async function knockUntilGone(host: HostProcess): Promise<number> {
	let refused = 0;
	for (;;) {
		try {
			const answer = await host.as('newcomer').post('/conversations', {});
			if (answer.status === 200) continue;
			assert.equal(answer.status, 503);
			assert.ok(Number(answer.headers.get('retry-after')) > 0, '503 says when to come back');
			refused += 1;
		} catch (fault) {
			if ((fault as Error).name === 'AssertionError') throw fault;
			return refused;
		}
	}
}

test('F-11 reconnect after every event: here, beside, and after a restart', { timeout: 600_000 }, async (t) => {
	const place = await PLACES[inForm('SQLite file', 'PostgreSQL')]();
	t.after(() => place.stop());
	const here = await startHost({ ...FREE, database: place.url });
	t.after(() => here.kill());
	const beside = await startHost({ ...FREE, database: place.url });
	t.after(() => beside.kill());
	const ada = await ready(here.as('ada'));
	const there = elsewhere(ada, beside.as('ada'));
	const running = ask(ada, 'Reconnect, please');
	await until(async () => (await answerOf(ada))?.status === 'streaming', 'the answer is under way');
	const followers = upTo(inForm(5, 20)).flatMap((wait) => [ada, there].map((person) => reconnecting(person, wait)));
	const [whole, texts] = [await running, await Promise.all(followers)];
	assert.equal(textOf(whole.parts), WHOLE);
	assert.deepEqual([...new Set(texts)], [WHOLE], 'the same text, however often the line broke');
	// Moments after the end, from each event that there was.
	const cuts = upTo(whole.ids.length).filter((at) => at % inForm(5, 1) === 0);
	for (const person of [ada, there])
		for (const cut of cuts) assert.equal(await resumed(person, whole, cut), WHOLE, `after ${whole.ids[cut]}`);
	const restarted = await afterRestart(here, place.url, t);
	await assertInvariants({ database: place.url });
	figure(
		t,
		`${followers.length} readers that reconnect all the time, ${cuts.length} positions × 2 processes: no gap, nothing twice; after a restart: ${restarted}`,
	);
});

/** Reads for a few milliseconds at a time, and goes on after the last event that it saw, until it is told the end. */
async function reconnecting(person: Person, wait: number): Promise<string> {
	let last = '';
	let text = '';
	for (;;) {
		const leave = AbortSignal.timeout(30 + wait * 10);
		const seen = await framesOf(person, last, leave);
		if (seen.status === 204) return storedText(person);
		assert.equal(seen.status, 200);
		text += textOf(seen.parts);
		assert.ok(WHOLE.startsWith(text), `a gap or a double: ${text}`);
		last = seen.ids.at(-1) ?? last;
		if (seen.parts.at(-1)?.type === 'finish') return text;
	}
}

/** What came before the reader left; a frame that was cut off did not come. */
async function framesOf(person: Person, last: string, signal: AbortSignal): Promise<Told & { ids: string[] }> {
	const headers = { accept: 'text/event-stream', 'last-event-id': last };
	let text = '';
	let status = 200;
	try {
		const response = await person.raw('GET', `${person.path}/stream`, { headers, signal });
		status = response.status;
		for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
	} catch (fault) {
		// It left; a host that has gone is a fault of the experiment, not a line that broke.
		if (!signal.aborted) throw fault;
	}
	const whole = text.slice(0, text.lastIndexOf('\n\n') + 2);
	return { status, parts: wholeFrames(whole), ids: [...whole.matchAll(/^id: (.*)$/gm)].map(([, id]) => id as string) };
}

async function storedText(person: Person): Promise<string> {
	await until(async () => (await answerOf(person))?.status === 'complete', 'the answer is stored');
	return (await answerOf(person))?.content ?? '';
}

/** What a reader has in the end who was cut off after this frame of the answer. */
async function resumed(person: Person, whole: Streamed, cut: number): Promise<string> {
	const had = whole.parts.slice(0, cut + 1);
	const rest = await person.follow(`${person.path}/stream`, { 'last-event-id': whole.ids[cut] ?? '' });
	assert.equal(rest.status, 200);
	const ids = rest.ids.map((id) => Number(id.split('.')[1]));
	assert.ok(
		ids.every((id, at) => id > (ids[at - 1] ?? 0)),
		`ids rise: ${ids}`,
	);
	return textOf(had) + textOf(rest.parts);
}

async function afterRestart(here: HostProcess, database: string, t: TestContext): Promise<string> {
	const ada = await ready(here.as('ada'));
	const cut = turnUntilDeath(ada, 'Killed in the middle');
	await until(async () => (await answerOf(ada))?.status === 'streaming', 'the answer is under way');
	const running = (await answerOf(ada))?.id;
	await pause(100);
	await here.kill();
	const shown = textOf((await cut).parts);
	const again = await startHost({ ...FREE, database });
	t.after(() => again.kill());
	const back = elsewhere(ada, again.as('ada'));
	const { status } = await back.follow(`${back.path}/stream`, { 'last-event-id': `${running}.3` });
	assert.equal(status, 200);
	const answer = await answerOf(back);
	assert.equal(answer?.status, 'interrupted');
	assert.ok(WHOLE.startsWith(answer.content));
	await assertCanGoOn(back, 'And again?');
	return `marked interrupted, ${Math.max(0, shown.length - answer.content.length)} shown characters not kept`;
}
