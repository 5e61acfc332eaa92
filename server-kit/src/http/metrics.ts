// The one path that answers with numbers: only where the host has set a token, and only to whoever brings it.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';

export interface MetricsDoor {
	owns(ctx: Context): boolean;
	serve(ctx: Context): Promise<void>;
}

interface MetricsText {
	contentType: string;
	body: string;
}

export function createMetricsDoor(path: string, token: string, read: () => Promise<MetricsText>): MetricsDoor {
	const expected = digest(`Bearer ${token}`);
	return {
		owns: (ctx) => ctx.path === path && (ctx.method === 'GET' || ctx.method === 'HEAD'),
		async serve(ctx) {
			ctx.set('Cache-Control', 'no-store');
			// Digests have one length: how much of a guess was right is not told by the time it takes.
			if (!timingSafeEqual(digest(ctx.get('Authorization')), expected)) {
				ctx.status = 401;
				ctx.set('WWW-Authenticate', 'Bearer realm="metrics"');
				ctx.body = 'A bearer token is needed.\n';
				return;
			}
			const { contentType, body } = await read();
			ctx.set('Content-Type', contentType);
			ctx.body = body;
		},
	};
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
