// The one place where a fault becomes an answer. Nothing of the kit's reaches the host's own error handler.

import { DEGRADED, Degraded } from '../core/faults.ts';
import { type Language, spokenTo } from '../core/texts.ts';
import { ERRORS, KitError } from '../errors.ts';
import { spokenLocale } from './caller.ts';
import type { HttpParts, KitContext, Step } from './exchange.ts';
import { tellRate } from './limits.ts';
import { type Face, type Problem, statusOfError, ValidationFailure } from './route.ts';

export const failure =
	(parts: HttpParts): Step =>
	async (ctx, next) => {
		try {
			await next();
		} catch (fault) {
			if (!ctx.headerSent) await tellRate(ctx, parts);
			answerProblem(ctx, problemOf(fault, ctx, parts));
		}
	};

function problemOf(fault: unknown, ctx: KitContext, { log, defaultLocale }: HttpParts): Problem {
	const { requestId, caller } = ctx.state.deskbell;
	if (fault instanceof ValidationFailure) return { kind: 'validation', failure: fault, requestId };
	if (fault instanceof Degraded)
		return { kind: 'degraded', degraded: fault, caller, language: languageFor(ctx, defaultLocale), requestId };
	const error = fault instanceof KitError ? fault : new KitError('internal_error', { cause: fault });
	if (ERRORS[error.code].status >= 500 && error.code !== 'shutting_down')
		log.error('request failed', {
			requestId,
			method: ctx.method,
			route: ctx.state.deskbell.route?.path,
			fault: error.cause ?? error,
		});
	return { kind: 'error', error, requestId };
}

function languageFor(ctx: KitContext, defaultLocale: string): Language {
	return spokenTo(spokenLocale(ctx, defaultLocale), defaultLocale);
}

function answerProblem(ctx: KitContext, problem: Problem): void {
	// A stream that has begun can only be cut; its reader takes that as an interrupted answer.
	if (ctx.headerSent || !ctx.writable) return void ctx.res.destroy();
	ctx.status = statusOf(problem, ctx.state.deskbell.face);
	if (ctx.status === 401) ctx.set('WWW-Authenticate', challengeFor(ctx));
	const wait = waitOf(problem);
	if (wait !== null) ctx.set('Retry-After', String(wait));
	ctx.body = ctx.state.deskbell.face.failure(problem);
}

function statusOf(problem: Problem, face: Pick<Face, 'statuses'>): number {
	if (problem.kind === 'validation') return statusOfError('validation_failed', face);
	if (problem.kind === 'degraded') return DEGRADED[problem.degraded.code].status;
	return statusOfError(problem.error.code, face);
}

/** Which credentials would do, and whether those that were sent did not (RFC 6750). */
function challengeFor(ctx: KitContext): string {
	return ctx.get('Authorization') ? 'Bearer error="invalid_token"' : 'Bearer';
}

const SHORTLY = 2;

function waitOf(problem: Problem): number | null {
	if (problem.kind === 'degraded') return problem.degraded.retryAfterSeconds;
	if (problem.kind !== 'error') return null;
	const passes = statusOf(problem, {}) === 503 || problem.error.code === 'idempotency_in_progress';
	return passes ? SHORTLY : null;
}
