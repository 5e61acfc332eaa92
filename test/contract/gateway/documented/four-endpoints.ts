// A whole host with its four endpoints: the lines that docs/gateway.md has a reader paste.

import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const token = process.env.DESKBELL_SERVICE_TOKEN ?? '';

interface Asked {
	userId: string;
	windowHours: number;
}

const answers: Record<string, (asked: Asked) => Promise<object>> = {
	'/support/user-state': async ({ userId }) => ({
		tenantId: 'acme', // of the user; an answer about somebody else is refused
		userId,
		roles: ['member'],
		plan: 'free',
		featuresEnabled: ['sharing'],
		entities: [{ type: 'card', id: 'card_7', status: 'expired', description: 'The card on file, expired 10/2026' }],
		activeErrors: [{ errorCode: 'CARD_EXPIRED', retryable: false, userActionable: true, resourceId: 'card_7' }],
		limitsReached: [{ limit: 'upload_file_size_mb', current: 184, max: 50 }],
	}),
	'/support/user-history': async ({ windowHours }) => ({
		windowHours,
		events: [{ ts: '2026-11-22T09:29:58Z', event: 'upload_started', page: '/files', correlationRequestId: 'req_1' }],
		clickTimeline: [{ ts: '2026-11-22T09:29:57Z', page: '/files', action: 'click upload' }],
	}),
	'/support/user-logs': async () => ({
		recentRequests: [
			{ ts: '2026-11-22T09:30:00Z', route: 'POST /files', httpStatus: 413, errorCode: 'E1042', requestId: 'req_1' },
		],
		jobs: [{ jobId: 'job_88', queue: 'previews', status: 'failed', errorCode: 'PREVIEW_TIMEOUT', durationMs: 30_000 }],
		errors: [{ ts: '2026-11-22T09:30:00Z', errorCode: 'E1042', errorClass: 'LimitError', requestId: 'req_1' }],
	}),
	'/support/business-rules': async () => ({
		rules: { free: { uploadFileSizeMb: 50 } },
		errorCatalog: [{ errorCode: 'E1042', retryable: false, userActionable: true, resolution: 'Choose a larger plan.' }],
	}),
};

function isOurs(given = ''): boolean {
	const [one, other] = [Buffer.from(given), Buffer.from(`Bearer ${token}`)];
	return token !== '' && one.length === other.length && timingSafeEqual(one, other);
}

createServer(async (request, response) => {
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host');
	const answer = answers[pathname];
	if (!answer) return response.writeHead(404).end();
	if (!isOurs(request.headers.authorization)) return response.writeHead(401).end();
	const asked = {
		userId: searchParams.get('userId') ?? '',
		windowHours: Number(searchParams.get('windowHours') ?? 72),
	};
	response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(await answer(asked)));
}).listen(process.env.PORT);
