// One answer, step by step: gather → prompt → model → tools → filter. Tells the parts that may be shown.

import { randomBytes } from 'node:crypto';
import { Degraded } from '../core/faults.ts';
import type { Search } from '../core/knowledge.ts';
import type { Model, ModelMessage, ModelRequest, NumberedPassage } from '../core/model.ts';
import type { Observer } from '../core/observer.ts';
import type { Answerer, AnswerInput, AnswerOutcome, KnownUser, Log, TellParts } from '../core/ports.ts';
import type { Settings } from '../core/settings.ts';
import type { KeptSnapshot } from '../core/snapshot/host-data.ts';
import { spokenTo, textsIn } from '../core/texts.ts';
import type { Grounds, StreamPart } from '../protocol/index.ts';
import { type Appendix, createAppendix } from './appendix.ts';
import { type Citations, createCitations } from './citations.ts';
import { createFilters, type Filter } from './filter/index.ts';
import { gather } from './gather.ts';
import { groundsOf } from './grounds.ts';
import { type Knowing, knowing, userMaterial } from './knowing.ts';
import { callModel, type Said } from './model-call.ts';
import { prompt, rules } from './prompt.ts';
import { createScribe } from './scribe.ts';
import { knownName, runTool, SEARCH_TOOL } from './tools.ts';
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
	/** Absent, or null, where nobody measures. */
	observer?: Observer | null;
}

export function createAnswerer(parts: AnswerParts): Answerer {
	const guard = guardOf(parts);
	const { name: model, quotes = false } = parts.model;
	return { model, quotes, answer: (input, signal, tell) => answer(input, signal, { ...parts, ...guard, tell }) };
}

/** Made once: one canary for all answers of a process keeps the prompt's beginning the same, which vendors cache. */
function guardOf({ settings, log }: AnswerParts) {
	const canary = randomBytes(12).toString('hex');
	const filterFor = createFilters({
		settings: settings.filter,
		rules: rules(settings.defaultLocale, canary, settings.answer.instructions),
		canary,
		failed: (detector, fault) => log.error('the output filter failed, the answer was blocked', { detector, fault }),
	});
	return { canary, filterFor };
}

type Guarded = AnswerParts & ReturnType<typeof guardOf> & { tell: TellParts };

async function answer(input: AnswerInput, signal: AbortSignal, parts: Guarded): Promise<AnswerOutcome> {
	const { tell } = parts;
	tell([{ type: 'start-step' }, status('searching')]);
	const found = gather(input, parts.search).catch((cause) => {
		throw new Degraded('retrieval_unavailable', { cause });
	});
	const [passages, snapshot] = await Promise.all([found, input.user?.snapshot(signal) ?? null]);
	if (input.cleared && !(await input.cleared)) return NOT_CLEARED;
	tell([status('answering')]);
	const desk = layDesk(input, passages, snapshot, parts);
	for (let step = 1; ; step += 1) {
		const tools = parts.tools && step < MOST_STEPS ? [SEARCH_TOOL] : [];
		const said = await callModel(parts.model, { ...desk.request, tools }, desk, signal);
		const wantsTools = said.finish === 'tool-calls' && said.calls.length > 0 && said.fault === null;
		if (desk.filter.blocked || !wantsTools || tools.length === 0) return outcome(said, desk);
		await lookUp(said, input, desk, parts);
		if (desk.filter.blocked) {
			tell(desk.scribe.pause(true));
			return outcome(said, desk);
		}
		tell([{ type: 'finish-step' }, { type: 'start-step' }]);
	}
}

const NOT_CLEARED: AnswerOutcome = {
	status: 'refused',
	finishReason: 'content-filter',
	usage: { inputTokens: 0, outputTokens: 0, estimated: false },
	model: null,
	fault: null,
};

function status(phase: 'searching' | 'answering'): StreamPart {
	return { type: 'data-status', id: 'status', data: { phase } };
}

/** What lies ready for one answer, and grows with it. */
type Desk = ReturnType<typeof layDesk>;

function layDesk(
	input: AnswerInput,
	passages: readonly NumberedPassage[],
	snapshot: KeptSnapshot | null,
	parts: Guarded,
) {
	const { settings, canary } = parts;
	const { maxPromptTokens: maxTokens, maxOutputTokens, instructions } = settings.answer;
	const { locale } = input.conversation;
	const texts = textsIn(spokenTo(locale, settings.defaultLocale));
	const words = { ticket: texts.askAPerson, retry: texts.retry };
	const user = snapshot && input.user ? knowing(snapshot, passages, input.user.can, words) : null;
	const told = { maxTokens, canary, instructions, user: user ? userMaterial(user) : '' };
	const messages: ModelMessage[] = prompt(input, passages, told);
	const citations = createCitations(passages);
	const filter = parts.filterFor(readableBy(input));
	filter.handOut(passages);
	if (snapshot) filter.handOut([{ text: JSON.stringify(snapshot.content), url: null }]);
	const scribe = createScribe(citations, filter, texts.blocked);
	const appendix = user && createAppendix();
	const request: ModelRequest = {
		question: input.question,
		messages,
		passages,
		...(user && { user }),
		tools: [],
		locale,
		maxOutputTokens,
	};
	return {
		request,
		messages,
		citations,
		filter,
		scribe: appendix?.around(scribe) ?? scribe,
		grounds: () =>
			user && appendix && input.user ? groundsIn(appendix, user, { citations, filter }, input.user) : null,
		usage: createUsage(messages),
		handedOut: passages.length,
		tell: parts.tell,
	};
}

function groundsIn(
	{ text }: Appendix,
	user: Knowing,
	{ citations, filter }: { citations: Citations; filter: Filter },
	{ ids }: KnownUser,
): Grounds {
	return groundsOf(text, user, { cited: citations.cited, cites: citations.some(), clean: filter.clean, ids });
}

/** What is the caller's own: their profile, their words, and the page they have open. */
function readableBy({ caller, question, history, context }: AnswerInput): (string | undefined)[] {
	const own = history.filter(({ role }) => role === 'user').map(({ content }) => content);
	return [caller.email, caller.name, caller.userId, question, ...own, context ? JSON.stringify(context) : undefined];
}

/** Runs the calls of one step. The reader sees that it happened; the model reads what came of it. */
async function lookUp({ text, calls }: Said, input: AnswerInput, desk: Desk, parts: Guarded): Promise<void> {
	const { search, tell, observer } = parts;
	desk.messages.push({ role: 'assistant', content: text, toolCalls: calls });
	for (const call of calls) {
		const toolCallId = call.id;
		const toolName = desk.filter.clean(call.name);
		const around = { nextNumber: desk.handedOut + 1, clean: desk.filter.clean };
		const run = () => runTool(call, input, search, around);
		const watched = observer?.tool(knownName(call), toolCallId, run, (result) => result.passages !== null);
		const { input: checked, passages, forModel } = await (watched ?? run());
		const shown: StreamPart = passages
			? { type: 'tool-output-available', toolCallId, output: { found: passages.length } }
			: { type: 'tool-output-error', toolCallId, errorText: 'The tool could not be used.' };
		tell([{ type: 'tool-input-available', toolCallId, toolName, input: checked }, shown]);
		desk.citations.add(passages ?? []);
		desk.filter.handOut(passages ?? []);
		desk.handedOut += passages?.length ?? 0;
		desk.messages.push({ role: 'tool', toolCallId, content: forModel });
	}
}

/** A refusal of the model's own is an answer, in words that it chose; one that a filter of its vendor cut off is none. */
const FINISHED = { stop: 'stop', length: 'length', refusal: 'other', 'tool-calls': 'stop' } as const;

function outcome({ finish, model, fault }: Said, { filter, usage, grounds }: Desk): AnswerOutcome {
	const told = { usage: usage.total(), model, hits: filter.hits };
	if (filter.blocked) return { status: 'blocked', finishReason: 'content-filter', ...told, fault: null };
	if (finish === null || fault !== null) return { status: 'interrupted', finishReason: 'error', ...told, fault };
	if (finish === 'content-filter') return { status: 'blocked', finishReason: finish, ...told, fault };
	return { status: 'complete', finishReason: FINISHED[finish], ...told, fault, grounds: grounds() };
}
