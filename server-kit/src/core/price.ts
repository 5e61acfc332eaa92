// What an answer costs: the usage of a model, priced. Whole numbers throughout: a sum of fractions would drift.

import type { ModelUsage } from './model.ts';

/** Micro-dollars per million tokens. */
export interface ModelPrice {
	readonly input: number;
	/** Of the input, what the vendor had in its cache. */
	readonly cachedInput: number;
	readonly output: number;
}

export const FREE: ModelPrice = { input: 0, cachedInput: 0, output: 0 };

const PER = 1_000_000n;

/** Micro-dollars, rounded up: what is spent is never counted as less. */
export function costOf(price: ModelPrice, usage: Omit<ModelUsage, 'estimated'>): number {
	const [input, output] = [whole(usage.inputTokens), whole(usage.outputTokens)];
	const told = whole(usage.cachedInputTokens ?? 0);
	const cached = told < input ? told : input;
	// Tokens times price leaves what a double counts exactly; a bigint does not.
	const total =
		(input - cached) * BigInt(price.input) + cached * BigInt(price.cachedInput) + output * BigInt(price.output);
	return Number((total + PER - 1n) / PER);
}

/** A model may be the host's own: what it reports may be no count at all, and must not cost the answer. */
function whole(tokens: number): bigint {
	return Number.isFinite(tokens) && tokens > 0 ? BigInt(Math.ceil(tokens)) : 0n;
}
