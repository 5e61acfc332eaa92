// One answer, step by step: gather → prompt → model → tools → filter. Yields the parts that may be shown.

import { Degraded } from '../core/faults.ts';
import type { Search } from '../core/knowledge.ts';
import type { Model, ModelRequest, ModelToolCall } from '../core/model.ts';
import type { Answerer, AnswerInput, AnswerOutcome, Log } from '../core/ports.ts';
import type { Settings } from '../core/settings.ts';
import type { StreamPart } from '../protocol/index.ts';
import { createCitations } from './citations.ts';
import { addressesIn } from './filter/detectors.ts';
import { createFilter } from './filter/index.ts';
import { gather } from './gather.ts';
import { prompt } from './prompt.ts';
import { createScribe, type Scribe } from './scribe.ts';
import { runTool, SEARCH_TOOL } from './tools.ts';
import { createUsage } from './usage.ts';

/** Model calls in one answer; a model that still wants tools after them is asked to answer without. */
const MOST_STEPS = 4;

export interface AnswerParts {
	search: Search;
	model: Model;
	/** Whether the model may look up more by itself. */
	tools: boolean;
	settings: Settings;
	log: Log;
}

export function createAnswerer(parts: AnswerParts): Answerer {
	return { model: parts.model.name, answer: (input, signal) => answer(input, signal, parts) };
}

type Finish = 'stop' | 'length' | 'tool-calls' | 'content-filter';

async function* answer(
	input: AnswerInput,
	signal: AbortSignal,
	parts: AnswerParts,
): AsyncGenerator<readonly StreamPart[], AnswerOutcome> {
	yield [{ type: 'start-step' }, { type: 'data-status', id: 'status', data: { phase: 'searching' } }];
	const passages = await gather(input, parts.search).catch((cause) => {
		throw new Degraded('retrieval_unavailable', { cause });
	});
	yield [{ type: 'data-status', id: 'status', data: { phase: 'answering' } }];
	const { settings, log, model } = parts;
	const messages = prompt(input, passages, settings.answer.maxPromptTokens);
	const usage = createUsage(messages);
	const citations = createCitations(passages);
	const allowed = addressesIn([input.caller.email, input.question, ...passages.map((passage) => passage.text)]);
	const filter = createFilter(allowed, (detector) =>
		log.info('masked in an answer', { detector, message: input.messageId }),
	);
	const scribe = createScribe(citations, filter);
	const request: ModelRequest = {
		question: input.question,
		messages,
		passages,
		tools: parts.tools ? [SEARCH_TOOL] : [],
		locale: input.conversation.locale,
		maxOutputTokens: settings.answer.maxOutputTokens,
	};
	for (let step = 1, handedOut = passages.length; ; step += 1) {
		const asked = step < MOST_STEPS ? request : { ...request, tools: [] };
		const said = yield* oneCall(model, asked, scribe, usage, signal);
		const again = said.finish === 'tool-calls' && said.calls.length > 0 && step < MOST_STEPS;
		if (!again) return outcome(said.finish, usage.total());
		messages.push({ role: 'assistant', content: said.text, toolCalls: said.calls });
		for (const call of said.calls) {
			const result = await runTool(call, input, parts.search, handedOut + 1);
			const { toolCallId, shown } = toolParts(call, result.input, result.ok ? result.passages.length : null);
			yield shown;
			if (result.ok) citations.add(result.passages);
			if (result.ok) handedOut += result.passages.length;
			messages.push({ role: 'tool', toolCallId, content: result.forModel });
		}
		yield [{ type: 'finish-step' }, { type: 'start-step' }];
	}
}

interface Said {
	text: string;
	calls: ModelToolCall[];
	finish: Finish | null;
}

/** One model call: its text goes through the scribe, its tool calls are gathered. */
async function* oneCall(
	model: Model,
	request: ModelRequest,
	scribe: Scribe,
	usage: ReturnType<typeof createUsage>,
	signal: AbortSignal,
): AsyncGenerator<readonly StreamPart[], Said> {
	const said: Said = { text: '', calls: [], finish: null };
	let fault: unknown = null;
	try {
		for await (const batch of model.answer(request, signal)) {
			let text = '';
			for (const event of batch) {
				if (event.type === 'text') text += event.text;
				else if (event.type === 'tool-call') said.calls.push(event.call);
				else if (event.type === 'usage') usage.reported(event.usage);
				else said.finish = event.reason;
			}
			if (!text) continue;
			said.text += text;
			const parts = scribe.write(text);
			if (parts.length > 0) yield parts;
		}
	} catch (caught) {
		fault = caught;
	}
	usage.spoken(said.text);
	// What was held back is cleared now, whichever way the call ended: nothing that may be shown is lost.
	const rest = scribe.pause();
	if (rest.length > 0) yield rest;
	if (fault) throw fault;
	return said;
}

function toolParts(call: ModelToolCall, input: unknown, found: number | null) {
	const { id: toolCallId, name: toolName } = call;
	const shown: StreamPart[] = [{ type: 'tool-input-available', toolCallId, toolName, input }];
	if (found === null) shown.push({ type: 'tool-output-error', toolCallId, errorText: 'The tool could not be used.' });
	else shown.push({ type: 'tool-output-available', toolCallId, output: { found } });
	return { toolCallId, shown };
}

function outcome(finish: Finish | null, usage: AnswerOutcome['usage']): AnswerOutcome {
	if (finish === null) return { status: 'interrupted', finishReason: 'error', usage };
	if (finish === 'content-filter') return { status: 'blocked', finishReason: finish, usage };
	return { status: 'complete', finishReason: finish === 'tool-calls' ? 'stop' : finish, usage };
}
