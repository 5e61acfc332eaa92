// An hour of Ada's: uploads that went well, one that was too large, a preview that never came.

const MINUTE = 60_000;
/** Instants move along with the clock, so that the demo's trouble is always fresh. */
export const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();

const FILES = '/projects/1/files';
const tooLarge = { errorCode: 'E1042', resourceId: 'file_teaser', requestId: 'req_upload_1' };
const triedBefore = { errorCode: 'E1042', resourceId: 'file_teaser', requestId: 'req_upload_0' };
const noPreview = { errorCode: 'PREVIEW_TIMEOUT', resourceId: 'file_storyboard', requestId: 'req_preview_7' };

export function adaHistory() {
	return {
		events: [
			{ ts: ago(11), event: 'error_shown', page: FILES, intent: 'upload', correlationRequestId: 'req_upload_1' },
			{ ts: ago(12), event: 'upload_started', page: FILES, elementId: 'upload', correlationRequestId: 'req_upload_1' },
			{ ts: ago(19), event: 'upload_started', page: FILES, elementId: 'upload', correlationRequestId: 'req_upload_0' },
			// Somebody else's address and the way into a machine of ours: neither may reach a snapshot.
			{ ts: ago(29), event: 'link_shared', page: FILES, intent: 'share with lena.hofer@hofer-film.example' },
			{ ts: ago(38), event: 'preview_failed', page: 'http://10.0.4.17:8080/previews/7' },
		],
		clickTimeline: [
			{ ts: ago(13), page: FILES, action: 'open' },
			{ ts: ago(48), page: '/projects', action: 'open' },
		],
	};
}

export function adaLogs() {
	return {
		recentRequests: requests(),
		jobs: jobs(),
		errors: [
			{ ts: ago(11), errorClass: 'LimitError', route: `POST ${FILES}`, ...tooLarge },
			{ ts: ago(19), errorClass: 'LimitError', route: `POST ${FILES}`, ...triedBefore },
			{ ts: ago(38), errorClass: 'JobError', route: 'GET /previews/7', ...noPreview },
		],
	};
}

function requests() {
	return [
		{ ts: ago(11), route: `POST ${FILES}`, httpStatus: 413, timingMs: 240, ...tooLarge },
		{ ts: ago(13), route: `GET ${FILES}`, httpStatus: 200, timingMs: 84 },
		{ ts: ago(19), route: `POST ${FILES}`, httpStatus: 413, timingMs: 310, ...triedBefore },
		{ ts: ago(26), route: `POST ${FILES}`, httpStatus: 201, timingMs: 1_840, resourceId: 'file_poster' },
		// Log lines do hold such things; a snapshot must not.
		{
			ts: ago(29),
			route: `POST ${FILES}/9/links?access_token=tok_7Hq2mZ9xLw4RbY6sVn3D`,
			httpStatus: 201,
			timingMs: 130,
		},
		{ ts: ago(33), route: `POST ${FILES}`, httpStatus: 201, timingMs: 2_210, resourceId: 'file_storyboard' },
		{ ts: ago(38), route: 'GET /previews/7', httpStatus: 504, timingMs: 10_000, ...noPreview },
		{ ts: ago(47), route: 'GET /projects', httpStatus: 200, timingMs: 118 },
	];
}

function jobs() {
	return [
		{ jobId: 'job_scan_9', queue: 'virus-scan', status: 'complete', createdAt: ago(26), updatedAt: ago(25) },
		{
			jobId: 'job_preview_7',
			queue: 'previews',
			status: 'failed',
			errorCode: 'PREVIEW_TIMEOUT',
			lastStage: 'render',
			createdAt: ago(40),
			updatedAt: ago(38),
			durationMs: 120_000,
		},
		{
			jobId: 'job_preview_6',
			queue: 'previews',
			status: 'complete',
			lastStage: 'store',
			createdAt: ago(33),
			updatedAt: ago(31),
			durationMs: 94_000,
		},
	];
}
