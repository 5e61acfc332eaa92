// A folder into articles: batches, progress, and files that are left out with a reason.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { importFolder, summarize } from '../../src/cli/kb-import.ts';
import type { ArticleInput } from '../../src/core/knowledge.ts';

let root: string;
let folder: string;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'kb-import-'));
	folder = join(root, 'articles');
	await mkdir(folder);
});
afterEach(() => rm(root, { recursive: true }));

async function put(files: Record<string, string | Uint8Array>): Promise<void> {
	for (const [path, content] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), content);
	}
}

function output(isTTY: boolean) {
	let shown = '';
	const stream = new Writable({
		write(chunk, _encoding, done) {
			shown += chunk;
			done();
		},
	});
	return { stream: Object.assign(stream, { isTTY }), shown: () => shown };
}

async function run(progress: ReturnType<typeof output>['stream'] | null = null) {
	const batches: ArticleInput[][] = [];
	const write = async (articles: ArticleInput[]) => void batches.push(articles);
	const result = await importFolder({ folder, tenantId: 'acme', write, progress });
	return { result, batches, slugs: batches.flat().map((article) => article.slug) };
}

describe('an import', () => {
	it('reads Markdown and HTML below the folder, sorted, without hidden files', async () => {
		await put({
			'b.md': 'B',
			'a/z.markdown': 'Z',
			'a/c.HTML': '<p>C</p>',
			'd.htm': '<p>D</p>',
			'notes.txt': 'no',
			'.hidden.md': 'no',
			'.git/e.md': 'no',
		});
		const { result, slugs } = await run();
		assert.deepEqual(slugs, ['a/c', 'a/z', 'b', 'd']);
		assert.deepEqual(result, { tenantId: 'acme', imported: 4, skipped: [] });
		assert.equal(summarize(result), 'Imported 4 articles for tenant acme.');
	});

	it('writes twenty at a time', async () => {
		await put(Object.fromEntries(Array.from({ length: 45 }, (_, at) => [`${at}.md`, `Article ${at}`])));
		const { batches, result } = await run();
		assert.deepEqual(
			batches.map((batch) => batch.length),
			[20, 20, 5],
		);
		assert.equal(result.imported, 45);
	});

	it('goes on after a bad file and says what is wrong with each', async () => {
		await put({
			'broken.md': '---\ntitle: a: b: c\n---\nText',
			'empty.md': '',
			'good.md': 'Good',
			'huge.md': 'x'.repeat(1024 * 1024 + 1),
			'latin.md': Uint8Array.from([0x47, 0x72, 0xfc, 0xdf, 0x65]),
			'other.md': '---\nslug: good\n---\nOther',
		});
		const { result, slugs } = await run();
		assert.deepEqual(slugs, ['good']);
		assert.deepEqual(
			result.skipped.map((each) => each.file),
			['broken.md', 'empty.md', 'huge.md', 'latin.md', 'other.md'],
		);
		const summary = summarize(result);
		assert.match(summary, /^Imported 1 article for tenant acme\.\nSkipped 5 files:\n/);
		assert.match(summary, / {2}broken\.md: its front matter is not valid YAML/);
		assert.match(summary, / {2}huge\.md: it is over 1 MiB/);
		assert.match(summary, / {2}latin\.md: it is not UTF-8/);
		assert.match(summary, / {2}other\.md: it has the same slug as good\.md/);
	});

	it('reads what Windows editors save', async () => {
		await put({
			'utf16.md': Buffer.from('\uFEFF# Größe\r\n\r\nText', 'utf16le'),
			'bom.md': '\uFEFF---\r\ntitle: Titel\r\n---\r\nText',
		});
		const { batches } = await run();
		assert.deepEqual(
			batches.flat().map((article) => article.title),
			['Titel', 'Größe'],
		);
	});

	it('follows links inside the folder once, and none that lead out', async () => {
		await put({ 'inside/a.md': 'A' });
		await writeFile(join(root, 'secret.md'), 'secret');
		await symlink(join(root, 'secret.md'), join(folder, 'secret.md'));
		await symlink(root, join(folder, 'above'));
		await symlink('inside', join(folder, 'again'));
		await symlink('..', join(folder, 'inside/loop'));
		await symlink('nowhere.md', join(folder, 'dead.md'));
		const { result, slugs } = await run();
		assert.equal(slugs.length, 1);
		assert.deepEqual(result.skipped.map((each) => each.file).sort(), ['above', 'dead.md', 'secret.md']);
		assert.match(String(result.skipped.find((each) => each.file === 'secret.md')?.reason), /leads out of the folder/);
	});

	it('ends with a plain word when there is no folder, and with the fault when the store fails', async () => {
		await assert.rejects(
			importFolder({ folder: join(root, 'none'), tenantId: 'acme', write: async () => {}, progress: null }),
			/There is no folder/,
		);
		await put({ 'a.md': 'A' });
		const write = () => Promise.reject(new Error('store is full'));
		await assert.rejects(importFolder({ folder, tenantId: 'acme', write, progress: null }), /store is full/);
	});
});

describe('progress', () => {
	beforeEach(() => put(Object.fromEntries(Array.from({ length: 97 }, (_, at) => [`${at}.md`, `Article ${at}`]))));

	it('is a few lines in a log', async () => {
		const log = output(false);
		await run(log.stream);
		const lines = log.shown().trim().split('\n');
		assert.ok(lines.length >= 3 && lines.length <= 10);
		assert.equal(lines.at(-1), 'Importing articles: 97 of 97');
	});

	it('is a bar at a terminal', async () => {
		const terminal = output(true);
		Object.assign(terminal.stream, { columns: 80, clearLine() {}, cursorTo() {}, moveCursor() {} });
		await run(terminal.stream);
		assert.match(terminal.shown(), /97\/97 articles/);
	});
});
