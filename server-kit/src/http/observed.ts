// First step: whoever measures is told which route answered with what, and which trace the request belongs to.

import type { HttpParts, Step } from './exchange.ts';

export const observed = ({ observer }: HttpParts): Step => {
	if (!observer) return (_ctx, next) => next();
	return async (ctx, next) => {
		const { deskbell } = ctx.state;
		const headers = { traceparent: ctx.get('traceparent'), tracestate: ctx.get('tracestate') };
		await observer.request(headers, next);
		observer.answered(deskbell.face.name, deskbell.route?.operationId ?? null, ctx.status);
	};
};
