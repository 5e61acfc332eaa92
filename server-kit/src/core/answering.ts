// One answer from its first part to its stored end: parts are reduced, kept, then handed to the readers.

import { KitError } from '../errors.ts';
import type { Grounds, StreamPart } from '../protocol/index.ts';
import { type Act, MODEL, writeDown } from './audit.ts';
import { ledgerFor } from './call-ledger.ts';
import { applyPart, closingParts, type Draft, emptyDraft } from './draft.ts';
import { type Ending, endingOf, endingParts } from './ending.ts';
import type { FilterHit } from './filter.ts';
import { follow, silent } from './following.ts';
import { type LiveAnswer, whyAborted } from './live.ts';
import type { AnswerWatch } from './observer.ts';
import { isUnsupported, offers } from './offers.ts';
import type { AnswerInput, TellParts } from './ports.ts';
import { amountsOf, fewLeft, plus } from './quota.ts';
import type { Amounts, Classification } from './records.ts';
import { refusal } from './refusal.ts';
import { refusedParts, startPart } from './replay.ts';
import { type Opinion, secondOpinion } from './second-opinion.ts';
import { knownUser } from './snapshot/take.ts';
import { createTally } from './tally.ts';
import { spokenTo } from './texts.ts';
import type { Parts, TurnState } from './turn-state.ts';
import type { AnswerEnd } from './turn-store.ts';

interface TurnIds {
	questionId: number;
	answerId: number;
}

/** Starts the answer and returns at once; it lives on whether or not somebody reads it. */
export function answerTurn(turn: TurnState, ids: TurnIds, parts: Parts): LiveAnswer {
	const { conversation, caller, request, classification } = turn;
	if (!conversation || !classification) throw new KitError('internal_error');
	const input: AnswerInput = {
		caller,
		conversation,
		messageId: ids.answerId,
		question: request.content,
		history: turn.look?.past ?? [],
		intent: classification.label,
		context: request.context ?? conversation.context,
		user: knownUser(turn, parts),
		cleared: null,
		calls: ledgerFor(turn, ids.answerId, parts),
		decided: turn.decided ?? null,
	};
	return parts.live.begin({ conversationId: conversation.id, messageId: ids.answerId }, (emit, signal) => {
		const opinion = turn.decided ? null : secondOpinion(turn, signal, parts);
		const cleared = opinion?.cleared ?? null;
		const { book, spent } = createTally(parts.settings, opinion?.spent);
		const begun = { turn, ids, input: { ...input, cleared, book }, opinion, spent, emit, signal, watch: null };
		return watched(begun, parts);
	});
}

/** Told to whoever measures, where somebody does. */
function watched(writing: Writing, parts: Parts): Promise<void> {
	const { observer, answerer } = parts;
	if (!observer || !answerer) return write(writing, parts);
	const { id: conversationId } = writing.input.conversation;
	const begun = { conversationId, messageId: writing.ids.answerId, model: answerer.model };
	return observer.answer(begun, (watch) => write({ ...writing, watch }, parts));
}

interface Writing {
	turn: TurnState;
	ids: TurnIds;
	input: AnswerInput;
	opinion: Opinion | null;
	/** What was asked beside the answer came to so much. */
	spent(): Amounts;
	emit: (parts: readonly StreamPart[]) => void;
	signal: AbortSignal;
	watch: AnswerWatch | null;
}

async function write(writing: Writing, parts: Parts): Promise<void> {
	const { ids, input, emit, watch } = writing;
	const draft = emptyDraft();
	const { tenantId } = input.caller;
	const { id: conversationId, locale } = input.conversation;
	const checkpoint = parts.checkpoints.open({
		tenantId,
		messageId: ids.answerId,
		draft,
		lost: () => void parts.live.stop(conversationId),
	});
	const tell = (batch: readonly StreamPart[]) => {
		const silent = draft.content === '';
		for (const part of batch) applyPart(draft, part);
		if (watch && silent && draft.content !== '') watch.spoke();
		emit(batch);
		checkpoint.noticed();
	};
	emit([startPart({ conversationId, ...ids, at: parts.clock.now() })]);
	const { ending, hits, grounds } = await run(writing, draft, tell, parts);
	await checkpoint.close();
	const verdict = (await writing.opinion?.verdict) ?? null;
	if (verdict?.refused && draft.content === '') return refuse(writing, verdict, parts);
	const intent = verdict?.label ?? input.intent;
	const unsupported = isUnsupported(draft, ending, intent, parts.answerer, input.calls?.used());
	tell([...closingParts(draft), ...offers(intent, unsupported, spokenTo(locale, parts.settings.defaultLocale))]);
	await conclude(writing, { draft, ending, hits, grounds, unsupported, verdict }, parts);
}

/**
 * Nobody is told an end that is not stored: the reader sees a cut answer, and the next read tells the truth. Nor of one
 * that ends with this process: its readers come again, and find the same words in the store.
 */
async function conclude(writing: Writing, written: Written, parts: Parts): Promise<void> {
	const { turn, ids, input, emit, signal } = writing;
	const { ending, draft, unsupported } = written;
	if (!(await keep(writing, written, parts)) || whyAborted(signal) === 'closing') return;
	if (turn.look && ending.status !== 'failed') emit(fewLeft(turn.look.usage, parts));
	const { id: conversationId, locale } = input.conversation;
	const { requestId } = turn.request;
	const language = spokenTo(locale, parts.settings.defaultLocale);
	const told = { caller: input.caller, conversationId, language, requestId, questionId: ids.questionId };
	emit(endingParts(ending, { ...told, citations: draft.citations, unsupported, grounds: written.grounds }));
}

async function run(
	{ input, signal }: Writing,
	draft: Draft,
	tell: TellParts,
	{ answerer, settings, log }: Parts,
): Promise<Pick<Written, 'ending' | 'hits' | 'grounds'>> {
	if (!answerer) throw new KitError('internal_error');
	const over = new AbortController();
	const end = () => over.abort();
	const limit = setTimeout(end, settings.answer.maxSeconds * 1000);
	signal.addEventListener('abort', end, { once: true });
	if (signal.aborted) end();
	const outcome = await follow(answerer, input, { draft, tell, over: over.signal });
	clearTimeout(limit);
	signal.removeEventListener('abort', end);
	const aborted = whyAborted(signal);
	if (outcome.fault !== null && !aborted)
		log.warn('answer failed', { conversation: input.conversation.id, message: input.messageId, fault: outcome.fault });
	const ending = endingOf(outcome, { aborted, late: over.signal.aborted, spoken: draft.content !== '' });
	return { ending, hits: outcome.hits ?? [], grounds: outcome.grounds ?? null };
}

interface Written {
	draft: Draft;
	ending: Ending;
	hits: readonly FilterHit[];
	grounds: Grounds | null;
	unsupported: boolean;
	verdict: Classification | null;
}

/** The answer and what it cost, in one transaction. False where it could not be stored or is no longer ours. */
async function keep(
	writing: Writing,
	{ draft, ending, hits, grounds, unsupported, verdict }: Written,
	parts: Parts,
): Promise<boolean> {
	const { turn, ids, input } = writing;
	const usage = ending.usage ?? silent(draft, null).usage;
	const { content, citations } = draft;
	const toolCalls = draft.toolCalls.filter(({ id }) => !input.calls?.holds(id));
	const model = ending.model ?? parts.answerer?.model ?? '';
	// An answer that never began costs the customer no message, and one that goes on from a decision was counted.
	const counts = ending.status !== 'failed' && !turn.decided;
	const told = { ...amountsOf(parts.settings, model, usage), messages: counts ? 1 : 0 };
	const used = plus(told, writing.spent());
	const code = ending.degraded?.code ?? null;
	writing.watch?.ended({ outcome: ending.status, code, model, usage, cost: used.cost });
	const said = { content, citations, toolCalls, status: ending.status, degradedCode: code };
	const settlement = turn.reservation && { reservation: turn.reservation, used, estimated: usage.estimated };
	const judged = verdict && { questionId: ids.questionId, classification: verdict };
	const filterHits = hits.length > 0 ? hits : null;
	const found = { model: ending.model, filterHits, unsupported, grounds, judged, settlement };
	const webhooks = turn.look?.webhooks ?? true;
	const hostCalls = input.calls?.used() ?? false;
	return stored(writing, parts, (where) => endAnswer({ ...where, ...said, ...found, webhooks, hostCalls }, parts));
}

/** What the model did beside talking is written down with its answer: how often, never with which words. */
function endAnswer(answer: AnswerEnd, parts: Parts): Promise<boolean> {
	const { tenantId, messageId, toolCalls } = answer;
	if (toolCalls.length === 0) return parts.store.messages.end(answer);
	const failed = toolCalls.filter(({ status }) => status !== 'done').length;
	const details = { calls: toolCalls.length, failed };
	const act: Act = { tenantId, actor: MODEL, action: 'tools.call', target: `message:${messageId}`, details };
	return parts.store.transaction(async (bound) => {
		const ended = await bound.messages.end(answer);
		if (ended) await writeDown(bound, act, parts);
		return ended;
	});
}

/** The empty answer is taken back with what it reserved, and the reader is told why. */
async function refuse(writing: Writing, classification: Classification, parts: Parts): Promise<void> {
	const { turn, ids, input, emit } = writing;
	if (!turn.reservation) throw new KitError('internal_error');
	const used = writing.spent();
	writing.watch?.ended({ outcome: 'refused', code: null, model: '', usage: UNUSED, cost: used.cost });
	const settlement = { reservation: turn.reservation, used, estimated: false };
	const withdrawal = { ...ids, classification, settlement };
	if (!(await stored(writing, parts, (where) => parts.store.messages.withdraw({ ...where, ...withdrawal })))) return;
	const refused = refusal(classification.label, input.conversation.locale, parts.settings);
	emit(refusedParts({ questionId: ids.questionId, refused }));
}

const UNUSED = { inputTokens: 0, outputTokens: 0, estimated: false };

/** False, and said in the log, where the store could not be reached. */
async function stored(
	{ ids, input }: Writing,
	{ clock, log }: Parts,
	work: (where: { tenantId: string; conversationId: number; messageId: number; at: number }) => Promise<boolean>,
): Promise<boolean> {
	const { tenantId, id: conversationId } = input.conversation;
	try {
		return await work({ tenantId, conversationId, messageId: ids.answerId, at: clock.now() });
	} catch (fault) {
		log.error('answer not stored', { conversation: conversationId, message: ids.answerId, fault });
		return false;
	}
}
