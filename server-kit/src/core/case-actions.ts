// What an answer suggested is run when the person has confirmed it: once, with the very arguments that they were shown.

import { KitError } from '../errors.ts';
import type { CaseAction } from '../protocol/index.ts';
import { actorOf, writeDown } from './audit.ts';
import type { Caller } from './caller.ts';
import { escalateCase, ownCase } from './case.ts';
import type { RunAction } from './case-store.ts';
import { refuseUnlessOpen } from './gates/still-open.ts';
import { pause } from './pause.ts';
import type { HostAction } from './ports.ts';
import type { Conversation } from './records.ts';
import type { Parts } from './turn-state.ts';

type Result = NonNullable<RunAction['result']>;

/** Where an action may have been suggested: longer ago, the person asks again. */
const LOOKED_THROUGH = 100;
const LONGEST_MS = 10_000;
const LARGEST_RESULT = 4_096;

/**
 * @throws KitError `action_not_suggested` for an id that no answer of this case has given
 * @throws KitError `action_failed` where the host could not do it; it may be tried again
 */
export async function runCaseAction(
	caller: Caller,
	publicId: string,
	actionId: string,
	parts: Parts,
): Promise<{ action: CaseAction; result: Result }> {
	const conversation = await ownCase(caller, publicId, parts);
	const action = await suggested(caller, conversation, actionId, parts);
	if (action.type === 'open_docs') return { action, result: { url: action.payload.url } };
	if (action.type === 'create_ticket')
		return { action, result: { ...(await escalateCase(caller, publicId, action.label, parts)) } };
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
	const earlier = await store.caseActions.claim(tenantId, id, action, clock.now());
	if (earlier?.status === 'running') throw new KitError('action_running');
	if (earlier) return earlier.result ?? {};
	try {
		const result = small(await inTime(Promise.resolve(run(caller, action.payload))));
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

/** A host that says nothing is not waited for. */
async function inTime<T>(work: Promise<T>): Promise<T> {
	const over = new AbortController();
	const late = pause(LONGEST_MS, over.signal).then((): never => {
		throw new Error(`the host's action took longer than ${LONGEST_MS} ms`);
	});
	late.catch(() => {});
	return Promise.race([work, late]).finally(() => over.abort());
}

function small(result: unknown): Result {
	const text = JSON.stringify(result ?? {});
	if (typeof result !== 'object' || text.length > LARGEST_RESULT) return {};
	return JSON.parse(text) as Result;
}
