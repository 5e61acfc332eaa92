// Which pages may call: our own origin, and the ones that the host listed. Exact matches only.

import createCors from '@koa/cors';
import type Koa from 'koa';
import { KitError } from '../errors.ts';
import type { HttpParts, Step } from './exchange.ts';

const EXPOSED = ['X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy'];
const ACCEPTED = [
	'Authorization',
	'Content-Type',
	'Accept',
	'Accept-Language',
	'Last-Event-ID',
	'X-Request-Id',
	'Idempotency-Key',
];

/** Does nothing where the host has answered for itself already. */
export const cors = ({ origins }: HttpParts): Step => {
	const library = createCors({
		origin: (ctx) => (origins.includes(ctx.get('Origin')) ? ctx.get('Origin') : ''),
		exposeHeaders: EXPOSED,
		allowHeaders: ACCEPTED,
		allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
		maxAge: 600,
	});
	return (ctx, next) => {
		if (ctx.response.get('Access-Control-Allow-Origin')) return next();
		return library(ctx as unknown as Parameters<typeof library>[0], next as Koa.Next);
	};
};

/** A browser says when another site's page sends a request; a session cookie must not answer to it. */
export const sameSite =
	({ origins }: HttpParts): Step =>
	(ctx, next) => {
		const from = ctx.get('Sec-Fetch-Site');
		const foreign = from === 'cross-site' || from === 'same-site';
		if (foreign && !ctx.get('Authorization') && !origins.includes(ctx.get('Origin'))) throw new KitError('forbidden');
		return next();
	};
