// First steps: every answer has a request id, and no cache keeps it.

import type { HttpParts, Step } from './exchange.ts';

const WELL_FORMED = /^[A-Za-z0-9._:-]{1,128}$/;

export const requestId =
	({ requestIds }: HttpParts): Step =>
	(ctx, next) => {
		const given = ctx.get('X-Request-Id');
		const id = WELL_FORMED.test(given) ? given : requestIds();
		ctx.state.deskbell.requestId = id;
		ctx.set('X-Request-Id', id);
		return next();
	};

export const privateHeaders = (): Step => (ctx, next) => {
	ctx.set('Cache-Control', 'no-store');
	ctx.set('X-Content-Type-Options', 'nosniff');
	ctx.vary('Accept-Language');
	return next();
};
