// Which model answers.

import { z } from 'zod';
import type { Model } from '../core/model.ts';
import { handed, has } from './handed.ts';
import { price, type prices } from './prices.ts';

const endpoint = z.strictObject({
	/** Any OpenAI-compatible endpoint. */
	baseURL: z.url().optional(),
	apiKey: z.string().min(1),
	model: z.string().min(1),
	/** Lets the model look up more articles by itself. Switch off for servers without tool calls. */
	tools: z.boolean().default(true),
	firstByteTimeoutMs: z.number().int().positive().optional(),
	idleTimeoutMs: z.number().int().positive().optional(),
	/** Short for a row of `prices` with this model's name. */
	prices: price.optional(),
});

const openAiModel = endpoint.extend({
	/** Asked where the first cannot answer before its first word; its own price is counted. */
	fallback: endpoint.omit({ tools: true }).optional(),
});

/** `extractive` quotes the knowledge base and needs no key; null wires no model. */
export const model = z
	.union([z.literal('extractive'), openAiModel, handed<Model>('a model', has('answer')), z.null()])
	.default('extractive');

/** The names of all models that may answer. */
export function namesOf(chosen: z.output<typeof model>): string[] {
	if (chosen === null || typeof chosen === 'string') return chosen ? [chosen] : [];
	if (!('model' in chosen)) return [chosen.name];
	return [chosen.model, ...(chosen.fallback ? [chosen.fallback.model] : [])];
}

/** The whole table of prices: a model's own shorthand gives way to a row that names it. */
export function priceTable(options: {
	model: z.output<typeof model>;
	prices: z.output<typeof prices>;
}): z.output<typeof prices> {
	const { model: chosen, prices: table } = options;
	const asked = chosen !== null && typeof chosen === 'object' && 'model' in chosen ? [chosen, chosen.fallback] : [];
	const shorthands = asked.flatMap((each) => (each?.prices ? [[each.model, each.prices] as const] : []));
	return { ...Object.fromEntries(shorthands), ...table };
}
