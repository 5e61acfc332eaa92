// A process without a file descriptor left: newcomers are turned away, whoever is served is served on, and it recovers.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { PLACES } from '../databases/every-database.ts';
import { paced, wholeAnswer } from '../upstream/frames.ts';
import { startUpstream } from '../upstream/server.ts';
import { figure, until, upTo } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, ready, textOf } from './rig/people.ts';
import { type HostProcess, startHost } from './rig/process.ts';

const WORDS = upTo(100).map((at) => `word${at} `);
const upstream = await startUpstream({ otherwise: { pieces: paced(wholeAnswer(...WORDS), 10) } });
after(() => upstream.close());

const LIMIT = 256;
const CLIENTS = 400;

test('F-29 four hundred clients on two hundred and fifty-six descriptors', { timeout: 300_000 }, async (t) => {
	const place = await PLACES['SQLite file']();
	t.after(() => place.stop());
	const model = { baseURL: upstream.url, apiKey: 'none', model: 'scripted' };
	const host = await startHost({ model, database: place.url });
	t.after(() => host.kill());
	const ada = await ready(host.as('ada'));
	await limit(host, LIMIT);
	const running = ask(ada, 'Under way');
	await until(async () => ((await answerOf(ada))?.content ?? '') !== '', 'the answer has begun');
	const crowd = await Promise.all(upTo(CLIENTS).map(() => arrive(host.port)));
	const here = () => crowd.filter((socket) => !socket.destroyed);
	t.after(() => {
		for (const socket of crowd) socket.destroy();
	});
	const { parts } = await running;
	assert.equal(textOf(parts), WORDS.join(''), 'whoever was served is served to the end');
	await until(() => here().length < LIMIT, 'those for whom there is no room are turned away');
	const most = here().length;
	for (const socket of here()) socket.destroy();
	// The gauges read a file themselves: they are asked when there is one to be had.
	await until(async () => (await ada.get(ada.path).catch(() => null))?.status === 200, 'there is room again');
	await until(async () => (await host.gauges()).sockets < 20, 'the crowd has gone');
	await assertCanGoOn(ada, 'And now?');
	const newcomer = await ready(host.as('newcomer'));
	assert.equal((await ask(newcomer, 'Hello?')).status, 200);
	await assertInvariants({ database: place.url });
	figure(
		t,
		`${CLIENTS} clients, ${LIMIT} descriptors: ${most} connections at once, the others closed, the running answer whole, then as before`,
	);
});

/** The soft limit alone. */
async function limit({ pid }: HostProcess, files: number): Promise<void> {
	await promisify(execFile)('prlimit', ['--pid', String(pid), `--nofile=${files}:`]);
}

/** Connects and says nothing; one that is turned away is destroyed. */
async function arrive(port: number): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	socket.on('error', () => {});
	await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
	return socket;
}
