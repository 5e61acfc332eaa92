// The bench's language model: an OpenAI-compatible server that streams a scripted answer, as fast as node:http can.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerTokens, type Script } from './answer.ts';
import { bodyOf, serve } from './child.ts';

let script: Script = { tokens: 200, paceMs: 0 };
let frames = framesOf(script);
/** Answers that wait behind their first token. */
const held: ServerResponse[] = [];

function framesOf({ tokens }: Script): Buffer[] {
	const head = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 0, model: 'bench' };
	const framed = (rest: object) => Buffer.from(`data: ${JSON.stringify({ ...head, ...rest })}\n\n`);
	const choice = (delta: object, finish: string | null) =>
		framed({ choices: [{ index: 0, delta, finish_reason: finish }] });
	return [
		choice({ role: 'assistant', content: '' }, null),
		...answerTokens(tokens).map((content) => choice({ content }, null)),
		choice({}, 'stop'),
		framed({
			choices: [],
			usage: { prompt_tokens: 100, completion_tokens: tokens, total_tokens: 100 + tokens },
		}),
		Buffer.from('data: [DONE]\n\n'),
	];
}

function send(response: ServerResponse): void {
	if (script.held) {
		response.write(Buffer.concat(frames.slice(0, 2)));
		held.push(response);
	} else if (script.inOnePiece) response.end(Buffer.concat(frames));
	else sendFrom(response, 0);
}

function sendFrom(response: ServerResponse, from: number): void {
	if (response.destroyed) return;
	response.write(frames[from] as Buffer);
	const next = from + 1;
	// The role and the first token arrive together, and so do the last frames.
	const isWord = from > 0 && from < frames.length - 3;
	if (next === frames.length) response.end();
	else if (!isWord) sendFrom(response, next);
	else if (script.paceMs === 0) setImmediate(sendFrom, response, next);
	else setTimeout(sendFrom, irregular(script.paceMs), response, next);
}

/** As models send: streams that kept step would reach a reader many at one wake-up, which none does outside a bench. */
function irregular(paceMs: number): number {
	return paceMs * (0.5 + Math.random());
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	await bodyOf(request);
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	send(response);
}

serve(
	createServer((request, response) => void answer(request, response)),
	{
		script(next: Script) {
			script = next;
			frames = framesOf(script);
		},
		held: () => held.length,
		release() {
			for (const response of held.splice(0)) sendFrom(response, 2);
		},
	},
);
