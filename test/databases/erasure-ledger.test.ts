// A backup brings back whom somebody erased since: the ledger outside of the database erases them once more, and nobody else.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { createLedgerFile, ledgerLine, readLedger } from '../../server-kit/src/connect/ledger-file.ts';
import { verifyChain } from '../../server-kit/src/core/audit.ts';
import { ledgerOf } from '../../server-kit/src/core/erasure-ledger.ts';
import { NAMING } from '../../server-kit/src/store/ledger.ts';
import { leaveMarks, modelWithTools } from '../contract/support-ai/person.ts';
import { schemaOf, tablesThatSay } from './behind.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';

const SECRET = 'a secret for tests, 32 characters or more';

async function deskOn(database: Database, t: TestContext) {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-ledger-${process.pid}-`));
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	const ledger = join(folder, 'erasures.jsonl');
	const model = modelWithTools();
	const rates = { messages: { limit: 1000, windowSeconds: 60 } };
	const kit = await startKit({ database: database.url, secret: SECRET, model, rates, erasure: { ledger } });
	t.after(() => kit.close());
	return { kit, ledger, leave: (mark: string) => leaveMarks(kit, model, mark) };
}

/** All rows as a backup holds them, and the way back to them. */
async function backUp(database: Database): Promise<() => Promise<void>> {
	const tables = (await schemaOf(database)).map(([table]) => table).filter((table) => !table.includes('migrations'));
	const rows = await Promise.all(tables.map(async (table) => [table, await database.bare(table)] as const));
	return async () => {
		for (const [table, kept] of rows) {
			await database.bare(table).delete();
			if (kept.length > 0) await database.bare.batchInsert(table, kept, 20);
		}
	};
}

onEveryDatabase((database) => {
	test('S-39 F-34 a restored backup and the ledger come to the same as the erasure; the chain is whole', {
		timeout: 60_000,
	}, async (t) => {
		const { kit, ledger, leave } = await deskOn(database, t);
		const { people } = kit.kit.core;
		const [ana, back] = [await leave('canary-ana'), await leave('canary-back')];
		const ben = await tablesThatSay(database, 'canary-ana');
		await back.delete('/me');
		await leave('canary-back');
		const restore = await backUp(database);
		kit.clock.pass(1000);
		await ana.delete('/me');
		const after = await tablesThatSay(database, 'canary-back');
		await restore();
		assert.deepEqual(await tablesThatSay(database, 'canary-ana'), ben, 'the backup brought everything back');
		const { known, erased, absent, rows } = await people.replayErasures(readLedger(ledger));
		assert.deepEqual([known, erased, absent], [1, 1, 0]);
		assert.ok((rows.deleted.support_ai_messages ?? 0) > 0);
		assert.deepEqual(await tablesThatSay(database, 'canary-ana'), []);
		assert.deepEqual(
			await tablesThatSay(database, 'canary-back'),
			after,
			'who came back before the backup is left alone',
		);
		const again = await people.replayErasures(readLedger(ledger));
		assert.deepEqual([again.known, again.erased], [2, 0], 'once more is harmless');
		assert.equal((await verifyChain('acme', database.store.audit)).broken, null);
	});

	test('an entry of somebody who is not in the backup is noted; another secret erases nobody', async (t) => {
		const { kit, ledger, leave } = await deskOn(database, t);
		const ida = await leave('canary-ida');
		const strange = { tenantId: 'acme', person: 'f'.repeat(64), askedBy: 'person', begunAt: kit.clock.now() } as const;
		await createLedgerFile(ledger).enter(strange);
		const first = await kit.kit.core.people.replayErasures(readLedger(ledger));
		assert.deepEqual([first.erased, first.absent], [0, 1]);
		assert.equal((await kit.kit.core.people.replayErasures(readLedger(ledger))).known, 1);
		assert.ok((await tablesThatSay(database, 'canary-ida')).length > 0);
		await ida.delete('/me');
		const told: string[] = [];
		for await (const entry of ledgerOf(database.store)) told.push(ledgerLine(entry));
		assert.ok(told.includes(ledgerLine(strange)), 'the database’s own ledger can be written out');
		const lines = readFileSync(ledger, 'utf8').trim().split('\n');
		assert.ok(told.includes(`${lines.at(-1)}\n`), 'and says the same as the file');
		assert.doesNotMatch(told.join(''), /person canary/);
	});

	test('every column that names a person is looked through for whom the ledger means', async () => {
		const columns = (await schemaOf(database)).flatMap(([table, names]) =>
			names.filter((name) => /^(user|author|actor|customer|agent)_id$/.test(name)).map((name) => `${table}.${name}`),
		);
		const looked = NAMING.map(([table, column]) => `${table}.${column}`);
		assert.deepEqual(
			columns.filter((column) => !looked.includes(column)),
			[],
		);
	});

	test('where the ledger cannot be written, nothing is erased', async (t) => {
		const model = modelWithTools();
		const ledger = join(tmpdir(), `deskbell-nowhere-${process.pid}`, 'erasures.jsonl');
		assert.ok(!existsSync(ledger));
		const kit = await startKit({ database: database.url, secret: SECRET, model, erasure: { ledger } });
		t.after(() => kit.close());
		const eve = await kit.ready('eve unwritten', { name: 'canary-eve' });
		assert.equal((await eve.delete('/me')).status, 500);
		assert.ok((await tablesThatSay(database, 'eve unwritten')).includes('support_ai_conversations'));
	});
}, SHARED);
