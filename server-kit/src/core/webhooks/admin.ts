// What an admin does with webhooks: made, changed, given a new secret, tried, told again. Each act is written down.

import { KitError } from '../../errors.ts';
import { type Actor, writeDown } from '../audit.ts';
import type { AuditAction } from '../audit-store.ts';
import { type Keep, keepNothing } from '../keep.ts';
import type { Store } from '../store.ts';
import type { WebhookParts } from './parts.ts';
import { send } from './send.ts';
import { newSecret } from './signature.ts';
import type { Delivery, Webhook } from './store.ts';

export interface Keeper {
	tenantId: string;
	actor: Actor;
}

/** Each is one more delivery of everything that happens. */
const MOST_WEBHOOKS = 20;

export interface WebhookWithSecret {
	webhook: Webhook;
	secret: string;
}

/** @throws KitError `webhook_url_refused`, `webhook_limit_reached` */
export async function createWebhook(
	keeper: Keeper,
	given: Pick<Webhook, 'url' | 'description' | 'events'>,
	parts: WebhookParts,
	keep: Keep<WebhookWithSecret> = keepNothing,
): Promise<WebhookWithSecret> {
	refuseUrl(given.url, parts);
	const { tenantId } = keeper;
	const secret = newSecret();
	const sealed = parts.webhooks.sealer.seal(tenantId, secret);
	const at = parts.clock.now();
	const webhook = await parts.store.transaction(async (bound) => {
		if ((await bound.webhooks.count(tenantId)) >= MOST_WEBHOOKS) throw new KitError('webhook_limit_reached');
		const made = await bound.webhooks.create({ tenantId, ...given, secret: sealed, at });
		await written(bound, keeper, 'webhook.create', made, { host: hostOf(made), events: made.events }, parts);
		await keep(bound, { webhook: made, secret });
		return made;
	});
	return { webhook, secret };
}

export interface WebhookChange extends Partial<Pick<Webhook, 'url' | 'description' | 'events'>> {
	enabled?: boolean | undefined;
}

/** Enabled again it begins anew; what failed meanwhile can be replayed. */
export function changeWebhook(
	keeper: Keeper,
	id: number,
	change: WebhookChange,
	parts: WebhookParts,
): Promise<Webhook> {
	if (change.url !== undefined) refuseUrl(change.url, parts);
	return parts.store.transaction(async (bound) => {
		const before = await webhookOf(bound, keeper, id);
		const { enabled, ...given } = change;
		const wanted = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
		const after: Webhook = { ...before, ...wanted, ...stateOf(before, enabled), updatedAt: parts.clock.now() };
		await bound.webhooks.save(after);
		const changed = Object.keys(change).filter((key) => change[key as keyof WebhookChange] !== undefined);
		await written(bound, keeper, 'webhook.change', after, { changed }, parts);
		return after;
	});
}

function stateOf({ disabled, failingSince }: Webhook, enabled: boolean | undefined) {
	if (enabled === undefined) return { disabled, failingSince };
	return enabled
		? { disabled: null, failingSince: null }
		: { disabled: disabled ?? ('by_hand' as const), failingSince };
}

export async function deleteWebhook(keeper: Keeper, id: number, parts: WebhookParts): Promise<void> {
	await parts.store.transaction(async (bound) => {
		const webhook = await webhookOf(bound, keeper, id);
		await bound.webhooks.remove(keeper.tenantId, id);
		await written(bound, keeper, 'webhook.delete', webhook, { host: hostOf(webhook) }, parts);
	});
}

/** @param overlapMs so long the secret that there was signs as well */
export async function rotateSecret(
	keeper: Keeper,
	id: number,
	overlapMs: number,
	parts: WebhookParts,
	keep: Keep<WebhookWithSecret> = keepNothing,
): Promise<WebhookWithSecret> {
	const secret = newSecret();
	const at = parts.clock.now();
	const webhook = await parts.store.transaction(async (bound) => {
		const before = await webhookOf(bound, keeper, id);
		const previous = overlapMs > 0 ? { secret: before.secret, until: at + overlapMs } : null;
		const sealed = parts.webhooks.sealer.seal(keeper.tenantId, secret);
		const after = { ...before, secret: sealed, previous, updatedAt: at };
		await bound.webhooks.save(after);
		await written(bound, keeper, 'webhook.rotate', after, { overlap_ms: overlapMs }, parts);
		await keep(bound, { webhook: after, secret });
		return after;
	});
	return { webhook, secret };
}

/** Sends the same event once more, with the same id, as a delivery of its own. */
export function replayDelivery(
	keeper: Keeper,
	id: number,
	deliveryId: number,
	parts: WebhookParts,
	keep: Keep<Delivery> = keepNothing,
): Promise<Delivery> {
	return parts.store.transaction(async (bound) => {
		const webhook = await webhookOf(bound, keeper, id);
		if (webhook.disabled) throw new KitError('webhook_disabled');
		const delivery = await bound.webhooks.replay(keeper.tenantId, id, deliveryId, parts.clock.now());
		if (!delivery) throw new KitError('not_found');
		await written(bound, keeper, 'webhook.replay', webhook, { delivery: deliveryId }, parts);
		await keep(bound, delivery);
		return delivery;
	});
}

/** Of what the receiver answers, its class: the kit is nobody's window to an address. */
export interface Tested {
	delivered: boolean;
	statusClass: string | null;
	fault: string | null;
	durationMs: number;
}

/** Sends an event that nothing is behind, once; also to a disabled one, to see whether it may be enabled again. */
export async function testWebhook(keeper: Keeper, id: number, parts: WebhookParts): Promise<Tested> {
	const webhook = await parts.store.transaction(async (bound) => {
		const found = await webhookOf(bound, keeper, id);
		await written(bound, keeper, 'webhook.test', found, {}, parts);
		return found;
	});
	const at = parts.clock.now();
	const event = { publicId: parts.ids.make('evt'), tenantId: keeper.tenantId, type: 'webhook.test', data: '{}', at };
	const { status, fault, durationMs } = await send({ ...event, sequence: null }, webhook, parts);
	const statusClass = status === null ? null : `${Math.floor(status / 100)}xx`;
	return { delivered: fault === null, statusClass, fault, durationMs };
}

/** @throws KitError `not_found`, also for another tenant's */
export async function webhookOf(store: Store, { tenantId }: { tenantId: string }, id: number): Promise<Webhook> {
	const webhook = await store.webhooks.find(tenantId, id);
	if (!webhook) throw new KitError('not_found');
	return webhook;
}

function refuseUrl(url: string, { webhooks }: WebhookParts): void {
	if (!webhooks.allows(url)) throw new KitError('webhook_url_refused');
}

/** The rest of an address may hold a key. */
function hostOf({ url }: Webhook): string {
	return new URL(url).host;
}

function written(
	bound: Store,
	{ tenantId, actor }: Keeper,
	action: AuditAction,
	{ id }: Webhook,
	details: Record<string, number | string | readonly string[]>,
	parts: WebhookParts,
): Promise<void> {
	return writeDown(bound, { tenantId, actor, action, target: `webhook:${id}`, details }, parts);
}
