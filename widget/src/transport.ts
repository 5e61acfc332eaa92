// The only place that fetches: JSON calls and event streams, with a token that is renewed once when it is refused.

import type { DegradedView, ErrorBody } from '../../server-kit/src/protocol/index.ts';
import type { Frame } from './frames.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import type { Problem, ProblemKind } from './view.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

export interface Call {
	readonly body?: object;
	readonly lastEventId?: string | null;
	readonly signal?: AbortSignal;
}

export interface Transport {
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

export interface TransportOptions {
	settings(): Settings;
	readonly session: Session;
}

const kinds: Record<number, ProblemKind> = {
	401: 'signed_out',
	403: 'signed_out',
	404: 'not_found',
	409: 'conflict',
	422: 'invalid',
	429: 'limited',
};

export function createTransport({ settings, session }: TransportOptions): Transport {
	async function send(method: Method, path: string, accept: string, call: Call): Promise<Response> {
		const token = await session.token();
		const response = await request(token);
		if (response.status !== 401) return response;
		const renewed = await session.renew(token);
		return renewed ? request(renewed) : response;

		async function request(bearer: string | null): Promise<Response> {
			const { api, locale } = settings();
			const body = call.body && JSON.stringify(call.body);
			const headers = {
				Accept: accept,
				'Accept-Language': locale,
				...(bearer && { Authorization: `Bearer ${bearer}` }),
				...(body && { 'Content-Type': 'application/json' }),
				...(call.lastEventId && { 'Last-Event-ID': call.lastEventId }),
			};
			try {
				return await fetch(`${api}/api/support/ai${path}`, { method, headers, body, signal: call.signal });
			} catch (cause) {
				if (call.signal?.aborted) throw cause;
				throw new Failure(problem('offline'), cause);
			}
		}
	}

	return {
		async json<Answer>(method: Method, path: string, call: Call = {}) {
			const response = await send(method, path, 'application/json', call);
			const body = await readJson(response);
			if (!response.ok || isDegraded(body)) throw new Failure(problemOf(response, body));
			return body as Answer;
		},
		async stream<Part>(method: Method, path: string, call: Call = {}) {
			const response = await send(method, path, 'text/event-stream', call);
			if (response.status === 204) return null;
			const streams = response.headers.get('Content-Type')?.startsWith('text/event-stream');
			if (!response.ok || !response.body || !streams) {
				throw new Failure(problemOf(response, await readJson(response)));
			}
			const { readFrames } = await import('./frames.ts');
			return readFrames<Part>(response.body);
		},
	};
}

/** A gateway on the way may answer with anything; what is not JSON says nothing. */
async function readJson(response: Response): Promise<unknown> {
	try {
		return await response.json();
	} catch {
		return null;
	}
}

function isDegraded(body: unknown): body is DegradedView {
	return (body as DegradedView | null)?.degraded === true;
}

function problemOf(response: Response, body: unknown): Problem {
	const retryAfter = Number(response.headers.get('Retry-After')) || null;
	if (isDegraded(body)) return degradedProblem(body, retryAfter);
	const requestId = response.headers.get('X-Request-Id');
	const code = (body as ErrorBody | null)?.code ?? null;
	return { ...problem(kinds[response.status] ?? 'server'), code, retryAfterSeconds: retryAfter, requestId };
}

export function degradedProblem(degraded: DegradedView, retryAfter: number | null = null): Problem {
	const { code, retry_after_seconds, request_id: requestId } = degraded;
	return { kind: 'degraded', code, degraded, retryAfterSeconds: retry_after_seconds ?? retryAfter, requestId };
}

function problem(kind: ProblemKind): Problem {
	return { kind, code: null, degraded: null, retryAfterSeconds: null, requestId: null };
}

/** What to show for whatever was thrown. */
export function problemIn(thrown: unknown): Problem {
	return thrown instanceof Failure ? thrown.problem : problem('server');
}
