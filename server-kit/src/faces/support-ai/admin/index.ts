// What the company itself may do: each route asks for a permission of its own, and each act is written down.

import type { Parts } from '../../../core/turn-state.ts';
import type { Route } from '../../../http/route.ts';
import { articleRoutes } from './articles.ts';
import { auditRoutes } from './audit.ts';
import { candidateRoutes } from './candidates.ts';
import { settingsRoutes } from './settings.ts';
import { usageRoutes } from './usage.ts';
import { webhookRoutes } from './webhooks.ts';

export function adminRoutes(parts: Parts): Route[] {
	return [
		...candidateRoutes(parts),
		...settingsRoutes(parts),
		...usageRoutes(parts),
		...articleRoutes(parts),
		...auditRoutes(parts),
		...webhookRoutes(parts),
	];
}
