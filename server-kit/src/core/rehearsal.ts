// A recorded question asked once more, of whatever model and prompt the parts hold: the same classifier, knowledge, prompt
// and filter as a customer's turn, and nothing is written.

import { KitError } from '../errors.ts';
import type { CitationView } from '../protocol/index.ts';
import type { StoredCandidate } from './candidates-store.ts';
import { applyPart, type Draft, emptyDraft } from './draft.ts';
import { type Ending, endingOf } from './ending.ts';
import { Degraded } from './faults.ts';
import type { FilterHit } from './filter.ts';
import { masked } from './masked.ts';
import { isUnsupported } from './offers.ts';
import type { Answerer, AnswerInput, AnswerOutcome } from './ports.ts';
import { costOf } from './price.ts';
import type { Classification, Message, PastMessage } from './records.ts';
import { refusal } from './refusal.ts';
import type { Settings } from './settings.ts';
import type { Parts } from './turn-state.ts';

/** One answer, as far as two of them can be compared. */
export interface RehearsedAnswer {
	/** `refused`: the classifier kept it from the model. */
	status: Message['status'] | 'refused';
	/** Why it is no whole answer: a degraded code, or the label of a refusal; null for a whole one. */
	why: string | null;
	text: string;
	sources: readonly { title: string; url: string | null }[];
	filterHits: readonly FilterHit[];
	/** A whole answer that claims something and cites nothing. */
	unsupported: boolean;
	model: string | null;
	/** Null where nothing was counted: of a recorded answer nothing is kept but its text. */
	usage: { inputTokens: number; outputTokens: number; estimated: boolean; costMicros: number } | null;
}

export interface Recorded {
	id: number;
	locale: string;
	/** Masked, as everything here. */
	question: string;
	/** What a reviewer would have answered. */
	betterAnswer: string | null;
	answer: RehearsedAnswer;
}

export interface Rehearsed {
	recorded: Recorded;
	replayed: RehearsedAnswer;
	/** Of the candidate. */
	updatedAt: number;
}

/**
 * A model that cannot answer gives an answer that says so: `failed`, or `interrupted` with what came of it.
 * @throws KitError `not_found`, also for another tenant's
 * @throws Degraded `runtime_not_wired` where there is no model
 */
export async function rehearse(tenantId: string, candidateId: number, parts: Parts): Promise<Rehearsed> {
	const candidate = await parts.store.candidates.find(tenantId, candidateId);
	if (!candidate) throw new KitError('not_found');
	const asked = await readRecorded(candidate, tenantId, parts);
	const replayed = await askAgain(asked, tenantId, parts);
	return { recorded: asked.recorded, replayed, updatedAt: candidate.updatedAt };
}

/** With what was said before the question: read again each time, so that no copy of it is kept. */
interface Asked {
	recorded: Recorded;
	history: readonly PastMessage[];
}

/** As many as a turn reads. */
const PAST = 20;

/** Where the conversation is gone, what the candidate itself holds: question and answer alone. */
async function readRecorded(candidate: StoredCandidate, tenantId: string, parts: Parts): Promise<Asked> {
	const { id, betterAnswer, conversationId } = candidate;
	const bare = { id, question: candidate.question ?? '', betterAnswer };
	const text = candidate.answer ?? '';
	const origin = conversationId === null ? null : await parts.store.candidates.origin(tenantId, id);
	if (!origin || conversationId === null) {
		const { defaultLocale: locale } = parts.settings;
		return { recorded: { ...bare, locale, answer: { ...SAID_NOTHING, text } }, history: [] };
	}
	const { locale, answerId, filterHits } = origin;
	const thread = await parts.store.messages.recent(tenantId, conversationId, PAST + 2, answerId);
	const said = thread.find((message) => message.id === answerId);
	const asked = thread.findLast((message) => message.role === 'user' && message.id < answerId);
	const history = thread
		.filter((message) => message.id < (asked?.id ?? answerId))
		.map(({ id: messageId, role, content }) => ({ id: messageId, role, content: masked(content, parts) }));
	return { recorded: { ...bare, locale, answer: { ...answerFrom(said), text, filterHits } }, history };
}

const SAID_NOTHING: RehearsedAnswer = {
	status: 'complete',
	why: null,
	text: '',
	sources: [],
	filterHits: [],
	unsupported: false,
	model: null,
	usage: null,
};

function answerFrom(message: Message | undefined): RehearsedAnswer {
	if (!message) return SAID_NOTHING;
	const { status, degradedCode: why, citations, unsupported, model } = message;
	return { ...SAID_NOTHING, status, why, sources: sourcesOf(citations), unsupported, model };
}

function sourcesOf(citations: readonly CitationView[]): RehearsedAnswer['sources'] {
	return citations.map(({ title, url }) => ({ title, url }));
}

async function askAgain(asked: Asked, tenantId: string, parts: Parts): Promise<RehearsedAnswer> {
	const { answerer, classifier, settings } = parts;
	if (!answerer) throw new Degraded('runtime_not_wired');
	const { question: text, locale } = asked.recorded;
	const intent = await classifier.classify({ text, history: asked.history, locale });
	if (intent.refused) {
		const { label, message } = refusal(intent.label, locale, settings);
		return { ...SAID_NOTHING, status: 'refused', why: label, text: message };
	}
	const { draft, outcome, ending } = await write(inputOf(tenantId, asked, intent), answerer, settings);
	const model = ending.model ?? answerer.model;
	const { usage, hits: filterHits = [] } = outcome;
	const { inputTokens, outputTokens, estimated } = usage;
	return {
		status: ending.status,
		why: ending.degraded?.code ?? null,
		text: draft.content,
		sources: sourcesOf(draft.citations),
		filterHits,
		unsupported: isUnsupported(draft, ending, intent.label, answerer),
		model,
		usage: { inputTokens, outputTokens, estimated, costMicros: costOf(settings.priceOf(model), usage) },
	};
}

/** Nobody's conversation: no row of a customer stands behind it. */
function inputOf(tenantId: string, { recorded, history }: Asked, { label }: Classification): AnswerInput {
	return {
		caller: { tenantId, userId: 'rehearsal', kind: 'customer', roles: [] },
		conversation: { id: 0, tenantId, locale: recorded.locale },
		messageId: 0,
		question: recorded.question,
		history,
		intent: label,
		context: null,
		cleared: null,
	};
}

async function write(
	input: AnswerInput,
	answerer: Answerer,
	settings: Settings,
): Promise<{ draft: Draft; outcome: AnswerOutcome; ending: Ending }> {
	const draft = emptyDraft();
	const over = AbortSignal.timeout(settings.answer.maxSeconds * 1000);
	const outcome = await answerer
		.answer(input, over, (parts) => {
			for (const part of parts) applyPart(draft, part);
		})
		.catch((fault): AnswerOutcome => ({ ...NO_OUTCOME, fault }));
	const ending = endingOf(outcome, { aborted: null, late: over.aborted, spoken: draft.content !== '' });
	return { draft, outcome, ending };
}

const NO_OUTCOME: AnswerOutcome = {
	status: 'interrupted',
	finishReason: 'error',
	usage: { inputTokens: 0, outputTokens: 0, estimated: true },
	model: null,
	fault: null,
};
