// What `deskbell doctor` looks at in the embedding model: one short text.

import { createEmbedder } from '../answer/models/embed.ts';
import { EmbeddingFault } from '../core/embeddings.ts';
import { type Examined, type Finding, fail, ok, reasonOf, warn } from './finding.ts';

const CHECK = 'embeddings';
/** By default an answer waits no longer for the question's vector. */
const USUAL_MS = 600;

export async function embeddingFindings({ embeddings, timeoutMs }: Examined): Promise<Finding[]> {
	if (!embeddings) return [];
	const { baseURL, apiKey, name } = embeddings;
	const embedder = createEmbedder({ baseURL, apiKey, model: name });
	try {
		// The first call opens the connection, which a desk has open.
		await embedder.embed(['help'], 'question', { timeoutMs });
		const from = performance.now();
		const { vectors } = await embedder.embed(['help'], 'question', { timeoutMs });
		const tookMs = performance.now() - from;
		const found = `${name} answers with ${vectors[0]?.length} numbers after ${Math.ceil(tookMs)} ms`;
		if (tookMs <= USUAL_MS) return [ok(CHECK, found)];
		return [
			warn(CHECK, found, 'Answers go on without it by then; raise knowledge.embeddings.timeoutMs, or choose another.'),
		];
	} catch (fault) {
		const host = URL.parse(baseURL)?.host ?? 'an address that cannot be read';
		return [fail(CHECK, `${name} at ${host}: ${reasonOf(fault)}`, adviceFor(fault))];
	}
}

function adviceFor(fault: unknown): string {
	const outcome = fault instanceof EmbeddingFault ? fault.outcome : null;
	if (outcome === 'busy') return 'The server is busy, or the account has no credit left.';
	if (outcome === 'nonsense' || outcome === 'texts')
		return 'Check that it is an embedding model, and that its server has /embeddings as OpenAI has it.';
	return 'Check --model-url, OPENAI_API_KEY, the name of the model and the network. Answers are found by words until then.';
}
