// Everything that is told of what happens, handed on to metrics and traces. A registry or a tracer that throws does no harm.

import type { AnswerEnd, ModelCallWatch, Observer } from '../core/observer.ts';
import { aboutAnswer, aboutCall, aboutTool, endOf, heardOf, SEARCH, usageOf } from './gen-ai.ts';
import type { Metrics } from './metrics.ts';
import { quietly } from './quietly.ts';
import type { OpenSpan, SpanAbout, Tracing } from './tracing.ts';

interface Observed {
	metrics: Metrics | null;
	tracing: Tracing | null;
	/** Names of models that may stand in a label: those that the host has configured. */
	models: readonly string[];
	/** Masks what may stand in a span, where the host wants content. */
	masked(text: string): string;
}

/** Null where nobody measures. */
export function observerOf(observed: Observed): Observer | null {
	const { metrics, tracing } = observed;
	if (!metrics && !tracing) return null;
	return {
		answer: answersIn(observed),
		modelCall: modelCallsIn(observed),
		search: searchesIn(observed),
		tool: toolsIn(observed),
		...countsIn(metrics),
		request: (headers, work) => (tracing ? tracing.enter(headers, work) : work()),
		outgoing: () => tracing?.outgoing() ?? {},
	};
}

type Counted = 'answered' | 'refused' | 'job' | 'statement' | 'delivered' | 'embedded';

function countsIn(metrics: Metrics | null): Pick<Observer, Counted> {
	const count = (tell: (to: Metrics) => void) => metrics && quietly(() => tell(metrics));
	return {
		answered(face, operation, status) {
			const labels = { face, operation: operation ?? 'none', status: `${Math.floor(status / 100)}xx` };
			count(({ requests }) => requests.inc(labels));
		},
		refused(gate, code) {
			count(({ refusals }) => refusals.inc({ gate, code }));
		},
		job(job, milliseconds, failed) {
			count(({ jobs, jobSuccess }) => {
				jobs.observe({ job, outcome: failed ? 'failed' : 'done' }, milliseconds / 1000);
				if (!failed) jobSuccess.setToCurrentTime({ job });
			});
		},
		statement(kind, milliseconds, failed) {
			count(({ statements, storeFaults }) => {
				statements.observe({ kind }, milliseconds / 1000);
				if (failed) storeFaults.inc({ kind });
			});
		},
		delivered(outcome) {
			count(({ deliveries }) => deliveries.inc({ outcome }));
		},
		embedded({ purpose, outcome, texts, tokens }) {
			count(({ embeddings, embeddedTexts, embeddingTokens }) => {
				embeddings.inc({ purpose, outcome });
				embeddingTokens.inc({ purpose }, tokens);
				if (outcome === 'done') embeddedTexts.inc({ purpose }, texts);
			});
		},
	};
}

/** A span around the work, where there are spans. */
function spanned<T>(
	tracing: Tracing | null,
	about: () => SpanAbout,
	work: (span: OpenSpan | null) => Promise<T>,
): Promise<T> {
	return tracing ? tracing.within(about(), work) : work(null);
}

function answersIn({ metrics, tracing, models }: Observed): Observer['answer'] {
	return (begun, work) =>
		spanned(
			tracing,
			() => aboutAnswer(begun),
			(span) => {
				const seconds = stopwatch();
				return work({
					spoke: () => quietly(() => metrics?.firstToken.observe({ model: labelOf(begun.model, models) }, seconds())),
					ended(end) {
						span?.set(endOf(end));
						if (end.outcome === 'failed' || end.outcome === 'interrupted') span?.fail(end.code ?? end.outcome);
						if (metrics) quietly(() => countEnd(metrics, end, labelOf(end.model, models), seconds()));
					},
				});
			},
		);
}

function countEnd(to: Metrics, { outcome, code, usage, cost }: AnswerEnd, model: string, seconds: number): void {
	to.turns.inc({ outcome });
	if (code) to.degraded.inc({ code });
	to.answers.observe({ model }, seconds);
	to.tokens.inc({ model, type: 'input' }, usage.inputTokens);
	to.tokens.inc({ model, type: 'output' }, usage.outputTokens);
	to.cost.inc({ model }, cost / 1_000_000);
}

function modelCallsIn({ metrics, tracing, models, masked }: Observed): Observer['modelCall'] {
	const content = tracing?.content ? masked : null;
	return (begun, work) =>
		spanned(
			tracing,
			() => aboutCall(begun, content),
			async (span) => {
				const seconds = stopwatch();
				const said: string[] = [];
				const watch: ModelCallWatch = {
					began: () => span?.set({ 'gen_ai.response.time_to_first_chunk': seconds() }),
					said: content && ((text) => void said.push(text)),
					used: (usage) => span?.set(usageOf(usage)),
					finished: (reason) => span?.set({ 'gen_ai.response.finish_reasons': [reason] }),
				};
				const end = (outcome: 'done' | 'failed') => {
					const labels = { model: labelOf(begun.model, models), outcome };
					quietly(() => metrics?.modelCalls.observe(labels, seconds()));
					if (content) span?.set(heardOf(content(said.join(''))));
				};
				await outcomeOf(() => work(watch), end);
			},
		);
}

function searchesIn({ metrics, tracing }: Observed): Observer['search'] {
	return (work) =>
		spanned(
			tracing,
			() => SEARCH,
			async (span) => {
				const seconds = stopwatch();
				const found = await work();
				quietly(() => metrics?.searches.observe(seconds()));
				span?.set({ 'deskbell.search.passages': found.length });
				return found;
			},
		);
}

function toolsIn({ metrics, tracing }: Observed): Observer['tool'] {
	return (name, callId, work, worked) =>
		spanned(
			tracing,
			() => aboutTool(name, callId),
			async (span) => {
				const count = (outcome: 'done' | 'failed') => quietly(() => metrics?.tools.inc({ outcome }));
				const result = await work().catch((fault) => {
					count('failed');
					throw fault;
				});
				const done = worked(result);
				count(done ? 'done' : 'failed');
				if (!done) span?.fail('tool_failed');
				return result;
			},
		);
}

async function outcomeOf<T>(work: () => Promise<T>, tell: (outcome: 'done' | 'failed') => void): Promise<T> {
	let outcome: 'done' | 'failed' = 'failed';
	try {
		const result = await work();
		outcome = 'done';
		return result;
	} finally {
		tell(outcome);
	}
}

function labelOf(model: string, models: readonly string[]): string {
	return models.includes(model) ? model : 'other';
}

function stopwatch(): () => number {
	const from = performance.now();
	return () => (performance.now() - from) / 1000;
}
