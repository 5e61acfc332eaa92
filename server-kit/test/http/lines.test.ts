// A file of JSON lines on its way: no more is read than the line takes, and a file that was cut says so by its end.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import Koa from 'koa';
import type { KitContext } from '../../src/http/exchange.ts';
import { sendLines } from '../../src/http/lines.ts';

const PAGES = 800;
const LINE = 'word '.repeat(13_000);

type Pages = AsyncGenerator<readonly unknown[]>;

async function serve(t: TestContext, make: () => Pages) {
	const streams = new Set<() => void>();
	const faults: unknown[] = [];
	const seen = { full: false, over: 0 };
	const app = new Koa();
	app.silent = true;
	app.use(async (ctx) => {
		const look = setInterval(() => {
			seen.full ||= ctx.res.writableNeedDrain;
		}, 5);
		ctx.res.once('close', () => clearInterval(look));
		const reply = { pages: make(), filename: 'all.jsonl' };
		await sendLines(ctx as unknown as KitContext, reply, streams).catch((fault) => {
			faults.push(fault);
			if (ctx.headerSent) ctx.res.destroy();
			else ctx.status = 503;
		});
		seen.over += 1;
	});
	const server = createServer(app.callback()).listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.after(() => {
		server.closeAllConnections();
		server.close();
	});
	const { port } = server.address() as AddressInfo;
	return { port, url: `http://127.0.0.1:${port}/`, streams, faults, seen };
}

const until = async (holds: () => boolean, what: string) => {
	for (let tries = 0; !holds(); tries += 1) {
		assert.ok(tries < 2_000, `never came true: ${what}`);
		await new Promise((soon) => setTimeout(soon, 5));
	}
};

test('a reader who stands still holds up the reading; when it goes on, all of it comes', async (t) => {
	let read = 0;
	const { port, seen, streams } = await serve(t, async function* () {
		for (; read < PAGES; read += 1) yield [{ at: read, LINE }];
	});
	const socket = connect(port, '127.0.0.1').on('error', () => {});
	await once(socket, 'connect');
	socket.pause();
	socket.write('GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n');
	await until(() => seen.full, 'the line is full');
	assert.ok(read < PAGES, `${read} of ${PAGES} pages read ahead`);
	let text = '';
	socket.on('data', (chunk) => {
		text += chunk;
	});
	socket.resume();
	await once(socket, 'close');
	assert.equal(text.match(/"at":/g)?.length, PAGES);
	assert.deepEqual([seen.over, streams.size], [1, 0]);
});

test('a reader who leaves ends the reading', async (t) => {
	let ended = false;
	const { port, seen } = await serve(t, async function* () {
		try {
			for (;;) yield [{ LINE }];
		} finally {
			ended = true;
		}
	});
	const socket = connect(port, '127.0.0.1').on('error', () => {});
	await once(socket, 'connect');
	socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n');
	await once(socket, 'data');
	socket.destroy();
	await until(() => seen.over === 1, 'the answer is over');
	assert.ok(ended);
});

test('a fault before the first page is an answer of its own; a later one cuts the file', async (t) => {
	const early = await serve(t, async function* () {
		yield* [];
		throw new Error('away');
	});
	assert.equal((await fetch(early.url)).status, 503);
	const late = await serve(t, async function* () {
		yield [{ type: 'header' }];
		throw new Error('away');
	});
	const response = await fetch(late.url);
	assert.equal(response.status, 200);
	await assert.rejects(response.text());
	assert.deepEqual([early.faults.length, late.faults.length, late.streams.size], [1, 1, 0]);
});

test('a kit that closes cuts the file', async (t) => {
	const { url, streams, seen } = await serve(t, async function* () {
		for (;;) yield [{ LINE }];
	});
	const response = await fetch(url);
	for (const end of streams) end();
	await assert.rejects(response.text());
	await until(() => seen.over === 1, 'the answer is over');
});
