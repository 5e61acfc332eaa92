// What an Idempotency-Key makes and the answer to its repetition come together or not at all, whenever the process dies.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Client, StartedKit } from '@deskbell/server-kit/testing';
import knex, { type Knex } from 'knex';
import { endpointsOf } from '../../../server-kit/scripts/document.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { documents } from '../documents.ts';
import { adminOf, badAnswer, candidatesOf } from './admins.ts';
import { databaseFor, kitFor } from './kits.ts';

interface Asked {
	client: Client;
	path: string;
	body: object;
	/** Where what it makes can be counted. */
	table: string;
}

const CASE = { subject: 'Upload', description: 'It stops at 50 MB.' };
const HOOK = { url: 'https://hooks.example.com/in', events: ['case.created'] };

async function candidate(kit: StartedKit, verb: string): Promise<Asked> {
	await badAnswer(kit, 'ana');
	const client = adminOf(kit);
	const [queued] = await candidatesOf(client);
	const path = `/admin/training-candidates/${queued?.id}`;
	if (verb === 'undo') await client.post(`${path}/approve`, {});
	return { client, path: `${path}/${verb}`, body: {}, table: 'support_audit' };
}

async function hook(kit: StartedKit): Promise<{ client: Client; path: string }> {
	const client = adminOf(kit);
	const { body } = await client.post<{ id: number }>('/admin/webhooks', HOOK);
	return { client, path: `/admin/webhooks/${body.id}` };
}

/** A request of each operation that keeps its answer. */
const ASKED: Readonly<Record<string, (kit: StartedKit) => Promise<Asked> | Asked>> = {
	createConversation: (kit) => {
		return { client: kit.as('ana'), path: '/conversations', body: {}, table: 'support_ai_conversations' };
	},
	createCase: (kit) => ({ client: kit.as('ana'), path: '/cases', body: CASE, table: 'support_tickets' }),
	async addCaseComment(kit) {
		const client = kit.as('ana');
		const { body } = await client.post<{ id: number }>('/cases', CASE);
		return { client, path: `/cases/${body.id}/comments`, body: { body: 'Again.' }, table: 'support_ticket_comments' };
	},
	async submitFeedback(kit) {
		const client = await kit.ready('ana');
		return { client, path: `${client.path}/feedback`, body: { helpful: true }, table: 'support_ai_feedback' };
	},
	createArticle(kit) {
		const body = { slug: 'limits', body: '# Limits\n\nUp to 50 MB.' };
		return { client: adminOf(kit), path: '/admin/articles', body, table: 'support_audit' };
	},
	approveTrainingCandidate: (kit) => candidate(kit, 'approve'),
	rejectTrainingCandidate: (kit) => candidate(kit, 'reject'),
	undoTrainingCandidate: (kit) => candidate(kit, 'undo'),
	createWebhook: (kit) => ({ client: adminOf(kit), path: '/admin/webhooks', body: HOOK, table: 'support_webhooks' }),
	async rotateWebhookSecret(kit) {
		const { client, path } = await hook(kit);
		return { client, path: `${path}/rotate-secret`, body: {}, table: 'support_audit' };
	},
	async replayWebhookDelivery(kit) {
		const { client, path } = await hook(kit);
		await kit.as('ana').post('/cases', CASE);
		const { body } = await client.get<{ deliveries: { id: number }[] }>(`${path}/deliveries`);
		const id = body.deliveries[0]?.id;
		return { client, path: `${path}/deliveries/${id}/replay`, body: {}, table: 'support_webhook_deliveries' };
	},
};

/** By themselves known to the route, as a turn is. */
const KNOWN = ['createMessage', 'decideToolApproval'];
/** Done again, to the same end: of these only the request is kept. */
const AGAIN = ['escalateConversation', 'acceptDisclosure', 'runSuggestedAction'];

test('each operation that keeps its answer is tried here', () => {
	const face = documents.get('support-ai');
	assert.ok(face);
	const keyed = endpointsOf(face).filter(({ parameters = [] }) =>
		parameters.some(({ name }) => name === 'Idempotency-Key'),
	);
	const names = keyed.map(({ operationId }) => operationId);
	assert.deepEqual(names.sort(), [...Object.keys(ASKED), ...KNOWN, ...AGAIN].sort());
});

async function deskWith(t: TestContext): Promise<{ kit: StartedKit; rows: Knex }> {
	const database = databaseFor(t);
	const kit = await kitFor(t, { database });
	const rows = knex(knexConfig(database));
	t.after(() => rows.destroy());
	return { kit, rows };
}

const countOf = async (rows: Knex, table: string): Promise<number> => {
	const [row] = await rows(table).count({ count: '*' });
	return Number(row?.count);
};

/** No answer can be kept from here on. */
const BROKEN = `create trigger no_answer_kept before update of response on support_idempotency_keys
	begin select raise(abort, 'the disk is full'); end`;

for (const [operation, prepare] of Object.entries(ASKED))
	test(`${operation}: where its answer cannot be kept nothing is made, and the next try makes it once`, async (t) => {
		const { kit, rows } = await deskWith(t);
		const { client, path, body, table } = await prepare(kit);
		const key = { 'idempotency-key': 'once' };
		const before = await countOf(rows, table);
		await rows.raw(BROKEN);
		assert.equal((await client.post(path, body, key)).status, 500);
		assert.equal(await countOf(rows, table), before, 'half of it was made');
		await rows.raw('drop trigger no_answer_kept');
		const made = await client.post(path, body, key);
		const again = await client.post(path, body, key);
		assert.deepEqual([made.status, again.status], [200, 200], JSON.stringify(made.body));
		assert.deepEqual([again.body, again.headers.get('idempotency-replayed')], [made.body, 'true']);
		assert.equal(await countOf(rows, table), before + 1);
	});
