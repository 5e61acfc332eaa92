// Quota: the period, the estimate before a turn, the price after it, and what GET /quota says.

import { KitError } from '../errors.ts';
import type { QuotaCounter, QuotaView, StreamPart } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import { rateKey } from './gates/rate-limit.ts';
import type { ModelUsage } from './model.ts';
import { costOf } from './price.ts';
import { type Amounts, MEASURES, type QuotaLimits, type QuotaScope, type Usage } from './records.ts';
import { isOn, type Settings } from './settings.ts';
import type { Parts } from './turn-state.ts';
import type { Denied } from './turn-store.ts';

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
		cost: costOf(answer.prices, { inputTokens: input, outputTokens: answer.maxOutputTokens }),
	};
}

export const NOTHING: Amounts = { messages: 0, tokens: 0, cost: 0 };

/** What one call of a model came to. */
export function amountsOf({ priceOf }: Settings, model: string, usage: ModelUsage): Amounts {
	return { messages: 0, tokens: usage.inputTokens + usage.outputTokens, cost: costOf(priceOf(model), usage) };
}

export function plus(one: Amounts, other: Amounts): Amounts {
	const sum = (measure: keyof Amounts) => one[measure] + other[measure];
	return { messages: sum('messages'), tokens: sum('tokens'), cost: sum('cost') };
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
	const usage = await store.quota.used(caller, scopesOf(settings), period.startsAt);
	const { used, reserved, estimated } = ownOf(usage);
	const rate = await rates.messages.look(rateKey(caller));
	const counter = (measure: keyof Amounts): QuotaCounter => {
		const limit = limits[measure];
		const remaining = limit === null ? null : Math.max(0, limit - used[measure] - reserved[measure]);
		return { limit, used: used[measure], reserved: reserved[measure], remaining };
	};
	const blocking = fullScope(usage, estimate(settings, ''), settings.quota.limits)?.scope ?? null;
	const counters = MEASURES.map(counter);
	return {
		enabled: isOn(caller, settings),
		state: !isOn(caller, settings) ? 'disabled' : blocking ? 'exhausted' : counters.some(isLow) ? 'soft_limit' : 'ok',
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
export function fewLeft(usage: readonly (Usage & { scope: QuotaScope })[], { settings, clock }: Parts): StreamPart[] {
	const limit = settings.quota.limits.user.messages;
	if (limit === null) return [];
	const { used, reserved } = ownOf(usage);
	// The turn itself was not yet counted when this was read.
	const left = Math.max(0, limit - used.messages - reserved.messages - 1);
	if (left > limit * SOFT_LIMIT) return [];
	const { resetsAt } = periodOf(settings, clock.now());
	return [{ type: 'data-quota', data: { messages_remaining: left, resets_at: new Date(resetsAt).toISOString() } }];
}

/** The widest scope that has no room for another message: held against the same estimate as gate 3. */
export async function blockingScope(
	caller: Caller,
	{ store, settings, clock }: Pick<Parts, 'store' | 'settings' | 'clock'>,
): Promise<QuotaScope | null> {
	const { startsAt } = periodOf(settings, clock.now());
	const usage = await store.quota.used(caller, scopesOf(settings), startsAt);
	return fullScope(usage, estimate(settings, ''), settings.quota.limits)?.scope ?? null;
}

/** The widest first. A person's own use is always counted, for GET /quota; wider scopes only where a limit is set. */
export function scopesOf({ quota }: Settings): QuotaScope[] {
	const limited = (scope: QuotaScope) => MEASURES.some((measure) => quota.limits[scope][measure] !== null);
	return (['global', 'tenant', 'user'] as const).filter((scope) => scope === 'user' || limited(scope));
}

/** The first scope that has no room for these amounts, and of what; null where all have. */
export function fullScope(
	usage: readonly (Usage & { scope: QuotaScope })[],
	amounts: Amounts,
	limits: Readonly<Record<QuotaScope, QuotaLimits>>,
): Denied | null {
	for (const { scope, used, reserved } of usage) {
		const full = (measure: keyof Amounts) => {
			const limit = limits[scope][measure];
			return limit !== null && used[measure] + reserved[measure] + amounts[measure] > limit;
		};
		const measure = MEASURES.find(full);
		if (measure) return { scope, measure };
	}
	return null;
}

function ownOf<T extends Usage & { scope: QuotaScope }>(usage: readonly T[]): T {
	const own = usage.find(({ scope }) => scope === 'user');
	if (!own) throw new KitError('internal_error');
	return own;
}

function moneyOf({ limit, used, remaining }: QuotaCounter) {
	const dollars = (micro: number) => (micro / 1_000_000).toFixed(6);
	return {
		limit: limit === null ? null : dollars(limit),
		used: dollars(used),
		remaining: remaining === null ? null : dollars(remaining),
	};
}
