// Quota: the period, the estimate before a turn, the price after it, and what GET /quota says.

import type { QuotaCounter, QuotaView, StreamPart } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import { rateKey } from './gates/rate-limit.ts';
import type { ModelUsage } from './model.ts';
import type { Amounts, QuotaScope } from './records.ts';
import type { Settings } from './settings.ts';
import type { Parts } from './turn-state.ts';

const MEASURES = ['messages', 'tokens', 'cost'] as const satisfies readonly (keyof Amounts)[];

/** Common to most tokenizers for European text; used only until the model says what it counted. */
const CHARACTERS_PER_TOKEN = 4;

export function tokensIn(text: string): number {
	return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** The most that a turn may come to. */
export function estimate({ answer }: Settings, content: string): Amounts {
	const input = tokensIn(content) + answer.maxPromptTokens;
	return {
		messages: 1,
		tokens: input + answer.maxOutputTokens,
		cost: price(answer.prices, input, answer.maxOutputTokens),
	};
}

/** What a turn really came to. An answer that never began costs the customer no message. */
export function spent({ answer }: Settings, usage: ModelUsage, counts: boolean): Amounts {
	return {
		messages: counts ? 1 : 0,
		tokens: usage.inputTokens + usage.outputTokens,
		cost: price(answer.prices, usage.inputTokens, usage.outputTokens),
	};
}

function price(prices: Settings['answer']['prices'], input: number, output: number): number {
	return Math.ceil((input * prices.input + output * prices.output) / 1_000_000);
}

export interface Period {
	/** Epoch milliseconds. */
	startsAt: number;
	resetsAt: number;
}

export function periodOf({ quota }: Settings, now: number): Period {
	const date = new Date(now);
	const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
	if (quota.period === 'month') return { startsAt: Date.UTC(year, month, 1), resetsAt: Date.UTC(year, month + 1, 1) };
	return { startsAt: Date.UTC(year, month, day), resetsAt: Date.UTC(year, month, day + 1) };
}

export function secondsUntil(instant: number, now: number): number {
	return Math.max(1, Math.ceil((instant - now) / 1000));
}

/** Below this share of a limit the customer is told how little is left. */
const SOFT_LIMIT = 0.1;

export async function quotaFor(caller: Caller, { store, settings, clock, rates }: Parts): Promise<QuotaView> {
	const now = clock.now();
	const period = periodOf(settings, now);
	const limits = settings.quota.limits.user;
	const { used, reserved, estimated } = await store.quota.used(caller, 'user', period.startsAt);
	const rate = await rates.messages.look(rateKey(caller));
	const counter = (measure: keyof Amounts): QuotaCounter => {
		const limit = limits[measure];
		const remaining = limit === null ? null : Math.max(0, limit - used[measure] - reserved[measure]);
		return { limit, used: used[measure], reserved: reserved[measure], remaining };
	};
	const blocking = await blockingScope(caller, { store, settings, clock });
	const counters = MEASURES.map(counter);
	return {
		enabled: settings.enabled,
		state: !settings.enabled ? 'disabled' : blocking ? 'exhausted' : counters.some(isLow) ? 'soft_limit' : 'ok',
		blocking_scope: blocking,
		period: {
			kind: settings.quota.period,
			timezone: 'UTC',
			starts_at: new Date(period.startsAt).toISOString(),
			resets_at: new Date(period.resetsAt).toISOString(),
		},
		messages: counter('messages'),
		tokens: counter('tokens'),
		cost: { ...moneyOf(counter('cost')), currency: 'USD', estimated },
		rate: {
			limit: rates.messages.limit,
			window_seconds: rates.messages.windowSeconds,
			remaining: rate.remaining,
			retry_after_seconds: rate.remaining > 0 ? null : rate.resetSeconds,
		},
	};
}

function isLow({ limit, remaining }: QuotaCounter): boolean {
	return limit !== null && remaining !== null && remaining <= limit * SOFT_LIMIT;
}

/** Told after an answer when little is left: nobody should run into a limit unawares. */
export async function fewLeft(caller: Caller, { store, settings, clock, log }: Parts): Promise<StreamPart[]> {
	const limit = settings.quota.limits.user.messages;
	if (limit === null) return [];
	const { startsAt, resetsAt } = periodOf(settings, clock.now());
	const row = await store.quota.used(caller, 'user', startsAt).catch((fault) => {
		log.warn('quota not read', { fault });
		return null;
	});
	const left = row && Math.max(0, limit - row.used.messages - row.reserved.messages);
	if (left === null || left > limit * SOFT_LIMIT) return [];
	return [{ type: 'data-quota', data: { messages_remaining: left, resets_at: new Date(resetsAt).toISOString() } }];
}

/** The widest scope that has no room for another message: held against the same estimate as gate 3. */
export async function blockingScope(
	caller: Caller,
	{ store, settings, clock }: Pick<Parts, 'store' | 'settings' | 'clock'>,
): Promise<QuotaScope | null> {
	const { startsAt } = periodOf(settings, clock.now());
	const next = estimate(settings, '');
	for (const scope of ['global', 'tenant', 'user'] as const satisfies readonly QuotaScope[]) {
		const limits = settings.quota.limits[scope];
		const set = MEASURES.filter((measure) => limits[measure] !== null);
		if (set.length === 0) continue;
		const { used, reserved } = await store.quota.used(caller, scope, startsAt);
		if (set.some((measure) => used[measure] + reserved[measure] + next[measure] > (limits[measure] ?? 0))) return scope;
	}
	return null;
}

function moneyOf({ limit, used, remaining }: QuotaCounter) {
	const dollars = (micro: number) => (micro / 1_000_000).toFixed(6);
	return {
		limit: limit === null ? null : dollars(limit),
		used: dollars(used),
		remaining: remaining === null ? null : dollars(remaining),
	};
}
