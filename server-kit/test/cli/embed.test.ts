// `deskbell kb embed` and what `deskbell doctor` says of embeddings, as processes.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { deskbell } from '../../../test/support/command.ts';
import { startEmbeddings, textsIn } from '../../../test/upstream/embeddings.ts';
import { failure } from '../../../test/upstream/server.ts';
import { parseArticle } from '../../src/answer/knowledge/article.ts';
import { openStore } from '../../src/store/open.ts';

const folder = mkdtempSync(join(tmpdir(), `deskbell-embed-${process.pid}-`));
after(() => rmSync(folder, { recursive: true, force: true }));
const db = join(folder, 'desk.sqlite');
const upstream = await startEmbeddings();
after(() => upstream.close());

const MODEL = ['--model', 'meaning', '--model-url', upstream.url];
const env = { OPENAI_API_KEY: 'sk-marmalade' };

test('gives each passage of each tenant its vector once, and says how far it is', { timeout: 180_000 }, async () => {
	const open = openStore(db);
	await open.migrate();
	for (const tenantId of ['acme', 'globex']) {
		const articles = [1, 2, 3].map((at) =>
			parseArticle({ path: `${at}.md`, text: `# ${tenantId} ${at}\n\nIt is ${at}.` }),
		);
		await open.store.knowledge.write(tenantId, articles, 1);
	}
	await open.close();
	const first = await deskbell(['kb', 'embed', '--db', db, ...MODEL, '--batch', '2'], env);
	assert.equal(first.out.trim(), 'Gave 6 passages their vectors (meaning, 28 tokens).');
	assert.match(first.err, /Embedding passages of globex: 3 of 3/);
	assert.deepEqual(
		upstream.requests.map((request) => textsIn(request).length),
		[2, 1, 2, 1],
	);
	const again = await deskbell(['kb', 'embed', '--db', db, '--tenant', 'acme', ...MODEL], env);
	assert.deepEqual([again.code, again.out.trim()], [0, 'Gave 0 passages their vectors (meaning, 0 tokens).']);
});

test('says in a sentence what it lacks', { timeout: 180_000 }, async () => {
	for (const [args, said] of [
		[[], /Which model\?/],
		[[...MODEL, '--batch', 'many'], /--batch takes a whole number/],
		[[...MODEL, '--dimensions', '0'], /--dimensions takes a whole number/],
	] as const) {
		const { code, err } = await deskbell(['kb', 'embed', '--db', db, ...args], env);
		assert.equal(code, 1);
		assert.match(err, said);
	}
	upstream.script(failure(401));
	const refused = await deskbell(['kb', 'embed', '--db', db, '--dimensions', '8', ...MODEL], env);
	assert.equal(refused.code, 1);
	assert.match(refused.err, /the upstream answered 401/);
	assert.doesNotMatch(refused.err, /marmalade/);
});

test('doctor asks the model for a vector, and says what to do where none comes', { timeout: 180_000 }, async () => {
	const asked = ['doctor', '--json', '--db', db, '--embeddings', 'meaning', '--model-url', upstream.url];
	const findingOf = ({ out }: { out: string }) => {
		const { findings } = JSON.parse(out) as {
			findings: { check: string; state: string; found: string; advice: string }[];
		};
		return findings.find(({ check }) => check === 'embeddings');
	};
	assert.match(findingOf(await deskbell(asked, env))?.found ?? '', /^meaning answers with \d+ numbers after \d+ ms$/);
	upstream.script(failure(401));
	const failed = await deskbell(asked, env);
	assert.deepEqual([failed.code, findingOf(failed)?.state], [1, 'fail']);
	assert.match(findingOf(failed)?.advice ?? '', /OPENAI_API_KEY/);
	assert.doesNotMatch(failed.out, /marmalade/);
});
