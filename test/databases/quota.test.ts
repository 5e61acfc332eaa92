// Quota on every database: reserved in all scopes or in none, settled once, swept; no limit is ever passed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Owner, QuotaScope, Reservation } from '../../server-kit/src/core/records.ts';
import { settleAllAbandoned } from '../../server-kit/src/core/settle.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';
import {
	AT,
	answerOf,
	begin,
	conversationOf,
	endOf,
	HERE,
	NO_LIMITS,
	reservationOf,
	somebody,
	together,
	turnIn,
} from './rows.ts';

const NOTHING = { messages: 0, tokens: 0, cost: 0 };
const EVERY_SCOPE = ['global', 'tenant', 'user'] as const;
let periods = AT;

/** The global scope knows no tenant: a period of its own keeps the tests apart. */
function fresh(): { owner: Owner; periodStart: number } {
	periods += 86_400_000;
	return { owner: somebody(), periodStart: periods };
}

/** A turn of its own conversation with this reservation. What was denied, or null. */
async function reserve(store: Store, reservation: Reservation, limits: typeof NO_LIMITS) {
	const { id } = await conversationOf(reservation, store);
	const begun = await store.messages.begin(turnIn(reservation, id, { answer: answerOf(reservation, limits) }));
	assert.ok(begun);
	if (!('denied' in begun)) return null;
	assert.deepEqual((await store.messages.thread(reservation, id, { limit: 5, cursor: null })).items, []);
	assert.equal((await store.conversations.find(reservation, id))?.answeringSince, null);
	return begun.denied;
}

const limited = (scope: QuotaScope, messages: number) => ({ ...NO_LIMITS, [scope]: { ...NO_LIMITS[scope], messages } });

async function countersOf({ store }: Database, owner: Owner, periodStart: number) {
	const all = await store.quota.used(owner, EVERY_SCOPE, periodStart);
	return Object.fromEntries(all.map(({ scope, ...counters }) => [scope, counters]));
}

const inEveryScope = <T>(counters: T) => ({ user: counters, tenant: counters, global: counters });

async function ownOf(store: Store, owner: Owner, periodStart: number) {
	const [own] = await store.quota.used(owner, ['user'], periodStart);
	assert.ok(own);
	return { used: own.used, reserved: own.reserved, estimated: own.estimated };
}

onEveryDatabase((database) => {
	test('what is reserved stands in every scope until the answer ends with what was used, once', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const { id } = await conversationOf(owner, store);
		const reservation = reservationOf(owner, { periodStart });
		const { answerId } = await begin(store, turnIn(owner, id, { answer: answerOf(reservation) }));
		const reserved = { used: NOTHING, reserved: { messages: 1, tokens: 100, cost: 7 }, estimated: false };
		assert.deepEqual(await countersOf(database, owner, periodStart), inEveryScope(reserved));
		assert.deepEqual((await store.messages.streaming(owner.tenantId, id))?.reservation, reservation);
		const used = { messages: 1, tokens: 40, cost: 3 };
		const settlement = { reservation, used, estimated: false };
		await together(5, () => store.messages.end({ ...endOf(owner, id, answerId), settlement }));
		const settled = { used, reserved: NOTHING, estimated: false };
		assert.deepEqual(await countersOf(database, owner, periodStart), inEveryScope(settled));
	});

	test('amounts above 32 bits stay exact numbers', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const amounts = { messages: 1, tokens: 5_000_000_001, cost: 9_007_199_254_740_000 };
		const reservation = reservationOf(owner, { periodStart, amounts });
		const { id } = await conversationOf(owner, store);
		const { answerId } = await begin(store, turnIn(owner, id, { answer: answerOf(reservation) }));
		assert.deepEqual((await ownOf(store, owner, periodStart)).reserved, amounts);
		const settlement = { reservation, used: amounts, estimated: true };
		await store.messages.end({ ...endOf(owner, id, answerId), settlement });
		assert.deepEqual(await ownOf(store, owner, periodStart), { used: amounts, reserved: NOTHING, estimated: true });
	});

	for (const scope of EVERY_SCOPE)
		test(`fifty at once against ten of the ${scope}: exactly ten, and nothing of the others stays`, async () => {
			const { store } = database;
			const { owner, periodStart } = fresh();
			const all = await together(50, () => reserve(store, reservationOf(owner, { periodStart }), limited(scope, 10)));
			assert.equal(all.filter((denied) => denied === null).length, 10);
			for (const denied of all.filter(Boolean)) assert.deepEqual(denied, { scope, measure: 'messages' });
			const counters = await countersOf(database, owner, periodStart);
			for (const counter of Object.values(counters)) assert.equal(counter.reserved.messages, 10);
		});

	test('fifty at once of ten people against ten of their tenant: exactly ten', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const all = await together(50, (index) => {
			const person = { ...owner, userId: `person-${index % 10}` };
			return reserve(store, reservationOf(person, { periodStart }), limited('tenant', 10));
		});
		assert.equal(all.filter((denied) => denied === null).length, 10);
		assert.equal((await countersOf(database, owner, periodStart)).tenant?.reserved.messages, 10);
	});

	test('names the measure that has no room, and takes a reservation that fits exactly', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const limits = { ...NO_LIMITS, user: { messages: 5, tokens: 100, cost: 7 } };
		const next = (amounts: Reservation['amounts']) =>
			reserve(store, reservationOf(owner, { periodStart, amounts }), limits);
		assert.deepEqual(await next({ messages: 1, tokens: 100, cost: 8 }), { scope: 'user', measure: 'cost' });
		assert.deepEqual(await next({ messages: 1, tokens: 101, cost: 7 }), { scope: 'user', measure: 'tokens' });
		assert.equal(await next({ messages: 1, tokens: 100, cost: 7 }), null);
		assert.deepEqual(await next({ messages: 1, tokens: 1, cost: 0 }), { scope: 'user', measure: 'tokens' });
		assert.equal(await next({ messages: 4, tokens: 0, cost: 0 }), null);
	});

	test('people, tenants and periods are counted apart, whatever their names look like', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		await reserve(store, reservationOf(owner, { periodStart }), NO_LIMITS);
		const reserved = async (who: Owner, start = periodStart) => (await ownOf(store, who, start)).reserved.messages;
		assert.equal(await reserved(owner), 1);
		for (const userId of ['Ada', 'ada ', '']) assert.equal(await reserved({ ...owner, userId }), 0, userId);
		assert.equal(await reserved({ ...owner, tenantId: `${owner.tenantId} ` }), 0);
		assert.equal(await reserved(owner, periodStart + 1), 0);
	});

	test('a refused turn reserves nothing, and one that is withdrawn gives everything back', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const { id } = await conversationOf(owner, store);
		await store.messages.begin(turnIn(owner, id, { answer: null }));
		assert.deepEqual((await ownOf(store, owner, periodStart)).reserved, NOTHING);
		const reservation = reservationOf(owner, { periodStart });
		const ids = await begin(store, turnIn(owner, id, { answer: answerOf(reservation) }));
		const classification = { label: 'abuse' as const, confidence: 1, refused: true, reason: 'asked' };
		const settlement = { reservation, used: NOTHING, estimated: false };
		const taking = { tenantId: owner.tenantId, conversationId: id, ...ids, classification, settlement, at: AT + 1 };
		const taken = await together(3, () => store.messages.withdraw(taking));
		assert.equal(taken.filter(Boolean).length, 1);
		assert.deepEqual(await ownOf(store, owner, periodStart), { used: NOTHING, reserved: NOTHING, estimated: false });
		const { items } = await store.messages.thread(owner, id, { limit: 5, cursor: null });
		assert.deepEqual(
			items.map(({ role, intent }) => [role, intent?.refused]),
			[
				['user', false],
				['user', true],
			],
		);
		assert.equal((await store.conversations.find(owner, id))?.answeringSince, null);
	});

	test('the sweep settles answers whose process is silent and leaves the others; two at once settle once', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const reservation = reservationOf(owner, { periodStart });
		const begunAt = async (at: number) => {
			const { id } = await conversationOf(owner, store);
			return { id, ...(await begin(store, turnIn(owner, id, { answer: answerOf(reservation), at }))) };
		};
		const [dead, alive] = [await begunAt(1_000), await begunAt(60_000)];
		const said = { tenantId: owner.tenantId, content: 'Sixteen letters.', citations: [] };
		assert.deepEqual(await store.messages.checkpoint([{ ...said, messageId: dead.answerId }], 1_500), [true]);
		await together(2, () => settleAllAbandoned({ store, clock: { now: () => 60_001 }, runner: HERE }));
		assert.deepEqual(await ownOf(store, owner, periodStart), {
			used: { messages: 1, tokens: 4, cost: 0 },
			reserved: { messages: 1, tokens: 100, cost: 7 },
			estimated: true,
		});
		const statusOf = async (id: number, answerId: number) => (await store.messages.find(owner, id, answerId))?.status;
		assert.deepEqual(
			[await statusOf(dead.id, dead.answerId), await statusOf(alive.id, alive.answerId)],
			['interrupted', 'streaming'],
		);
		await store.messages.end(endOf(owner, alive.id, alive.answerId));
	});

	test('deleting a conversation mid-answer books what the answer may have cost', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const { id } = await conversationOf(owner, store);
		const reservation = reservationOf(owner, { periodStart });
		const { answerId } = await begin(store, turnIn(owner, id, { answer: answerOf(reservation) }));
		assert.equal(await store.transaction((bound) => bound.conversations.remove(owner, id)), true);
		const settlement = { reservation, used: reservation.amounts, estimated: false };
		assert.equal(await store.messages.end({ ...endOf(owner, id, answerId), settlement }), false);
		assert.deepEqual(await ownOf(store, owner, periodStart), {
			used: reservation.amounts,
			reserved: NOTHING,
			estimated: true,
		});
	});

	test('a hundred turns that begin and end at once leave exact counters', { timeout: 60_000 }, async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const reservation = reservationOf(owner, { periodStart });
		const settlement = { reservation, used: { messages: 1, tokens: 3, cost: 2 }, estimated: false };
		for (let round = 0; round < 4; round += 1)
			await together(25, async () => {
				const { id } = await conversationOf(owner, store);
				const { answerId } = await begin(store, turnIn(owner, id, { answer: answerOf(reservation) }));
				await store.messages.end({ ...endOf(owner, id, answerId), settlement });
			});
		const settled = { used: { messages: 100, tokens: 300, cost: 200 }, reserved: NOTHING, estimated: false };
		assert.deepEqual(await countersOf(database, owner, periodStart), inEveryScope(settled));
	});
});

onEveryDatabase(
	(database) => {
		test('fifty at once through two openings of the database: exactly ten', async () => {
			const { owner, periodStart } = fresh();
			const stores = [database.store, database.another().store];
			const all = await together(50, (index) =>
				reserve(stores[index % 2] as Store, reservationOf(owner, { periodStart }), limited('user', 10)),
			);
			assert.equal(all.filter((denied) => denied === null).length, 10);
		});
	},
	SHARED.filter((name) => name !== 'SQLite file'),
);
