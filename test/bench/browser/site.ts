// The site that the browser bench visits: a page per candidate, their scripts, and a support API that speaks from records.

import { globSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import ts from 'typescript';
import type { ConversationView, StreamPart } from '../../../server-kit/src/protocol/index.ts';
import { bodyOf } from '../child.ts';
import { recordedAnswer, recordedSources } from './recorded.ts';
import { conversationPage, emptyConversation } from './thread.ts';

export interface Site {
	url: string;
	stop(): Promise<void>;
}

/** What a page shows, and the scripts it takes for that. */
export type PageName = 'deskbell' | 'deep-chat' | 'naive';

const DIST = resolve(import.meta.dirname, '../../../widget/dist');
const MODULES = resolve(import.meta.dirname, '../../../node_modules');

/** Between two tokens; a model is slower, but the bench has only minutes. */
const PACE_MS = 1;

/** Messages on a page where the reader names no number, as at the real server. */
const USUAL_PAGE = 100;

/** As it was when the bench began: a build beside it takes files away. */
const built = new Map(globSync('**/*.js', { cwd: DIST }).map((file) => [`/${file}`, readFileSync(`${DIST}/${file}`)]));
const entry = [...built.keys()].find((file) => /^\/deskbell\/deskbell-[^/]+$/.test(file));

const scripts: Record<PageName, string> = {
	deskbell: `<script type="module" src="${entry}"></script>`,
	'deep-chat': '<script type="module" src="/modules/deep-chat/dist/deepChat.bundle.js"></script>',
	naive:
		'<script src="/modules/marked/lib/marked.umd.js"></script><script src="/modules/dompurify/dist/purify.min.js"></script>',
};

export async function startSite(): Promise<Site> {
	const server = createServer((request, response) => {
		answer(request, response).catch((fault: unknown) => {
			console.error(`${request.url}: ${fault}`);
			response.destroy();
		});
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async stop() {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
	const api = pathname.split('/api/support/ai')[1];
	if (api !== undefined) return support(request, response, api, searchParams);
	if (pathname === '/deep-chat') {
		const { tokens, perWrite } = await asked(request);
		return streamTo(response, deepChatFrames(tokens), perWrite);
	}
	const page = /^\/page\/([\w-]+)$/.exec(pathname)?.[1];
	if (page) {
		// What a candidate would ask of foreign hosts depends on the network, and is not what is measured.
		response.setHeader('content-security-policy', "default-src 'self' 'unsafe-inline' data: blob:");
		return send(response, 'text/html', pageOf(page as PageName));
	}
	if (pathname === '/page.js') return send(response, 'text/javascript', pageScript());
	if (pathname === '/favicon.ico') return void response.writeHead(204).end();
	const file = pathname.startsWith('/modules/') ? readFileSync(MODULES + pathname.slice(8)) : built.get(pathname);
	if (!file) throw new Error('the widget is not built: npm run build');
	send(response, 'text/javascript', file);
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
	response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
	response.end(body);
}

function pageOf(page: PageName): string {
	return `<!doctype html><meta charset="utf-8"><title>${page}</title>
<body style="margin:0"><div id="place" style="block-size:700px;inline-size:420px;overflow:auto"></div>
<script type="module" src="/page.js"></script>${scripts[page]}`;
}

function pageScript(): string {
	const source = readFileSync(resolve(import.meta.dirname, 'page.ts'), 'utf8');
	const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
	return ts.transpileModule(source, { compilerOptions }).outputText;
}

/** The part of the API that a conversation needs. */
async function support(
	request: IncomingMessage,
	response: ServerResponse,
	path: string,
	query: URLSearchParams,
): Promise<void> {
	const json = (body: unknown) => send(response, 'application/json', JSON.stringify(body));
	if (path === '/disclosure/status') return json({ required: false, accepted: true, text: '', url: null });
	if (path === '/cases') return json({ cases: [], next_cursor: null });
	if (path === '/conversations' && request.method === 'POST') return json(emptyConversation());
	if (path === '/conversations') return json({ conversations: [], next_cursor: null });
	const [, id = '', more] = /^\/conversations\/(\d+)(\/messages)?$/.exec(path) ?? [];
	if (more) {
		const { tokens, perWrite } = await asked(request);
		return streamTo(response, uiFrames(tokens, Number(id)), perWrite);
	}
	const limit = Number(query.get('limit') ?? USUAL_PAGE);
	if (id) return json(conversationPage(Number(id), limit, query.get('cursor')) satisfies ConversationView);
	// There is nothing to push.
	response.writeHead(204).end();
}

/** A question says how long the answer is to be, and how many of its tokens come at once. */
async function asked(request: IncomingMessage): Promise<{ tokens: number; perWrite: number }> {
	const [, tokens, perWrite] = /(\d+) tokens, (\d+) at once/.exec(await bodyOf(request)) ?? [];
	return { tokens: Number(tokens), perWrite: Number(perWrite) };
}

function* uiFrames(length: number, conversation: number): Generator<string> {
	const author = { type: 'ai', name: null } as const;
	const ids = { conversation_id: conversation, user_message_id: 900_000, message_id: 900_001, author };
	const start = { ...ids, created_at: new Date().toISOString() };
	const parts: StreamPart[] = [
		{ type: 'start', messageId: '900001', messageMetadata: start },
		{ type: 'data-status', id: 'status', data: { phase: 'answering' } },
		{ type: 'text-start', id: 'text' },
		...recordedSources.map((data): StreamPart => ({ type: 'data-citation', id: data.source_id, data })),
	];
	let frame = 0;
	const framed = (part: StreamPart) => `id: ${++frame}\ndata: ${JSON.stringify(part)}\n\n`;
	yield parts.map(framed).join('');
	for (const delta of recordedAnswer(length)) yield framed({ type: 'text-delta', id: 'text', delta });
	const finish: StreamPart = {
		type: 'finish',
		finishReason: 'stop',
		messageMetadata: { status: 'complete', citations: [...recordedSources] },
	};
	yield `${framed({ type: 'text-end', id: 'text' })}${framed(finish)}data: [DONE]\n\n`;
}

/** The frames that deep-chat's own `connect` reads. */
function* deepChatFrames(length: number): Generator<string> {
	for (const text of recordedAnswer(length)) yield `data: ${JSON.stringify({ text })}\n\n`;
}

/** So many frames in each write, and no more of them than the clock allows; a slow timer is made up for. */
async function streamTo(response: ServerResponse, frames: Iterable<string>, perWrite: number): Promise<void> {
	response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
	response.socket?.setNoDelay(true);
	const started = performance.now();
	let sent = 0;
	let waiting = '';
	for (const frame of frames) {
		waiting += frame;
		sent += 1;
		if (sent % perWrite) continue;
		while (performance.now() - started < sent * PACE_MS) await sleep(1);
		if (response.destroyed) return;
		response.write(waiting);
		waiting = '';
	}
	response.end(waiting);
}
