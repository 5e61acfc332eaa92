// What is written past node:http arrives as if it had been written through it; where that cannot be, it goes through it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { lineOf } from '../../src/http/line.ts';

const WORDS = ['plain ', 'größer 🚀 ', 'x'.repeat(70_000), '\r\n0\r\n\r\n', 'end'];

async function serve(t: TestContext, before: (res: ServerResponse) => void = () => {}) {
	const direct: string[] = [];
	const server = createServer((_, res) => {
		before(res);
		res.write('begun ');
		const { write } = res.socket as Socket;
		process.nextTick(() => {
			const line = lineOf(res);
			(res.socket as Socket).write = function (this: Socket, ...given: Parameters<typeof write>) {
				direct.push(String(given[0]));
				return write.apply(this, given);
			} as typeof write;
			for (const text of WORDS) line(text, () => {});
			res.end();
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.after(() => server.close());
	return { port: (server.address() as AddressInfo).port, direct };
}

test('chunks written to the socket are the chunks of the answer', async (t) => {
	const { port, direct } = await serve(t);
	for (const _ of [1, 2]) {
		const answer = await fetch(`http://127.0.0.1:${port}/`);
		assert.equal(await answer.text(), `begun ${WORDS.join('')}`);
	}
	assert.ok(
		direct.some((text) => text === '6\r\nplain \r\n'),
		'in one string',
	);
});

test('a reader of HTTP/1.0 gets no chunks', async (t) => {
	const { port } = await serve(t);
	const socket = connect(port, '127.0.0.1').setEncoding('utf8');
	let seen = '';
	socket.on('data', (text) => (seen += text));
	socket.write('GET / HTTP/1.0\r\n\r\n');
	await once(socket, 'close');
	assert.equal(seen.slice(seen.indexOf('\r\n\r\n') + 4), `begun ${WORDS.join('')}`);
});

test('what the host has put in front of the response sees every word', async (t) => {
	const seen: string[] = [];
	const { port } = await serve(t, (res) => {
		const { write } = res;
		res.write = function (this: ServerResponse, ...given: unknown[]) {
			seen.push(String(given[0]));
			return Reflect.apply(write, this, given);
		} as typeof write;
	});
	await (await fetch(`http://127.0.0.1:${port}/`)).text();
	assert.equal(seen.join(''), `begun ${WORDS.join('')}`);
});
