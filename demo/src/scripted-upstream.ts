// A model's endpoint as the playground's states need it: one that is down, one that is silent, one that promises too much,
// one that asks for a tool.

import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { readJson } from './requests.ts';

const promise =
	'Sorry about that. A file above your plan’s limit is refused, whatever the browser. You can upgrade, or split the file. If neither helps, you have a guaranteed refund within 24 hours, whatever your plan says.';
const done = 'Done: the preview is being made again. It will be there in a few minutes.';
const declined = 'All right, I have left it as it is.';
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
			return speak(ctx, promise);
		case 'tool':
			return askForTool(ctx);
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

const request = z.object({ messages: z.array(z.object({ role: z.string(), content: z.unknown() })) });

/** Asks for the tool first, then tells what came of it. */
async function askForTool(ctx: Context): Promise<void> {
	const { messages } = request.parse(await readJson(ctx.req));
	const last = messages.at(-1);
	if (last?.role !== 'tool') return stream(ctx, toolChunks());
	const was = /declined/.test(String(last.content)) ? declined : done;
	speak(ctx, was);
}

function speak(ctx: Context, text: string): void {
	stream(ctx, chunks(text));
}

function stream(ctx: Context, frames: AsyncGenerator<string>): void {
	ctx.type = 'text/event-stream';
	ctx.body = Readable.from(frames);
}

async function* toolChunks(): AsyncGenerator<string> {
	yield* said('One of your previews failed. I can have it made again, if you agree.');
	const call = { name: 'retry_failed_job', arguments: '{"jobId":"job_preview_7"}' };
	const tool_calls = [{ index: 0, id: 'scripted_1', type: 'function', function: call }];
	yield frame({ choices: [{ index: 0, delta: { tool_calls }, finish_reason: null }] });
	yield frame({ choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] });
	yield 'data: [DONE]\n\n';
}

async function* chunks(text: string): AsyncGenerator<string> {
	yield* said(text);
	yield frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
	yield 'data: [DONE]\n\n';
}

async function* said(text: string): AsyncGenerator<string> {
	for (const content of text.split(/(?<= )/)) {
		yield frame({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
		await pause(wordMs);
	}
}

function frame(said: object): string {
	const head = { id: 'chatcmpl-playground', object: 'chat.completion.chunk', created: 0, model: 'scripted' };
	return `data: ${JSON.stringify({ ...head, ...said })}\n\n`;
}
