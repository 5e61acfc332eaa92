// What a host wants to see of the kit: its log, metrics for Prometheus, traces for OpenTelemetry. All off but the log.

import { z } from 'zod';
import type { Log } from '../core/ports.ts';
import { handed, has } from './handed.ts';

/** What we need of prom-client's `Registry`. */
export interface MetricsRegistry {
	registerMetric(metric: never): void;
	removeSingleMetric(name: string): void;
	getSingleMetric(name: string): unknown;
	metrics(): Promise<string>;
	readonly contentType: string;
}

/** What we need of the `Tracer` of `@opentelemetry/api`. */
export interface HostTracer {
	startSpan(name: string, options?: object, context?: never): unknown;
}

/** Told in our form, the message first; a pino logger, told in its own, is taken as it is. */
export const log = handed<Log>('a logger', (given) =>
	['info', 'warn', 'error'].every((level) => has(level)(given)),
).optional();

const counted = z.strictObject({
	/** One of prom-client's; one of its own where left out. */
	registry: handed<MetricsRegistry>('a registry of prom-client', has('registerMetric')).optional(),
	/** With it the kit answers `GET path` to whoever brings it as a bearer token. Without it there is no such path. */
	token: z.string().min(16).optional(),
	path: z
		.string()
		.regex(/^\/\S*[^/]$/)
		.default('/metrics'),
});

/** `true` for all defaults: `kit.metrics()` gives the text, and no path answers. Needs the package prom-client. */
export const metrics = z
	.union([z.literal(true).transform(() => counted.parse({})), counted, z.literal(false).transform(() => null)])
	.default(null);

/** Spans by OpenTelemetry's conventions for generative AI. Needs the package @opentelemetry/api. */
export const tracing = z
	.strictObject({
		/** Of a provider that the host has set up: `trace.getTracer('deskbell')`. */
		tracer: handed<HostTracer>('a tracer of @opentelemetry/api', has('startSpan')),
		/** Puts what was asked and answered into the spans, masked as far as the output filter knows how. */
		content: z.boolean().default(false),
	})
	.nullable()
	.default(null);
