// What a host in the same process tells of its users: the lines that docs/gateway.md has a reader paste.

import type { SupportKitOptions } from '@deskbell/server-kit';
import { requests } from './your-app.ts';

export const context: SupportKitOptions['context'] = {
	userState: async ({ tenantId, userId }) => ({
		tenantId, // both must be those that were asked about
		userId,
		roles: ['member'],
		plan: 'free',
		limitsReached: [{ limit: 'upload_file_size_mb', current: 184, max: 50 }],
	}),
	userLogs: async ({ userId, windowHours, signal }) => requests.of(userId, windowHours, signal),
	businessRules: () => ({
		errorCatalog: [{ errorCode: 'E1042', retryable: false, userActionable: true, resolution: 'Choose a larger plan.' }],
	}),
	supportAi: true, // the widget's answers know the user too
};
