// Every view of the desk and the way to it, whatever the language.

import { conversation, disclosed, filed, limited, question, replied } from '../../widget/test/support/recorded.ts';
import type { Opening, Reader } from './access-stage.ts';
import { SOON } from './eventually.ts';

export interface AccessView {
	opening: Opening;
	come(reader: Reader): Promise<void>;
}

const [, answer] = conversation.messages;
const rich = {
	...answer,
	content:
		'# Limits\n\nFiles of up to **5 GB** [1].\n\n| plan | size |\n|---|---|\n| free | 50 MB |\n\n- one\n- two\n\n```sh\nnpm install --save something-with-a-long-name-that-does-not-fit-anywhere\n```\n\n[More](https://acme.example/a-very-long-address-without-a-place-to-break-it-at-all)',
	grounds: {
		evidence: [{ type: 'limit' as const, label: 'Largest file of your plan', value: '50', source: 'userState' }],
		actions: [
			{ id: 'act_1', type: 'retry' as const, label: 'Try the upload again', payload: { jobId: 'job_88' }, run: null },
		],
		confidence: 0.8,
	},
	tool_calls: [
		{ id: 'c1', name: 'search_knowledge', title: 'search_knowledge', status: 'done' as const },
		{
			id: 'call_2',
			name: 'cancel_order',
			title: 'Cancel an order',
			status: 'waiting_approval' as const,
			approval_id: 'approval_2',
			expires_at: '2126-11-22T08:00:00.000Z',
			arguments: [
				{ name: 'order', label: 'Order', value: 'A-1234-a-number-that-is-longer-than-any-line-on-a-phone-can-hold' },
				{ name: 'letter', label: 'Letter', value: 'Dear team, this is a long letter. '.repeat(12) },
			],
		},
	],
};
const thread = (change: object) => ({ 'GET /conversations/7': { json: { ...conversation, ...change } } });
const unread = { 'GET /cases': { json: { cases: [{ ...filed, unread: true }], next_cursor: null } } };
const seen = ({ widget }: Reader, selector: string) => widget.locator(selector).first().waitFor(SOON);

async function open(reader: Reader, selector: string): Promise<void> {
	await reader.call('openConversation', 7);
	await seen(reader, selector);
}

async function click(reader: Reader, selector: string, then: string): Promise<void> {
	await reader.widget.locator(selector).first().click(SOON);
	await seen(reader, then);
}

export const views: Readonly<Record<string, AccessView>> = {
	disclosure: {
		opening: { script: { 'GET /disclosure/status': { json: { ...disclosed, accepted: false } } } },
		async come(reader) {
			await reader.call('show');
			await seen(reader, '[part=accept]');
		},
	},
	home: {
		opening: { script: unread, properties: { starters: ['Why 50 MB?'] } },
		async come(reader) {
			await reader.call('show');
			await seen(reader, '.new');
		},
	},
	'a chat': {
		opening: { script: thread({ messages: [question, rich] }) },
		async come(reader) {
			await open(reader, '.chip');
			await click(reader, '.chip', '[part=source-opener][aria-expanded=true]');
			await click(reader, '[part=thumb] >> nth=1', '[part=feedback-form]');
		},
	},
	'a chat gone wrong': {
		opening: {
			script: {
				...thread({
					messages: [
						{ ...question, refused: { label: 'out_of_scope', message: 'Not for this desk.' } },
						{ ...question, id: 30, client_message_id: 'other' },
						{ ...answer, status: 'failed', degraded_code: 'vendor_outage' },
					],
				}),
				'POST /conversations/7/messages': { status: 429, json: limited },
			},
		},
		async come(reader) {
			await open(reader, '.notice');
			await reader.widget.locator('[data-input]').fill('Again?');
			await click(reader, '[part=send]', '[part=retry]');
		},
	},
	'a chat that is over': {
		opening: { script: thread({ status: 'closed', can_send: false, can_send_reason: 'closed' }) },
		come: (reader) => open(reader, '[part=rating]'),
	},
	history: {
		opening: {},
		async come(reader) {
			await reader.call('show');
			await click(reader, '[part=yours]', '[part=delete]');
			await click(reader, '[part=delete]', '[part=confirm]');
		},
	},
	handover: {
		opening: {},
		async come(reader) {
			await open(reader, '.chip');
			await click(reader, '[part=person]', '[part=handover]');
			await click(reader, '[part=handover] summary', '[part=handover][open]');
		},
	},
	'a new case': {
		opening: {},
		async come(reader) {
			await reader.call('show');
			await click(reader, '[part=person]', '#subject');
			await click(reader, '[part=submit]', '#subject[aria-invalid=true]');
		},
	},
	cases: {
		opening: { script: unread },
		async come(reader) {
			await reader.call('show');
			await click(reader, '.heading .link', '[part=filters]');
		},
	},
	'a case': {
		opening: { script: { 'GET /cases/3': { json: replied } } },
		async come(reader) {
			await reader.call('openCase', 3);
			await seen(reader, '[part=comment]');
		},
	},
};
