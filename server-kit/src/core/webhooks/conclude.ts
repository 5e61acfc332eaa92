// What an attempt comes to: taken, tried again later, given up; and a webhook to which nothing comes through is disabled.

import { JOB, writeDown } from '../audit.ts';
import type { DeliveryOutcome } from '../observer.ts';
import type { Store } from '../store.ts';
import type { WebhookParts } from './parts.ts';
import { delayAfter } from './schedule.ts';
import type { Sent } from './send.ts';
import type { Claimed, DisabledReason, Settled, Webhook } from './store.ts';

/** In one transaction; null where the lease was lost: whoever has it settles it. */
export function conclude(
	claimed: Claimed,
	webhook: Webhook,
	sent: Sent,
	parts: WebhookParts,
	random: () => number,
): Promise<DeliveryOutcome | null> {
	const at = parts.clock.now();
	return parts.store.transaction(async (bound) => {
		const settled = settledFrom(claimed, sent, at, random);
		if (!(await bound.webhooks.settle(settled))) return null;
		const reason = whyDisable(webhook, sent, at, parts);
		if (reason) await disable(bound, webhook, reason, parts);
		else if (sent.fault === null && webhook.failingSince !== null) await bound.webhooks.markFailing(webhook.id, null);
		else if (sent.fault !== null) await bound.webhooks.markFailing(webhook.id, webhook.failingSince ?? at);
		if (settled.status === 'delivered') return 'delivered';
		return settled.status === 'failed' || reason ? 'given_up' : 'failed';
	});
}

function settledFrom({ id, lease, attempts }: Claimed, sent: Sent, at: number, random: () => number): Settled {
	const { status, fault, excerpt, durationMs } = sent;
	const kept = { id, lease, attempt: { status, fault, excerpt, durationMs }, at };
	if (fault === null) return { ...kept, status: 'delivered', dueAt: null };
	const delay = delayAfter(attempts + 1, sent.askedMs, random);
	return delay === null
		? { ...kept, status: 'failed', dueAt: null }
		: { ...kept, status: 'pending', dueAt: at + delay };
}

function whyDisable(
	{ failingSince }: Webhook,
	{ gone, fault }: Sent,
	at: number,
	{ webhooks }: WebhookParts,
): DisabledReason | null {
	if (gone) return 'gone';
	return fault !== null && failingSince !== null && at - failingSince >= webhooks.disableAfterMs ? 'failing' : null;
}

async function disable(bound: Store, { id, tenantId }: Webhook, reason: DisabledReason, parts: WebhookParts) {
	// As it is now: somebody may have changed it while the attempt was made.
	const webhook = await bound.webhooks.find(tenantId, id);
	if (!webhook || webhook.disabled) return;
	await bound.webhooks.save({ ...webhook, disabled: reason, updatedAt: parts.clock.now() });
	const actor = JOB;
	const act = { tenantId, actor, action: 'webhook.disable' as const, target: `webhook:${id}`, details: { reason } };
	await writeDown(bound, act, parts);
}
