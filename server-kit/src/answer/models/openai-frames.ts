// Chat Completions frames into model events: what arrives in one read leaves as one batch.

import { createParser } from 'eventsource-parser';
import type { ModelEvent, ModelToolCall, ModelUsage } from '../../core/model.ts';
import { createWordFrames, frameEnd } from './word-frames.ts';

type FinishReason = Extract<ModelEvent, { type: 'finish' }>['reason'];

export interface Frames {
	/** The events of one read; the text of all its frames is one event. */
	take(chunk: string): readonly ModelEvent[];
	/** What is left to say when nothing more comes: usage and finish, or nothing where the stream was cut. */
	end(): readonly ModelEvent[];
	/** The upstream has said why it stopped; only usage and `[DONE]` may follow. */
	finished(): boolean;
	/** Nothing that follows matters. */
	done(): boolean;
	/** At least one frame was understood. */
	heard(): boolean;
	/** It has ended well, and without a word or the beginning of a call. */
	empty(): boolean;
	/** What made the stream unreadable; its events up to there are good. */
	fault(): Error | null;
}

const longestFrame = 1024 * 1024;
const longestArguments = 1024 * 1024;
const mostToolCalls = 64;
/** No tokenizer packs more characters of prose into a token: beyond it the upstream ignores its limit. */
const charactersPerToken = 32;

const reasons: Record<string, FinishReason> = {
	stop: 'stop',
	length: 'length',
	tool_calls: 'tool-calls',
	function_call: 'tool-calls',
	content_filter: 'content-filter',
	refusal: 'refusal',
};

export function createFrames(maxOutputTokens: number): Frames {
	const calls = createToolCalls();
	const wordFrames = createWordFrames();
	let text = '';
	let spoken = false;
	let refused = false;
	let room = maxOutputTokens * charactersPerToken;
	let usage: ModelUsage | null = null;
	let reason: FinishReason | null = null;
	let done = false;
	let heard = false;
	let fault: Error | null = null;
	let ready: ModelEvent[] = [];
	/** All that was fed so far has been taken apart: what comes next begins a frame. */
	let atStart = true;
	/** The frame that is taken apart, where it came whole. */
	let whole = '';

	const parser = createParser({
		maxBufferSize: longestFrame,
		onEvent(event) {
			if (done || fault) return;
			if (event.data === '[DONE]') done = true;
			else understand(event.data);
		},
		onError(error) {
			if (error.type === 'max-buffer-size-exceeded') fault ??= error;
		},
	});

	function understand(data: string): void {
		try {
			const frame = objectOf(JSON.parse(data));
			read(frame);
			heard = true;
			if (whole && isWords(frame)) wordFrames.learn(whole, frame.choices[0].delta.content);
		} catch (cause) {
			// A syntax error quotes what it could not read.
			fault = cause instanceof Error && !(cause instanceof SyntaxError) ? cause : new Error('a frame is no JSON');
		}
	}

	function read(frame: Frame): void {
		if (frame.error || frame.object === 'error') throw new Error('the upstream sent an error');
		usage = usageOf(frame.usage) ?? usage;
		const choice = frame.choices?.find((each) => (each.index ?? 0) === 0);
		if (!choice || reason) return;
		say(choice.delta?.content);
		refused ||= say(choice.delta?.refusal);
		if (Array.isArray(choice.delta?.tool_calls)) {
			calls.add(choice.delta.tool_calls);
			spoken = true;
		}
		if (typeof choice.finish_reason === 'string') finish(reasons[choice.finish_reason] ?? 'stop');
	}

	function say(words: unknown): boolean {
		if (typeof words !== 'string' || words === '' || reason) return false;
		spoken = true;
		text += words.slice(0, room);
		room -= words.length;
		if (room < 0) {
			finish('length');
			done = true;
		}
		return true;
	}

	// Arguments that were cut off or filtered are no call: they must never run.
	function finish(why: FinishReason): void {
		const complete = why === 'stop' || why === 'tool-calls' ? calls.complete() : [];
		reason = complete.length > 0 ? 'tool-calls' : refused && why === 'stop' ? 'refusal' : why;
		ready = complete.map((call) => ({ type: 'tool-call', call }));
	}

	/** To the end of the next frame, or as much of it as there is. */
	function feed(chunk: string, from: number): number {
		const end = frameEnd(chunk, from);
		const piece = chunk.slice(from, end ?? chunk.length);
		whole = atStart && end !== null ? piece : '';
		parser.feed(piece);
		atStart = end !== null;
		return from + piece.length;
	}

	return {
		take(chunk) {
			for (let at = 0; at < chunk.length && !done && !fault; ) {
				if (atStart) at = wordFrames.tell(chunk, at, say);
				if (at < chunk.length) at = feed(chunk, at);
			}
			const batch: ModelEvent[] = text ? [{ type: 'text', text }, ...ready] : ready;
			text = '';
			ready = [];
			return batch;
		},
		end() {
			if (!reason) return [];
			return [...(usage ? [{ type: 'usage' as const, usage }] : []), { type: 'finish', reason }];
		},
		finished: () => reason !== null,
		done: () => done,
		heard: () => heard,
		empty: () => (reason === 'stop' || reason === 'length') && !spoken,
		fault: () => fault,
	};
}

/** The fields that are read of a frame; every one may be missing or of another type. */
interface Frame {
	object?: unknown;
	error?: unknown;
	usage?: unknown;
	choices?: { index?: number; delta?: Delta | null; finish_reason?: unknown }[] | null;
}

interface Delta {
	content?: unknown;
	refusal?: unknown;
	tool_calls?: unknown;
}

interface ToolCallDelta {
	index?: unknown;
	id?: unknown;
	function?: { name?: unknown; arguments?: unknown } | null;
}

/** Nothing but words of the answer. */
function isWords(frame: Frame): frame is Frame & { choices: [{ delta: { content: string } }] } {
	const [choice, another] = frame.choices ?? [];
	if (!choice || another || frame.usage) return false;
	const { delta, index = 0, finish_reason: reason = null } = choice;
	const more = delta?.refusal || delta?.tool_calls;
	return index === 0 && reason === null && !more && typeof delta?.content === 'string';
}

function objectOf(value: unknown): Frame {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('a frame is no object');
	const frame: Frame = value;
	if (frame.choices !== undefined && frame.choices !== null && !Array.isArray(frame.choices)) {
		throw new TypeError('the choices of a frame are no list');
	}
	return frame;
}

function usageOf(value: unknown): ModelUsage | null {
	if (typeof value !== 'object' || value === null) return null;
	const said = value as Record<string, unknown>;
	const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = said;
	if (!isCount(inputTokens) || !isCount(outputTokens)) return null;
	const cachedInputTokens = cachedIn(said.prompt_tokens_details);
	return { inputTokens, outputTokens, estimated: false, ...(cachedInputTokens !== null && { cachedInputTokens }) };
}

function cachedIn(details: unknown): number | null {
	if (typeof details !== 'object' || details === null) return null;
	const count: unknown = Reflect.get(details, 'cached_tokens');
	return isCount(count) ? count : null;
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Deltas name their call by `index`; some servers leave it out, or give every call the same, and tell calls apart by id. */
function createToolCalls() {
	const calls: (ModelToolCall & { index: unknown })[] = [];

	function callOf(delta: ToolCallDelta): ModelToolCall {
		const id = typeof delta.id === 'string' ? delta.id : '';
		const known = delta.index === undefined ? calls.at(-1) : calls.findLast((call) => call.index === delta.index);
		if (known && (!id || !known.id || id === known.id)) return known;
		if (calls.length === mostToolCalls) throw new RangeError('the upstream called too many tools');
		const call = { index: delta.index, id, name: '', arguments: '' };
		calls.push(call);
		return call;
	}

	return {
		add(deltas: readonly ToolCallDelta[]): void {
			for (const delta of deltas) {
				const call = callOf(delta);
				if (typeof delta.id === 'string') call.id ||= delta.id;
				if (typeof delta.function?.name === 'string') call.name ||= delta.function.name;
				if (typeof delta.function?.arguments === 'string') call.arguments += delta.function.arguments;
				if (call.arguments.length > longestArguments) throw new RangeError('the arguments of a tool call are too long');
			}
		},
		complete: (): ModelToolCall[] =>
			calls
				.filter((call) => call.name !== '')
				.map((call, at) => ({ id: call.id || `call_${at + 1}`, name: call.name, arguments: call.arguments })),
	};
}
