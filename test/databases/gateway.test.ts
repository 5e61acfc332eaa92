// Cases of the gateway on every database: public ids, snapshots, actions that run once, tickets, and nothing left of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSnapshot } from '../../server-kit/src/core/snapshot/build.ts';
import { onEveryDatabase } from './every-database.ts';

const ana = { tenantId: 'acme', userId: 'ana' };
const as = (text: string) => text;
const nothing = { ok: false as const, error: 'not_given' as const, ms: 0 };
const { content, sources } = buildSnapshot(
	{ ...ana, kind: 'customer', roles: [] },
	{ userState: nothing, userHistory: nothing, userLogs: nothing, businessRules: nothing },
	{ redactor: { visible: as, secrets: as, personal: as }, maxBytes: 8_000 },
);

onEveryDatabase((database) => {
	let made = 0;
	const newCase = (owner = ana) => {
		made += 1;
		const row = { ...owner, title: null, locale: 'en', context: null, kind: 'gateway' as const };
		return database.store.conversations.create({ ...row, publicId: `cas_${made}`, at: 1 });
	};

	test('a case is found by its public id, by its owner alone, and stands in no list of conversations', async () => {
		const { conversations } = database.store;
		const made = await newCase();
		assert.deepEqual(await conversations.findPublic(ana, 'gateway', made.publicId ?? ''), made);
		assert.equal(await conversations.findPublic({ ...ana, userId: 'bob' }, 'gateway', made.publicId ?? ''), null);
		assert.equal(await conversations.findPublic(ana, 'support', made.publicId ?? ''), null);
		assert.deepEqual((await conversations.list(ana, { limit: 10, cursor: null })).items, []);
		const again = { ...ana, title: null, locale: 'en', context: null, kind: 'gateway' as const, at: 1 };
		await assert.rejects(conversations.create({ ...again, publicId: made.publicId ?? '' }));
	});

	test('a case is closed once', async () => {
		const { conversations } = database.store;
		const { id } = await newCase();
		const how = { resolution: 'resolved' as const, rating: 9, at: 5 };
		assert.equal(await conversations.close({ ...ana, userId: 'bob' }, id, how), false);
		assert.equal(await conversations.close(ana, id, how), true);
		assert.equal(await conversations.close(ana, id, { ...how, resolution: 'abandoned' }), false);
		const closed = await conversations.find(ana, id);
		assert.deepEqual([closed?.status, closed?.resolution, closed?.rating], ['closed', 'resolved', 9]);
	});

	test('the newest snapshot is the one that counts; an action is claimed once', async () => {
		const { snapshots, caseActions } = database.store;
		const { id } = await newCase();
		assert.equal(await snapshots.latest('acme', id), null);
		await snapshots.add('acme', id, { publicId: `scs_${id}_1`, takenAt: 1, sources, content });
		await snapshots.add('acme', id, { publicId: `scs_${id}_2`, takenAt: 2, sources, content });
		const latest = await snapshots.latest('acme', id);
		assert.deepEqual([latest?.publicId, latest?.takenAt, latest?.content], [`scs_${id}_2`, 2, content]);
		assert.equal(await snapshots.latest('globex', id), null);
		const action = { id: 'act_1', type: 'retry' };
		const claims = await Promise.all([1, 2, 3].map((at) => caseActions.claim('acme', id, action, at, 0)));
		assert.equal(claims.filter((claim) => claim === null).length, 1);
		await caseActions.finish('acme', id, 'act_1', { status: 'failed', result: null });
		assert.equal(await caseActions.claim('acme', id, action, 4, 0), null);
		await caseActions.finish('acme', id, 'act_1', { status: 'complete', result: { a: 1 } });
		assert.deepEqual(await caseActions.claim('acme', id, action, 5, 5), { status: 'complete', result: { a: 1 } });
	});

	test('an action whose process died is unknown once its lease is over, and nobody runs it again', async () => {
		const { caseActions } = database.store;
		const { id } = await newCase();
		const action = { id: 'act_1', type: 'retry' };
		const unknown = { status: 'unknown', result: null };
		assert.equal(await caseActions.claim('acme', id, action, 100, 50), null);
		assert.equal((await caseActions.claim('acme', id, action, 120, 100))?.status, 'running');
		assert.deepEqual(await caseActions.claim('acme', id, action, 200, 101), unknown);
		assert.deepEqual(await caseActions.claim('acme', id, action, 201, 0), unknown);
	});

	test('a ticket is found by its case; everything of a case goes with it', async () => {
		const { conversations, snapshots, caseActions, escalations } = database.store;
		const { id } = await newCase();
		await snapshots.add('acme', id, { publicId: `scs_${id}`, takenAt: 1, sources, content });
		await caseActions.claim('acme', id, { id: 'act_1', type: 'retry' }, 1, 0);
		assert.equal(await escalations.ticketOf(ana, id), null);
		const ticket = { ticketId: 'TKT-1', ticketUrl: 'https://example.com/1' };
		await escalations.record({ ...ana, conversationId: id, reason: 'a', note: null, ticket, at: 1 });
		assert.deepEqual(await escalations.ticketOf(ana, id), ticket);
		await database.store.transaction((bound) => bound.conversations.remove(ana, id));
		assert.equal(await conversations.find(ana, id), null);
		assert.equal(await snapshots.latest('acme', id), null);
		assert.equal(await caseActions.claim('acme', id, { id: 'act_1', type: 'retry' }, 2, 0), null);
	});
});
