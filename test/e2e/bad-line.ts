// A desk behind a line that can be spoiled: the page and the real kit on one origin, every request counted on its way.

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createSupportKit, type Model, type SupportKit } from '@deskbell/server-kit';

export interface Passed {
	method: string;
	path: string;
	lastEventId: string | undefined;
	key: string | undefined;
	body: string;
}

export interface Spoiled {
	/** What the proxy on the way does with requests to the API. */
	way: 'open' | 'portal' | 'refused' | 'buffered';
	/** The next answer that streams is cut after so many frames. */
	cut: { afterFrames: number; how: 'fin' | 'rst' | 'end' } | null;
	/** Requests to follow an answer wait for this. */
	followable: Promise<unknown>;
	/** Which of the instances gets the next request to follow an answer; the first gets all others. */
	follower: 0 | 1;
	/** So many words the model says of an answer; with the others it waits until it may say more. */
	words: number;
}

/** Nothing is spoiled. */
export const atEase = { way: 'open', cut: null, words: Number.POSITIVE_INFINITY } as const satisfies Partial<Spoiled>;

export interface BadLine extends Spoiled {
	url: string;
	passed: Passed[];
	/** The questions that came by, as often as they did. */
	turns(): Passed[];
	/** Ends the first instance and starts another one with the same database; nobody answers in between. */
	restart(): Promise<void>;
	/** Tokens handed out so far are worth nothing. */
	expireTokens(): void;
	close(): Promise<void>;
}

/** What the model says to every question, word by word. */
export const said = 'Ja – Dateien bis 5 GB 🚀 gehen.';

const page = (title: string) => `<!doctype html><html lang="en"><title>${title}</title>
<link rel="icon" href="data:,"><h1>${title}</h1><a href="/elsewhere">Elsewhere</a>
<script>(window.deskbell ||= []).push(['configure', { getToken: async () => (await fetch('/token')).text() }]);</script>
<script src="/deskbell.js" async data-api=""></script>`;

const WORD_MS = 15;

function slowModel(line: Spoiled): Model {
	return {
		name: 'slow',
		async *answer(_request, signal) {
			for (const [at, text] of (said.match(/\S+\s*/g) ?? []).entries()) {
				do await pause(WORD_MS, null, { signal });
				while (at >= line.words);
				yield [{ type: 'text', text }];
			}
			yield [{ type: 'usage', usage: { inputTokens: 1, outputTokens: 1, estimated: true } }];
			yield [{ type: 'finish', reason: 'stop' }];
		},
	};
}

interface Instance {
	kit: SupportKit;
	server: Server;
}

async function startInstance(database: string, line: Spoiled, tokens: Set<string>): Promise<Instance> {
	const kit = createSupportKit({
		database,
		secret: 'a secret for tests, 32 characters or more',
		model: slowModel(line),
		disclosure: { required: false },
		rates: { messages: { limit: 10_000 } },
		quota: { user: { messages: null } },
		answer: { graceSeconds: 0 },
		log: { info() {}, warn() {}, error() {} },
		auth: {
			authenticate: ({ headers }) =>
				tokens.has(String(headers.authorization))
					? { tenantId: 'acme', userId: 'ada', kind: 'customer', roles: [] }
					: null,
		},
	});
	await kit.migrate();
	const server = createServer(kit.callback).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { kit, server };
}

async function endInstance({ kit, server }: Instance): Promise<void> {
	await kit.close();
	server.closeAllConnections();
	await new Promise((closed) => server.close(closed));
}

export async function startBadLine(): Promise<BadLine> {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-line-'));
	const database = join(folder, 'desk.sqlite');
	const tokens = new Set<string>();
	const passed: Passed[] = [];
	let minted = 0;
	const line: BadLine = {
		...{ url: '', ...atEase, followable: Promise.resolve(), follower: 0 },
		passed,
		turns: () => passed.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')),
		expireTokens: () => tokens.clear(),
		async restart() {
			await endInstance(instances[0]);
			instances[0] = await startInstance(database, line, tokens);
		},
		async close() {
			front.closeAllConnections();
			front.close();
			await Promise.all(instances.map(endInstance));
			rmSync(folder, { recursive: true, force: true });
		},
	};
	const instances: [Instance, Instance] = [
		await startInstance(database, line, tokens),
		await startInstance(database, line, tokens),
	];

	async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		const { url = '/', method = 'GET', headers } = incoming;
		if (url === '/token') {
			minted += 1;
			tokens.add(`Bearer t${minted}`);
			outgoing.end(`t${minted}`);
			return;
		}
		if (url === '/' || url === '/elsewhere') {
			outgoing.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
			outgoing.end(page(url === '/' ? 'Page' : 'Elsewhere'));
			return;
		}
		const body = await textOf(incoming);
		const api = url.startsWith('/api/');
		if (api && line.way === 'refused') return void incoming.socket.destroy();
		if (api && line.way === 'portal')
			return void outgoing.setHeader('Content-Type', 'text/html').end('<h1>Sign in</h1>');
		const one = { method, path: url, body, lastEventId: headers['last-event-id'] as string | undefined };
		if (api) passed.push({ ...one, key: headers['idempotency-key'] as string | undefined });
		const follows = url.endsWith('/stream');
		if (follows) await line.followable;
		const { server } = instances[follows ? line.follower : 0];
		const { port } = server.address() as AddressInfo;
		const upstream = request({ port, host: '127.0.0.1', path: url, method, headers });
		upstream.on('response', (response) => carry(response, outgoing, line));
		upstream.on('error', () => incoming.socket.destroy());
		outgoing.on('close', () => upstream.destroy());
		upstream.end(body);
	}

	const front = createServer((incoming, outgoing) => void answer(incoming, outgoing)).listen(0, '127.0.0.1');
	await once(front, 'listening');
	line.url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
	return line;
}

/** Back to the page, as the line has it. */
function carry(response: IncomingMessage, outgoing: ServerResponse, line: Spoiled): void {
	const streams = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
	const { statusCode = 500, headers } = response;
	if (streams && line.way === 'buffered') {
		void textOf(response).then(
			(text) => outgoing.writeHead(statusCode, headers).end(text),
			() => outgoing.destroy(),
		);
		return;
	}
	outgoing.writeHead(statusCode, headers);
	const answers = streams && 'x-vercel-ai-ui-message-stream' in headers;
	const cut = answers ? line.cut : null;
	response.on('error', () => outgoing.destroy());
	if (!cut) return void response.pipe(outgoing);
	line.cut = null;
	let frames = 0;
	let rest = '';
	response.setEncoding('utf8');
	response.on('data', (text: string) => {
		const parts = (rest + text).split(/(?<=\n\n)/);
		rest = parts.at(-1)?.endsWith('\n\n') ? '' : (parts.pop() ?? '');
		for (const frame of parts) {
			if (frames >= cut.afterFrames && frame.startsWith('id:')) return breakOff(outgoing, cut.how);
			outgoing.write(frame);
			if (frame.startsWith('id:')) frames += 1;
		}
	});
	response.on('end', () => outgoing.end());
}

function breakOff(outgoing: ServerResponse, how: 'fin' | 'rst' | 'end'): void {
	if (outgoing.destroyed || outgoing.writableEnded) return;
	if (how === 'end') return void outgoing.end();
	// What was written goes out before the line breaks.
	setTimeout(() => (how === 'rst' ? outgoing.socket?.resetAndDestroy() : outgoing.destroy()), 20);
}

async function textOf(stream: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}
