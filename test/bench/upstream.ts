// The bench's language model: an OpenAI-compatible server that streams a scripted answer, as fast as node:http can.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerTokens, type Script } from './answer.ts';
import { bodyOf, serve } from './child.ts';

let script: Script = { tokens: 200, paceMs: 0 };
let frames = framesOf(script);

function framesOf({ tokens }: Script): Buffer[] {
	const frame = (delta: object, finish: string | null) => {
		const choices = [{ index: 0, delta, finish_reason: finish }];
		const chunk = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 0, model: 'bench', choices };
		return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
	};
	const usage = { prompt_tokens: 100, completion_tokens: tokens, total_tokens: 100 + tokens };
	const counted = {
		id: 'chatcmpl-bench',
		object: 'chat.completion.chunk',
		created: 0,
		model: 'bench',
		choices: [],
		usage,
	};
	return [
		frame({ role: 'assistant', content: '' }, null),
		...answerTokens(tokens).map((content) => frame({ content }, null)),
		frame({}, 'stop'),
		Buffer.from(`data: ${JSON.stringify(counted)}\n\n`),
		Buffer.from('data: [DONE]\n\n'),
	];
}

function send(response: ServerResponse, from: number): void {
	if (response.destroyed) return;
	if (script.paceMs === 0) {
		for (const frame of frames) response.write(frame);
		response.end();
		return;
	}
	response.write(frames[from] as Buffer);
	// The role and the first token arrive together, and so do the last frames.
	const isWord = from > 0 && from < frames.length - 3;
	if (from + 1 === frames.length) response.end();
	else if (isWord) setTimeout(send, script.paceMs, response, from + 1);
	else send(response, from + 1);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const body = await bodyOf(request);
	if (request.url === '/script') {
		script = JSON.parse(body);
		frames = framesOf(script);
		response.end();
		return;
	}
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	send(response, 0);
}

serve(createServer((request, response) => void answer(request, response)));
