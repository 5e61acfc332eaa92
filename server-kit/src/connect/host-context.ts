// Asks the host about one of its users: four sources at once, by function or over HTTP, each for itself.

import type { z } from 'zod';
import type { Caller } from '../core/caller.ts';
import { type Egress, EgressFault, type EgressReason } from '../core/egress.ts';
import type { HostAction, HostContext } from '../core/ports.ts';
import {
	type HostQuestion,
	SOURCES,
	type SourceAnswer,
	type SourceError,
	type SourceName,
} from '../core/snapshot/host-data.ts';
import { isGroup } from '../core/snapshot/shape.ts';
import type { context, HostSource } from '../options/context.ts';
import { createEgress } from './egress.ts';

export interface HostContextOptions {
	/** One per source; one that is missing tells nothing. */
	sources: Readonly<Partial<Record<SourceName, HostSource | undefined>>>;
	actions: HostContext['actions'];
	custom?: HostContext['custom'];
	windowHours: number;
	/** A source that takes longer is gone on without. */
	timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;

export function createHostContext(options: HostContextOptions) {
	const { sources, actions, custom = [], windowHours, timeoutMs = TIMEOUT_MS } = options;
	return {
		actions,
		custom,
		async ask(caller: Caller, signal: AbortSignal): Promise<Record<SourceName, SourceAnswer>> {
			const answers = SOURCES.map(async (name) => {
				const ask = sources[name];
				const answer = ask ? await askOne(name, ask, { caller, windowHours }, signal, timeoutMs) : NOT_GIVEN;
				return [name, answer] as const;
			});
			return Object.fromEntries(await Promise.all(answers)) as Record<SourceName, SourceAnswer>;
		},
	} satisfies HostContext;
}

const NOT_GIVEN: SourceAnswer = { ok: false, error: 'not_given', ms: 0 };

/** What went wrong with a source, in a word; `cause` is for the log. */
export class SourceFault extends Error {
	readonly reason: SourceError;
	constructor(reason: SourceError, cause?: unknown) {
		super(reason, { cause });
		this.reason = reason;
	}
}

async function askOne(
	name: SourceName,
	ask: HostSource,
	{ caller, windowHours }: { caller: Caller; windowHours: number },
	outer: AbortSignal,
	timeoutMs: number,
): Promise<SourceAnswer> {
	const begun = performance.now();
	const ms = () => Math.round(performance.now() - begun);
	const deadline = AbortSignal.timeout(timeoutMs);
	const signal = AbortSignal.any([outer, deadline]);
	const { tenantId, userId } = caller;
	try {
		const data = await unlessAborted(async () => ask({ tenantId, userId, windowHours, signal }), signal);
		refuseOthers(name, data, caller);
		return { ok: true, data, ms: ms() };
	} catch (fault) {
		if (outer.aborted) throw fault;
		return { ok: false, error: deadline.aborted ? 'timeout' : reasonOf(fault), ms: ms() };
	}
}

/** A host's function that hears of no signal is left behind. */
function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((done, fail) => {
		const leave = () => fail(signal.reason);
		if (signal.aborted) return leave();
		signal.addEventListener('abort', leave, { once: true });
		work()
			.then(done, fail)
			.finally(() => signal.removeEventListener('abort', leave));
	});
}

/** The state must name whom it is about; the others may, and then it must be the caller. */
function refuseOthers(name: SourceName, data: unknown, { tenantId, userId }: Caller): void {
	if (!isGroup(data)) throw new SourceFault('wrong_shape');
	if (name === 'businessRules') return;
	const named = name === 'userState' || data.userId !== undefined || data.tenantId !== undefined;
	const others = (data.userId ?? userId) !== userId || (data.tenantId ?? tenantId) !== tenantId;
	if (named && others) throw new SourceFault('not_the_caller');
	if (name === 'userState' && (data.userId === undefined || data.tenantId === undefined))
		throw new SourceFault('wrong_shape');
}

const OF_EGRESS: Readonly<Record<EgressReason, SourceError>> = {
	forbidden_address: 'forbidden_address',
	forbidden_scheme: 'forbidden_address',
	dns: 'unreachable',
	timeout: 'timeout',
	too_large: 'too_large',
	tls: 'unreachable',
	connection: 'unreachable',
};

function reasonOf(fault: unknown): SourceError {
	if (fault instanceof SourceFault) return fault.reason;
	return fault instanceof EgressFault ? OF_EGRESS[fault.reason] : 'failed';
}

const PATHS: Readonly<Record<SourceName, string>> = {
	userState: 'user-state',
	userHistory: 'user-history',
	userLogs: 'user-logs',
	businessRules: 'business-rules',
};

const MOST_BYTES = 1024 * 1024;
const RETRIES = 2;

export interface HostEndpoints {
	url: string;
	token: string;
}

/** The four endpoints of a host, as sources. */
export function endpointSources({ url, token }: HostEndpoints, egress: Egress): Record<SourceName, HostSource> {
	const base = url.replace(/\/$/, '');
	const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
	const fetchOne = async (name: SourceName, asked: HostQuestion) => {
		const request = { url: addressOf(base, name, asked), method: 'GET' as const, headers };
		const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, signal: asked.signal };
		for (let left = RETRIES; ; left -= 1) {
			const { status, body } = await egress.send({ ...request, ...limits });
			if (status >= 500 && left > 0) continue;
			if (status !== 200) throw new SourceFault(status >= 500 ? 'failed' : 'refused');
			return jsonIn(body, token);
		}
	};
	const sources = SOURCES.map((name) => [name, (asked: HostQuestion) => fetchOne(name, asked)] as const);
	return Object.fromEntries(sources) as unknown as Record<SourceName, HostSource>;
}

function addressOf(base: string, name: SourceName, { userId, windowHours }: HostQuestion): string {
	const address = new URL(`${base}/support/${PATHS[name]}`);
	if (name !== 'businessRules') address.searchParams.set('userId', userId);
	if (name === 'userHistory' || name === 'userLogs') address.searchParams.set('windowHours', String(windowHours));
	return address.href;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A host that writes down the headers of its requests would tell our own token among its logs. */
function jsonIn(body: Buffer, token: string): unknown {
	try {
		return JSON.parse(utf8.decode(body).replaceAll(token, '[our token removed]'));
	} catch (cause) {
		throw new SourceFault('not_json', cause);
	}
}

/** As the host's options have it; null where they say nothing. */
export function connectHost(given: z.output<typeof context>): HostContext | null {
	if (!given) return null;
	const { endpoints, actions, windowHours, ...functions } = given;
	const sources = endpoints ? endpointSources(endpoints, createEgress(endpoints)) : functions;
	return createHostContext({ sources, actions: actionsIn(actions), custom: actions.custom, windowHours });
}

/** Those that the host gives; its own are told apart by their name in the payload. */
function actionsIn({ retry, request_access, custom }: Given['actions']): HostContext['actions'] {
	const own: HostAction = (caller, payload) => {
		const named = custom.find(({ name }) => name === payload.action);
		if (!named) throw new Error('the host gives no such action any more');
		return named.run(caller, payload);
	};
	return {
		...(retry && { retry }),
		...(request_access && { request_access }),
		...(custom.length > 0 && { custom: own }),
	};
}

type Given = NonNullable<z.output<typeof context>>;
