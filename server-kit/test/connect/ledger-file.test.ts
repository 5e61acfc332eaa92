// The ledger's file after a power cut: half a line costs the entry that it was to be, and no other.

import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLedgerFile, ledgerLine, readLedger } from '../../src/connect/ledger-file.ts';

const entryOf = (person: string) => ({ tenantId: 'acme', person, askedBy: 'person' as const, begunAt: 1_000 });

async function allOf(path: string) {
	const entries = [];
	for await (const entry of readLedger(path)) entries.push(entry);
	return entries;
}

test('half a line that a power cut left does not swallow the entry after it', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-ledger-file-${process.pid}-`));
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	const path = join(folder, 'erasures.jsonl');
	const [before, lost, after] = [entryOf('one'), entryOf('two'), entryOf('three')];
	const half = ledgerLine(lost).slice(0, 40);
	await createLedgerFile(path).enter(before);
	appendFileSync(path, half);
	assert.deepEqual(await allOf(path), [before], 'its erasure was not begun');

	await createLedgerFile(path).enter(after);
	assert.equal(readFileSync(path, 'utf8'), `${ledgerLine(before)}${half}\n${ledgerLine(after)}`);
	await assert.rejects(allOf(path), /^Error: Line 2 of /);
	writeFileSync(path, readFileSync(path, 'utf8').replace(`${half}\n`, ''));
	assert.deepEqual(await allOf(path), [before, after]);
});
