// Where the four endpoints are: the lines that docs/gateway.md has a reader paste.

import type { SupportKitOptions } from '@deskbell/server-kit';

export const context: SupportKitOptions['context'] = {
	endpoints: { url: 'https://app.example.com', token: process.env.DESKBELL_SERVICE_TOKEN ?? '' },
};
