// What a host can do for a user: the lines that docs/gateway.md has a reader paste.

import type { SupportKitOptions } from '@deskbell/server-kit';
import { access, jobs, limits } from './your-app.ts';

type Context = NonNullable<SupportKitOptions['context']>;

export const actions: Context['actions'] = {
	retry: (caller, { jobId = '' }) => jobs.retry(caller.userId, jobId),
	request_access: (caller, { role = '', resourceId = '' }) => access.request(caller.userId, role, resourceId),
	custom: [
		{
			name: 'raise_limit',
			label: { en: 'Ask for a larger limit', de: 'Mehr Platz anfragen' },
			when: { limits: ['upload_file_size_mb'], errorCodes: ['FILE_TOO_LARGE'] },
			run: (caller, { limit = '' }) => limits.request(caller.userId, limit),
		},
	],
};
