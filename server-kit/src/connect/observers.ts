// Who measures, as the host has chosen: nobody, Prometheus, OpenTelemetry, or both.

import type { Observer } from '../core/observer.ts';
import { createMetrics, type Readings } from './metrics.ts';
import { observerOf } from './observe.ts';
import { createTracing } from './tracing.ts';

export interface MetricsText {
	contentType: string;
	body: string;
}

export interface Observers {
	/** Null where nobody measures. */
	observer: Observer | null;
	/** Rejects where the host wants no metrics. */
	metrics(): Promise<MetricsText>;
	close(): void;
}

interface Chosen {
	metrics: { registry?: object | undefined } | null;
	tracing: { tracer: object; content: boolean } | null;
	/** Names of models that may stand in a label. */
	models: readonly string[];
}

/** @throws Error where a package that the host's choice needs is not installed */
export function connectObservers(chosen: Chosen, readings: Readings, masked: (text: string) => string): Observers {
	const metrics = chosen.metrics && createMetrics(chosen.metrics.registry, readings);
	const tracing = chosen.tracing && createTracing(chosen.tracing);
	return {
		observer: observerOf({ metrics, tracing, models: chosen.models, masked }),
		async metrics() {
			if (!metrics) throw new Error('kit.metrics: switch on the option `metrics`');
			return { contentType: metrics.registry.contentType, body: await metrics.registry.metrics() };
		},
		close: () => metrics?.close(),
	};
}
