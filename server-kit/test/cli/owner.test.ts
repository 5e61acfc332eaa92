// What an owner runs by hand beside the replay: candidates, the audit, and the ledger of erasures after a backup.

import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { randomIds } from '../../src/connect/ids.ts';
import { OPERATOR, writeDown } from '../../src/core/audit.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/open.ts';
import { isASentence, ownFolder, runCli } from './child.ts';

const SECRET = { DESKBELL_SECRET: 'a secret for tests, 32 characters or more' };
const ANA = { tenantId: 'acme', userId: 'ana' };

async function deskIn(t: TestContext) {
	const folder = ownFolder(t);
	const database = join(folder, 'desk.sqlite');
	const on = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
		const { store, migrate, close } = openStore(database);
		await migrate();
		return work(store).finally(close);
	};
	const run = (...args: string[]) => runCli(folder, [...args, '--db', database], SECRET);
	return { folder, database, on, run };
}

/** Approved, and ready to go out. */
async function approve(store: Store, questions: readonly string[]): Promise<void> {
	const { id: conversation } = await store.conversations.create({
		...ANA,
		title: null,
		locale: 'en',
		context: null,
		at: 1,
	});
	for (const [feedbackId, question] of questions.entries()) {
		const candidate = { question, answer: 'Here.', comment: null };
		await store.feedback.queueCandidate(ANA, conversation, feedbackId + 1, candidate, 1);
	}
	const { items } = await store.candidates.list('acme', 'queued', { limit: 100, cursor: null });
	const move = { from: 'queued', to: 'approved', note: null, betterAnswer: null, at: 2 } as const;
	for (const { id } of items) await store.candidates.move('acme', id, move);
}

const questionsIn = (text: string) =>
	text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line).messages[0].content);

test('candidates: lines to the standard output, the batch beside them, and the same lines again', {
	timeout: 180_000,
}, async (t) => {
	const { on, run } = await deskIn(t);
	await on((store) => approve(store, ['one', 'two']));
	const first = await run('candidates', 'export', '--tenant', 'acme');
	assert.deepEqual([first.code, questionsIn(first.out)], [0, ['one', 'two']]);
	const batch = first.err.match(/^Batch (bat_[\w-]+)/)?.[1] ?? '';
	assert.equal((await run('candidates', 'export', '--tenant', 'acme', '--batch', batch)).out, first.out);
	assert.match((await run('candidates', 'export', '--tenant', 'acme')).err, /^Nothing to do: no candidate is approved/);
	const unknown = await run('candidates', 'export', '--tenant', 'acme', '--batch', 'bat_none');
	isASentence(unknown);
	assert.match(unknown.err, /Tenant acme has no batch bat_none/);
});

test('candidates: a file that was cut off is gone on with, whether or not its batch was taken', {
	timeout: 180_000,
}, async (t) => {
	const { folder, on, run } = await deskIn(t);
	await on((store) => approve(store, ['one', 'two']));
	const taken = randomIds.make('bat');
	await on((store) => store.transaction((bound) => bound.candidates.openBatch('acme', taken, 3)));
	writeFileSync(join(folder, `lines.jsonl.${taken}.partial`), '{"messages":[{"ro');
	const whole = await run('candidates', 'export', '--tenant', 'acme', '--out', 'lines.jsonl');
	assert.equal(whole.code, 0, whole.err);
	assert.match(whole.err, new RegExp(`Batch ${taken}: 2 candidates in lines\\.jsonl`));
	assert.deepEqual(questionsIn(readFileSync(join(folder, 'lines.jsonl'), 'utf8')), ['one', 'two']);
	const untaken = randomIds.make('bat');
	writeFileSync(join(folder, `more.jsonl.${untaken}.partial`), '');
	const nothing = await run('candidates', 'export', '--tenant', 'acme', '--out', 'more.jsonl');
	assert.deepEqual([nothing.code, existsSync(join(folder, 'more.jsonl'))], [0, false]);
	assert.deepEqual(
		readdirSync(folder).filter((name) => name.endsWith('.partial')),
		[],
	);
});

test('audit verify: every tenant, the first broken row, and a gap with its end', { timeout: 180_000 }, async (t) => {
	const { database, on, run } = await deskIn(t);
	const around = { clock: { now: () => 1 }, ids: randomIds };
	const write = (store: Store, tenantId: string, seq: number) => {
		const act = { tenantId, actor: OPERATOR, action: 'settings.change', target: `settings:${seq}` } as const;
		return store.transaction((bound) => writeDown(bound, act, around));
	};
	await on(async (store) => {
		for (let seq = 1; seq <= 6; seq += 1) await write(store, 'acme', seq);
		await write(store, 'other', 1);
	});
	const whole = await run('audit', 'verify');
	assert.equal(whole.code, 0, whole.err);
	assert.match(whole.out, /^acme: Whole: 6 rows\. Last hash: \w{64}\n[^\n]+\nother: Whole: 1 row\./);
	await cutOut(database, 'acme', [3, 4]);
	const gap = await run('audit', 'verify', '--tenant', 'acme');
	assert.deepEqual([gap.code, gap.out], [1, 'Broken at rows 3 to 4: cut out. 2 rows before hold.\n']);
	await cutOut(database, 'acme', [5, 6]);
	assert.match((await run('audit', 'verify', '--tenant', 'acme')).out, /^Broken at rows 3 to 6: cut off the end\./);
	const unnamed = await run('audit', 'verify', '--known', 'f'.repeat(64));
	isASentence(unnamed);
	assert.match(unnamed.err, /name it with --tenant/);
});

async function cutOut(database: string, tenantId: string, seqs: readonly number[]): Promise<void> {
	const { default: knex } = await import('knex');
	const { knexConfig } = await import('../../src/store/dialect.ts');
	const bare = knex(knexConfig(database));
	await bare('support_audit').where({ tenant_id: tenantId }).whereIn('seq', seqs).delete();
	await bare.destroy();
}

test('erase: into the ledger; after a restored backup the ledger is replayed', { timeout: 180_000 }, async (t) => {
	const { folder, database, on, run } = await deskIn(t);
	const begin = (store: Store) =>
		store.conversations.create({ ...ANA, title: 'a', locale: 'en', context: null, at: 1 });
	const left = () =>
		on(async (store) => (await store.conversations.list(ANA, { limit: 5, cursor: null })).items.length);
	await on(begin);
	copyFileSync(database, join(folder, 'backup.sqlite'));
	const erased = await run('erase', '--tenant', 'acme', '--user', 'ana', '--ledger', 'erasures.jsonl');
	assert.equal(erased.code, 0, erased.err);
	const written = await run('erase', '--write-ledger');
	assert.equal(written.out, readFileSync(join(folder, 'erasures.jsonl'), 'utf8'));
	assert.doesNotMatch(written.out, /ana/);
	copyFileSync(join(folder, 'backup.sqlite'), database);
	assert.equal(await left(), 1);
	const replayed = await run('erase', '--replay-ledger', 'erasures.jsonl');
	assert.deepEqual(
		[replayed.code, replayed.out],
		[0, 'Erased again: 1. Nothing of them here: 0. Known here already: 0.\nsupport_ai_conversations: 1 deleted\n'],
		replayed.err,
	);
	assert.equal(await left(), 0);
	writeFileSync(join(folder, 'erasures.jsonl'), 'no ledger\n');
	const broken = await run('erase', '--replay-ledger', 'erasures.jsonl');
	isASentence(broken);
	assert.match(broken.err, /Line 1 of erasures\.jsonl is no erasure/);
	isASentence(await run('erase', '--replay-ledger', 'nowhere.jsonl'));
	const nobody = await run('erase', '--tenant', 'acme');
	isASentence(nobody);
	assert.match(nobody.err, /whom\? Give --tenant and --user/);
});
