// What to do about each code: read by who integrates the API, so nothing of it is sent. A code without a line is a
// fault of the types.

import type { ErrorCode } from '../src/errors.ts';
import type { DegradedCode } from '../src/protocol/index.ts';

export const REMEDIES: Readonly<Record<ErrorCode, string>> = {
	json_invalid: 'Send UTF-8 JSON; check quotes and commas.',
	validation_failed: 'Read `detail`: `loc` names each field, `msg` what is wrong with it.',
	body_too_large: 'Send less: 256 KiB is the most. Import many articles by `deskbell kb import`.',
	media_type_unsupported: 'Set `Content-Type: application/json`, and send the body without a `Content-Encoding`.',
	disclosure_version_outdated: 'Call `GET /disclosure/status`, show that text, accept its version.',
	cursor_invalid: 'Give `next_cursor` as it came, to the same list; or begin without a cursor.',
	unauthenticated: 'Sign the person in, or renew the token. As the host: check what `authenticate` returns.',
	forbidden:
		'Call it as somebody who may; the permissions stand in [admin.md](admin.md). From a page of another site: list its origin in `origins`.',
	not_found: 'Check the id. What belongs to somebody else is not found, either.',
	method_not_allowed: 'Use a method that the `Allow` header names.',
	conversation_escalated: 'Follow the case, or begin a new conversation.',
	conversation_closed: 'Begin a new conversation.',
	turn_in_progress: 'Follow `message_id` by `GET …/stream`, or stop it by `POST …/stop`.',
	client_message_id_reused: 'Make a new id for each message; keep it only to repeat the same one.',
	case_closed: 'Open a new case.',
	candidate_status_conflict: 'Read the candidate again: `status` says where it is.',
	candidate_incomplete: 'Approve it with a `better_answer`, or reject it.',
	settings_conflict: 'Read the settings, make the change once more, send it with `version`.',
	setting_without_effect: 'Leave `setting` out, set a limit below the host’s, or let the host take its own part away.',
	article_exists: 'Change that article by `PUT`, or choose another slug.',
	article_unreadable: 'Do what `advice` says.',
	case_not_escalated: 'Send a message, or escalate the case first.',
	case_resolution_conflict: 'Read the case: `resolution` says how it was closed.',
	action_not_suggested: 'Give an `actionId` that stands in an answer of this very case.',
	action_running: 'Wait a moment, then send the same request again: it tells what came of the first.',
	action_unknown: 'Look whether it was done; if not, ask again: another answer suggests it anew.',
	action_failed: 'Try again. As the host: the log holds what your function threw.',
	already_decided: 'Read the conversation: `tool_calls` says what became of the call.',
	approval_expired: 'Ask once more. As the host: `toolApprovalMinutes` says how long a call waits.',
	connector_unavailable:
		'Nothing: the ticket is made by and by, and the case says so. As the host: the log says why the ticket system refused.',
	webhook_url_refused:
		'Give an `https` address with a public host; for development, see the option `webhooks.allowPrivate`.',
	webhook_limit_reached: 'One webhook may take many types of events: join two.',
	webhook_disabled: '`PATCH` it with `{"enabled":true}` when its receiver works again.',
	case_status_conflict: 'Read the case again; the desk shows the states it may go to.',
	idempotency_key_invalid: 'Send a UUID, for example.',
	idempotency_key_reused: 'Make a new key for each request; keep it only to repeat the same one.',
	idempotency_in_progress:
		'Repeat with the same key after `Retry-After`. Where the first one died with its process, it is carried out after a minute at most.',
	rate_limited: 'Wait as long as `Retry-After` says.',
	identity_unavailable: 'Repeat after `Retry-After`. As the host: the keys at `jwksUrl` could not be fetched.',
	store_unavailable: 'Repeat after `Retry-After`. As the host: look at the database.',
	shutting_down: 'Repeat after `Retry-After`; another process will answer.',
	internal_error: 'Repeat once; then look for `request_id` in the log of the host.',
};

export const DEGRADED_REMEDIES: Readonly<Record<DegradedCode, string>> = {
	master_flag_off: 'As the host: `enabled`. Meanwhile cases can be opened.',
	tenant_disabled: 'As an administrator: `enabled` in the settings of the tenant.',
	disclosure_required: 'Show the disclosure, then `POST /disclosure/accept`.',
	rate_limited: 'Wait as long as `retry_after_seconds` says.',
	quota_exceeded: '`GET /quota` says when the period ends; limits stand in the settings.',
	cost_cap_reached: '`GET /quota` says when the period ends; limits stand in the settings.',
	runtime_not_wired: 'As the host: give a `model`.',
	vendor_outage: 'Try again. As the host: look at the model’s endpoint, or give it a `fallback`.',
	model_timeout: 'Try again. As the host: look at the model’s endpoint, or give it a `fallback`.',
	retrieval_unavailable: 'Try again. As the host: look at the database.',
	output_blocked: 'Ask in other words. What was found stands in the log: [layer-d.md](layer-d.md).',
};
