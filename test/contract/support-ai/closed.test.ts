// A closed conversation is read-only: it is read, rated and deleted, and takes neither a message nor a hand-over.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import knex from 'knex';
import type { ConversationView } from '../../../server-kit/src/protocol/index.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { codeOf, databaseFor, kitFor } from './kits.ts';

test('a closed conversation takes no message and is not escalated, by nobody’s fault but its state', async (t) => {
	const database = databaseFor(t);
	const { ready, model } = await kitFor(t, { database });
	const ana = await ready('ana');
	await ana.post(`${ana.path}/messages`, { content: 'One question' });
	const db = knex(knexConfig(database));
	// Agents and retention close conversations; customers cannot.
	await db('support_ai_conversations').where({ id: ana.conversationId }).update({ status: 'closed' });
	await db.destroy();
	for (const accept of ['application/json', 'text/event-stream']) {
		const refused = await ana.post(`${ana.path}/messages`, { content: 'One more' }, { accept });
		assert.deepEqual([refused.status, codeOf(refused)], [409, 'conversation_closed'], accept);
	}
	const escalated = await ana.post(`${ana.path}/escalate`, {});
	assert.deepEqual([escalated.status, codeOf(escalated)], [409, 'conversation_closed']);
	const { body } = await ana.get<ConversationView>(ana.path);
	assert.deepEqual([body.status, body.can_send, body.can_send_reason], ['closed', false, 'closed']);
	assert.deepEqual([body.messages.length, model.asked.length], [2, 1], 'nothing was stored, nobody was asked');
	assert.equal((await ana.post(`${ana.path}/feedback`, { helpful: true })).status, 200);
	assert.equal((await ana.post(`${ana.path}/stop`)).body.stopped, false);
	assert.equal((await ana.delete(ana.path)).status, 200, 'deletable from any state');
});
