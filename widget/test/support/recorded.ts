// What a server says in these tests: resources and streams in the protocol's shapes.

import type {
	CaseView,
	CitationView,
	ConversationView,
	DegradedView,
	DisclosureStatus,
	EscalationView,
	MessageView,
	QuotaView,
	StreamPart,
} from '../../../server-kit/src/protocol/index.ts';
import type { Step } from './server.ts';

export const at = '2026-11-22T08:00:00.000Z';

export const disclosed: DisclosureStatus = {
	required: true,
	current_version: '2026-11',
	accepted: true,
	accepted_version: '2026-11',
	accepted_at: at,
	text: 'An AI answers here. It can be wrong.',
	url: 'https://acme.example/ai',
};

export const citation: CitationView = {
	number: 1,
	source_id: 'a1',
	title: 'Upload limits',
	heading: 'Web app',
	url: 'https://acme.example/help/uploads',
	excerpt: 'Files of up to 5 GB can be uploaded.',
};

export const text = 'Files of up to **5 GB** can be uploaded – größer geht’s im Client 🚀 [1].';

const spoken = { type: 'ai', name: null } as const;

/** One whole answer of conversation 7: question 20, answer 21. */
export const answerParts: StreamPart[] = [
	{
		type: 'start',
		messageId: '21',
		messageMetadata: { conversation_id: 7, user_message_id: 20, message_id: 21, author: spoken, created_at: at },
	},
	{ type: 'data-status', id: 's', data: { phase: 'searching' } },
	{ type: 'data-status', id: 's', data: { phase: 'answering' } },
	{ type: 'text-start', id: 't' },
	...(text.match(/\s*\S+/g) ?? []).map((delta) => ({ type: 'text-delta' as const, id: 't', delta })),
	{ type: 'source-url', sourceId: 'a1', url: 'https://acme.example/help/uploads', title: 'Upload limits' },
	{ type: 'data-citation', id: 'c1', data: citation },
	{ type: 'text-end', id: 't' },
	{
		type: 'finish',
		finishReason: 'stop',
		messageMetadata: {
			status: 'complete',
			usage: { input_tokens: 9, output_tokens: 9, estimated: false },
			citations: [citation],
		},
	},
];

export function frames(parts: readonly StreamPart[], from = 1): string {
	return parts.map((part, index) => `id: ${from + index}\ndata: ${JSON.stringify(part)}\n\n`).join('');
}

export const wholeAnswer = `: hi\n\n${frames(answerParts)}data: [DONE]\n\n`;

export const question: MessageView = {
	id: 20,
	role: 'user',
	author: { type: 'customer', name: null },
	content: 'Why 50 MB?',
	status: 'complete',
	refused: null,
	degraded_code: null,
	citations: [],
	grounds: null,
	unsupported: false,
	tool_calls: [],
	feedback: null,
	client_message_id: 'asked-before',
	created_at: at,
};

const answer: MessageView = {
	...question,
	id: 21,
	role: 'assistant',
	author: { type: 'ai', name: null },
	content: text,
	citations: [citation],
	client_message_id: null,
};

export const conversation: ConversationView = {
	id: 7,
	conversation_id: 7,
	title: 'Upload limit',
	preview: 'Files of up to 5 GB',
	status: 'open',
	created_at: at,
	updated_at: at,
	locale: 'en',
	can_send: true,
	can_send_reason: null,
	answering_message_id: null,
	messages: [question, answer],
	next_cursor: null,
	feedback: null,
	case: null,
};

export const escalation: EscalationView = {
	conversation_id: 7,
	status: 'escalated',
	ticket_form_url: 'https://acme.example/tickets/new?handoff=t',
	snapshot: {
		summary: 'Cannot upload more than 50 MB.',
		intent: 'troubleshooting',
		attempted: ['Upload limits'],
		last_messages: [
			{ role: 'user', content: 'Why 50 MB?', created_at: at },
			{ role: 'assistant', content: text, created_at: at },
		],
	},
	escalated_at: at,
};

export const filed: CaseView = {
	id: 3,
	number: 'TKT-2026-0003',
	subject: 'Why 50 MB?',
	category: null,
	priority: 'normal',
	status: 'open',
	conversation_id: 7,
	last_comment_at: null,
	unread: false,
	created_at: at,
	updated_at: at,
	description: 'Cannot upload more than 50 MB.',
	comments: [],
};

export const replied: CaseView = {
	...filed,
	status: 'pending',
	comments: [{ id: 90, author: { type: 'agent', name: 'Marie' }, body: 'Fixed for you.', created_at: at }],
};

export const limited: DegradedView = {
	degraded: true,
	code: 'rate_limited',
	message: 'Slow down.',
	retryable: true,
	retry_after_seconds: 30,
	scope: 'user',
	fallback: null,
	conversation_id: 7,
	user_message_id: null,
	request_id: 'req_1',
};

const unlimited = { limit: null, used: 2, reserved: 0, remaining: null };

const plenty: QuotaView = {
	enabled: true,
	state: 'ok',
	blocking_scope: null,
	period: {
		kind: 'day',
		timezone: 'UTC',
		starts_at: '2026-11-22T00:00:00.000Z',
		resets_at: '2026-11-23T00:00:00.000Z',
	},
	messages: unlimited,
	tokens: unlimited,
	cost: { currency: 'USD', limit: null, used: '0.00', remaining: null, estimated: false },
	rate: { limit: 20, window_seconds: 60, remaining: 19, retry_after_seconds: null },
};

/** A server where everything goes well. */
export function everything(): Record<string, Step | Step[]> {
	return {
		'GET /disclosure/status': { json: disclosed },
		'POST /disclosure/accept': { json: { accepted: true, version: '2026-11', accepted_at: at } },
		'GET /conversations': { json: { conversations: [conversation], next_cursor: null } },
		'POST /conversations': {
			status: 201,
			json: { conversation_id: 7, status: 'open', title: null, locale: 'en', created_at: at },
		},
		'GET /conversations/7': { json: conversation },
		'DELETE /conversations/7': { json: { deleted: true, conversation_id: 7 } },
		'POST /conversations/7/messages': { stream: [wholeAnswer] },
		'GET /conversations/7/stream': { status: 204 },
		'POST /conversations/7/stop': { json: {} },
		'POST /conversations/7/feedback': {
			json: { id: 1, conversation_id: 7, training_candidate_created: true },
		},
		'POST /conversations/7/escalate': { json: escalation },
		'GET /quota': { json: plenty },
		'GET /cases': { json: { cases: [], next_cursor: null } },
		'POST /cases': { status: 201, json: filed },
		'GET /cases/3': { json: filed },
		'POST /cases/3/comments': {
			status: 201,
			json: {
				comment: { id: 91, author: { type: 'customer', name: null }, body: 'Thank you!', created_at: at },
				case: { id: 3, status: 'open' },
			},
		},
		'GET /events': { stream: [': hi\n\n', { open: true }] },
	};
}
