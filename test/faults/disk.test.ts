// A disk that is full: what is asked is answered truthfully, what is kept stays readable, and all goes on when there is room.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Streamed } from '@deskbell/server-kit/testing';
import { smallDisk } from './rig/disk.ts';
import { figure, until } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, codeOf, ready, textOf, threadOf } from './rig/people.ts';
import { startHost } from './rig/process.ts';
import { numberedWords, speaking } from './rig/scripted.ts';

const { whole: WHOLE, free: FREE } = await speaking(numberedWords(200), 5);

/** Writes that still find room in pages that are there already are taken; in the end none does. */
const MOST_WRITES = 3_000;

test('F-22 the disk of the database is full: between turns, and in the middle of an answer', {
	timeout: 240_000,
}, async (t) => {
	const disk = await smallDisk(t);
	const database = join(disk.folder, 'desk.sqlite');
	const host = await startHost({ ...FREE, database });
	t.after(() => host.kill());
	const ada = await ready(host.as('ada'));
	const ben = await ready(host.as('ben'));
	await ask(ben, 'While there is room');

	const cut = ask(ada, 'In the middle');
	await until(async () => ((await answerOf(ada))?.content ?? '') !== '', 'the answer has begun');
	await disk.fill(host);
	let taken = 0;
	let refused: Streamed | null = null;
	while (!refused && taken < MOST_WRITES) {
		const answer = await ben.post('/conversations', { title: 'x'.repeat(60) });
		if (answer.status === 200) taken += 1;
		else refused = await ask(ben, 'While there is none');
	}
	assert.equal(refused?.status, 503, 'a write that finds no room is told as an absence of the database');
	assert.equal(codeOf(refused), 'store_unavailable');
	assert.ok(Number(refused.headers.get('retry-after')) > 0);
	assert.doesNotMatch(JSON.stringify(refused.body), /SQLITE|disk|full|insert/i);
	assert.ok((await threadOf(ben)).length > 0, 'what is kept can be read');
	const shown = textOf((await cut).parts);
	assert.ok(WHOLE.startsWith(shown));

	await disk.free(host);
	await until(async () => (await ask(ben, 'With room again')).status === 200, 'it goes on by itself');
	await until(async () => (await answerOf(ada))?.status !== 'streaming', 'the answer that was cut is settled');
	const answer = await answerOf(ada);
	assert.ok(answer && WHOLE.startsWith(answer.content), 'what is kept of it is a beginning');
	await assertCanGoOn(ada, 'And now?');
	await assertInvariants({ database });
	figure(
		t,
		`${disk.how}: ${taken} small writes still found room, then 503; readable throughout; went on without a restart`,
	);
});

test('F-22 the disk of the log is full: the process lives, and answers', { timeout: 180_000 }, async (t) => {
	const source = new URL('../../server-kit/src/connect/console-log.ts', import.meta.url).href;
	const script = `
		import { createConsoleLog } from ${JSON.stringify(source)};
		const log = createConsoleLog();
		for (let at = 0; at < 1000; at += 1) log.error('line ' + at);
		setTimeout(() => { log.warn('later'); console.log('alive'); }, 100);`;
	const child = spawn(process.execPath, ['--conditions=deskbell-src', '--input-type=module', '-e', script], {
		stdio: ['ignore', 'pipe', openSync('/dev/full', 'w')],
	});
	let said = '';
	child.stdout?.on('data', (chunk) => (said += chunk));
	const [code] = await once(child, 'close');
	assert.deepEqual([code, said], [0, 'alive\n']);
	figure(t, 'a log on a full device: 1,001 lines lost, exit 0');
});
