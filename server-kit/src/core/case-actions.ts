// What an answer suggested is run when the person has confirmed it: once, with the very arguments that they were shown.

import { KitError } from '../errors.ts';
import type { CaseAction } from '../protocol/index.ts';
import { actorOf, writeDown } from './audit.ts';
import type { Caller } from './caller.ts';
import { ownCase } from './case.ts';
import type { RunAction } from './case-store.ts';
import { escalateCase } from './case-ticket.ts';
import { ownConversation } from './conversation.ts';
import { escalate } from './escalation.ts';
import { refuseUnlessOpen } from './gates/still-open.ts';
import { inTime } from './in-time.ts';
import type { HostAction } from './ports.ts';
import type { Conversation } from './records.ts';
import type { Parts } from './turn-state.ts';

type Result = NonNullable<RunAction['result']>;

/** Where an action may have been suggested: longer ago, the person asks again. */
const LOOKED_THROUGH = 100;
const LONGEST_MS = 10_000;
/** Beyond that time, for the store to keep what came of it: whoever is not done by then has died. */
const LEASE_MS = LONGEST_MS + 15_000;
const LARGEST_RESULT = 4_096;

export interface Ran {
	action: CaseAction;
	result: Result;
}

/** In a case of the gateway, where handing over makes a ticket. */
export async function runCaseAction(caller: Caller, publicId: string, actionId: string, parts: Parts): Promise<Ran> {
	const conversation = await ownCase(caller, publicId, parts);
	const handOver = async (reason: string) => ({ ...(await escalateCase(caller, publicId, reason, parts)) });
	return runSuggested(caller, { conversation, actionId, handOver }, parts);
}

/** In a conversation of the widget, where the person files the case themselves. */
export async function runConversationAction(caller: Caller, id: number, actionId: string, parts: Parts): Promise<Ran> {
	const conversation = await ownConversation(caller, id, parts);
	// A case of the gateway is known by its public id alone.
	if (conversation.kind !== 'support') throw new KitError('not_found');
	const handOver = async (reason: string) => {
		const { ticketFormUrl: url } = await escalate(caller, id, { reason, note: null }, parts);
		return { url };
	};
	return runSuggested(caller, { conversation, actionId, handOver }, parts);
}

interface Wanted {
	conversation: Conversation;
	actionId: string;
	handOver(reason: string): Promise<Result>;
}

/**
 * @throws KitError `action_not_suggested` for an id that no answer of this conversation has given
 * @throws KitError `action_failed` where the host could not do it; it may be tried again
 */
async function runSuggested(caller: Caller, { conversation, actionId, handOver }: Wanted, parts: Parts): Promise<Ran> {
	const action = await suggested(caller, conversation, actionId, parts);
	if (action.type === 'open_docs') return { action, result: { url: action.payload.url } };
	if (action.type === 'create_ticket') return { action, result: await handOver(action.label) };
	refuseUnlessOpen(conversation);
	const run = parts.hostContext?.actions[action.type];
	if (!run) throw new KitError('action_failed', { cause: 'the host gives no such action' });
	return { action, result: await once(caller, conversation, { action, run }, parts) };
}

async function suggested(
	caller: Caller,
	{ id }: Conversation,
	actionId: string,
	{ store }: Parts,
): Promise<CaseAction> {
	const { items } = await store.messages.thread(caller, id, { limit: LOOKED_THROUGH, cursor: null });
	const actions = items.flatMap(({ grounds }) => grounds?.actions ?? []);
	const found = actions.find((action) => action.id === actionId);
	if (!found) throw new KitError('action_not_suggested');
	return found;
}

async function once(
	caller: Caller,
	{ id }: Conversation,
	{ action, run }: { action: CaseAction; run: HostAction },
	parts: Parts,
): Promise<Result> {
	const { store, clock } = parts;
	const { tenantId } = caller;
	const at = clock.now();
	const earlier = await store.caseActions.claim(tenantId, id, action, at, at - LEASE_MS);
	if (earlier?.status === 'running') throw new KitError('action_running');
	if (earlier?.status === 'unknown') throw new KitError('action_unknown');
	if (earlier) return earlier.result ?? {};
	try {
		const result = small(await inTime(Promise.resolve(run(caller, action.payload)), LONGEST_MS, 'the host’s action'));
		await store.transaction(async (bound) => {
			await bound.caseActions.finish(tenantId, id, action.id, { status: 'complete', result });
			const act = { tenantId, actor: actorOf(caller), action: 'case.action' as const, target: `action:${action.id}` };
			await writeDown(bound, { ...act, details: { type: action.type, conversation: id } }, parts);
		});
		return result;
	} catch (cause) {
		await store.caseActions.finish(tenantId, id, action.id, { status: 'failed', result: null });
		throw new KitError('action_failed', { cause });
	}
}

function small(result: unknown): Result {
	const text = JSON.stringify(result ?? {});
	if (typeof result !== 'object' || text.length > LARGEST_RESULT) return {};
	return JSON.parse(text) as Result;
}
