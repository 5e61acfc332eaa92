// Whether passages are found by their meaning too, and which model says what that is.

import { z } from 'zod';
import type { model } from './model.ts';

export const embeddings = z
	.strictObject({
		/** Its name, as the server knows it. Another name: all passages are embedded anew. */
		model: z.string().min(1).max(200),
		/** Any server with OpenAI-compatible `/embeddings`, up to and with `/v1`; that of the option `model` where left out. */
		baseURL: z.url().optional(),
		/** That of the option `model` where both are one server. */
		apiKey: z.string().min(1).optional(),
		/** How many numbers to ask for, where the model can shorten its vectors. */
		dimensions: z.number().int().min(1).max(8192).optional(),
		/** How long an answer waits for the question's vector; then it goes on with what was found by words. */
		timeoutMs: z.number().int().min(50).max(10_000).default(600),
		/** Passages in one call. */
		batchSize: z.number().int().min(1).max(256).default(32),
		/** Megabytes that vectors may take in memory, of all tenants together; those not used for longest go first. */
		memoryMb: z.number().int().min(1).default(256),
		/** Passages whose cosine with the question is less are left out. What is much differs from model to model. */
		minSimilarity: z.number().min(-1).max(1).default(0.3),
	})
	.nullable()
	.default(null);

interface Chosen {
	knowledge: { embeddings: z.output<typeof embeddings> };
	model: z.output<typeof model>;
}

/** With the address and the key of the answering model where they are not named, and may be shared. */
export function embeddingsFrom({ knowledge, model: answering }: Chosen) {
	const { embeddings: chosen } = knowledge;
	if (!chosen) return null;
	const lent = answering !== null && typeof answering === 'object' && 'apiKey' in answering ? answering : null;
	const baseURL = chosen.baseURL ?? lent?.baseURL;
	// A key goes to the server that it is for, and to no other.
	const apiKey = chosen.apiKey ?? (lent && baseURL === lent.baseURL ? lent.apiKey : undefined);
	return apiKey === undefined ? null : { ...chosen, baseURL, apiKey };
}

export function refuseKeyless(options: Chosen): void {
	if (options.knowledge.embeddings && !embeddingsFrom(options))
		throw new Error(
			'createSupportKit: knowledge.embeddings.apiKey: name the key of that server; one without keys takes any word',
		);
}
