// Whether this process is fit to serve, for anybody who probes it.

import { z } from 'zod';
import type { HealthProbe } from '../../core/health.ts';
import { KitError } from '../../errors.ts';
import { json, openRoute, type Route } from '../../http/route.ts';
import { none } from './fields.ts';
import * as answers from './schemas.ts';

export function healthRoute(look: HealthProbe['look'], version: string): Route {
	return openRoute({
		method: 'get',
		path: '/health',
		operationId: 'getHealth',
		summary: 'Whether this process is fit to serve',
		description: 'With `ready=1` it answers 503 where the store is out or the process is about to end.',
		streams: false,
		degrades: false,
		rate: null,
		params: none,
		query: z.object({ ready: z.string().max(10).optional().meta({ description: '`1` for a readiness probe' }) }),
		body: null,
		response: answers.health,
		errors: [],
		async handle({ query }) {
			const { ready: ok, uptimeSeconds, checks } = await look();
			if (query.ready === '1' && !ok) throw new KitError('store_unavailable');
			return json({ ok, version, uptimeSeconds, checks: { ...checks } });
		},
	});
}
