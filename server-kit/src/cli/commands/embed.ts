// `deskbell kb embed`: gives passages their vectors before they are needed, for `knowledge.embeddings`.

import type { Command } from 'commander';
import { createEmbedder } from '../../answer/models/embed.ts';
import { fingerprintOf } from '../../answer/searches.ts';
import { randomIds } from '../../connect/ids.ts';
import { createEmbedding, type Embedding } from '../../core/embedding.ts';
import type { Embedder } from '../../core/embeddings.ts';
import type { Store } from '../../core/store.ts';
import { showProgress } from '../progress.ts';
import { onDatabase, orFromEnvironment, type Where, within } from '../running.ts';

interface Asked extends Where {
	tenant?: string;
	model?: string;
	modelUrl?: string;
	dimensions?: string;
	batch: string;
}

export function addEmbed(knowledge: Command): void {
	onDatabase(knowledge.command('embed'))
		.description('give passages their vectors, for `knowledge.embeddings`; what has one keeps it')
		.option('--tenant <id>', 'whose articles; of all tenants where left out')
		.addOption(
			orFromEnvironment(
				'--model <name>',
				'the embedding model; its key is read from OPENAI_API_KEY',
				'DESKBELL_EMBEDDINGS',
			),
		)
		.addOption(orFromEnvironment('--model-url <url>', 'its server, up to and with /v1', 'OPENAI_BASE_URL'))
		.option('--dimensions <number>', 'as in the option `dimensions`')
		.option('--batch <number>', 'passages in one call', '32')
		.action((asked: Asked) =>
			within(asked.db, async ({ store, migrate }) => {
				await migrate();
				console.log(await embedAll(store, asked));
			}),
		);
}

const ALL = 1_000_000;

async function embedAll(store: Store, asked: Asked): Promise<string> {
	const { model, modelUrl: baseURL, tenant } = asked;
	if (!model) throw new Error('Which model? Name it with --model or DESKBELL_EMBEDDINGS.');
	const dimensions = wholeNumber('--dimensions', asked.dimensions);
	const batchSize = wholeNumber('--batch', asked.batch) ?? 1;
	let tokens = 0;
	const told = (each: { tokens: number }) => {
		tokens += each.tokens;
	};
	// Servers without keys take any word.
	const apiKey = process.env.OPENAI_API_KEY || 'none';
	const embedder = createEmbedder({ baseURL, apiKey, model, dimensions, told });
	const embedding = createEmbedding({
		store,
		embedder,
		clock: { now: Date.now },
		ids: randomIds,
		log: silent,
		batchSize,
		fingerprintOf,
		changed: async () => {},
		kicks: false,
	});
	let done = 0;
	for (const each of tenant === undefined ? await store.knowledge.tenants(ALL) : [tenant])
		done += await ofTenant(each, store, { embedder, embedding });
	return `Gave ${done} passages their vectors (${model}, ${tokens} tokens).`;
}

const silent = { info() {}, warn() {}, error() {} };

interface Means {
	embedder: Embedder;
	embedding: Embedding;
}

async function ofTenant(tenantId: string, { vectors }: Store, { embedder, embedding }: Means): Promise<number> {
	const total = await vectors.lacking(tenantId, embedder.maker);
	const shown = showProgress(process.stderr, total, 'Embedding', `passages of ${tenantId}`);
	try {
		// Whoever writes meanwhile adds to them.
		return await embedding.runWhole(tenantId, (done) => shown.advance(Math.min(done, total)));
	} finally {
		shown.end();
	}
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const number = Number(text);
	if (!Number.isInteger(number) || number < 1) throw new Error(`${option} takes a whole number from 1 on.`);
	return number;
}
