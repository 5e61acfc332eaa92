// The support-ai face: its routes and its way to speak of faults.

import type { Parts } from '../../core/turn-state.ts';
import type { Face } from '../../http/route.ts';
import { accountRoutes } from './account.ts';
import { caseRoutes } from './cases.ts';
import { conversationRoutes } from './conversations.ts';
import { disclosureRoutes } from './disclosure.ts';
import { failure } from './failure.ts';
import { feedbackRoutes } from './feedback.ts';
import { messageRoutes } from './messages.ts';
import { degraded, errorBody } from './schemas/common.ts';

export function supportAiFace(parts: Parts, basePath: string): Face {
	return {
		name: 'support-ai',
		title: 'Deskbell support-ai',
		basePath,
		routes: [
			...caseRoutes(parts),
			...conversationRoutes(parts),
			...messageRoutes(parts),
			...feedbackRoutes(parts),
			...disclosureRoutes(parts),
			...accountRoutes(parts),
		],
		schemas: { error: errorBody, degraded },
		failure,
	};
}
