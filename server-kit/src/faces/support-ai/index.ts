// The support-ai face: its routes and its way to speak of faults.

import type { Tenants } from '../../core/tenants.ts';
import type { Parts } from '../../core/turn-state.ts';
import type { Face, Route } from '../../http/route.ts';
import { accountRoutes } from './account.ts';
import { adminRoutes } from './admin/index.ts';
import { caseRoutes } from './cases.ts';
import { conversationRoutes } from './conversations.ts';
import { disclosureRoutes } from './disclosure.ts';
import { failure } from './failure.ts';
import { feedbackRoutes } from './feedback.ts';
import { messageRoutes } from './messages.ts';
import { personRoutes } from './person.ts';
import { degraded, errorBody } from './schemas/common.ts';

export function supportAiFace(parts: Parts, tenants: Tenants, basePath: string): Face {
	return {
		name: 'support-ai',
		title: 'Deskbell support-ai',
		basePath,
		routes: [...asEachTenantHasSet(parts, tenants), ...adminRoutes(parts)],
		schemas: { error: errorBody, degraded },
		failure,
	};
}

function customerRoutes(parts: Parts): Route[] {
	return [
		...caseRoutes(parts),
		...conversationRoutes(parts),
		...messageRoutes(parts),
		...feedbackRoutes(parts),
		...disclosureRoutes(parts),
		...accountRoutes(parts),
		...personRoutes(parts),
	];
}

/** The same routes for all; a tenant with settings of its own is answered by handlers that hold its own parts. */
function asEachTenantHasSet(host: Parts, tenants: Tenants): Route[] {
	const made = new WeakMap<Parts, Route[]>();
	const routesOf = (parts: Parts) => {
		const routes = made.get(parts) ?? customerRoutes(parts);
		made.set(parts, routes);
		return routes;
	};
	return routesOf(host).map((route, at) => ({
		...route,
		async handle(request) {
			if (!('caller' in request)) return route.handle(request);
			const parts = await tenants.partsFor(request.caller.tenantId);
			return (routesOf(parts)[at] ?? route).handle(request);
		},
	}));
}
