// Numbers for Prometheus, in the host's registry or one of our own. Every set of labels is bounded: names of routes,
// jobs, gates, codes and configured models; no tenant, no person, no id.

import { createRequire } from 'node:module';
import type { Metric, Registry } from 'prom-client';

/** What is read when somebody asks, rather than counted as it happens. */
export interface Readings {
	/** Streams that are open now. */
	streams(): number;
	/** Answers that are being written in this process. */
	answers(): number;
	pool(): { used: number; free: number; waiting: number };
	/** Deliveries of webhooks that wait to go out, and for how long the oldest has. */
	outbox(): Promise<{ count: number; seconds: number }>;
}

export type Metrics = ReturnType<typeof createMetrics>;

type Prometheus = typeof import('prom-client');

const FAST = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const SLOW = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 40, 80, 160];

/** @throws Error where prom-client is not installed, or the registry holds the metrics of another kit */
export function createMetrics(given: object | undefined, readings: Readings) {
	const { Counter, Gauge, Histogram, Registry: OwnRegistry } = prometheus();
	const registry = (given ?? new OwnRegistry()) as Registry;
	const made: string[] = [];
	const named = (name: string, help: string) => {
		if (registry.getSingleMetric(`deskbell_${name}`))
			throw new Error('createSupportKit: metrics.registry: holds the metrics of another kit; give each kit its own');
		made.push(`deskbell_${name}`);
		return { name: `deskbell_${name}`, help, registers: [registry] };
	};
	const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
		new Counter({ ...named(name, help), labelNames });
	const histogram = <L extends string>(name: string, help: string, buckets: number[], ...labelNames: L[]) =>
		new Histogram({ ...named(name, help), buckets, labelNames });
	const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
		new Gauge({ ...named(name, help), collect: collecting(read) });

	gauge('streams_open', 'Streams that are open now', readings.streams);
	gauge('answers_running', 'Answers that are being written in this process', readings.answers);
	gauge('store_pool_used_connections', 'Connections to the database in use', () => readings.pool().used);
	gauge('store_pool_free_connections', 'Connections to the database that wait for work', () => readings.pool().free);
	gauge('store_pool_waiting_requests', 'Work that waits for a connection', () => readings.pool().waiting);
	addOutbox(gauge, readings);
	return {
		registry,
		requests: counter('http_requests_total', 'Requests by route and status', 'face', 'operation', 'status'),
		refusals: counter('gate_refusals_total', 'Turns that a gate stopped', 'gate', 'code'),
		turns: counter('turns_total', 'Turns that got an answer, by how it ended', 'outcome'),
		degraded: counter('degraded_total', 'Answers cut or refused, by degraded code', 'code'),
		firstToken: histogram('time_to_first_token_seconds', 'From the gates to the first words', SLOW, 'model'),
		answers: histogram('answer_duration_seconds', 'From the gates to the stored end', SLOW, 'model'),
		tokens: counter('tokens_total', 'Tokens of answers', 'model', 'type'),
		cost: counter('cost_dollars_total', 'What answers cost, in dollars', 'model'),
		modelCalls: histogram('model_call_duration_seconds', 'Calls of models', SLOW, 'model', 'outcome'),
		searches: histogram('search_duration_seconds', 'Searches of the knowledge base', FAST),
		embeddings: counter('embedding_calls_total', 'Calls for vectors, made or spared', 'purpose', 'outcome'),
		embeddedTexts: counter('embedded_texts_total', 'Passages and questions that got a vector', 'purpose'),
		embeddingTokens: counter('embedding_tokens_total', 'Tokens of calls for vectors', 'purpose'),
		tools: counter('tool_calls_total', 'Calls of tools', 'outcome'),
		statements: histogram('store_statement_duration_seconds', 'Statements of the database', FAST, 'kind'),
		storeFaults: counter('store_statement_faults_total', 'Statements that failed', 'kind'),
		jobs: histogram('job_duration_seconds', 'Runs of jobs', SLOW, 'job', 'outcome'),
		jobSuccess: new Gauge({
			...named('job_last_success_timestamp_seconds', 'When a job came to its end without a fault'),
			labelNames: ['job'],
		}),
		deliveries: counter('webhook_deliveries_total', 'Attempts to deliver a webhook', 'outcome'),
		/** Leaves the host's registry as it was found. */
		close() {
			for (const name of made) registry.removeSingleMetric(name);
		},
	};
}

function prometheus(): Prometheus {
	try {
		return createRequire(import.meta.url)('prom-client');
	} catch (cause) {
		throw new Error('createSupportKit: metrics: install the package prom-client', { cause });
	}
}

type AddGauge = (name: string, help: string, read: () => Promise<number>) => void;

function addOutbox(add: AddGauge, readings: Readings): void {
	const read = readTogether(readings.outbox);
	add('webhook_deliveries_waiting', 'Webhook deliveries that wait to go out', async () => (await read()).count);
	add('webhook_oldest_waiting_seconds', 'How long the oldest of them has waited', async () => (await read()).seconds);
}

/** Whoever asks at the same moment is told the same, and the database is asked once. */
function readTogether<T>(read: () => Promise<T>): () => Promise<T> {
	let reading: Promise<T> | null = null;
	return () => {
		reading ??= read().finally(() => {
			reading = null;
		});
		return reading;
	};
}

/** One reading that fails must not take the others with it: it is left out. */
function collecting(read: () => number | Promise<number>) {
	return async function (this: Metric & { set(value: number): void }): Promise<void> {
		try {
			this.set(await read());
		} catch {
			this.reset();
		}
	};
}
