// Typed-degraded: every code that the face knows, provoked, as JSON and in a stream, with the whole of its body.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Client, StartedKit, StartOptions } from '@deskbell/server-kit/testing';
import knex from 'knex';
import { ModelFault } from '../../../server-kit/src/core/model.ts';
import type { DegradedCode, DegradedView } from '../../../server-kit/src/protocol/index.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { databaseFor, failingAnswer, kitFor, textOf } from './kits.ts';

type Person = Client & { conversationId: number; path: string };

interface Case {
	status: 200 | 429;
	retryable: boolean;
	/** Told while a stream is under way rather than before it. */
	streamed?: true;
	options?: StartOptions;
	/** After the person accepted and began a conversation. */
	provoke?(kit: StartedKit, person: Person, database: string): Promise<unknown> | unknown;
	undisclosed?: true;
}

const BANNED = [{ name: 'promises', phrases: ['we guarantee'], action: 'block' as const }];

const CASES: Readonly<Record<DegradedCode, Case>> = {
	master_flag_off: { status: 200, retryable: false, options: { enabled: false } },
	tenant_disabled: { status: 200, retryable: false, options: { tenants: { disabled: ['acme'] } } },
	runtime_not_wired: { status: 200, retryable: false, options: { model: null } },
	disclosure_required: { status: 200, retryable: false, undisclosed: true },
	rate_limited: {
		status: 429,
		retryable: true,
		options: { rates: { messages: { limit: 1, windowSeconds: 60 } } },
		provoke: (_kit, person) => person.post(`${person.path}/messages`, { content: 'The only one' }),
	},
	quota_exceeded: { status: 429, retryable: true, options: { quota: { user: { messages: 0 } } } },
	cost_cap_reached: {
		status: 429,
		retryable: true,
		options: {
			model: { apiKey: 'none', baseURL: 'http://127.0.0.1:1/v1', model: 'm', prices: { input: 1000, output: 1000 } },
			quota: { global: { costUsd: 1 } },
		},
	},
	vendor_outage: {
		status: 200,
		retryable: true,
		streamed: true,
		provoke: ({ model }) => twice(() => model.says(failingAnswer(new ModelFault('vendor_outage')))),
	},
	model_timeout: {
		status: 200,
		retryable: true,
		streamed: true,
		provoke: ({ model }) => twice(() => model.says(failingAnswer(new ModelFault('model_timeout')))),
	},
	retrieval_unavailable: {
		status: 200,
		retryable: true,
		streamed: true,
		provoke: (_kit, _person, database) => behind(database, (db) => db.schema.dropTable('support_kb_revisions')),
	},
	output_blocked: {
		status: 200,
		retryable: false,
		streamed: true,
		options: { filter: { banned: BANNED } },
		provoke: ({ model }) => twice(() => model.says('Yes, we guarantee it.')),
	},
};

function twice(work: () => void): void {
	work();
	work();
}

async function behind(database: string, work: (db: knex.Knex) => Promise<unknown>): Promise<void> {
	const db = knex(knexConfig(database));
	await work(db).finally(() => db.destroy());
}

async function provoked(t: TestContext, { options, provoke, undisclosed }: Case) {
	const database = databaseFor(t);
	const kit = await kitFor(t, { database, ...options });
	if (!undisclosed) {
		const person = await kit.ready('ana');
		await provoke?.(kit, person, database);
		return { kit, person };
	}
	const ana = kit.as('ana');
	const { body } = await ana.post<{ conversation_id: number }>('/conversations', {});
	const conversationId = body.conversation_id;
	return { kit, person: { ...ana, conversationId, path: `/conversations/${conversationId}` } };
}

function assertWhole(view: DegradedView, code: DegradedCode, conversationId: number): void {
	const { retryable, status } = CASES[code];
	const { message, retry_after_seconds, scope, user_message_id, request_id, ...rest } = view;
	const kind = code === 'rate_limited' ? null : { kind: 'create_case' };
	assert.deepEqual(rest, { degraded: true, code, retryable, fallback: kind, conversation_id: conversationId });
	assert.ok(message.length > 10, 'a sentence for the customer');
	assert.ok(['user', 'tenant', 'global'].includes(scope));
	assert.match(request_id, /^req_/);
	if (status === 429) assert.ok(Number(retry_after_seconds) > 0, 'a limit says when to come back');
	assert.equal(
		typeof user_message_id,
		CASES[code].streamed ? 'number' : 'object',
		'the question is kept, or was not taken',
	);
}

for (const [code, wanted] of Object.entries(CASES) as [DegradedCode, Case][])
	test(`${code} is told with its whole body, as JSON and to a streaming client`, async (t) => {
		const { person } = await provoked(t, wanted);
		const asked = { content: 'How large may uploads be?' };
		const streamed = await person.stream(`${person.path}/messages`, asked);
		assert.equal(streamed.status, wanted.status);
		const inStream = streamed.parts.find(({ type }) => type === 'data-degraded');
		const view = wanted.streamed ? inStream?.type === 'data-degraded' && inStream.data : streamed.body;
		assertWhole(view as DegradedView, code, person.conversationId);
		if (wanted.status === 429) assert.ok(Number(streamed.headers.get('retry-after')) > 0);
		// A blocked answer is an answer: its safe sentence is told.
		if (code === 'output_blocked') return assert.doesNotMatch(textOf(streamed.parts), /guarantee/);
		const whole = await person.post<DegradedView>(`${person.path}/messages`, asked);
		assert.equal(whole.status, wanted.status);
		assertWhole(whole.body, code, person.conversationId);
	});
