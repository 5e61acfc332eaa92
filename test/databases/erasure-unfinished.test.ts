// An erasure that was cut off before its end is brought to it by a job: after each of its steps, and after a kill.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSealer } from '../../server-kit/src/connect/sealed.ts';
import { writeDown } from '../../server-kit/src/core/audit.ts';
import type { ErasedRows } from '../../server-kit/src/core/data-rights-store.ts';
import { erasePerson, finishErasures } from '../../server-kit/src/core/erasure.ts';
import type { Owner } from '../../server-kit/src/core/records.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import type { Parts } from '../../server-kit/src/core/turn-state.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';
import { AT, answered, conversationOf, somebody, ticketOf } from './rows.ts';

const A_LEASE_MS = 2 * 60_000;
const SEALER = createSealer('a secret for tests, 32 characters or more');
const CUT = new Error('cut');

/** The same store until so many transactions have committed. */
function cutAfter(commits: number, store: Store): Store {
	let left = commits;
	return {
		...store,
		async transaction(work) {
			if (left === 0) throw CUT;
			left -= 1;
			return store.transaction(work);
		},
	};
}

let salts = 0;

function partsOf(store: Store, sealer = SEALER, now = AT): Parts {
	const make = (kind: string) => {
		salts += 1;
		return `${kind}_${salts}`;
	};
	const parts: Partial<Record<keyof Parts, unknown>> = {
		store,
		clock: { now: () => now },
		ids: { make },
		pseudonymOf: ({ userId }: Owner) => `hash of ${userId}`,
		outerLedger: null,
		webhooks: { sealer },
	};
	return parts as unknown as Parts;
}

/** Something in several tables. @returns what an erasure counts of it */
async function leaveRows(person: Owner, store: Store) {
	for (let at = 0; at < 2; at += 1) {
		const { id } = await conversationOf(person, store);
		await answered(person, id, store);
	}
	await store.tickets.create(ticketOf(person, `T-${person.tenantId}`));
	const actor = { kind: 'agent', id: person.userId } as const;
	await writeDown(
		store,
		{ tenantId: person.tenantId, actor, action: 'case.reply', target: 'ticket:1' },
		partsOf(store),
	);
}

async function stateOf({ bare }: Database, { tenantId, userId }: Owner) {
	const whose = { tenant_id: tenantId };
	const own = ['support_ai_conversations', 'support_tickets'].map((table) =>
		bare(table).where({ ...whose, user_id: userId }),
	);
	const left = (await Promise.all([...own, bare('support_audit').where({ ...whose, actor_id: userId })])).flat();
	const ledger = await bare('support_erasures').where(whose);
	return {
		left: left.length,
		begun: (await bare('support_erasures_begun').where(whose)).length,
		ledger: ledger.map(({ counts, finished_at }) => [finished_at !== null, counts && JSON.parse(counts)]),
		told: (await bare('support_erasure_notices').where(whose)).length,
		audited: (await bare('support_audit').where({ ...whose, action: 'person.erase' })).length,
	};
}

onEveryDatabase((database) => {
	test('S-41 F-09 cut off after each of its steps, it comes to the same end, and others are told once', async () => {
		const whole = somebody();
		await leaveRows(whole, database.store);
		const rows = await erasePerson(whole, 'person', partsOf(database.store));
		const end = { left: 0, begun: 0, ledger: [[true, rows]], told: 1, audited: 1 };
		assert.deepEqual(await stateOf(database, whole), end);
		assert.ok(rows.deleted.support_ai_messages === 4 && rows.unnamed.support_audit === 1, JSON.stringify(rows));
		let cuts = 0;
		for (let done = false; !done; cuts += 1) {
			const person = somebody();
			await leaveRows(person, database.store);
			const cut = erasePerson(person, 'person', partsOf(cutAfter(cuts + 1, database.store)));
			done = await cut.then(
				() => true,
				(fault) => {
					assert.equal(fault, CUT);
					return false;
				},
			);
			assert.equal(await finishErasures(AT + A_LEASE_MS - 1, partsOf(database.store)), 0, 'it may still be running');
			assert.equal(await finishErasures(AT + A_LEASE_MS, partsOf(database.store)), done ? 0 : 1);
			assert.deepEqual(await stateOf(database, person), end, `after ${cuts + 1} steps`);
			assert.equal(await finishErasures(AT + 2 * A_LEASE_MS, partsOf(database.store)), 0, 'it is over');
		}
		assert.ok(cuts > 10, `${cuts} cuts`);
	});

	test('two processes that look at the same time share what was left', async () => {
		const people = Array.from({ length: 4 }, () => somebody());
		for (const person of people) {
			await leaveRows(person, database.store);
			await assert.rejects(erasePerson(person, 'person', partsOf(cutAfter(2, database.store))), CUT);
		}
		const stores = [database.store, database.another().store];
		// Each renews its lease by its own clock: one that stood still would give the other what is being finished.
		const now = AT + A_LEASE_MS;
		const finished = await Promise.all(stores.map((store) => finishErasures(now, partsOf(store, SEALER, now))));
		assert.equal((finished[0] ?? 0) + (finished[1] ?? 0), people.length);
		for (const person of people) {
			const { left, begun, told } = await stateOf(database, person);
			assert.deepEqual([left, begun, told], [0, 0, 1]);
		}
	});

	test('asked again meanwhile, it goes on from where it was, and counts what went before', async () => {
		const person = somebody();
		await leaveRows(person, database.store);
		await assert.rejects(erasePerson(person, 'person', partsOf(cutAfter(3, database.store))), CUT);
		const { deleted } = await erasePerson(person, 'person', partsOf(database.store));
		assert.deepEqual([deleted.support_ai_conversations, deleted.support_tickets], [2, 1]);
		const { ledger, told, audited } = await stateOf(database, person);
		assert.deepEqual([ledger.length, told, audited], [1, 1, 2], 'each request stands in the audit');
		assert.equal(await finishErasures(AT + A_LEASE_MS, partsOf(database.store)), 0);
	});

	test('what comes in while the rest goes is gone after one more look', async () => {
		const person = somebody();
		await leaveRows(person, database.store);
		let conversations = 0;
		let came = false;
		const store: Store = {
			...database.store,
			async transaction(work) {
				const result = await database.store.transaction(work);
				// After those that there were no more was found: other tables are next.
				if (result === null && conversations === 2 && !came) {
					came = true;
					await conversationOf(person, database.store);
				}
				return result;
			},
		};
		const tell = ({ deleted }: ErasedRows) => {
			conversations = deleted.support_ai_conversations ?? 0;
		};
		const { deleted } = await erasePerson(person, 'person', partsOf(store), { tell });
		assert.deepEqual([came, deleted.support_ai_conversations], [true, 3]);
		assert.equal((await stateOf(database, person)).left, 0);
	});

	test('under another secret nobody is erased: it is said once, and left', async () => {
		const person = somebody();
		await leaveRows(person, database.store);
		await assert.rejects(erasePerson(person, 'person', partsOf(cutAfter(1, database.store))), CUT);
		const other = partsOf(database.store, createSealer('another secret, of 32 characters or more'));
		await assert.rejects(finishErasures(AT + A_LEASE_MS, other), ({ errors }: AggregateError) =>
			/`secret` was changed since/.test(String(errors[0])),
		);
		assert.equal(await finishErasures(AT + 2 * A_LEASE_MS, other), 0);
		assert.ok((await stateOf(database, person)).left > 0);
	});
}, SHARED);
