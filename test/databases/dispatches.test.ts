// What another system is still to be told, on every database: taken by one, in order, and gone with its case.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dispatch, DispatchStore, NewDispatch } from '../../server-kit/src/core/dispatch-store.ts';
import { onEveryDatabase } from './every-database.ts';
import { somebody, together } from './rows.ts';

onEveryDatabase((database) => {
	// Opened as the tests begin.
	const dispatches = new Proxy({} as DispatchStore, { get: (_, name) => Reflect.get(database.store.dispatches, name) });
	let made = 0;

	async function aCase() {
		made += 1;
		const owner = somebody();
		const row = { ...owner, title: null, locale: 'en', context: null, kind: 'gateway' as const, at: 1 };
		const { id } = await database.store.conversations.create({ ...row, publicId: `cas_dispatch_${made}` });
		return { owner, id };
	}

	function newOne({ owner, id }: Awaited<ReturnType<typeof aCase>>, more: Partial<NewDispatch> = {}): NewDispatch {
		const caller = { ...owner, kind: 'customer' as const, roles: ['member'], name: 'Ada', email: 'ada@example.com' };
		return { caller, conversationId: id, kind: 'ticket', name: 'ticket', body: 'I need a person', at: 1, ...more };
	}

	const hold = (lease: string, until = 1_000) => ({ until, lease });
	const dueOf = async (ours: readonly (Dispatch | null)[], now: number) =>
		(await dispatches.due(now, 1_000)).flatMap((id) => ours.find((one) => one?.id === id)?.name ?? []);

	test('of those who ask at once one has it; the others find it taken, until its lease is over', async () => {
		const one = await aCase();
		const all = await together(5, (at) => dispatches.add(newOne(one), hold(`lease_${at}`)));
		const [ours, ...none] = all.filter((dispatch): dispatch is Dispatch => dispatch !== null);
		assert.ok(ours);
		assert.deepEqual(none, []);
		assert.deepEqual(ours.caller, newOne(one).caller);
		const which = { conversationId: one.id, name: 'ticket' };
		assert.equal(await dispatches.take(which, 999, hold('another')), null);
		assert.equal(await dispatches.isHeld(one.owner, one.id), true);
		const takers = await together(5, (at) => dispatches.take({ id: ours.id }, 1_000, hold(`late_${at}`, 2_000)));
		const [taken, ...rest] = takers.filter((dispatch): dispatch is Dispatch => dispatch !== null);
		assert.deepEqual(rest, []);
		assert.ok(taken);
		assert.deepEqual({ ...taken, lease: ours.lease, attempts: 1 }, ours);
		assert.equal(taken.attempts, 2);
		assert.equal(await dispatches.end(ours), false, 'whoever lost the lease ends nothing');
		assert.equal(await dispatches.postpone(ours, 5), false);
		assert.equal(await dispatches.end(taken), true);
		assert.equal(await dispatches.waits(one.owner, one.id), false);
	});

	test('put back, it is due when it was said, and whoever asks before may take it', async () => {
		const one = await aCase();
		const first = await dispatches.add(newOne(one), hold('a'));
		assert.ok(first);
		assert.equal(await dispatches.postpone(first, 5_000), true);
		assert.deepEqual([await dueOf([first], 4_999), await dueOf([first], 5_000)], [[], ['ticket']]);
		assert.equal(await dispatches.isHeld(one.owner, one.id), false);
		assert.ok(await dispatches.take({ conversationId: one.id, name: 'ticket' }, 2_000, hold('b', 3_000)));
		assert.deepEqual(await dueOf([first], 2_999), []);
		assert.deepEqual(await dueOf([first], 3_000), ['ticket']);
	});

	test('nothing overtakes what came before it in the same case', async () => {
		const [one, other] = [await aCase(), await aCase()];
		const comment = (name: string) => ({ kind: 'comment' as const, name });
		const first = await dispatches.add(newOne(one, comment('msg_1')), hold('a', 10));
		const second = await dispatches.add(newOne(one, comment('msg_2')), hold('b', 0));
		const third = await dispatches.add(newOne(other, comment('msg_3')), hold('c', 0));
		const all = [first, second, third];
		assert.ok(first && second);
		assert.deepEqual(await dueOf(all, 5), ['msg_3']);
		assert.deepEqual(await dueOf(all, 10), ['msg_3', 'msg_1']);
		await dispatches.end(first);
		assert.deepEqual(await dueOf(all, 10), ['msg_2', 'msg_3']);
	});

	test('it goes with its case, and with its person', async () => {
		const [one, other] = [await aCase(), await aCase()];
		const first = await dispatches.add(newOne(one), hold('a'));
		assert.ok(first);
		await database.store.transaction((bound) => bound.conversations.remove(one.owner, one.id));
		assert.equal(await dispatches.end(first), false);
		await dispatches.add(newOne(other), hold('a'));
		await database.store.transaction((bound) => bound.erasure.next('conversations', other.owner));
		assert.equal(await dispatches.waits(other.owner, other.id), false);
		const third = await aCase();
		await dispatches.add(newOne(third), hold('a'));
		await dispatches.withdraw(one.owner, third.id);
		assert.equal(await dispatches.waits(third.owner, third.id), true, 'only its own person withdraws it');
		await dispatches.withdraw(third.owner, third.id);
		assert.equal(await dispatches.waits(third.owner, third.id), false);
	});
});
