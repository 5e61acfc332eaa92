// What nobody has touched for as long as a tenant decided: gone with all that hangs on it, counted, and written down once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { randomIds } from '../../server-kit/src/connect/ids.ts';
import type { AuditRow } from '../../server-kit/src/core/audit-store.ts';
import { retireConversations } from '../../server-kit/src/core/retention.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import { resolveOptions, settingsFrom } from '../../server-kit/src/options.ts';
import { leaveMarks, modelWithTools } from '../contract/support-ai/person.ts';
import { rowsOf, tablesThatSay } from './behind.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';
import { AT, answered, begin, conversationOf, somebody, together, turnIn } from './rows.ts';

const A_DAY_MS = 24 * 60 * 60_000;
const SECRET = 'a secret for tests, 32 characters or more';

/** @param days of the host, for tenants that decide nothing */
function run({ store }: { store: Store }, days: number | null, now = AT): Promise<number> {
	const auth = { authenticate: () => null };
	const settings = settingsFrom(resolveOptions({ secret: SECRET, auth, retention: { days } }));
	return retireConversations(now, { store, settings, clock: { now: () => now }, ids: randomIds });
}

function decide({ store }: Database, tenantId: string, retentionDays: number): Promise<boolean> {
	return store.transaction((bound) => bound.settings.write(tenantId, 0, { retentionDays }, AT));
}

async function runsOf({ store }: Database, tenantId: string): Promise<Pick<AuditRow, 'actorKind' | 'details'>[]> {
	const { items } = await store.audit.list(tenantId, { limit: 10, cursor: null });
	return items.filter(({ action }) => action === 'retention.run');
}

const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id).sort((one, other) => one - other);

onEveryDatabase((database) => {
	const left = async (owner: Parameters<Store['conversations']['list']>[0]) =>
		ids((await database.store.conversations.list(owner, { limit: 100, cursor: null })).items);

	test('S-43 to the millisecond: what is older than the limit goes, what is as old or younger stays', async () => {
		const [owner, undecided] = [somebody(), somebody()];
		await decide(database, owner.tenantId, 30);
		const limit = AT - 30 * A_DAY_MS;
		const old = await conversationOf(owner, database.store, limit - 1);
		const kept = [await conversationOf(owner, database.store, limit), await conversationOf(owner, database.store)];
		const theirs = await conversationOf(undecided, database.store, 1);
		assert.equal(await run(database, null), 1);
		assert.deepEqual(await left(owner), ids(kept));
		assert.deepEqual(await rowsOf(database, old.id, []), {});
		assert.deepEqual(await left(undecided), [theirs.id], 'nobody decided anything for them');
		assert.equal(await run(database, null, AT + 1), 1, 'the next run takes what has come of age');
		assert.deepEqual(await runsOf(database, undecided.tenantId), []);
	});

	test('the tenant’s own limit goes before the host’s, and the host’s holds for all others', async () => {
		const [patient, usual] = [somebody(), somebody()];
		await decide(database, patient.tenantId, 60);
		const old = await conversationOf(patient, database.store, AT - 45 * A_DAY_MS);
		await conversationOf(usual, database.store, AT - 45 * A_DAY_MS);
		await run(database, 30);
		assert.deepEqual([await left(patient), await left(usual)], [[old.id], []]);
	});

	test('an answer under way keeps its conversation; so does a message that came in', async () => {
		const owner = somebody();
		await decide(database, owner.tenantId, 1);
		const [running, woken] = [
			await conversationOf(owner, database.store, 1),
			await conversationOf(owner, database.store, 1),
		];
		await begin(database.store, turnIn(owner, running.id, { at: 2 }));
		await answered(owner, woken.id, database.store);
		assert.equal(await run(database, null), 0);
		assert.deepEqual(await left(owner), ids([running, woken]));
	});

	test('more than a piece, by two processes at once: every one goes once, and the audit’s counts add up', {
		timeout: 60_000,
	}, async () => {
		const owner = somebody();
		await decide(database, owner.tenantId, 1);
		await together(60, () => conversationOf(owner, database.store, 1));
		// Two connections of one process to a file would wait for each other in vain.
		const other = database.name === 'SQLite file' ? database.store : database.another().store;
		const stores = [database.store, other];
		const gone = await Promise.all(stores.map((store) => run({ store }, null)));
		assert.equal(
			gone.reduce((sum, count) => sum + count),
			60,
		);
		assert.deepEqual(await left(owner), []);
		const told = (await runsOf(database, owner.tenantId)).map(({ actorKind, details }) => ({
			actorKind,
			...JSON.parse(details),
		}));
		assert.equal(
			told.reduce((sum, { support_ai_conversations: count }) => sum + count, 0),
			60,
		);
		assert.ok(told.length <= 2, 'one row for a run');
		assert.deepEqual(
			[told[0].actorKind, told[0].days, told[0].before],
			['job', 1, new Date(AT - A_DAY_MS).toISOString()],
		);
		await run(database, null);
		assert.equal(
			(await runsOf(database, owner.tenantId)).length,
			told.length,
			'nothing to tell of a run that found nothing',
		);
	});

	test('S-43 by the kit’s own job: the same goes as by the customer’s own deletion, and the case stays', async (t) => {
		const model = modelWithTools();
		const rates = { messages: { limit: 1000, windowSeconds: 60 } };
		const kit = await startKit({ database: database.url, secret: SECRET, model, rates, retention: { days: 7 } });
		t.after(() => kit.close());
		const tenantId = 'retiring';
		await leaveMarks(kit, model, 'canary-old', { tenantId });
		kit.clock.pass(7 * A_DAY_MS);
		await kit.kit.jobs.tick();
		assert.ok((await tablesThatSay(database, 'canary-old-question')).length > 0, 'not a moment before');
		await leaveMarks(kit, model, 'canary-new', { tenantId });
		kit.clock.pass(60 * 60_000);
		await kit.kit.jobs.tick();
		const ofConversations = ['title', 'page', 'question', 'answer', 'tool', 'refused', 'thumb', 'whole', 'why', 'note'];
		for (const mark of ofConversations) assert.deepEqual(await tablesThatSay(database, `canary-old-${mark}`), [], mark);
		assert.ok((await tablesThatSay(database, 'canary-old-subject')).includes('support_tickets'));
		assert.ok((await tablesThatSay(database, 'canary-new-question')).includes('support_ai_messages'));
		const [told, ...more] = await runsOf(database, tenantId);
		const { days, support_ai_conversations, support_ai_feedback } = JSON.parse(told?.details ?? '');
		assert.deepEqual([days, support_ai_conversations, support_ai_feedback, more], [7, 2, 2, []]);
	});
}, SHARED);
