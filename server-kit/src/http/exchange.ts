// One request and its answer, as the steps of the kit see them.

import type { ParameterizedContext } from 'koa';
import type { Caller } from '../core/caller.ts';
import type { Observer } from '../core/observer.ts';
import type { Log, Sealer } from '../core/ports.ts';
import type { IdempotencyStore, Store } from '../core/store.ts';
import type { Face, Route } from './route.ts';

export interface Exchange {
	requestId: string;
	face: Face;
	route: Route | null;
	caller: Caller | null;
	/** What the client sent, read and parsed; null where there was nothing. */
	body: unknown;
	params: unknown;
	query: unknown;
	/** Keeps a body for a repetition; null where the request named no key. */
	keep: ((bound: Store, body: unknown) => Promise<void>) | null;
}

export interface KitState {
	deskbell: Exchange;
}

export type KitContext = ParameterizedContext<KitState>;
export type Step = (ctx: KitContext, next: () => Promise<unknown>) => Promise<unknown>;

/** Everything about the world that a step may need. */
export interface HttpParts {
	identify(ctx: KitContext): Promise<Caller | null>;
	/** Origins besides our own whose pages may call. */
	origins: readonly string[];
	/** Proxies of the host's own before this server, for the addresses of visitors. */
	trustedProxies: number;
	requestIds(): string;
	defaultLocale: string;
	log: Log;
	/** Null where nobody measures. */
	observer: Observer | null;
	/** Answers to requests that may come again. */
	repeats: IdempotencyStore;
	/** For those that show a secret. */
	sealer: Sealer;
	/** Epoch milliseconds. */
	now(): number;
	/** False once the kit is being closed. */
	open(): boolean;
	/** The ways to end each stream that is open now. */
	streams: Set<() => void>;
}
