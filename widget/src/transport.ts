// The only place that fetches: JSON calls and event streams, with a token that is renewed once when it is refused.

import type { DegradedView, ErrorBody } from '../../server-kit/src/protocol/index.ts';
import type { Frame, Watch } from './frames.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import type { Problem, ProblemKind } from './view.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

export interface Call {
	readonly body?: object;
	readonly lastEventId?: string | null;
	/** The same key again is the same request: what it makes is made once. */
	readonly idempotencyKey?: string;
	readonly signal?: AbortSignal;
}

export interface Transport {
	/** The answer itself, whatever it says. @throws {Failure} where there is none */
	send(method: Method, path: string, call: Call, watch: Watch): Promise<Response>;
	/** @throws {Failure} with the problem, whatever it is; aborting rejects with the abort itself. */
	json<Answer>(method: Method, path: string, call?: Call): Promise<Answer>;
	/** Batches of parts; null where nothing runs (204). @throws {Failure} before the stream has begun. */
	stream<Part>(method: Method, path: string, call?: Call): Promise<AsyncIterable<readonly Frame<Part>[]> | null>;
}

export class Failure extends Error {
	readonly problem: Problem;
	constructor(problem: Problem, cause?: unknown) {
		super(problem.code ?? problem.kind, { cause });
		this.name = 'Failure';
		this.problem = problem;
	}
}

/** The line stands, but nothing comes through it: it is dead, or something on the way keeps the answer for itself. */
export class Withheld extends Error {}

export interface TransportOptions {
	settings(): Settings;
	readonly session: Session;
	/** Nobody is there any more who would read an answer; what is sent still arrives. */
	gone(): AbortSignal;
}

const kinds: Record<number, ProblemKind> = {
	401: 'signed_out',
	403: 'signed_out',
	404: 'not_found',
	409: 'conflict',
	410: 'not_found',
	413: 'invalid',
	422: 'invalid',
	429: 'limited',
	511: 'offline',
};

const answerMs = 30_000;
/** The server says something as soon as it is asked for a stream. */
const openingMs = 10_000;

export function createTransport({ settings, session, gone }: TransportOptions): Transport {
	/** `watch` ends it where nobody answers in time; asking the page for a token takes as long as it takes. */
	async function send(method: Method, path: string, call: Call, watch: Watch, stream = false): Promise<Response> {
		const token = await session.token();
		const response = await request(token);
		if (response.status !== 401) return response;
		const renewed = await session.renew(token);
		return renewed ? request(renewed) : response;

		async function request(bearer: string | null): Promise<Response> {
			const { api, locale } = settings();
			watch.wait(stream ? openingMs : answerMs);
			const body = call.body && JSON.stringify(call.body);
			const headers = {
				Accept: stream ? 'text/event-stream' : 'application/json',
				'Accept-Language': locale,
				...(bearer && { Authorization: `Bearer ${bearer}` }),
				...(body && { 'Content-Type': 'application/json' }),
				...(call.lastEventId && { 'Last-Event-ID': call.lastEventId }),
				...(call.idempotencyKey && { 'Idempotency-Key': call.idempotencyKey }),
			};
			try {
				return await fetch(api + path, { method, headers, body, signal: watch.signal });
			} catch (cause) {
				if (call.signal?.aborted) throw cause;
				throw new Failure(problem('offline'), cause);
			}
		}
	}

	return {
		send,
		async json<Answer>(method: Method, path: string, call: Call = {}) {
			const watch = createWatch(call.signal, method === 'GET' ? gone() : undefined);
			try {
				const response = await send(method, path, call, watch);
				const body = await readJson(response);
				if (!response.ok || !body || isDegraded(body)) throw new Failure(problemOf(response, body));
				return body as Answer;
			} finally {
				watch.rest();
			}
		},
		async stream<Part>(method: Method, path: string, call: Call = {}) {
			const watch = createWatch(call.signal);
			try {
				const response = await send(method, path, call, watch, true);
				const streams = response.headers.get('Content-Type')?.startsWith('text/event-stream');
				if (response.ok && response.body && streams) {
					const { readFrames } = await import('./frames.ts');
					return readFrames<Part>(response.body, watch);
				}
				if (response.status !== 204) throw new Failure(problemOf(response, await readJson(response)));
				watch.rest();
				return null;
			} catch (thrown) {
				watch.rest();
				throw thrown;
			}
		},
	};
}

function createWatch(...outer: (AbortSignal | undefined)[]): Watch {
	const inner = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	return {
		signal: AbortSignal.any([inner.signal, ...outer.flatMap((one) => one ?? [])]),
		wait(ms) {
			clearTimeout(timer);
			timer = setTimeout(() => inner.abort(new Withheld()), ms);
		},
		rest: () => clearTimeout(timer),
	};
}

/** A gateway on the way may answer with anything; what is no object of JSON says nothing. */
async function readJson(response: Response): Promise<object | null> {
	try {
		return Object(await response.json());
	} catch {
		return null;
	}
}

function isDegraded(body: unknown): body is DegradedView {
	return (body as DegradedView | null)?.degraded === true;
}

export function problemOf(response: Response, body: unknown): Problem {
	const said = response.headers.get('Retry-After') ?? '';
	const retryAfter = Number(said) || Math.max(0, Math.ceil((Date.parse(said) - Date.now()) / 1000)) || null;
	if (isDegraded(body)) return degradedProblem(body, retryAfter);
	const requestId = response.headers.get('X-Request-Id');
	const code = (body as ErrorBody | null)?.code ?? null;
	// A page where an answer was due comes from whoever stands before the network: a sign-in of a hotel, say.
	const kind = kinds[response.status] ?? (response.ok && !body ? 'offline' : 'server');
	return { ...problem(kind), code, retryAfterSeconds: retryAfter, requestId };
}

export function degradedProblem(degraded: DegradedView, retryAfter: number | null = null): Problem {
	const { code, retry_after_seconds, request_id: requestId } = degraded;
	return { kind: 'degraded', code, degraded, retryAfterSeconds: retry_after_seconds ?? retryAfter, requestId };
}

export function problem(kind: ProblemKind): Problem {
	return { kind, code: null, degraded: null, retryAfterSeconds: null, requestId: null };
}

/**
 * A piece of the widget that is fetched when it is needed.
 * @throws {Failure} where it cannot be had: there is no network, or a newer version has taken its place
 */
export async function piece<Module>(fetched: Promise<Module>): Promise<Module> {
	try {
		return await fetched;
	} catch (cause) {
		throw new Failure(problem(navigator.onLine ? 'unloaded' : 'offline'), cause);
	}
}

/** What to show for whatever was thrown. */
export function problemIn(thrown: unknown): Problem {
	return thrown instanceof Failure ? thrown.problem : problem('server');
}
