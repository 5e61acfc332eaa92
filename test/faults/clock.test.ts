// A clock that jumps: by minutes on, by an hour back, over a leap day and into another time of the year.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { memoryRateLimit } from '../../server-kit/src/connect/rate-limit.ts';
import { createVisitors } from '../../server-kit/src/connect/visitors.ts';
import { PLACES } from '../databases/every-database.ts';
import { say, wholeAnswer } from '../upstream/frames.ts';
import { figure, inForm, until, upTo } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, elsewhere, type Person, ready, textOf, threadOf } from './rig/people.ts';
import { type HostProcess, startHost } from './rig/process.ts';
import { numberedWords, speaking } from './rig/scripted.ts';

const { upstream, whole: WHOLE, free: FREE } = await speaking(numberedWords(100), 10);

const MINUTE = 60_000;
/** Its silence is waited for. */
const DEATH = inForm(false, true);

for (const minutes of [10, -10, -60])
	test(`F-23 the clock jumps by ${minutes} minutes in the middle of an answer`, { timeout: 300_000 }, async (t) => {
		const place = await PLACES['SQLite file']();
		t.after(() => place.stop());
		const host = await startHost({ ...FREE, database: place.url });
		t.after(() => host.kill());
		const ada = await ready(host.as('ada'));
		const running = ask(ada, 'First');
		await until(async () => ((await answerOf(ada))?.content ?? '') !== '', 'the answer has begun');
		await host.pass(minutes * MINUTE);
		const { parts } = await running;
		assert.equal(textOf(parts), WHOLE, 'the answer is not taken for one that nobody writes');
		assert.equal(parts.at(-1)?.type, 'finish');
		await ask(ada, 'Second');
		const thread = await threadOf(ada);
		const asked = thread.filter(({ role }) => role === 'user').map(({ content }) => content);
		assert.deepEqual(asked, ['First', 'Second'], 'the order is that of the questions, whatever the clock says');
		assert.ok(thread.every(({ status }) => status !== 'streaming'));
		await assertCanGoOn(ada, 'Third');
		await assertInvariants({ database: place.url, ...(minutes < 0 && { setBack: true }) });
		figure(t, `${minutes} minutes: the answer came to its end, the order stood`);
	});

for (const seconds of inForm([90], [90, -90]))
	test(`F-23 two machines, the reader’s clock ${seconds} s off: it leaves the other’s answer alone while it is written`, {
		timeout: 180_000,
	}, async (t) => {
		const place = await PLACES['SQLite file']();
		t.after(() => place.stop());
		const north = await startHost({ ...FREE, database: place.url }, 'north');
		t.after(() => north.kill());
		const south = await startHost({ ...FREE, database: place.url }, 'south');
		t.after(() => south.kill());
		await south.pass(seconds * 1000);
		const ada = await ready(north.as('ada'));
		const beside = elsewhere(ada, south.as('ada'));
		const seen = Promise.withResolvers<void>();
		upstream.script({ pieces: [...say('Half '), { until: seen.promise }, ...wholeAnswer(WHOLE)] });
		const running = ask(ada, 'First');
		await until(async () => (await answerOf(beside))?.status === 'streaming', 'the other machine sees it');
		await south.tick();
		assert.equal((await answerOf(beside))?.status, 'streaming');
		seen.resolve();
		const { parts } = await running;
		assert.deepEqual([textOf(parts), parts.at(-1)?.type], [`Half ${WHOLE}`, 'finish']);
		assert.equal((await answerOf(beside))?.content, `Half ${WHOLE}`);
		await assertCanGoOn(beside, 'Second');
		const settledAfter = DEATH ? await deathIsFound(north, ada, beside) : null;
		await assertInvariants({ database: place.url, setBack: true });
		const found = settledAfter === null ? '' : `; one whose machine died settled after ${settledAfter.toFixed(0)} s`;
		figure(t, `reader’s clock ${seconds} s off: the running answer whole${found}`);
	});

/** A machine that dies is found out by its silence, whatever its clock said. Seconds from its end on. */
async function deathIsFound(machine: HostProcess, person: Person, beside: Person): Promise<number> {
	upstream.script({ pieces: say('So far'), ending: 'stall' });
	const running = ask(person, 'Third').catch(() => null);
	// Not before the model has been asked: its silence would wait for the next one.
	await until(async () => (await answerOf(beside))?.content === 'So far', 'what it said is kept');
	await machine.kill();
	const from = performance.now();
	await running;
	await until(async () => (await answerOf(beside))?.status === 'interrupted', 'it is settled');
	await assertCanGoOn(beside, 'Fourth');
	return (performance.now() - from) / 1000;
}

test('F-23 a limit of requests neither freezes nor opens when the clock of the machine jumps', async (t) => {
	const real = Date.now;
	t.after(() => {
		Date.now = real;
	});
	for (const minutes of [-60, -10, 10]) {
		Date.now = real;
		const rate = memoryRateLimit({ limit: 3, windowSeconds: 2 });
		for (const taken of upTo(3)) assert.equal((await rate.take('ada')).allowed, true, String(taken));
		Date.now = () => real() + minutes * MINUTE;
		const told = await rate.look('ada');
		assert.ok(told.resetSeconds <= 2, `${minutes} minutes: a wait of ${told.resetSeconds} s`);
		// A jump on ends the window; one back leaves it as long as it was, by the clock that never jumps.
		if (minutes < 0) assert.equal((await rate.take('ada')).allowed, false);
		await until(async () => (await rate.look('ada')).remaining === 3, 'the window ends');
		for (const taken of upTo(3)) assert.equal((await rate.take('ada')).allowed, true, `again ${taken}`);
		assert.equal((await rate.take('ada')).allowed, false, 'a limit it remains');
	}
	figure(t, 'clock of the machine −60, −10, +10 min: no wait longer than its window, never without a limit');
});

test('F-23 a signed token is taken within a minute of its time and no further, over a leap day', async (t) => {
	const at = Date.UTC(2028, 1, 28, 23, 50, 0);
	const visitors = (now: number) =>
		createVisitors(
			{ tenant: 'acme', tokenMinutes: 60 },
			{ secret: 'a secret of the experiments, 32 characters', clock: { now: () => now }, origins: [] },
		);
	const { token, expiresAt } = await visitors(at).sign({ tenantId: 'acme', userId: 'vis_1' });
	assert.equal(expiresAt, Date.UTC(2028, 1, 29, 0, 50, 0));
	const page = { origin: null, own: true };
	const read = async (seconds: number) => (await visitors(at + seconds * 1000).read(token, page)) !== null;
	const hour = 3_600;
	const taken = await Promise.all([-90, -59, 0, hour - 1, hour + 59, hour + 61].map(read));
	assert.deepEqual(taken, [true, true, true, true, true, false]);
	figure(
		t,
		'a visitor’s token over a leap day: taken by a process 90 s behind and up to 59 s after its end, refused at 61 s',
	);
});

test('F-23 days and months begin anew where they should: leap day, turn of the year, change to summer time', async (t) => {
	const moments = inForm(
		['2028-02-28T23:59:59Z', '2026-12-31T23:59:59Z'],
		[
			'2028-02-28T23:59:59Z',
			'2028-02-29T23:59:59Z',
			'2026-12-31T23:59:59Z',
			'2026-03-29T00:59:59Z',
			'2026-10-25T00:59:59Z',
		],
	);
	for (const moment of moments) {
		let now = Date.parse(moment);
		const desk = await startKit({ clock: { now: () => now }, quota: { user: { messages: 1 } } });
		const ada = await desk.ready('ada');
		assert.equal((await ada.stream(`${ada.path}/messages`, { content: 'One' })).status, 200);
		assert.equal((await ada.stream(`${ada.path}/messages`, { content: 'Two' })).status, 429);
		now += 24 * 60 * MINUTE;
		assert.equal((await ada.stream(`${ada.path}/messages`, { content: 'Three' })).status, 200, moment);
		now -= 60 * MINUTE * 24;
		assert.equal((await ada.stream(`${ada.path}/messages`, { content: 'Four' })).status, 429, `${moment}, set back`);
		await desk.close();
	}
	figure(t, `${moments.length} turns of a day: a new count after it, the old one where the clock is set back`);
});
