// `deskbell replay`: recorded questions asked of another model through the real pipeline, resumed after a kill, and reported.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startKit } from '@deskbell/server-kit/testing';
import { adminOf, badAnswer, candidatesOf } from '../../../test/contract/support-ai/admins.ts';
import { finish, say, usage, wholeAnswer } from '../../../test/upstream/frames.ts';
import { startUpstream } from '../../../test/upstream/server.ts';
import { openStore } from '../../src/store/open.ts';
import { isASentence, ownFolder, runCli, startCli } from './child.ts';

const HOSTILE = 'Where is <img src=x onerror=alert(1)> the ```invoice```?';
const BETTER = 'Open Billing, then Invoices.';
const QUESTIONS = [HOSTILE, 'How do I change my password?', 'Can I pay by card?'];

/** A desk with three approved candidates; for the first, a reviewer wrote a better answer. */
async function deskIn(t: TestContext) {
	const folder = ownFolder(t);
	const database = join(folder, 'desk.sqlite');
	const kit = await startKit({ database });
	const body = '# Invoices\n\nOpen Billing, then Invoices. Each invoice is a PDF.';
	const admin = adminOf(kit);
	await admin.post('/admin/articles', { slug: 'invoices', body, url: 'https://help.example.com/invoices' });
	for (const [at, question] of QUESTIONS.entries()) {
		kit.model.says('It is [1] somewhere.');
		await badAnswer(kit, `customer-${at}`, question);
	}
	for (const { id, question } of await candidatesOf(admin)) {
		const given = question === HOSTILE ? { better_answer: BETTER } : {};
		await admin.post(`/admin/training-candidates/${id}/approve`, given);
	}
	await kit.close();
	return { folder, database };
}

async function upstreamFor(t: TestContext, answer: readonly string[]) {
	const pieces = [...say(...answer), ...finish('stop'), ...usage(1000, 500)];
	const upstream = await startUpstream({ otherwise: { pieces: [...pieces, 'data: [DONE]\n\n'] } });
	t.after(() => upstream.close());
	return upstream;
}

const asked = (url: string, out: string) =>
	['replay', '--tenant', 'acme', '--model', 'new-model', '--base-url', url, '--out', out, '--parallel', '1'] as const;

const resultsIn = (folder: string) =>
	readFileSync(join(folder, 'results.jsonl'), 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line));

/** How many rows each table of a customer holds. */
async function rowsIn(database: string): Promise<Record<string, number>> {
	const { store, close } = openStore(database);
	const page = { limit: 100, cursor: null };
	const owners = QUESTIONS.map((_, at) => ({ tenantId: 'acme', userId: `customer-${at}` }));
	const threads = await Promise.all(owners.map((owner) => store.conversations.list(owner, page)));
	const usageOf = await store.quota.sums('acme', page);
	const approved = await store.candidates.count('acme', 'approved');
	await close();
	return {
		conversations: threads.flatMap(({ items }) => items).length,
		messages: usageOf.items.reduce((sum, { used }) => sum + used.messages, 0),
		approved,
	};
}

async function until(holds: () => boolean): Promise<void> {
	for (let tries = 0; !holds(); tries += 1) {
		assert.ok(tries < 3000, 'what was waited for never came');
		await pause(20);
	}
}

test('asks the model with passages and history, compares, and writes both reports', { timeout: 180_000 }, async (t) => {
	const { folder, database } = await deskIn(t);
	const upstream = await upstreamFor(t, ['Open Billing, ', 'then Invoices [1].']);
	writeFileSync(join(folder, 'options.json'), JSON.stringify({ prices: { 'new-model': { input: 2, output: 4 } } }));
	writeFileSync(join(folder, 'house.txt'), 'Say thank you.\n');
	const before = await rowsIn(database);
	const given = [...asked(upstream.url, 'out'), '--options', 'options.json', '--instructions', 'house.txt'];
	const ended = await runCli(folder, [...given, '--db', database]);
	assert.equal(ended.code, 0, ended.err);
	assert.match(ended.out, /^Tenant acme, 3 recorded questions\. Score: 0\.\d\d of 1\.\n/);
	assert.match(ended.err, /Asking questions: 3 of 3/);
	assert.deepEqual(await rowsIn(database), before, 'no row of a customer was written');

	const sent = JSON.stringify(upstream.requests.map(({ body }) => body));
	assert.equal(upstream.requests.length, 3);
	assert.match(sent, /Say thank you\./);
	assert.match(sent, /Each invoice is a PDF/, 'the passage was handed to the model');

	const [header, ...results] = resultsIn(join(folder, 'out'));
	assert.deepEqual([header.format, header.model, header.candidates], ['deskbell-replay-1', 'new-model', 'approved']);
	const hostile = results.find(({ recorded }) => recorded.question === HOSTILE);
	assert.equal(hostile.replayed.text, 'Open Billing, then Invoices [1].');
	assert.deepEqual(hostile.replayed.usage, {
		inputTokens: 1000,
		outputTokens: 500,
		estimated: false,
		costMicros: 4000,
	});
	assert.equal(statSync(join(folder, 'out', 'results.jsonl')).mode & 0o077, 0, 'nobody else may read it');

	checkHtml(readFileSync(join(folder, 'out', 'report.html'), 'utf8'));
	const markdown = readFileSync(join(folder, 'out', 'report.md'), 'utf8');
	assert.match(markdown, /^````text\nWhere is <img src=x/m, 'a fence that the question cannot close');
	assert.match(markdown, /What the reviewer would have answered \(likeness before 0\.\d\d, now 1\.00\)/);
	assert.match(markdown, /Sources kept: Invoices\./);
});

/** Text, its own style, and nothing else. */
function checkHtml(html: string): void {
	assert.doesNotMatch(html, /<img|<script/);
	assert.match(html, /Where is &lt;img src=x onerror=alert\(1\)&gt;/);
	const style = html.match(/<style>([\s\S]*?)<\/style>/)?.[1] ?? '';
	const hash = createHash('sha256').update(style).digest('base64');
	assert.ok(
		html.includes(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`),
		'its own style, nothing else',
	);
	assert.match(html, /<td>0\.012000<\/td>/, 'the cost of three answers');
}

test('killed in the middle, the same command asks what is left, and no question twice', {
	timeout: 180_000,
}, async (t) => {
	const { folder, database } = await deskIn(t);
	const upstream = await upstreamFor(t, ['Yes.']);
	upstream.script({ pieces: wholeAnswer('One.') }, { pieces: wholeAnswer('Two.') }, { ending: 'stall' });
	const args = [...asked(upstream.url, 'out'), '--db', database];
	const { child, ended } = startCli(folder, args);
	await until(() => upstream.requests.length === 3);
	child.kill('SIGKILL');
	await ended;
	const file = join(folder, 'out', 'results.jsonl');
	assert.equal(resultsIn(join(folder, 'out')).length, 3, 'the header, and what was answered');
	appendFileSync(file, '{"recorded":{"id":');
	const again = await runCli(folder, args);
	assert.equal(again.code, 0, again.err);
	assert.equal(upstream.requests.length, 4);
	const texts = resultsIn(join(folder, 'out')).slice(1);
	assert.deepEqual(
		texts.map(({ replayed }) => replayed.text),
		['One.', 'Two.', 'Yes.'],
	);
	const done = await runCli(folder, args);
	assert.equal(done.code, 0, done.err);
	assert.equal(upstream.requests.length, 4, 'nothing is left to ask');
});

test('a folder of another replay is not mixed in; an earlier one can be compared with', {
	timeout: 180_000,
}, async (t) => {
	const { folder, database } = await deskIn(t);
	const upstream = await upstreamFor(t, ['Yes.']);
	const cheap = ['replay', '--tenant', 'acme', '--model', 'extractive', '--db', database];
	assert.equal((await runCli(folder, [...cheap, '--out', 'one'])).code, 0);
	const mixed = await runCli(folder, [...asked(upstream.url, 'one'), '--db', database]);
	isASentence(mixed);
	assert.match(mixed.err, /another replay: its model, baseUrl differ\. Choose another folder with --out/);
	const compared = await runCli(folder, [...asked(upstream.url, 'two'), '--db', database, '--against', 'one']);
	assert.equal(compared.code, 0, compared.err);
	assert.match(readFileSync(join(folder, 'two', 'report.md'), 'utf8'), /^# Replay: extractive \(one\) → new\\?-model/);
	isASentence(await runCli(folder, [...cheap, '--out', 'three', '--against', 'nowhere']));
});

test('ends with 1 below the score, where the model cannot answer, and where something is missing', {
	timeout: 180_000,
}, async (t) => {
	const { folder, database } = await deskIn(t);
	const upstream = await startUpstream({ otherwise: { status: 400, pieces: ['{}'] } });
	t.after(() => upstream.close());
	const db = ['--db', database];
	const low = await runCli(folder, ['replay', '--tenant', 'acme', '--model', 'extractive', ...db, '--fail-below', '1']);
	assert.deepEqual([low.code, low.err.includes('deskbell:')], [1, false]);
	assert.match(low.out, /The score is below 1\./);
	const away = await runCli(folder, [...asked(upstream.url, 'away'), ...db]);
	assert.equal(away.code, 1);
	assert.match(away.out, /Not answered: 3\. The same command asks those again\./);
	const wrong: readonly (readonly [string[], RegExp])[] = [
		[['--model', 'gpt'], /OPENAI_API_KEY is empty/],
		[[], /Which model\?/],
		[['--model', 'extractive', '--options', 'nowhere.json'], /nowhere\.json/],
		[['--model', 'extractive', '--fail-below', '7'], /0 to 1/],
		[['--model', 'extractive', '--parallel', 'many'], /whole number/],
		[['--model', 'extractive', '--candidates', 'bad'], /queued, approved/],
	];
	const told = wrong.map(async ([args, says]) => {
		const ended = await runCli(folder, ['replay', '--tenant', 'acme', '--out', 'wrong', ...args, ...db]);
		isASentence(ended);
		assert.match(ended.err, says);
	});
	await Promise.all(told);
});
