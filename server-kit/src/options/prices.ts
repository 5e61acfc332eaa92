// What models cost. Given in dollars, as vendors print their prices; kept in whole micro-dollars, so that sums are exact.

import { z } from 'zod';
import { FREE, type ModelPrice } from '../core/price.ts';

/** US dollars per million tokens. */
const dollars = z.number().nonnegative();
export const price = z.strictObject({
	input: dollars,
	/** Input that the vendor had in its cache; as other input where nothing is said. */
	cachedInput: dollars.optional(),
	output: dollars,
});

/** By the model's name; `*` for every model that is not named. */
export const prices = z.record(z.string().min(1), price).default({});

/** A model that stands nowhere in the table costs nothing. */
export function pricesFrom(table: z.output<typeof prices>): (model: string) => ModelPrice {
	const rows = new Map(Object.entries(table).map(([model, row]) => [model, priceFrom(row)]));
	return (model) => rows.get(model) ?? rows.get('*') ?? FREE;
}

function priceFrom({ input, cachedInput = input, output }: z.output<typeof price>): ModelPrice {
	return { input: microDollars(input), cachedInput: microDollars(cachedInput), output: microDollars(output) };
}

/** As much as the dearest of them, for each kind of token: an estimate must hold whoever answers. */
export function dearestOf(all: readonly ModelPrice[]): ModelPrice {
	const most = (kind: keyof ModelPrice) => Math.max(0, ...all.map((each) => each[kind]));
	return { input: most('input'), cachedInput: most('cachedInput'), output: most('output') };
}

export function microDollars(amount: number): number {
	return Math.round(amount * 1_000_000);
}
