// Nothing is left: a mark written through every endpoint is looked for in every column of every table afterwards.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startKit } from '@deskbell/server-kit/testing';
import type { PersonErased } from '../../server-kit/src/protocol/index.ts';
import { leaveMarks, modelWithTools } from '../contract/support-ai/person.ts';
import { startHost } from '../faults/rig/process.ts';
import { tablesThatSay } from './behind.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';
import { AT } from './rows.ts';

const SECRET = 'a secret for tests, 32 characters or more';
/** Of the process that is killed. */
const HOST_SECRET = 'a secret of the experiments, 32 characters';
const ROOMY = { rates: { messages: { limit: 1000, windowSeconds: 60 } } };

async function deskOn(database: Database) {
	const model = modelWithTools();
	const kit = await startKit({ database: database.url, secret: SECRET, model, ...ROOMY });
	return { kit, leave: (mark: string) => leaveMarks(kit, model, mark) };
}

onEveryDatabase((database) => {
	test('S-37 a person who is erased stands in no table; others stand where they stood', async (t) => {
		const { kit, leave } = await deskOn(database);
		t.after(() => kit.close());
		const [ana] = [await leave('canary-ana'), await leave('canary-ben')];
		const before = await tablesThatSay(database, 'canary-ben');
		assert.deepEqual(await tablesThatSay(database, 'canary-ana'), before, 'the mark was everywhere');
		assert.equal((await ana.delete('/me')).status, 200);
		assert.deepEqual(await tablesThatSay(database, 'canary-ana'), []);
		assert.deepEqual(await tablesThatSay(database, 'canary-ben'), before);
	});

	test('S-38 the ledger keeps that it happened, when and what went; who it was only the host’s secret tells', async (t) => {
		const { kit, leave } = await deskOn(database);
		t.after(() => kit.close());
		const ana = await leave('canary-ledger');
		const { body } = await ana.delete<PersonErased>('/me');
		const person = createHmac('sha256', SECRET)
			.update(`person ${JSON.stringify(['acme', 'person canary-ledger'])}`)
			.digest('hex');
		const rows = await database.bare('support_erasures').where({ person });
		const at = kit.clock.now();
		assert.deepEqual(
			rows.map(({ id: _id, counts, ...row }) => ({ ...row, counts: JSON.parse(counts) })),
			[
				{
					tenant_id: 'acme',
					person,
					asked_by: 'person',
					begun_at: at,
					finished_at: at,
					counts: { deleted: body.counts, unnamed: body.unnamed },
				},
			],
		);
	});

	test('a deleted conversation stands in no table; the case that came from it keeps what it says itself', async (t) => {
		const { kit, leave } = await deskOn(database);
		t.after(() => kit.close());
		const ana = await leave('canary-one');
		const { body } = await ana.get<{ conversations: { id: number }[] }>('/conversations');
		for (const { id } of body.conversations) assert.equal((await ana.delete(`/conversations/${id}`)).status, 200);
		const ofConversations = ['title', 'page', 'question', 'answer', 'tool', 'refused', 'thumb', 'whole', 'why', 'note'];
		for (const mark of ofConversations) assert.deepEqual(await tablesThatSay(database, `canary-one-${mark}`), [], mark);
		assert.ok((await tablesThatSay(database, 'canary-one-subject')).includes('support_tickets'));
		assert.deepEqual(await tablesThatSay(database, 'canary-one-internal'), ['support_ticket_comments']);
	});

	test('what an exported candidate holds outlives its conversation, but not its person', async (t) => {
		const { kit, leave } = await deskOn(database);
		t.after(() => kit.close());
		const ana = await leave('canary-exported');
		const whose = { user_id: 'person canary-exported' };
		await database.bare('support_training_candidates').where(whose).update({ status: 'exported' });
		const { body } = await ana.get<{ conversations: { id: number }[] }>('/conversations');
		for (const { id } of body.conversations) await ana.delete(`/conversations/${id}`);
		const kept = await database.bare('support_training_candidates').where(whose);
		assert.deepEqual(
			kept.map(({ conversation_id }) => conversation_id),
			[null, null],
		);
		await ana.delete('/me');
		assert.deepEqual(await tablesThatSay(database, 'canary-exported'), []);
	});

	test('what was used stays counted: periods of two who left are one sum without a name', async (t) => {
		const { kit, leave } = await deskOn(database);
		t.after(() => kit.close());
		const sums = () =>
			database
				.bare('support_usage')
				.where({ scope: 'user' })
				.sum({ messages: 'messages_used', tokens: 'tokens_used', cost: 'cost_used', reserved: 'tokens_reserved' })
				.first();
		const people = [await leave('canary-sum-1'), await leave('canary-sum-2')];
		const before = await sums();
		for (const person of people) await person.delete('/me');
		assert.deepEqual(await sums(), before);
		assert.equal((await database.bare('support_usage').where({ scope: 'user', user_id: '' })).length, 1);
	});

	test('S-41 killed in the middle, every conversation is whole or gone; again completes it', {
		timeout: 90_000,
	}, async () => {
		await fill(database, 'ben', 3);
		const left = await killedInTheMiddle(database);
		assert.equal(await messagesOf(database, 'ana'), left * 2);
		const host = await startHost({ database: database.url, ...ROOMY });
		const { body } = await host.as('ana', TENANT).delete<PersonErased>('/me');
		await host.kill();
		const all = { support_ai_conversations: MANY, support_ai_messages: MANY * 2 };
		assert.deepEqual(body.counts, all, 'with what went before the process died');
		assert.deepEqual([await messagesOf(database, 'ana'), await messagesOf(database, 'ben')], [0, 6]);
		const ledger = await database.bare('support_erasures').where({ tenant_id: TENANT, finished_at: null });
		assert.deepEqual(ledger, [], 'gone on with, not begun anew');
	});

	test('S-41 F-09 killed in the middle and never asked again, the job of another process completes it', {
		timeout: 90_000,
	}, async (t) => {
		const messages = await messagesOf(database, 'ben');
		await killedInTheMiddle(database);
		// Of others, under another secret.
		await database.bare('support_erasure_notices').delete();
		const told: string[] = [];
		const erasure = { onErased: ({ userId }: { userId: string }) => told.push(userId) };
		const kit = await startKit({ database: database.url, secret: HOST_SECRET, erasure });
		t.after(() => kit.close());
		kit.clock.pass(Date.now() + 3 * 60_000 - kit.clock.now());
		await kit.kit.jobs.tick();
		assert.deepEqual([await messagesOf(database, 'ana'), await messagesOf(database, 'ben')], [0, messages]);
		const unfinished = await database.bare('support_erasures').where({ tenant_id: TENANT, finished_at: null });
		assert.deepEqual(unfinished, []);
		assert.deepEqual(told, ['ana']);
		assert.deepEqual(await database.bare('support_erasures_begun'), []);
	});
}, SHARED);

const MANY = 600;

/** How many conversations are left. A machine that was too quick to be killed in the middle is tried again. */
async function killedInTheMiddle(database: Database): Promise<number> {
	for (let attempt = 0; attempt < 5; attempt += 1) {
		await fill(database, 'ana', MANY);
		const host = await startHost({ database: database.url, ...ROOMY });
		const cut = host
			.as('ana', TENANT)
			.delete('/me')
			.catch(() => null);
		await until(async () => (await conversationsOf(database, 'ana')) < MANY);
		await host.kill();
		await cut;
		const left = await conversationsOf(database, 'ana');
		if (left > 0) return left;
	}
	throw new Error('it was never killed in the middle');
}

/** Of no other test. */
const TENANT = 'killed';

/** Conversations with a question and an answer each, written at once. */
async function fill({ bare }: Database, userId: string, conversations: number): Promise<void> {
	const begun = { tenant_id: TENANT, user_id: userId, kind: 'support', status: 'open', locale: 'en', version: 1 };
	const times = { created_at: AT, updated_at: AT };
	const row = { ...begun, ...times, title: `of ${userId}` };
	await bare.batchInsert(
		'support_ai_conversations',
		Array.from({ length: conversations }, () => row),
		50,
	);
	const rows: { id: number }[] = await bare('support_ai_conversations')
		.where({ tenant_id: TENANT, user_id: userId })
		.select('id');
	const said = { tenant_id: TENANT, status: 'complete', content: `of ${userId}`, created_at: AT };
	const messages = rows.flatMap(({ id: conversation_id }) => [
		{ ...said, conversation_id, role: 'user' },
		{ ...said, conversation_id, role: 'assistant' },
	]);
	await bare.batchInsert('support_ai_messages', messages, 50);
}

async function conversationsOf({ bare }: Database, userId: string): Promise<number> {
	const row = await bare('support_ai_conversations')
		.where({ tenant_id: TENANT, user_id: userId })
		.count({ rows: '*' })
		.first();
	return Number(row?.rows);
}

/** Also of those that hang below nothing any more. */
async function messagesOf({ bare }: Database, userId: string): Promise<number> {
	const row = await bare('support_ai_messages')
		.where({ tenant_id: TENANT, content: `of ${userId}` })
		.count({ rows: '*' })
		.first();
	return Number(row?.rows);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
	for (let tries = 0; !(await holds()); tries += 1) {
		assert.ok(tries < 5_000, 'the erasure has begun');
		await pause(1);
	}
}
