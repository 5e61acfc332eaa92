// Which header fields an answer carries, for OpenAPI: one place for what the steps around a route set.

import { z } from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import type { Route } from './route.ts';

const requestId = header(
	'X-Request-Id',
	'Names this request in our log; the one that was sent, where it was well formed',
);
const rateLimit = header(
	'RateLimit',
	'Of the limit that `RateLimit-Policy` names: `r`, how many are left, and `t`, seconds until it begins anew',
);
const ratePolicy = header('RateLimit-Policy', 'The name of the limit; `q`, how many in a window, and `w`, its seconds');
const retryAfter = header('Retry-After', 'Seconds to wait before the same may be asked again');
const challenge = header('WWW-Authenticate', 'Which credentials would do');
const replayed = header('Idempotency-Replayed', '`true`: the first answer to this `Idempotency-Key`, given again');

function header(id: string, description: string) {
	return z.string().meta({ description, header: { id } });
}

/** Optional is what depends on how the request went, such as a limit that was not yet asked. */
export function headersOf(route: Route, status: string): NonNullable<ZodOpenApiResponseObject['headers']> {
	return z.object({
		'X-Request-Id': requestId,
		...(route.rate && { RateLimit: rateLimit.optional(), 'RateLimit-Policy': ratePolicy.optional() }),
		...(mayPass(route, status) && { 'Retry-After': retryAfter.optional() }),
		...(status === '401' && { 'WWW-Authenticate': challenge }),
		...(route.repeats?.startsWith('answer') && /^2/.test(status) && { 'Idempotency-Replayed': replayed.optional() }),
	});
}

/** Under 409 there is what the first request with the same key is still working on. */
function mayPass({ repeats }: Route, status: string): boolean {
	const claims = repeats !== undefined && repeats !== 'known to the route';
	return status === '429' || status === '503' || (status === '409' && claims);
}
