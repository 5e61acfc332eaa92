// The support-ai face: its routes and its way to speak of faults.

import type { Tenants } from '../../core/tenants.ts';
import type { Parts } from '../../core/turn-state.ts';
import { asEachTenantHasSet, type Face, type Route } from '../../http/route.ts';
import { accountRoutes } from './account.ts';
import { actionRoutes } from './actions.ts';
import { adminRoutes } from './admin/index.ts';
import { approvalRoutes } from './approvals.ts';
import { caseRoutes } from './cases.ts';
import { conversationRoutes } from './conversations.ts';
import { disclosureRoutes } from './disclosure.ts';
import { failure } from './failure.ts';
import { feedbackRoutes } from './feedback.ts';
import { messageRoutes } from './messages.ts';
import { personRoutes } from './person.ts';
import { degraded, errorBody } from './schemas/common.ts';
import { sentEvents } from './schemas/webhook-events.ts';

export function supportAiFace(parts: Parts, tenants: Tenants, basePath: string): Face {
	return {
		name: 'support-ai',
		title: 'Deskbell support-ai',
		basePath,
		routes: [...asEachTenantHasSet(customerRoutes, parts, tenants), ...adminRoutes(parts)],
		sends: sentEvents,
		schemas: { error: errorBody, degraded },
		failure,
	};
}

function customerRoutes(parts: Parts): Route[] {
	return [
		...caseRoutes(parts),
		...conversationRoutes(parts),
		...messageRoutes(parts),
		...approvalRoutes(parts),
		...actionRoutes(parts),
		...feedbackRoutes(parts),
		...disclosureRoutes(parts),
		...accountRoutes(parts),
		...personRoutes(parts),
	];
}
