// What a Node server usually does with a model's stream: the AI SDK's `streamText`, piped to the response.

import { createServer } from 'node:http';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { pipeUIMessageStreamToResponse, streamText, toUIMessageStream } from 'ai';
import { bodyOf, serve } from './child.ts';

const provider = createOpenAICompatible({
	name: 'bench',
	baseURL: `${process.env.BENCH_UPSTREAM}/v1`,
	apiKey: 'bench',
	includeUsage: true,
});
const model = provider('bench');

serve(
	createServer(async (request, response) => {
		const { content } = JSON.parse(await bodyOf(request));
		const { stream } = streamText({ model, prompt: content });
		await pipeUIMessageStreamToResponse({ response, stream: toUIMessageStream({ stream }) });
	}),
);
