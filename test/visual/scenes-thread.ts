// Scenes of a conversation: asked, answered, on a bad line, at a limit, handed over.

import type {
	CaseActionView,
	DegradedCode,
	Evidence,
	StreamPart,
	ToolCallView,
} from '../../server-kit/src/protocol/index.ts';
import { filed } from '../../widget/test/support/recorded.ts';
import { answered, answerIn, degraded, questionIn, quota, thread, unfinished } from './desk-script.ts';
import { ask, begin, openThread, press, type Scene, see } from './scene.ts';

const end = '[part=thumb]';
const notice = '[part=notice]';
const link = { id: 3, number: filed.number, status: 'resolved' } as const;
const toolCall: StreamPart = {
	type: 'tool-input-available',
	toolCallId: 'c',
	toolName: 'search_knowledge',
	input: {},
};

/** A call of a host's tool, as the thread has it. */
function asking(status: ToolCallView['status']): Scene['says'] {
	const waits = status === 'waiting_approval';
	return answered(({ answer, article }) => ({
		citations: [],
		tool_calls: [
			{
				id: 'call_1',
				name: 'send_letter',
				title: answer.slice(0, 40),
				status,
				approval_id: 'approval_1',
				...(waits && {
					expires_at: '2126-11-22T08:00:00.000Z',
					arguments: [
						{ name: 'to', label: 'to', value: 'anna@acme.example' },
						{ name: 'text', label: 'text', value: article.slice(0, 260) },
					],
				}),
			},
		],
	}));
}

/** What the host knows of the reader, and what could be done about it. */
const grounds: Scene['says'] = answered(({ answer }) => {
	const actions: CaseActionView[] = [
		{ id: 'act_1', type: 'retry', label: answer.slice(0, 24), payload: { jobId: 'job_88' }, run: null },
		{ id: 'act_2', type: 'custom', label: answer.slice(0, 40), payload: { resource: 'card_visa' }, run: 'done' },
	];
	const evidence: Evidence[] = [
		{ type: 'limit', label: 'upload file size mb', value: '50', source: 'userState' },
		{ type: 'error_code', label: answer.slice(0, 80), value: 'E1042', source: 'userLogs' },
	];
	return { grounds: { evidence, actions, confidence: 0.8 } };
});

const reading: readonly Scene[] = [
	{ name: 'chat-empty', does: [begin], shows: '.blank' },
	{
		name: 'chat-loading',
		says: () => ({ 'GET /conversations/7': { hang: true } }),
		does: [openThread],
		shows: '.skeleton',
	},
	{
		name: 'chat-failed',
		says: () => ({ 'GET /conversations/7': { status: 500, json: {} } }),
		does: [openThread],
		shows: notice,
	},
	{ name: 'chat-waiting', says: unfinished(() => []), does: [ask], shows: '[part=status]' },
	{ name: 'chat-looking-up', says: unfinished(() => [toolCall]), does: [ask], shows: '[part=tool]' },
	{
		name: 'chat-streaming',
		says: unfinished(({ answer }) => [
			{ type: 'text-start', id: 't' },
			{ type: 'text-delta', id: 't', delta: answer.slice(0, 60) },
		]),
		does: [ask],
		shows: '[part=stop]',
	},
	{ name: 'chat-answered', does: [openThread], shows: end },
	{
		name: 'chat-source',
		does: [openThread, press('[part=source-opener]')],
		shows: '[part=source-opener][aria-expanded=true]',
	},
	{
		name: 'chat-article',
		says: answered(({ article }) => ({ content: article })),
		does: [openThread],
		shows: end,
	},
	{
		name: 'chat-article-top',
		says: answered(({ article }) => ({ content: article })),
		does: [openThread, (page) => page.locator('desk-bell table').scrollIntoViewIfNeeded()],
		shows: end,
	},
	{
		name: 'chat-tools',
		says: answered(() => ({
			unsupported: true,
			citations: [],
			tool_calls: [
				{ id: 'a', name: 'search_knowledge', title: 'search_knowledge', status: 'done' },
				{ id: 'b', name: 'order_status', title: 'order status', status: 'failed' },
			],
		})),
		does: [openThread],
		shows: '[part=actions]',
	},
	{ name: 'chat-approval', says: asking('waiting_approval'), does: [openThread], shows: '[part=confirm]' },
	{ name: 'chat-approved', says: asking('done'), does: [openThread], shows: '[part=approval] .done' },
	{
		name: 'chat-grounds',
		says: grounds,
		does: [openThread, press('[part=source-opener] >> nth=-2')],
		shows: '[part=source-opener][aria-expanded=true]',
	},
	{ name: 'chat-suggested', says: grounds, does: [openThread, press('[part=action]')], shows: '[part=confirm]' },
	{
		name: 'chat-refused',
		says: thread((tongue) => ({
			messages: [{ ...questionIn(tongue), refused: { label: 'out_of_scope', message: tongue.refusal } }],
		})),
		does: [openThread],
		shows: notice,
	},
	{ name: 'chat-square', wears: { '--deskbell-radius': '0' }, does: [openThread], shows: end },
	{ name: 'chat-round', wears: { '--deskbell-radius': '40px' }, does: [openThread], shows: end },
	{ name: 'chat-compact', has: { density: 'compact' }, does: [openThread], shows: end },
	{ name: 'chat-why', does: [openThread, press('[part=thumb] >> nth=1')], shows: '[part=feedback-form]' },
	{
		name: 'chat-older',
		says: thread((tongue) => ({
			next_cursor: 'c2',
			messages: Array.from({ length: 24 }, (_, at) => ({
				...(at % 2 ? answerIn(tongue) : questionIn(tongue)),
				id: at + 1,
				client_message_id: null,
			})),
		})),
		does: [openThread],
		shows: '.message >> nth=23',
	},
];

const broken: readonly Scene[] = [
	...(['stopped', 'interrupted', 'failed', 'blocked'] as const).map((status) => ({
		name: `chat-${status === 'failed' ? 'answer-failed' : status}`,
		says: answered(() => ({ status, citations: [] })),
		does: [openThread],
		shows: status === 'stopped' ? end : notice,
	})),
	{
		name: 'chat-offline',
		says: () => ({ 'POST /conversations/7/messages': { drop: true } }),
		does: [openThread, see(end), ask],
		shows: '[part=status]',
	},
];

const codes: readonly DegradedCode[] = [
	'master_flag_off',
	'tenant_disabled',
	'quota_exceeded',
	'cost_cap_reached',
	'runtime_not_wired',
	'vendor_outage',
	'model_timeout',
	'retrieval_unavailable',
	'output_blocked',
];

const limited: readonly Scene[] = [
	...codes.map((code) => ({
		name: `degraded-${code}`,
		says: degraded(code),
		does: [ask],
		shows: notice,
		twin: code !== 'quota_exceeded',
	})),
	{
		name: 'degraded-rate_limited',
		says: degraded('rate_limited', { retryable: true, retry_after_seconds: 30 }),
		does: [ask],
		shows: notice,
	},
	{ name: 'quota-few', says: () => quota(3), does: [openThread], shows: '.quota' },
	{
		name: 'quota-out',
		says: (tongue) => ({
			...quota(0),
			...thread(() => ({ can_send: false, can_send_reason: 'quota_exhausted' }))(tongue),
		}),
		does: [openThread],
		shows: notice,
	},
];

const over: readonly Scene[] = [
	{
		name: 'chat-handed-over',
		says: thread(() => ({ status: 'escalated', can_send: false, can_send_reason: 'escalated' })),
		does: [openThread],
		shows: notice,
	},
	{
		name: 'chat-rating',
		says: thread(() => ({ status: 'escalated', can_send: false, can_send_reason: 'escalated', case: link })),
		does: [openThread],
		shows: '[part=rating]',
	},
	{
		name: 'chat-rated',
		says: thread(() => ({
			status: 'closed',
			can_send: false,
			can_send_reason: 'closed',
			feedback: { helpful: null, rating: 4, comment: null, reasons: [] },
		})),
		does: [openThread],
		shows: '[part=rated]',
	},
];

export const threadScenes: readonly Scene[] = [...reading, ...broken, ...limited, ...over];
