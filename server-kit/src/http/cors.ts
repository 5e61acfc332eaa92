// Which pages may call: our own origin, and the ones that the host listed. Exact matches only.

import createCors from '@koa/cors';
import type Koa from 'koa';
import { KitError } from '../errors.ts';
import { hostOf } from './arrival.ts';
import type { HttpParts, KitContext, Step } from './exchange.ts';

const EXPOSED = [
	'Content-Disposition',
	'X-Request-Id',
	'Retry-After',
	'RateLimit',
	'RateLimit-Policy',
	'Idempotency-Replayed',
	'X-Vercel-AI-UI-Message-Stream',
	'Deskbell-Batch',
	'Deskbell-Batch-Size',
];
/** The last four are added to every call by whatever traces the page: refused, they would break it. */
const ACCEPTED = [
	'Authorization',
	'Content-Type',
	'Accept',
	'Accept-Language',
	'Last-Event-ID',
	'X-Request-Id',
	'Idempotency-Key',
	'Traceparent',
	'Tracestate',
	'Baggage',
	'Sentry-Trace',
];

/** Does nothing where the host has answered for itself already. */
export const cors = ({ origins }: HttpParts): Step => {
	const library = createCors({
		origin: (ctx) => (origins.includes(ctx.get('Origin')) ? ctx.get('Origin') : ''),
		exposeHeaders: EXPOSED,
		allowHeaders: ACCEPTED,
		allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
		maxAge: 600,
	});
	return (ctx, next) => {
		if (ctx.response.get('Access-Control-Allow-Origin')) return next();
		return library(ctx as unknown as Parameters<typeof library>[0], next as Koa.Next);
	};
};

/** A session cookie must not answer to a page of another site. A token can only be sent by who holds it. */
export const sameSite =
	({ origins }: HttpParts): Step =>
	(ctx, next) => {
		const trusted = ctx.get('Authorization') || origins.includes(ctx.get('Origin'));
		if (!trusted && isForeign(ctx)) throw new KitError('forbidden');
		return next();
	};

/** Browsers say where a request comes from; over plain http only some do, and the origin is compared instead. */
function isForeign(ctx: KitContext): boolean {
	const site = ctx.get('Sec-Fetch-Site');
	if (site) return site === 'cross-site' || site === 'same-site';
	const origin = ctx.get('Origin');
	if (!origin || ctx.method === 'GET' || ctx.method === 'HEAD') return false;
	return hostOf(origin) !== ctx.host;
}
