// The snapshot that an answer rests on: the one at hand while it is fresh, else a new one, kept with its conversation.

import type { Caller } from '../caller.ts';
import type { HostActionType, KnownUser } from '../ports.ts';
import type { Conversation } from '../records.ts';
import type { Parts, TurnState } from '../turn-state.ts';
import { buildSnapshot } from './build.ts';
import type { KeptSnapshot } from './host-data.ts';

/** Null where this conversation rests on none. The sources are asked when an answer asks for it, not before. */
export function knownUser(turn: TurnState, parts: Parts): KnownUser | null {
	const { caller, conversation, look } = turn;
	const { settings, hostContext } = parts;
	if (!conversation || !hostContext) return null;
	if (conversation.kind !== 'gateway' && !settings.context.supportAi) return null;
	const isFirst = (look?.past.length ?? 0) === 0;
	const can = new Set(Object.keys(hostContext.actions) as HostActionType[]);
	const snapshot = async (signal: AbortSignal) => {
		try {
			turn.snapshot =
				(isFirst ? null : await freshOne(conversation, parts)) ?? (await take(caller, conversation, signal, parts));
			return turn.snapshot;
		} catch (fault) {
			parts.log.error('no snapshot could be taken, the answer goes on without', {
				conversation: conversation.id,
				fault,
			});
			return null;
		}
	};
	return { snapshot, can, custom: hostContext.custom ?? [], ids: parts.ids };
}

async function freshOne(
	{ tenantId, id }: Conversation,
	{ store, clock, settings }: Parts,
): Promise<KeptSnapshot | null> {
	const kept = await store.snapshots.latest(tenantId, id);
	return kept && clock.now() - kept.takenAt <= settings.context.freshMs ? kept : null;
}

async function take(
	caller: Caller,
	{ tenantId, id: conversationId }: Conversation,
	signal: AbortSignal,
	{ store, clock, ids, settings, hostContext, redactorFor }: Parts,
): Promise<KeptSnapshot | null> {
	if (!hostContext) return null;
	const takenAt = clock.now();
	const answers = await hostContext.ask(caller, signal);
	const redactor = redactorFor([caller.userId, caller.name, caller.email]);
	const built = buildSnapshot(caller, answers, { redactor, maxBytes: settings.context.maxBytes });
	const snapshot = { publicId: ids.make('scs'), takenAt, ...built };
	return { id: await store.snapshots.add(tenantId, conversationId, snapshot), ...snapshot };
}
