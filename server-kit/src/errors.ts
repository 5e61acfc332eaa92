// The table of error codes. Every face gives them its own shape; one function decides what leaves.

interface ErrorRow {
	status: number;
	/** Whether the same request may succeed later without a change. */
	retryable: boolean;
	/** What a stranger may read. */
	message: string;
}

export const ERRORS = {
	json_invalid: { status: 422, retryable: false, message: 'The body is not valid JSON.' },
	validation_failed: { status: 422, retryable: false, message: 'The request does not have the documented shape.' },
	body_too_large: { status: 413, retryable: false, message: 'The body is larger than this endpoint accepts.' },
	media_type_unsupported: { status: 415, retryable: false, message: 'Send the body as application/json.' },
	disclosure_version_outdated: {
		status: 422,
		retryable: false,
		message: 'This is not the current version of the disclosure. Read it again and accept that one.',
	},
	cursor_invalid: { status: 422, retryable: false, message: 'The cursor is not one that this list handed out.' },
	unauthenticated: { status: 401, retryable: false, message: 'Sign in: this request carries no valid credentials.' },
	forbidden: { status: 403, retryable: false, message: 'You may see this, but not do that with it.' },
	not_found: { status: 404, retryable: false, message: 'Not found.' },
	method_not_allowed: { status: 405, retryable: false, message: 'This path does not answer to this method.' },
	conversation_escalated: {
		status: 409,
		retryable: false,
		message: 'This conversation was handed to a person and is read-only.',
	},
	conversation_closed: { status: 409, retryable: false, message: 'This conversation is closed. Start a new one.' },
	turn_in_progress: {
		status: 409,
		retryable: true,
		message: 'An answer is being written in this conversation. Follow it, stop it, or wait for its end.',
	},
	client_message_id_reused: {
		status: 409,
		retryable: false,
		message: 'This client_message_id was used with another text. Make a new one for each message.',
	},
	case_closed: { status: 409, retryable: false, message: 'This case is closed. Open a new one.' },
	candidate_status_conflict: {
		status: 409,
		retryable: false,
		message: 'A candidate in this state cannot go to that state.',
	},
	candidate_incomplete: {
		status: 409,
		retryable: false,
		message: 'This candidate holds no question, or no answer. Give a better_answer, or reject it.',
	},
	settings_conflict: {
		status: 409,
		retryable: false,
		message: 'Somebody else changed the settings. Read them again, and give their version with your change.',
	},
	setting_without_effect: {
		status: 422,
		retryable: false,
		message: 'This setting would have no effect here: a part or a lower limit of the host’s own goes before it.',
	},
	article_exists: {
		status: 409,
		retryable: false,
		message: 'An article of this slug is there already. Change that one, or choose another slug.',
	},
	article_unreadable: {
		status: 422,
		retryable: false,
		message: 'This text cannot become an article; `advice` says why, and what to do.',
	},
	case_not_escalated: {
		status: 409,
		retryable: false,
		message: 'Nobody but the AI works on this case yet. Send a message, or escalate it.',
	},
	case_resolution_conflict: {
		status: 409,
		retryable: false,
		message: 'This case was closed with another resolution.',
	},
	action_not_suggested: {
		status: 404,
		retryable: false,
		message: 'No answer of this case has suggested that action.',
	},
	action_running: { status: 409, retryable: true, message: 'This action is being run. Wait a moment and read again.' },
	action_unknown: {
		status: 409,
		retryable: false,
		message: 'Nobody knows whether this action was carried out. Look whether it was, then ask for it anew.',
	},
	action_failed: {
		status: 502,
		retryable: true,
		message: 'The action could not be carried out. Try again, or ask for a person.',
	},
	already_decided: {
		status: 409,
		retryable: false,
		message: 'This was decided already, or something else was asked since.',
	},
	approval_expired: {
		status: 409,
		retryable: false,
		message: 'The time to approve this is over. Ask again, and it is proposed anew.',
	},
	connector_unavailable: {
		status: 502,
		retryable: true,
		message: 'The ticket system cannot be reached. The case stays as it is; the ticket is made as soon as it can be.',
	},
	webhook_url_refused: {
		status: 422,
		retryable: false,
		message: 'A webhook takes an https address of a public host, without a user name in it.',
	},
	webhook_limit_reached: {
		status: 409,
		retryable: false,
		message: 'There are as many webhooks as there may be. Delete one, or change one.',
	},
	webhook_disabled: {
		status: 409,
		retryable: false,
		message: 'This webhook is disabled. Enable it, then replay.',
	},
	case_status_conflict: { status: 409, retryable: false, message: 'A case in this state cannot go to that state.' },
	idempotency_key_invalid: {
		status: 422,
		retryable: false,
		message: 'An Idempotency-Key is 1 to 128 printable characters without spaces.',
	},
	idempotency_key_reused: {
		status: 409,
		retryable: false,
		message: 'This Idempotency-Key was used for another request. Make a new one for each request.',
	},
	idempotency_in_progress: {
		status: 409,
		retryable: true,
		message: 'The first request with this Idempotency-Key is still being worked on. Wait and try again.',
	},
	rate_limited: { status: 429, retryable: true, message: 'Too many requests. Wait a moment and try again.' },
	identity_unavailable: {
		status: 503,
		retryable: true,
		message: 'Who you are cannot be checked right now. Try again shortly.',
	},
	store_unavailable: { status: 503, retryable: true, message: 'The database cannot be reached. Try again shortly.' },
	shutting_down: { status: 503, retryable: true, message: 'This server is shutting down. Try again.' },
	internal_error: { status: 500, retryable: true, message: 'Something went wrong here. Quote the request id.' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** An error with a code of the table. `cause` and `detail` are for the log and never leave. */
export class KitError extends Error {
	readonly code: ErrorCode;
	/** Safe values that a face may show beside the code, such as the id of the answer under way. */
	readonly facts: Readonly<Record<string, string | number>>;
	constructor(code: ErrorCode, options: { cause?: unknown; facts?: Record<string, string | number> } = {}) {
		super(code, { cause: options.cause });
		this.name = 'KitError';
		this.code = code;
		this.facts = options.facts ?? {};
	}
}
