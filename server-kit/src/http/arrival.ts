// Where a request comes from: the page as the browser says it, and the network address behind the host's own proxies.

import type { VisitorPage } from '../core/ports.ts';
import type { Arrival } from '../core/visitors.ts';
import type { KitContext } from './exchange.ts';

export function pageOf(ctx: KitContext): VisitorPage {
	const origin = ctx.get('Origin') || null;
	const own = ctx.get('Sec-Fetch-Site') === 'same-origin' || (origin !== null && hostOf(origin) === ctx.host);
	return { origin, own };
}

export function arrivalOf(ctx: KitContext, trustedProxies: number): Arrival {
	return { page: pageOf(ctx), address: addressOf(ctx, trustedProxies), token: bearerOf(ctx) };
}

export function bearerOf(ctx: KitContext): string | null {
	return /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(ctx.get('Authorization'))?.[1] ?? null;
}

/** Empty for an origin that has none, such as `null`. */
export function hostOf(origin: string): string {
	return URL.canParse(origin) ? new URL(origin).host : '';
}

/** Each proxy adds whom it heard to the end of the list; what stands before that anybody may have written. */
function addressOf(ctx: KitContext, trustedProxies: number): string {
	if (trustedProxies === 0) return ctx.ip;
	const said = ctx
		.get('X-Forwarded-For')
		.split(',')
		.map((address) => address.trim());
	const chain = [...said.filter(Boolean), ctx.req.socket.remoteAddress ?? ''];
	return chain.at(Math.max(-chain.length, -1 - trustedProxies)) ?? '';
}
