// What each playground route does with a request before and after its own work.

import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import getRawBody from 'raw-body';
import { z } from 'zod';

const bodyLimit = 64 * 1024;

/** A request that is refused, with words for the person who sent it. */
export class Refusal extends Error {
	readonly status: number;
	readonly code: string;
	constructor(status: number, code: string, message: string) {
		super(message);
		this.name = 'Refusal';
		this.status = status;
		this.code = code;
	}
}

// The kit's failures carry a code; these are the ones that an agent's click can cause.
const deskRefusals = new Map([
	['not_found', new Refusal(404, 'not_found', 'There is no such case in this tenant.')],
	['forbidden', new Refusal(403, 'forbidden', 'Agents may not do this.')],
	['case_closed', new Refusal(409, 'case_closed', 'This case is closed.')],
	['case_status_conflict', new Refusal(409, 'case_status_conflict', 'A case in this state cannot go to that state.')],
]);

/** @throws Refusal when the body is too large, not JSON, or cut off. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
	if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
		throw new Refusal(415, 'media_type_unsupported', 'Send the body as application/json.');
	}
	const text = await getRawBody(request, { limit: bodyLimit, encoding: 'utf8' }).catch((cause: unknown) => {
		if (codeOf(cause, 'type') === 'entity.too.large') {
			throw new Refusal(413, 'body_too_large', 'The body may have at most 64 KiB.');
		}
		throw new Refusal(400, 'body_broken', 'The body could not be read.');
	});
	try {
		return JSON.parse(text);
	} catch {
		throw new Refusal(422, 'json_invalid', 'The body is not valid JSON.');
	}
}

/** A page of another site must not mint tokens with a visitor's browser. Programs without these headers may. */
export const refuseForeignPages: Middleware = async (ctx, next) => {
	if (ctx.method === 'POST' && isForeign(ctx.get('Sec-Fetch-Site'), ctx.get('Origin'), ctx.host)) {
		throw new Refusal(403, 'foreign_page', 'Only pages of this playground may call it.');
	}
	await next();
};

// Hosts are compared, not origins: behind a proxy the page may be on https and this server on http.
function isForeign(site: string, origin: string, host: string): boolean {
	if (site !== '' && site !== 'same-origin' && site !== 'none') return true;
	return origin !== '' && URL.parse(origin)?.host !== host;
}

/** Shows what was refused as `{error: {code, message, issues?}}`; every other error is the host's. */
export const showFailures: Middleware = async (ctx, next) => {
	ctx.set('Cache-Control', 'no-store');
	try {
		await next();
	} catch (error) {
		if (error instanceof z.ZodError) {
			ctx.status = 422;
			ctx.body = { error: { code: 'validation_failed', message: sentence(error), issues: issuesOf(error) } };
			return;
		}
		const refusal = error instanceof Refusal ? error : deskRefusals.get(codeOf(error, 'code') ?? '');
		if (!refusal) throw error;
		ctx.status = refusal.status;
		ctx.body = { error: { code: refusal.code, message: refusal.message } };
	}
};

function issuesOf(error: z.ZodError): { path: string; message: string }[] {
	return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}

function sentence(error: z.ZodError): string {
	return issuesOf(error)
		.map(({ path, message }) => (path ? `${path}: ${message}` : message))
		.join('; ');
}

function codeOf(error: unknown, key: 'code' | 'type'): string | null {
	if (!(error instanceof Error)) return null;
	const code: unknown = Reflect.get(error, key);
	return typeof code === 'string' ? code : null;
}
