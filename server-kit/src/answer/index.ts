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
import { createToolSteps } from './tool-steps.ts';
import { createUsage } from './usage.ts';

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
	const found = gather(input, parts.search, signal).catch((cause) => {
		throw new Degraded('retrieval_unavailable', { cause });
	});
	const [passages, snapshot] = await Promise.all([found, input.user?.snapshot(signal) ?? null]);
	if (input.cleared && !(await input.cleared)) return NOT_CLEARED;
	tell([status('answering')]);
	const desk = layDesk(input, passages, snapshot, parts);
	const steps = createToolSteps({ ...parts, input, desk, signal });
	if (input.decided) await steps.resume(input.decided);
	for (let step = 1; ; step += 1) {
		const tools = parts.tools ? steps.offered(step) : [];
		const said = await callModel(parts.model, { ...desk.request, tools }, desk, signal);
		const wantsTools = said.finish === 'tool-calls' && said.calls.length > 0 && said.fault === null;
		if (desk.filter.blocked() || !wantsTools || tools.length === 0) return outcome(said, desk);
		if ((await steps.run(said.text, said.calls)) === 'waits') return waiting(said, desk);
		if (desk.filter.blocked()) {
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
	const language = spokenTo(locale, settings.defaultLocale);
	const texts = textsIn(language);
	const { askAPerson: ticket, retry, requestAccess } = texts;
	const user =
		snapshot && input.user ? knowing(snapshot, passages, input.user, { ticket, retry, requestAccess, language }) : null;
	const told = { maxTokens, canary, instructions, user: user ? userMaterial(user) : '' };
	const messages: ModelMessage[] = prompt(input, passages, told);
	const citations = createCitations(passages);
	const filter = parts.filterFor(readableBy(input));
	filter.handOut(passages);
	if (snapshot) filter.handOut([{ text: JSON.stringify(snapshot.content), url: null }]);
	const scribe = createScribe(citations, filter, texts.blocked);
	const appendix = user && createAppendix();
	const asked = { question: input.question, messages, passages, tools: [], locale, maxOutputTokens };
	const request: ModelRequest = user ? { ...asked, user } : asked;
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
	appendix: Appendix,
	user: Knowing,
	{ citations, filter }: { citations: Citations; filter: Filter },
	{ ids }: KnownUser,
): Grounds {
	return groundsOf(appendix.text(), user, {
		cited: citations.cited,
		cites: citations.some(),
		clean: filter.clean,
		ids,
	});
}

/** What is the caller's own: their profile, their words, and the page they have open. */
function readableBy({ caller, question, history, context }: AnswerInput): (string | undefined)[] {
	const own = history.filter(({ role }) => role === 'user').map(({ content }) => content);
	return [caller.email, caller.name, caller.userId, question, ...own, context ? JSON.stringify(context) : undefined];
}

/** A refusal of the model's own is an answer, in words that it chose; one that a filter of its vendor cut off is none. */
const FINISHED = { stop: 'stop', length: 'length', refusal: 'other', 'tool-calls': 'stop' } as const;

function outcome({ finish, model, fault }: Said, { filter, usage, grounds }: Desk): AnswerOutcome {
	const told = { usage: usage.total(), model, hits: filter.hits() };
	if (filter.blocked()) return { status: 'blocked', finishReason: 'content-filter', ...told, fault: null };
	if (finish === null || fault !== null) return { status: 'interrupted', finishReason: 'error', ...told, fault };
	if (finish === 'content-filter') return { status: 'blocked', finishReason: finish, ...told, fault };
	return { status: 'complete', finishReason: FINISHED[finish], ...told, fault, grounds: grounds() };
}

/** The answer ends where the person has to decide; the next one goes on from there. */
function waiting(said: Said, desk: Desk): AnswerOutcome {
	const ended = outcome(said, desk);
	return ended.status === 'complete' ? { ...ended, finishReason: 'tool-calls' } : ended;
}
