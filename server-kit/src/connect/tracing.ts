// Spans through the host's tracer. The trace of a request is kept beside the call, so that an answer that outlives its
// request still belongs to it, whether or not the host has set up OpenTelemetry's own context.

import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type { Attributes, Context, Span, SpanContext, Tracer } from '@opentelemetry/api';
import type { TraceHeaders } from '../core/observer.ts';
import { quietly } from './quietly.ts';

export interface Tracing {
	readonly content: boolean;
	enter<T>(headers: TraceHeaders, work: () => Promise<T>): Promise<T>;
	/** A span around `work`, in the span that is current. What `work` throws marks it, and is thrown. */
	within<T>(about: SpanAbout, work: (span: OpenSpan) => Promise<T>): Promise<T>;
	outgoing(): Record<string, string>;
}

export interface OpenSpan {
	set(attributes: Attributes): void;
	/** The words of a fault stay behind, they may be a customer's. */
	fail(type: string): void;
}

export interface SpanAbout {
	name: string;
	/** Asks another process. */
	remote: boolean;
	attributes: Attributes;
}

type Api = typeof import('@opentelemetry/api');

/** @throws Error where @opentelemetry/api is not installed */
export function createTracing({ tracer, content }: { tracer: object; content: boolean }): Tracing {
	const api = openTelemetry();
	const spans = tracer as Tracer;
	const contexts = new AsyncLocalStorage<Context>();
	const current = () => contexts.getStore() ?? api.context.active();
	// Instrumentation of the host's own finds the span where it looks for it.
	const enter = <T>(context: Context, work: () => T): T => api.context.with(context, () => contexts.run(context, work));

	/** Null where the tracer throws. */
	function started({ name, remote, attributes }: SpanAbout, parent: Context): Span | null {
		const kind = remote ? api.SpanKind.CLIENT : api.SpanKind.INTERNAL;
		try {
			return spans.startSpan(name, { kind, attributes }, parent);
		} catch {
			return null;
		}
	}

	const opened = (span: Span): OpenSpan => ({
		set: (attributes) => quietly(() => span.setAttributes(attributes)),
		fail: (type) => quietly(() => span.setAttribute('error.type', type).setStatus({ code: api.SpanStatusCode.ERROR })),
	});

	return {
		content,
		enter: (headers, work) => enter(arrivalOf(headers, api), work),
		async within(about, work) {
			const parent = current();
			const span = started(about, parent);
			if (!span) return work(UNSEEN);
			const open = opened(span);
			try {
				return await enter(api.trace.setSpan(parent, span), () => work(open));
			} catch (fault) {
				open.fail(typeOf(fault));
				throw fault;
			} finally {
				quietly(() => span.end());
			}
		},
		outgoing: () => headersOf(api.trace.getSpanContext(current())),
	};
}

const UNSEEN: OpenSpan = { set() {}, fail() {} };

function openTelemetry(): Api {
	try {
		return createRequire(import.meta.url)('@opentelemetry/api');
	} catch (cause) {
		throw new Error('createSupportKit: tracing: install the package @opentelemetry/api', { cause });
	}
}

/** The host's own span where it has one: it knows the request better than its headers do. */
function arrivalOf({ traceparent, tracestate }: TraceHeaders, { context, trace, createTraceState }: Api): Context {
	const active = context.active();
	const remote = trace.getSpan(active) ? null : spanContextIn(traceparent);
	if (!remote) return active;
	return trace.setSpanContext(active, { ...remote, ...(tracestate && { traceState: createTraceState(tracestate) }) });
}

const PARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-.*)?$/;

function spanContextIn(traceparent: string): SpanContext | null {
	const [, traceId, spanId, flags] = PARENT.exec(traceparent) ?? [];
	if (!traceId || !spanId || !flags) return null;
	return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

function headersOf(span: SpanContext | undefined): Record<string, string> {
	if (!span) return {};
	const flags = (span.traceFlags & 1).toString().padStart(2, '0');
	const tracestate = span.traceState?.serialize();
	return { traceparent: `00-${span.traceId}-${span.spanId}-${flags}`, ...(tracestate && { tracestate }) };
}

function typeOf(fault: unknown): string {
	if (!(fault instanceof Error)) return '_OTHER';
	const code: unknown = Reflect.get(fault, 'code');
	return typeof code === 'string' ? code : fault.name;
}
