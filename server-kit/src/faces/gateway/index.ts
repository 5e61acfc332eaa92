// The gateway face: its routes and its way to speak of faults.

import type { HealthProbe } from '../../core/health.ts';
import type { Tenants } from '../../core/tenants.ts';
import type { Parts } from '../../core/turn-state.ts';
import { asEachTenantHasSet, type Face, type Route } from '../../http/route.ts';
import { caseRoutes } from './cases.ts';
import { escalationRoutes } from './escalation.ts';
import { failure, STATUSES } from './failure.ts';
import { healthRoute } from './health.ts';
import { messageRoutes } from './messages.ts';
import { degraded, errorBody } from './schemas.ts';

export function gatewayFace(
	parts: Parts,
	tenants: Tenants,
	{ basePath, look, version }: { basePath: string; look: HealthProbe['look']; version: string },
): Face {
	const ofCaller = (own: Parts): Route[] => [...caseRoutes(own), ...escalationRoutes(own), ...messageRoutes(own)];
	return {
		name: 'gateway',
		title: 'Deskbell gateway',
		basePath,
		// A host has its own paths below /api: only these are ours.
		owns: ['/health', '/cases'],
		routes: [healthRoute(look, version), ...asEachTenantHasSet(ofCaller, parts, tenants)],
		statuses: STATUSES,
		schemas: { error: errorBody, degraded },
		failure,
	};
}
