// The reference: the least a server can do with a model's stream, which is to pass it on unread.

import { Agent, request as ask, createServer } from 'node:http';
import { bodyOf, serve } from './child.ts';

const upstream = new URL('/v1/chat/completions', process.env.BENCH_UPSTREAM);
const agent = new Agent({ keepAlive: true });

serve(
	createServer(async (request, response) => {
		const { content } = JSON.parse(await bodyOf(request));
		const body = JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content }] });
		const onward = ask(upstream, { agent, method: 'POST', headers: { 'content-type': 'application/json' } });
		onward.on('response', (answer) => {
			response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
			answer.pipe(response);
		});
		onward.on('error', () => response.destroy());
		onward.end(body);
	}),
);
