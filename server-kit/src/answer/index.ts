// One answer, step by step: gather → prompt → model → tools → filter. Yields the parts that may be shown.

import { Degraded } from '../core/faults.ts';
import type { Search } from '../core/knowledge.ts';
import type { Model, ModelMessage, ModelRequest, NumberedPassage } from '../core/model.ts';
import type { Answerer, AnswerInput, AnswerOutcome, Log } from '../core/ports.ts';
import type { Settings } from '../core/settings.ts';
import type { StreamPart } from '../protocol/index.ts';
import { createCitations } from './citations.ts';
import { addressesIn } from './filter/detectors.ts';
import { createFilter } from './filter/index.ts';
import { gather } from './gather.ts';
import { callModel, type Said } from './model-call.ts';
import { prompt } from './prompt.ts';
import { createScribe } from './scribe.ts';
import { runTool, SEARCH_TOOL } from './tools.ts';
import { createUsage } from './usage.ts';

/** Model calls in one answer; in the last one the model must answer without tools. */
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

async function* answer(
	input: AnswerInput,
	signal: AbortSignal,
	parts: AnswerParts,
): AsyncGenerator<readonly StreamPart[], AnswerOutcome> {
	yield [{ type: 'start-step' }, status('searching')];
	const passages = await gather(input, parts.search).catch((cause) => {
		throw new Degraded('retrieval_unavailable', { cause });
	});
	yield [status('answering')];
	const desk = layDesk(input, passages, parts);
	for (let step = 1; ; step += 1) {
		const tools = parts.tools && step < MOST_STEPS ? [SEARCH_TOOL] : [];
		const said = yield* callModel(parts.model, { ...desk.request, tools }, desk, signal);
		const wantsTools = said.finish === 'tool-calls' && said.calls.length > 0 && said.fault === null;
		if (!wantsTools || tools.length === 0) return outcome(said, desk.usage.total());
		yield* lookUp(said, input, desk, parts);
		yield [{ type: 'finish-step' }, { type: 'start-step' }];
	}
}

function status(phase: 'searching' | 'answering'): StreamPart {
	return { type: 'data-status', id: 'status', data: { phase } };
}

/** What lies ready for one answer, and grows with it. */
type Desk = ReturnType<typeof layDesk>;

function layDesk(input: AnswerInput, passages: readonly NumberedPassage[], { settings, log }: AnswerParts) {
	const messages: ModelMessage[] = prompt(input, passages, settings.answer.maxPromptTokens);
	const citations = createCitations(passages);
	const readable = [input.caller.email, input.question, ...passages.map((passage) => passage.text)];
	const note = (detector: string) => log.info('masked in an answer', { detector, message: input.messageId });
	const request: ModelRequest = {
		question: input.question,
		messages,
		passages,
		tools: [],
		locale: input.conversation.locale,
		maxOutputTokens: settings.answer.maxOutputTokens,
	};
	return {
		request,
		messages,
		citations,
		scribe: createScribe(citations, createFilter(addressesIn(readable), note)),
		usage: createUsage(messages),
		handedOut: passages.length,
	};
}

/** Runs the calls of one step. The reader sees that it happened; the model reads what came of it. */
async function* lookUp(
	{ text, calls }: Said,
	input: AnswerInput,
	desk: Desk,
	{ search }: AnswerParts,
): AsyncGenerator<readonly StreamPart[]> {
	desk.messages.push({ role: 'assistant', content: text, toolCalls: calls });
	for (const call of calls) {
		const { id: toolCallId, name: toolName } = call;
		const { input: checked, passages, forModel } = await runTool(call, input, search, desk.handedOut + 1);
		const shown: StreamPart = passages
			? { type: 'tool-output-available', toolCallId, output: { found: passages.length } }
			: { type: 'tool-output-error', toolCallId, errorText: 'The tool could not be used.' };
		yield [{ type: 'tool-input-available', toolCallId, toolName, input: checked }, shown];
		desk.citations.add(passages ?? []);
		desk.handedOut += passages?.length ?? 0;
		desk.messages.push({ role: 'tool', toolCallId, content: forModel });
	}
}

function outcome({ finish, fault }: Said, usage: AnswerOutcome['usage']): AnswerOutcome {
	if (finish === null || fault !== null) return { status: 'interrupted', finishReason: 'error', usage, fault };
	if (finish === 'content-filter') return { status: 'blocked', finishReason: finish, usage, fault };
	return { status: 'complete', finishReason: finish === 'tool-calls' ? 'stop' : finish, usage, fault };
}
