// An answer whose process died leaves a row that says it is still being written. The next one to look settles it.

import { HEARTBEAT_MS } from './checkpoint.ts';
import { pause } from './pause.ts';
import { tokensIn } from './quota.ts';
import type { Conversation, Message } from './records.ts';
import type { Parts, Runner } from './turn-state.ts';

/** Silence longer than this means that its process is gone or hangs. */
const STALE_MS = 5 * HEARTBEAT_MS;
/** Clocks of two machines that are further apart than this are nobody’s clocks. */
const FAR_MS = 10 * 60_000;

type Settling = Pick<Parts, 'store' | 'clock' | 'runner'>;

/** The conversation as it is after an abandoned answer, if there was one, was marked `interrupted`. */
export async function settleAbandoned(conversation: Conversation, parts: Parts): Promise<Conversation> {
	if (conversation.answeringSince === null || parts.live.find(conversation.id)?.running) return conversation;
	const { store } = parts;
	const answer = await store.messages.streaming(conversation.tenantId, conversation.id);
	const found = () => store.conversations.find(conversation, conversation.id);
	// It ended between the two reads.
	if (!answer) return (await found()) ?? conversation;
	const settled = await settleIfAbandoned(conversation.tenantId, answer, parts);
	return settled ? ((await found()) ?? conversation) : conversation;
}

/** False where its process may still be writing it. */
export async function settleIfAbandoned(tenantId: string, answer: Message, parts: Settling): Promise<boolean> {
	if (!isAbandoned(answer, parts.clock.now(), parts.runner)) return false;
	await settle(tenantId, answer, 'interrupted', parts);
	return true;
}

const RECALLED_MS = HEARTBEAT_MS + 1_500;
const LOOK_EVERY_MS = 100;

/** Stops an answer that another process writes: it ends it with all that was said, or we do with what it kept. */
export async function stopElsewhere({ tenantId, id }: Conversation, parts: Parts): Promise<boolean> {
	const { messages } = parts.store;
	let answer = await messages.streaming(tenantId, id);
	if (!answer) return false;
	await messages.recall(tenantId, answer.id);
	for (let waited = 0; waited < RECALLED_MS; waited += LOOK_EVERY_MS) {
		await pause(LOOK_EVERY_MS);
		answer = await messages.streaming(tenantId, id);
		if (!answer) return true;
	}
	return settle(tenantId, answer, 'stopped', parts);
}

const PAGE = 100;

/**
 * Settles what dead processes left behind in all tenants; returns how many.
 * @param running whether this process is writing an answer there: a clock that was set on makes all of them look silent
 */
export async function settleAllAbandoned(
	parts: Settling,
	running: (conversationId: number) => boolean = () => false,
): Promise<number> {
	let settled = 0;
	for await (const { tenantId, answer } of silentAnswers(parts)) {
		if (running(answer.conversationId) || !isAbandoned(answer, parts.clock.now(), parts.runner)) continue;
		if (await settle(tenantId, answer, 'interrupted', parts)) settled += 1;
	}
	return settled;
}

async function* silentAnswers({ store, clock }: Pick<Parts, 'store' | 'clock'>) {
	const before = clock.now() - STALE_MS;
	for (let last: Message | null = null; ; ) {
		const page = await store.messages.abandoned(before, last, PAGE);
		yield* page;
		last = page.at(-1)?.answer ?? null;
		if (page.length < PAGE) return;
	}
}

/** Keeps what was said. Nobody counted what it cost: what was said is estimated. */
function settle(
	tenantId: string,
	answer: Message,
	status: 'interrupted' | 'stopped',
	{ store, clock }: Pick<Parts, 'store' | 'clock'>,
): Promise<boolean> {
	const { id: messageId, conversationId, content, citations, toolCalls, reservation } = answer;
	const used = { messages: content ? 1 : 0, tokens: tokensIn(content), cost: 0 };
	const said = { content, citations, toolCalls, status, degradedCode: null };
	const none = { model: null, filterHits: null, unsupported: false, judged: null, hostCalls: true };
	const settlement = reservation && { reservation, used, estimated: true };
	return store.messages.end({ tenantId, conversationId, messageId, ...said, ...none, settlement, at: clock.now() });
}

/** Of another machine’s answer our clock says little: it is watched until it has stood still before our own eyes. */
function isAbandoned({ id, heartbeatAt, runner: name }: Message, now: number, runner: Runner): boolean {
	const writer = name ?? '';
	const signOfLife = heartbeatAt ?? 0;
	if (!runner.mayLive(writer)) return true;
	if (runner.isHere(writer)) return now - signOfLife > STALE_MS;
	return now - signOfLife > FAR_MS || runner.stillFor(id, signOfLife) > STALE_MS;
}
