// A model's endpoint as the playground's states need it: one that is down, one that is silent, one that promises too much.

import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Middleware } from 'koa';

const promise =
	'Sorry about that. A file above your plan’s limit is refused, whatever the browser. You can upgrade, or split the file. If neither helps, you have a guaranteed refund within 24 hours, whatever your plan says.';
const wordMs = 40;

/** Answers `POST /playground/model/:kind/v1/chat/completions` as OpenAI’s API would, and no other request. */
export const scriptedUpstream: Middleware = (ctx, next) => {
	const [, kind] = /^\/playground\/model\/([a-z]+)\/v1\/chat\/completions$/.exec(ctx.path) ?? [];
	if (!kind || ctx.method !== 'POST') return next();
	switch (kind) {
		case 'outage':
			return refuse(ctx);
		case 'silence':
			return keepSilent(ctx);
		case 'promise':
			return speak(ctx);
		default:
			return next();
	}
};

function refuse(ctx: Context): void {
	ctx.status = 503;
	ctx.body = { error: { message: 'The server is overloaded.', type: 'server_error', code: 'overloaded' } };
}

/** Until the client gives up. */
function keepSilent(ctx: Context): Promise<void> {
	ctx.respond = false;
	return new Promise((over) => ctx.res.once('close', () => over()));
}

function speak(ctx: Context): void {
	ctx.type = 'text/event-stream';
	ctx.body = Readable.from(chunks());
}

async function* chunks(): AsyncGenerator<string> {
	for (const content of promise.split(/(?<= )/)) {
		yield frame({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
		await pause(wordMs);
	}
	yield frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
	yield 'data: [DONE]\n\n';
}

function frame(said: object): string {
	const head = { id: 'chatcmpl-playground', object: 'chat.completion.chunk', created: 0, model: 'scripted' };
	return `data: ${JSON.stringify({ ...head, ...said })}\n\n`;
}
