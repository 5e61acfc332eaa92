// Every job there is, in the order in which they run.

import type { Dispatcher } from '../core/dispatching.ts';
import type { Embedding } from '../core/embedding.ts';
import { finishErasures } from '../core/erasure.ts';
import type { ErasureNotices } from '../core/erasure-notices.ts';
import { retireConversations } from '../core/retention.ts';
import { settleAllAbandoned } from '../core/settle.ts';
import type { Parts } from '../core/turn-state.ts';
import type { Outbox } from '../core/webhooks/outbox.ts';
import type { Job } from './index.ts';

const AN_HOUR_MS = 60 * 60_000;
const A_DAY_MS = 24 * AN_HOUR_MS;

/** @param told what others are told by, last: it waits for those who are slow */
export function jobsOf(
	parts: Parts,
	told: { dispatcher: Dispatcher; erasures: ErasureNotices; outbox: Outbox; embedding: Embedding | null },
): readonly Job[] {
	const { store, clock, live, runner, ids, settings, webhooks } = parts;
	return [
		{
			name: 'settle abandoned answers',
			run: () => settleAllAbandoned({ store, clock, runner }, (id) => live.find(id)?.running === true),
		},
		{ name: 'expire approvals', run: (now) => store.toolCalls.expire(now) },
		{ name: 'forget repeats', run: (now) => store.idempotency.sweep(now - A_DAY_MS) },
		{
			name: 'delete old conversations',
			// Asks every tenant's settings.
			everyMs: AN_HOUR_MS,
			run: (now) => retireConversations(now, { store, clock, ids, settings }),
		},
		{
			name: 'forget webhook events',
			everyMs: AN_HOUR_MS,
			run: (now) => store.webhooks.sweep(now - webhooks.keepMs),
		},
		{ name: 'finish erasures', run: (now) => finishErasures(now, parts) },
		{ name: 'hand cases on', run: (now) => told.dispatcher.run(now) },
		{ name: 'tell of erasures', run: (now) => told.erasures.run(now) },
		{ name: 'send webhooks', run: (now) => told.outbox.run(now) },
		...(told.embedding ? [{ name: 'embed passages', run: told.embedding.run }] : []),
	];
}
