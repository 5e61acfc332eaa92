// F-13, F-14: readers that read slowly or not at all. All share one buffer; one of them costs a write, and then its place.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import Koa from 'koa';
import { type AnswerFeed, createAnswerFeed, type Feed } from '../../src/core/feed.ts';
import { sendEvents } from '../../src/http/event-stream.ts';
import type { KitContext } from '../../src/http/exchange.ts';
import type { StreamPart } from '../../src/protocol/index.ts';

const say = (delta: string): StreamPart => ({ type: 'text-delta', id: 't1', delta });
const finish: StreamPart = { type: 'finish', finishReason: 'stop', messageMetadata: { status: 'complete' } };
const until = async (holds: () => boolean, what: string) => {
	for (let tries = 0; !holds(); tries += 1) {
		assert.ok(tries < 1_000, `never came true: ${what}`);
		await new Promise((soon) => setTimeout(soon, 10));
	}
};

/** Serves one feed to everyone; `position` in the path is where a reader goes on. */
async function serve(t: TestContext, feed: Feed<StreamPart>) {
	const responses: ServerResponse[] = [];
	let closed = 0;
	const app = new Koa();
	app.use(async (ctx) => {
		responses.push(ctx.res);
		const reply = { feed, from: Number(ctx.path.slice(1)), closing: '[DONE]' };
		await sendEvents(ctx as unknown as KitContext, reply, new Set());
		closed += 1;
	});
	const server = createServer(app.callback());
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;
	const sockets: Socket[] = [];
	t.after(async () => {
		for (const socket of sockets) socket.destroy();
		server.closeAllConnections();
		server.close();
		// A stream that outlived its test would meet the scripted clock of the next.
		await until(() => closed === responses.length, 'all streams are over');
	});
	return {
		responses,
		closed: () => closed,
		/** Bytes that wait in this process for readers, beyond what the kernel has taken. */
		waiting: () => responses.reduce((sum, { writableLength }) => sum + writableLength, 0),
		async standStill(): Promise<Socket> {
			const socket = connect(port, '127.0.0.1');
			sockets.push(socket);
			await once(socket, 'connect');
			socket.pause();
			socket.write('GET /0 HTTP/1.1\r\nhost: here\r\n\r\n');
			return socket;
		},
		read: async (from = 0) => (await fetch(`http://127.0.0.1:${port}/${from}`)).text(),
	};
}

function deltasOf(body: string): string {
	const data = body.split('\n').flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6))] : []));
	return data.map((part: StreamPart) => (part.type === 'text-delta' ? part.delta : '')).join('');
}

function long(feed: AnswerFeed, megabytes: number): string {
	const token = `${'word '.repeat(200)}\n`;
	const tokens = Math.ceil((megabytes * 1024 * 1024) / token.length);
	for (let at = 0; at < tokens; at += 1) feed.push([say(token)]);
	return token.repeat(tokens);
}

/** What a response takes before it says that it is full, and one write more. */
const MOST_WAITING = 128 * 1024;
/** Each may take ten megabytes of the kernel’s memory before its line is full. */
const READERS = 20;

test('readers that read nothing of a long answer cost one write each, and hold up nobody', async (t) => {
	const feed = createAnswerFeed('7', 'writer');
	const desk = await serve(t, feed);
	await Promise.all(Array.from({ length: READERS }, desk.standStill));
	await until(() => desk.responses.length === READERS, 'all are connected');
	const whole = long(feed, 12);
	await until(() => desk.responses.every(({ socket }) => socket?.writableNeedDrain), 'all lines are full');
	assert.ok(desk.waiting() / READERS < MOST_WAITING, `${Math.round(desk.waiting() / READERS)} bytes wait for each`);
	feed.push([finish]);
	feed.end();
	const body = await desk.read();
	assert.equal(deltasOf(body), whole, 'who reads gets all of it');
	assert.match(body, /data: \[DONE\]\n\n$/);
	assert.ok(desk.waiting() / READERS < MOST_WAITING, 'the end adds nothing for those who stand still');
});

/** Moves the scripted clock on, a second at a time, until the reader is dropped; answers after how many. */
async function secondsUntilDropped(t: TestContext, desk: Awaited<ReturnType<typeof serve>>): Promise<number> {
	for (let second = 1; second <= 120; second += 1) {
		t.mock.timers.tick(1_000);
		await new Promise(setImmediate);
		if (desk.responses[0]?.destroyed) return second;
	}
	return Number.POSITIVE_INFINITY;
}

test('a reader whose line takes nothing is dropped within a minute, and goes on where it was when it comes again', async (t) => {
	t.mock.timers.enable({ apis: ['setInterval'] });
	const feed = createAnswerFeed('7', 'writer');
	const desk = await serve(t, feed);
	const still = await desk.standStill();
	await until(() => desk.responses.length === 1, 'it is connected');
	const whole = long(feed, 12);
	await until(() => desk.responses[0]?.socket?.writableNeedDrain === true, 'its line is full');
	const seconds = await secondsUntilDropped(t, desk);
	assert.ok(seconds > 45 && seconds <= 60, `dropped after ${seconds} s`);
	await until(() => desk.closed() === 1, 'its stream is over');
	assert.equal(desk.responses[0]?.destroyed, true);
	feed.push([finish]);
	feed.end();
	let seen = '';
	still.on('data', (bytes) => (seen += bytes));
	still.on('error', () => {});
	still.resume();
	await until(() => still.destroyed || still.readableEnded, 'the dropped line ends');
	const frames = [...seen.matchAll(/id: 7\.(\d+)\r?\ndata: (\{.*\})\r?\n/g)];
	assert.ok(frames.length > 0, 'it had read something');
	const last = Number(frames.at(-1)?.[1]);
	const rest = deltasOf(await desk.read(last));
	assert.equal(whole.slice(0, whole.length - rest.length).length, Math.floor(last / 100_000));
	assert.ok(whole.endsWith(rest));
});

test('the minute is counted from what the line took last, however little that was', async (t) => {
	t.mock.timers.enable({ apis: ['setInterval'] });
	const feed = createAnswerFeed('7', 'writer');
	const desk = await serve(t, feed);
	const slow = await desk.standStill();
	await until(() => desk.responses.length === 1, 'it is connected');
	const response = desk.responses[0] as ServerResponse;
	long(feed, 40);
	await until(() => response.socket?.writableNeedDrain === true, 'its line is full');
	for (let round = 0; round < 3; round += 1) {
		t.mock.timers.tick(44_000);
		assert.equal(response.destroyed, false);
		const given = response.socket?.bytesWritten ?? 0;
		slow.resume();
		await until(() => (response.socket?.bytesWritten ?? 0) > given, 'its line took something');
		slow.pause();
		await until(() => response.socket?.writableNeedDrain === true, 'its line is full again');
	}
	const seconds = await secondsUntilDropped(t, desk);
	assert.ok(seconds > 45 && seconds <= 60, `dropped after ${seconds} s`);
});

test('a quiet line gets a heartbeat every 15 s and is kept', async (t) => {
	t.mock.timers.enable({ apis: ['setInterval'] });
	const feed = createAnswerFeed('7', 'writer');
	const desk = await serve(t, feed);
	const reading = desk.read();
	await until(() => desk.responses.length === 1, 'it is connected');
	await until(() => desk.responses[0]?.writableLength === 0, 'its first line is out');
	for (let second = 0; second < 300; second += 1) {
		t.mock.timers.tick(1_000);
		await new Promise(setImmediate);
	}
	feed.push([finish]);
	feed.end();
	const heartbeats = (await reading).match(/^: heartbeat$/gm)?.length;
	assert.equal(heartbeats, 20);
});

test('a feed that was cut ends without the closing frame: its readers come again', async (t) => {
	const feed = createAnswerFeed('7', 'writer');
	const desk = await serve(t, feed);
	feed.push([say('Half ')]);
	const reading = desk.read();
	await until(() => desk.responses.length === 1, 'it is connected');
	feed.end();
	const body = await reading;
	assert.equal(deltasOf(body), 'Half ');
	assert.doesNotMatch(body, /DONE/);
});

test('what comes in one tick is one frame and one write', async (t) => {
	const feed = createAnswerFeed('7', 'writer');
	const desk = await serve(t, feed);
	const reading = desk.read();
	await until(() => desk.responses.length === 1, 'it is connected');
	const response = desk.responses[0] as ServerResponse;
	const write = t.mock.method(response.socket as Socket, 'write');
	for (const word of ['One ', 'two ', 'three.']) feed.push([say(word)]);
	feed.push([finish]);
	feed.end();
	const body = await reading;
	assert.equal(write.mock.calls.filter(({ arguments: [text] }) => String(text).includes('data:')).length, 1);
	assert.equal(body.match(/text-delta/g)?.length, 1);
});
