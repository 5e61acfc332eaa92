// The pieces of an OpenAI-compatible answer as they stand on the wire, to put together in scripts.

/** Bytes to send, or a pause: of a length, or until something has happened. */
export type Piece = string | Uint8Array | { pauseMs: number } | { until: Promise<unknown> };

const head = { id: 'chatcmpl-upstream', object: 'chat.completion.chunk', created: 1_795_321_702, model: 'scripted' };

/** One server-sent event. */
export function frame(data: unknown): string {
	return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

function choice(delta: object, finishReason: string | null = null): string {
	return frame({ ...head, choices: [{ index: 0, delta, finish_reason: finishReason }] });
}

/** One content delta for each. */
export function say(...words: string[]): string[] {
	return words.map((content) => choice({ content }));
}

/** What reasoning models of compatible servers send beside the content. */
export function think(...words: string[]): string[] {
	return words.map((reasoning_content) => choice({ reasoning_content }));
}

export interface ScriptedCall {
	id: string;
	name: string;
	/** Sent one delta for each piece. */
	arguments: readonly string[];
}

/** Tool calls as OpenAI sends them: the first delta names the call, the rest only its index. */
export function callTools(...calls: ScriptedCall[]): string[] {
	return calls.flatMap(({ id, name, arguments: pieces }, index) => [
		choice({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
		...pieces.map((input) => choice({ tool_calls: [{ index, function: { arguments: input } }] })),
	]);
}

export function finish(reason: string): string[] {
	return [choice({}, reason)];
}

export function usage(promptTokens: number, completionTokens: number): string[] {
	const total_tokens = promptTokens + completionTokens;
	return [
		frame({
			...head,
			choices: [],
			usage: { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens },
		}),
	];
}

export function done(): string[] {
	return [frame('[DONE]')];
}

/** A whole answer: the words, why it ended, usage, `[DONE]`. */
export function wholeAnswer(...words: string[]): string[] {
	return [
		choice({ role: 'assistant', content: '' }),
		...say(...words),
		...finish('stop'),
		...usage(12, words.length),
		...done(),
	];
}

/** A pause before every piece. */
export function paced(pieces: readonly Piece[], pauseMs: number): Piece[] {
	return pieces.flatMap((piece) => [{ pauseMs }, piece]);
}

/** The same with line ends as some proxies write them. */
export function crlf(pieces: readonly string[]): string[] {
	return pieces.map((piece) => piece.replaceAll('\n', '\r\n'));
}

/** The same bytes, `size` at a time, wherever that cuts. */
export function sliced(pieces: readonly string[], size: number): Piece[] {
	const bytes = Buffer.from(pieces.join(''));
	const slices = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
		bytes.subarray(at * size, (at + 1) * size),
	);
	return paced(slices, 1);
}
