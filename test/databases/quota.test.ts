// Quota on every database: reserved in all scopes or in none, settled once, swept; no limit is ever passed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QuotaScope, Reservation } from '../../server-kit/src/core/records.ts';
import type { Owner, Store } from '../../server-kit/src/core/store.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';
import { AT, NO_LIMITS, reservationOf, somebody, together } from './rows.ts';

const NOTHING = { messages: 0, tokens: 0, cost: 0 };
let periods = AT;

/** The global scope knows no tenant: a period of its own keeps the tests apart. */
function fresh(): { owner: Owner; periodStart: number } {
	periods += 86_400_000;
	return { owner: somebody(), periodStart: periods };
}

/** As the gate does it: what is denied is rolled back. */
async function reserve(store: Store, reservation: Reservation, limits: typeof NO_LIMITS) {
	let denied: Awaited<ReturnType<Store['quota']['reserve']>> = null;
	await store
		.transaction(async (bound) => {
			denied = await bound.quota.reserve(reservation, limits);
			if (denied) throw new Error('denied');
		})
		.catch((fault) => {
			if (fault.message !== 'denied') throw fault;
		});
	return denied as Awaited<ReturnType<Store['quota']['reserve']>>;
}

const limited = (scope: QuotaScope, messages: number) => ({ ...NO_LIMITS, [scope]: { ...NO_LIMITS[scope], messages } });

async function countersOf({ store }: Database, owner: Owner, periodStart: number) {
	const [user, tenant, global] = await Promise.all(
		(['user', 'tenant', 'global'] as const).map((scope) => store.quota.used(owner, scope, periodStart)),
	);
	return { user, tenant, global };
}

onEveryDatabase((database) => {
	test('what is reserved stands in every scope until it is settled with what was used, once', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		assert.equal(await reserve(store, reservationOf(owner, `r-${periodStart}`, { periodStart }), NO_LIMITS), null);
		const reserved = { used: NOTHING, reserved: { messages: 1, tokens: 100, cost: 7 }, estimated: false };
		assert.deepEqual(await countersOf(database, owner, periodStart), {
			user: reserved,
			tenant: reserved,
			global: reserved,
		});
		const used = { messages: 1, tokens: 40, cost: 3 };
		await together(5, () => store.transaction((bound) => bound.quota.settle(`r-${periodStart}`, used, false)));
		const settled = { used, reserved: NOTHING, estimated: false };
		assert.deepEqual(await countersOf(database, owner, periodStart), {
			user: settled,
			tenant: settled,
			global: settled,
		});
	});

	test('amounts above 32 bits stay exact numbers', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const amounts = { messages: 1, tokens: 5_000_000_001, cost: 9_007_199_254_740_000 };
		await reserve(store, reservationOf(owner, `big-${periodStart}`, { periodStart, amounts }), NO_LIMITS);
		assert.deepEqual((await store.quota.used(owner, 'user', periodStart)).reserved, amounts);
		await store.quota.settle(`big-${periodStart}`, amounts, true);
		const { used, estimated } = await store.quota.used(owner, 'user', periodStart);
		assert.deepEqual([used, estimated], [amounts, true]);
	});

	for (const scope of ['user', 'tenant', 'global'] as const)
		test(`fifty at once against ten of the ${scope}: exactly ten, and nothing of the others stays`, async () => {
			const { store } = database;
			const { owner, periodStart } = fresh();
			const all = await together(50, (index) =>
				reserve(store, reservationOf(owner, `${scope}-${periodStart}-${index}`, { periodStart }), limited(scope, 10)),
			);
			assert.equal(all.filter((denied) => denied === null).length, 10);
			for (const denied of all.filter(Boolean)) assert.deepEqual(denied, { scope, measure: 'messages' });
			const counters = await countersOf(database, owner, periodStart);
			for (const counter of Object.values(counters)) assert.equal(counter?.reserved.messages, 10);
		});

	test('fifty at once of ten people against ten of their tenant: exactly ten', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const all = await together(50, (index) => {
			const person = { ...owner, userId: `person-${index % 10}` };
			return reserve(store, reservationOf(person, `p-${periodStart}-${index}`, { periodStart }), limited('tenant', 10));
		});
		assert.equal(all.filter((denied) => denied === null).length, 10);
		assert.equal((await store.quota.used(owner, 'tenant', periodStart)).reserved.messages, 10);
	});

	test('names the measure that has no room, and takes a reservation that fits exactly', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const limits = { ...NO_LIMITS, user: { messages: 5, tokens: 100, cost: 7 } };
		const next = (id: string, amounts: Reservation['amounts']) =>
			reserve(store, reservationOf(owner, `${id}-${periodStart}`, { periodStart, amounts }), limits);
		assert.deepEqual(await next('cost', { messages: 1, tokens: 100, cost: 8 }), { scope: 'user', measure: 'cost' });
		assert.deepEqual(await next('tokens', { messages: 1, tokens: 101, cost: 7 }), { scope: 'user', measure: 'tokens' });
		assert.equal(await next('fits', { messages: 1, tokens: 100, cost: 7 }), null);
		assert.deepEqual(await next('none', { messages: 1, tokens: 1, cost: 0 }), { scope: 'user', measure: 'tokens' });
		assert.equal(await next('free', { messages: 4, tokens: 0, cost: 0 }), null);
	});

	test('people, tenants and periods are counted apart, whatever their names look like', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		await reserve(store, reservationOf(owner, `a-${periodStart}`, { periodStart }), NO_LIMITS);
		const reserved = async (who: Owner, start = periodStart) =>
			(await store.quota.used(who, 'user', start)).reserved.messages;
		assert.equal(await reserved(owner), 1);
		for (const userId of ['Ada', 'ada ', '']) assert.equal(await reserved({ ...owner, userId }), 0, userId);
		assert.equal(await reserved({ ...owner, tenantId: `${owner.tenantId} ` }), 0);
		assert.equal(await reserved(owner, periodStart + 1), 0);
	});

	test('settling by message books the reservation that was attached to it, once, as an estimate', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		await reserve(store, reservationOf(owner, `m-${periodStart}`, { periodStart }), NO_LIMITS);
		await store.quota.attach(`m-${periodStart}`, periodStart);
		await store.quota.settleByMessage(periodStart + 1, { messages: 1, tokens: 9, cost: 0 });
		await store.quota.settleByMessage(periodStart, { messages: 1, tokens: 9, cost: 0 });
		await store.quota.settleByMessage(periodStart, { messages: 1, tokens: 9, cost: 0 });
		await store.quota.settle(`m-${periodStart}`, { messages: 1, tokens: 9, cost: 0 }, false);
		assert.deepEqual(await store.quota.used(owner, 'user', periodStart), {
			used: { messages: 1, tokens: 9, cost: 0 },
			reserved: NOTHING,
			estimated: true,
		});
	});

	test('the sweep gives back what expired and leaves what has not; two at once give it back once', async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		const expiring = (id: string, expiresAt: number) =>
			reserve(store, reservationOf(owner, `${id}-${periodStart}`, { periodStart, expiresAt }), NO_LIMITS);
		await expiring('old', 1_000);
		await expiring('older', 999);
		await expiring('young', 1_001);
		const swept = await together(2, () => store.transaction((bound) => bound.quota.sweep(1_001)));
		assert.ok(swept.reduce((sum, one) => sum + one, 0) >= 2);
		assert.deepEqual(await store.quota.used(owner, 'user', periodStart), {
			used: NOTHING,
			reserved: { messages: 1, tokens: 100, cost: 7 },
			estimated: false,
		});
		assert.equal(await store.quota.sweep(1_001), 0);
		await store.quota.settle(`young-${periodStart}`, NOTHING, false);
	});

	test('a hundred turns that reserve and settle at once leave exact counters', { timeout: 60_000 }, async () => {
		const { store } = database;
		const { owner, periodStart } = fresh();
		for (let round = 0; round < 4; round += 1)
			await together(25, async (index) => {
				const id = `t-${periodStart}-${round}-${index}`;
				await reserve(store, reservationOf(owner, id, { periodStart }), NO_LIMITS);
				await store.transaction((bound) => bound.quota.settle(id, { messages: 1, tokens: 3, cost: 2 }, false));
			});
		const settled = { used: { messages: 100, tokens: 300, cost: 200 }, reserved: NOTHING, estimated: false };
		assert.deepEqual(await countersOf(database, owner, periodStart), {
			user: settled,
			tenant: settled,
			global: settled,
		});
	});
});

onEveryDatabase(
	(database) => {
		test('fifty at once through two openings of the database: exactly ten', async () => {
			const { owner, periodStart } = fresh();
			const stores = [database.store, database.another().store];
			const all = await together(50, (index) =>
				reserve(
					stores[index % 2] as Store,
					reservationOf(owner, `two-${periodStart}-${index}`, { periodStart }),
					limited('user', 10),
				),
			);
			assert.equal(all.filter((denied) => denied === null).length, 10);
		});
	},
	SHARED.filter((name) => name !== 'SQLite file'),
);
