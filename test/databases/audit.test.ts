// The audit's chain: whole after writers that write at once, and each kind of tampering found where it was done.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { randomIds } from '../../server-kit/src/connect/ids.ts';
import { type Act, verifyChain, writeDown } from '../../server-kit/src/core/audit.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';
import { AT, somebody, together } from './rows.ts';

const around = { clock: { now: () => AT }, ids: randomIds };

function write(store: Store, tenantId: string, more: Partial<Act> = {}): Promise<void> {
	const actor = { kind: 'admin' as const, id: 'grace' };
	const act: Act = { tenantId, actor, action: 'candidate.approve', target: 'candidate:1', ...more };
	return store.transaction((bound) => writeDown(bound, act, around));
}

/** A tenant with a chain of so many rows. */
async function chain({ store }: Database, rows: number): Promise<string> {
	const { tenantId } = somebody();
	for (let row = 1; row <= rows; row += 1) await write(store, tenantId, { target: `candidate:${row}` });
	return tenantId;
}

const verify = ({ store }: Database, tenantId: string, known?: string) =>
	verifyChain(tenantId, store.audit, known ? { known } : {});

onEveryDatabase((database) => {
	const rowOf = (tenantId: string, seq: number) => database.bare('support_audit').where({ tenant_id: tenantId, seq });

	test('a chain is whole; each tenant has its own, and its pages come newest first', async () => {
		const [one, other] = [await chain(database, 5), await chain(database, 2)];
		const report = await verify(database, one);
		assert.deepEqual([report.rows, report.broken], [5, null]);
		assert.deepEqual((await verify(database, other)).rows, 2);
		assert.deepEqual(await verify(database, 'nobody'), { rows: 0, hash: '', broken: null });
		const first = await database.store.audit.list(one, { limit: 3, cursor: null });
		const second = await database.store.audit.list(one, { limit: 3, cursor: first.nextCursor });
		assert.deepEqual(
			[...first.items, ...second.items].map(({ seq, tenantId }) => [seq, tenantId]),
			[5, 4, 3, 2, 1].map((seq) => [seq, one]),
		);
		assert.equal(second.nextCursor, null);
	});

	test('twenty writers at once, from two connections, make one chain', { timeout: 60_000 }, async () => {
		const { tenantId } = somebody();
		const stores = database.name === 'SQLite file' ? [database.store] : [database.store, database.another().store];
		await together(20, (index) => write(stores[index % stores.length] as Store, tenantId));
		const { rows, broken } = await verify(database, tenantId);
		assert.deepEqual([rows, broken], [20, null]);
	});

	test('what is given up leaves no row, and no gap', async () => {
		const tenantId = await chain(database, 2);
		const given = database.store.transaction(async (bound) => {
			await writeDown(
				bound,
				{ tenantId, actor: { kind: 'admin', id: 'g' }, action: 'article.delete', target: null },
				around,
			);
			throw new Error('given up');
		});
		await assert.rejects(given, /given up/);
		await write(database.store, tenantId);
		const { rows, broken } = await verify(database, tenantId);
		assert.deepEqual([rows, broken], [3, null]);
	});

	describe('tampering', () => {
		const CHANGES: Readonly<Record<string, unknown>> = {
			at: AT + 1,
			actor_kind: 'service',
			actor_id: 'mallory',
			action: 'candidate.reject',
			target: 'candidate:99',
			details: '{"x":1}',
			previous_hash: '0'.repeat(64),
			row_hash: '0'.repeat(64),
		};
		for (const [column, value] of Object.entries(CHANGES))
			test(`a row whose ${column} was changed`, async () => {
				const tenantId = await chain(database, 4);
				await rowOf(tenantId, 2).update({ [column]: value });
				const { broken, rows } = await verify(database, tenantId);
				assert.deepEqual([broken?.seq, rows], [2, 1], broken?.why);
			});

		test('a row that was cut out, also the first and the last', async () => {
			for (const seq of [1, 2, 4]) {
				const tenantId = await chain(database, 4);
				await rowOf(tenantId, seq).delete();
				const { broken } = await verify(database, tenantId);
				assert.equal(broken?.seq, seq);
				assert.match(broken?.why ?? '', /cut/);
			}
		});

		test('all rows that were cut', async () => {
			const tenantId = await chain(database, 3);
			await database.bare('support_audit').where({ tenant_id: tenantId }).delete();
			assert.equal((await verify(database, tenantId)).broken?.seq, 1);
		});

		test('two rows that changed places', async () => {
			const tenantId = await chain(database, 4);
			await rowOf(tenantId, 2).update({ seq: 99 });
			await rowOf(tenantId, 3).update({ seq: 2 });
			await rowOf(tenantId, 99).update({ seq: 3 });
			assert.equal((await verify(database, tenantId)).broken?.seq, 2);
		});

		test('two rows whose contents changed places', async () => {
			const tenantId = await chain(database, 4);
			await rowOf(tenantId, 2).update({ target: 'candidate:3' });
			await rowOf(tenantId, 3).update({ target: 'candidate:2' });
			assert.equal((await verify(database, tenantId)).broken?.seq, 2);
		});

		test('a head that was set back with the last row', async () => {
			const tenantId = await chain(database, 3);
			const noted = (await verify(database, tenantId)).hash;
			const second = await rowOf(tenantId, 2).first();
			await rowOf(tenantId, 3).delete();
			await database
				.bare('support_audit_heads')
				.where({ tenant_id: tenantId })
				.update({ seq: 2, row_hash: second.row_hash });
			assert.equal((await verify(database, tenantId)).broken, null, 'the chain alone cannot tell');
			assert.match((await verify(database, tenantId, noted)).broken?.why ?? '', /written anew/);
			assert.equal((await verify(database, tenantId, second.row_hash)).broken, null);
		});

		test('who it was taken away, as an erasure does, leaves the chain whole', async () => {
			const tenantId = await chain(database, 3);
			const owner = { tenantId, userId: 'grace' };
			const gone = await database.store.transaction((bound) => bound.erasure.next('acted', owner));
			assert.deepEqual(gone, { deleted: {}, unnamed: { support_audit: 3 } });
			const { items } = await database.store.audit.list(tenantId, { limit: 10, cursor: null });
			assert.deepEqual([...new Set(items.map(({ actorId }) => actorId))], [null]);
			assert.equal((await verify(database, tenantId)).broken, null);
		});
	});
}, SHARED);
