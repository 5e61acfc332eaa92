// A route is a declaration plus a few lines. The same object checks the request, shapes the answer and feeds OpenAPI.

import type { z } from 'zod';
import type { Caller } from '../core/caller.ts';
import type { Asker } from '../core/degraded-view.ts';
import type { Degraded } from '../core/faults.ts';
import type { Feed } from '../core/feed.ts';
import type { Keep } from '../core/keep.ts';
import type { Action } from '../core/permissions.ts';
import type { RateLimit } from '../core/ports.ts';
import type { Tenants } from '../core/tenants.ts';
import type { Parts } from '../core/turn-state.ts';
import type { Arrival } from '../core/visitors.ts';
import { ERRORS, type ErrorCode, type KitError } from '../errors.ts';

export interface RouteRequest<Params, Query, Body> {
	caller: Caller;
	params: Params;
	query: Query;
	body: Body;
	/** BCP 47 tag of the language to speak to this person. */
	locale: string;
	requestId: string;
	/** What the client asked for: one JSON body, or a stream of events. */
	wants: 'json' | 'events';
	/** As the client gave it, for a route that knows repetitions by itself. */
	idempotencyKey: string | null;
	/** Keeps what `view` makes of it as the answer to a repetition, in the transaction in which it is made. */
	keepAs<Made>(view: (made: Made) => unknown): Keep<Made>;
	/** The id of the last event that a resuming client saw, as it was given: only the route knows what it names. */
	lastEventId: string | null;
	/** Asked by HEAD: nothing but headers leaves, and nothing may change. */
	bare: boolean;
}

export type Reply<Body> =
	| { kind: 'json'; body: Body }
	| { kind: 'events'; feed: Feed<unknown>; from: number; closing: string | null; closed?(): void }
	| {
			kind: 'lines';
			pages: AsyncGenerator<readonly unknown[]>;
			filename: string;
			told: Record<string, string>;
			/** Of pages that are text already; absent for JSON lines. */
			type?: string;
	  }
	| { kind: 'nothing' };

/** The whole body as JSON. */
export function json<Body>(body: Body): Reply<Body> {
	return { kind: 'json', body };
}

/** A stream of events from a position on; `closing` is the data of the last frame. */
export function events(
	feed: Feed<unknown>,
	from: number,
	options: { closing?: string; closed?(): void } = {},
): Reply<never> {
	return {
		kind: 'events',
		feed,
		from,
		closing: options.closing ?? null,
		...(options.closed && { closed: options.closed }),
	};
}

/** An answer as AI SDK UI message stream v1, with the frame that its clients wait for at the end. */
export function answerStream(feed: Feed<unknown>, from = 0): Reply<never> {
	return events(feed, from, { closing: '[DONE]' });
}

/** A file of JSON lines, page by page; `told` are headers of its own. */
export function lines(
	pages: AsyncGenerator<readonly unknown[]>,
	filename: string,
	told: Record<string, string> = {},
): Reply<never> {
	return { kind: 'lines', pages, filename, told };
}

/** A file of text that comes piece by piece. */
export function textFile(
	pages: AsyncGenerator<readonly string[]>,
	filename: string,
	type: string,
	told: Record<string, string> = {},
): Reply<never> {
	return { kind: 'lines', pages, filename, told, type };
}

export const nothing: Reply<never> = { kind: 'nothing' };

export interface RouteDeclaration<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R> {
	method: 'get' | 'post' | 'put' | 'patch' | 'delete';
	/** Below the face's base path; parameters as `:name`. */
	path: string;
	operationId: string;
	summary: string;
	description?: string;
	action: Action;
	params: P;
	query: Q;
	/** Null: the route reads no body. */
	body: B | null;
	response: z.ZodType<R>;
	/** Also answers as server-sent events. */
	streams: boolean;
	/** Answers with a file of one of these types, where it does not answer with JSON. */
	file?: readonly string[];
	/** Answers 429 where it was asked for too often. */
	limited?: boolean;
	/**
	 * Makes or does something, and takes an Idempotency-Key: its answer is kept (sealed, where it shows a secret), or the
	 * route knows repetitions by itself, or it may be done again with the same end.
	 */
	repeats?: 'answer kept' | 'answer sealed' | 'known to the route' | 'done again';
	/** Answers 201: something is there that was not there before. */
	creates?: boolean;
	/** What 204 means, where the route may answer with nothing. */
	empty?: string;
	/** May answer with a degraded state. */
	degrades: boolean;
	/** Counts against this limit; its state is told in the headers. */
	rate: RateLimit | null;
	/** What its keys begin with, where one limit counts several things apart. */
	countedAs?: string;
	errors: readonly ErrorCode[];
	handle(request: RouteRequest<z.output<P>, z.output<Q>, z.output<B>>): Promise<Reply<R>>;
}

/** A request of somebody who may be nobody. */
export type OpenRequest<Params, Query, Body> = Omit<RouteRequest<Params, Query, Body>, 'caller'> & { arrival: Arrival };

type OpenDeclaration<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R> = Omit<
	RouteDeclaration<P, Q, B, R>,
	'action' | 'handle'
> & {
	/** Whom its limit counts, where nobody has a name. */
	countedBy?(arrival: Arrival): string;
	handle(request: OpenRequest<z.output<P>, z.output<Q>, z.output<B>>): Promise<Reply<R>>;
};

/** A route whose types were checked where it was declared. */
export type Route = Omit<RouteDeclaration<z.ZodType, z.ZodType, z.ZodType, unknown>, 'action' | 'handle'> & {
	/** Null: no caller is needed. */
	action: Action | null;
	countedBy?(arrival: Arrival): string;
	handle(
		request: RouteRequest<unknown, unknown, unknown> | OpenRequest<unknown, unknown, unknown>,
	): Promise<Reply<unknown>>;
};

export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R>(
	declaration: RouteDeclaration<P, Q, B, R>,
): Route {
	// The steps hand `handle` what these very schemas made; the compiler cannot follow that through a list.
	return declaration as unknown as Route;
}

/** A route that asks for no caller. */
export function openRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R>(
	declaration: OpenDeclaration<P, Q, B, R>,
): Route {
	return { ...declaration, action: null } as unknown as Route;
}

/** A request that does not have the declared shape. */
export class ValidationFailure extends Error {
	readonly issues: readonly RequestIssue[];
	constructor(issues: readonly RequestIssue[]) {
		super('validation_failed');
		this.issues = issues;
	}
}

export interface RequestIssue {
	in: 'path' | 'query' | 'body';
	/** What was sent, to tell a missing value from a wrong one. Never echoed. */
	sent: unknown;
	issue: z.core.$ZodIssue;
}

/** What went wrong, before a face gives it its own shape. */
export type Problem =
	| { kind: 'error'; error: KitError; requestId: string }
	| { kind: 'validation'; failure: ValidationFailure; requestId: string }
	| ({ kind: 'degraded'; degraded: Degraded } & Asker);

/** The body of a webhook, by its type. */
export interface SentEvent {
	type: string;
	summary: string;
	body: z.ZodType;
}

export interface Face {
	name: string;
	title: string;
	basePath: string;
	routes: readonly Route[];
	/** The first steps of its paths, where the rest below its base path is the host's. */
	owns?: readonly string[];
	/** Statuses that its reference has otherwise than the table of errors. */
	statuses?: Readonly<Partial<Record<ErrorCode, number>>>;
	/** What the kit sends to others by itself. */
	sends?: readonly SentEvent[];
	/** Of the bodies that no single route owns. */
	schemas: { error: z.ZodType; degraded: z.ZodType };
	/** The body of a problem in this face's shape. */
	failure(problem: Problem): unknown;
}

export function statusOfError(code: ErrorCode, { statuses }: Pick<Face, 'statuses'>): number {
	return statuses?.[code] ?? ERRORS[code].status;
}

/** The same routes for all; a tenant with settings of its own is answered by handlers that hold its own parts. */
export function asEachTenantHasSet(make: (parts: Parts) => Route[], host: Parts, tenants: Tenants): Route[] {
	const made = new WeakMap<Parts, Route[]>();
	const routesOf = (parts: Parts) => {
		const routes = made.get(parts) ?? make(parts);
		made.set(parts, routes);
		return routes;
	};
	return routesOf(host).map((route, at) => ({
		...route,
		async handle(request) {
			if (!('caller' in request)) return route.handle(request);
			const parts = await tenants.partsFor(request.caller.tenantId);
			return (routesOf(parts)[at] ?? route).handle(request);
		},
	}));
}
