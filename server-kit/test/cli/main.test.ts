// The command line as a child process: what it says, how it ends, and that it never prints a password or a stack.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { parseArticle } from '../../src/answer/knowledge/article.ts';
import { indexer } from '../../src/answer/knowledge/indexer.ts';
import { openStore } from '../../src/store/open.ts';

const root = mkdtempSync(join(tmpdir(), `deskbell-cli-${process.pid}-`));
after(() => rmSync(root, { recursive: true, force: true }));

let folder = '';
let database = '';
let made = 0;
beforeEach(() => {
	made += 1;
	folder = join(root, String(made));
	mkdirSync(folder);
	database = join(folder, 'desk.sqlite');
});

interface Ended {
	code: number;
	out: string;
	err: string;
}

async function deskbell(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
	const main = join(import.meta.dirname, '../../src/cli/main.ts');
	const child = spawn(process.execPath, ['--conditions=deskbell-src', main, ...args], {
		cwd: folder,
		env: { ...process.env, DESKBELL_DB: '', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk) => {
		out += chunk;
	});
	child.stderr.on('data', (chunk) => {
		err += chunk;
	});
	const [code] = await once(child, 'close');
	return { code, out, err };
}

function articles(files: Readonly<Record<string, string>>): string {
	const place = join(folder, 'articles');
	mkdirSync(place, { recursive: true });
	for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
	return place;
}

function inParallel(values: readonly string[], work: (value: string) => Promise<void>): Promise<unknown> {
	return Promise.all(values.map(work));
}

function isASentence({ code, err, out }: Ended): void {
	assert.equal(code, 1, out + err);
	assert.doesNotMatch(err + out, /^\s+at |node:internal|file:\/\//m);
	assert.match(err, /^(deskbell|error): \S/);
}

describe('every command', () => {
	test('tells its version, the one of the package', async () => {
		const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
		assert.equal((await deskbell(['--version'])).out, `${version}\n`);
	});

	test('shows in its help which variables it reads, and of none what it holds', async () => {
		const env = { DESKBELL_DB: 'mysql://ada:hunter2@127.0.0.1:9/desk', REDIS_URL: 'redis://:hunter2@127.0.0.1:9' };
		const { code, out } = await deskbell(['doctor', '--help'], env);
		assert.equal(code, 0);
		assert.match(out, /DESKBELL_DB[\s\S]*REDIS_URL/);
		assert.doesNotMatch(out, /hunter2/);
	});

	const READING = [
		['audit', 'verify'],
		['export', '--tenant', 'acme', '--user', 'ada'],
		['erase', '--tenant', 'acme', '--user', 'ada'],
	];
	for (const command of READING)
		test(`${command.slice(0, 2).join(' ')} says that there is no database, and makes none`, async () => {
			const ended = await deskbell([...command, '--db', database]);
			isASentence(ended);
			assert.match(ended.err, /there is no file .*desk\.sqlite/);
			assert.deepEqual([ended.out, existsSync(database)], ['', false]);
		});

	test('takes an empty --db, as of a variable that nobody has set, for none', async () => {
		assert.equal((await deskbell(['migrate', '--db', ''])).code, 0);
		assert.ok(existsSync(join(folder, 'deskbell.sqlite')));
	});
});

describe('migrate', () => {
	test('says what it applied; the second time that there is nothing to do', async () => {
		const first = await deskbell(['migrate', '--db', database]);
		assert.deepEqual([first.code, first.err], [0, '']);
		assert.match(first.out, /^Applied: 0001-first-tables/);
		const second = await deskbell(['migrate', '--db', database]);
		assert.deepEqual([second.code, second.out], [0, 'Nothing to do: the tables are up to date.\n']);
	});

	test('takes the database from the environment', async () => {
		assert.equal((await deskbell(['migrate'], { DESKBELL_DB: database })).code, 0);
		assert.ok(existsSync(database));
	});

	test('a database that is away gives a sentence, without the password and without a stack', async () => {
		await inParallel(
			[
				'mysql://ada:hunter2@127.0.0.1:9/desk',
				'postgres://ada:hunter2@127.0.0.1:9/desk',
				'mariadb://ada:hun%40ter2@127.0.0.1:9/desk',
			],
			async (url) => {
				const ended = await deskbell(['migrate', '--db', url]);
				isASentence(ended);
				assert.doesNotMatch(ended.err + ended.out, /hunter2|hun%40ter2|hun@ter2/);
				assert.match(ended.err, /--db/);
			},
		);
	});

	test('a file that is no database, a folder that is not there, an address that is none', async () => {
		const text = join(folder, 'notes.txt');
		writeFileSync(text, 'These are notes, not a database. '.repeat(200));
		const wrong = [
			text,
			join(folder, 'missing/desk.sqlite'),
			'mysql://',
			'postgres://[bad',
			'mysql://ada:hunter2@[bad/desk',
		];
		await inParallel(wrong, async (place) => isASentence(await deskbell(['migrate', '--db', place])));
		assert.match(readFileSync(text, 'utf8'), /^These are notes/);
	});

	test('a password with an at sign or a slash in it is not printed either', async () => {
		await inParallel(
			['mysql://ada:hun@ter2@127.0.0.1:9/desk', 'postgres://ada:hun/ter2@127.0.0.1:9/desk'],
			async (url) => {
				const ended = await deskbell(['migrate', '--db', url]);
				isASentence(ended);
				assert.doesNotMatch(ended.err + ended.out, /ter2/);
			},
		);
	});
});

describe('kb reindex', () => {
	test('fills the index of all tenants, or makes that of one anew', async () => {
		const place = articles({ 'a.md': '# A\n\nHelicopters.', 'b.md': '# B\n\nZeppelins.' });
		const own = join(folder, 'reindexed.sqlite');
		for (const tenant of ['acme', 'globex']) await deskbell(['kb', 'import', place, '--tenant', tenant, '--db', own]);
		const all = await deskbell(['kb', 'reindex', '--db', own]);
		assert.deepEqual([all.code, all.out.trim()], [0, 'Indexed 4 articles of 2 tenants.'], all.err);
		assert.match(all.err, /Indexing articles of globex: 2 of 2/);
		const one = await deskbell(['kb', 'reindex', '--tenant', 'acme', '--db', own]);
		assert.equal(one.out.trim(), 'Indexed 2 articles of 1 tenant.');
		await deskbell(['kb', 'import', articles({ 'c.md': '# C\n\nGliders.' }), '--tenant', 'acme', '--db', own]);
		const { store, close } = openStore(own);
		const { version, words } = await store.knowledgeIndex.look('acme', ['w:gliders', 'w:zeppelins'], []);
		await close();
		assert.ok(version !== null);
		assert.deepEqual([...words.keys()].sort(), ['w:gliders', 'w:zeppelins']);
	});

	test('drops the index, and writing keeps none from then on', async () => {
		const own = join(folder, 'dropped.sqlite');
		const { store, migrate, close } = openStore(own, { indexer });
		await migrate();
		const write = () => store.knowledge.write('acme', [parseArticle({ path: 'a.md', text: '# A\n\nHelicopters.' })], 1);
		const look = async () => {
			const { version, words } = await store.knowledgeIndex.look('acme', ['w:helicopters', '#articles'], []);
			return [version, words.size];
		};
		await write();
		while ((await store.knowledgeIndex.fill('acme', 10)) > 0);
		assert.deepEqual(await look(), [indexer.version, 2]);
		const mixed = await deskbell(['kb', 'reindex', '--drop', '--tenant', 'acme', '--db', own]);
		assert.match(mixed.err, /--tenant <id>' cannot be used with option '--drop'/);
		assert.deepEqual(await look(), [indexer.version, 2]);
		const dropped = await deskbell(['kb', 'reindex', '--drop', '--db', own]);
		assert.deepEqual([dropped.code, dropped.err], [0, '']);
		assert.match(dropped.out, /^Dropped the index of all tenants/);
		await write();
		assert.deepEqual(await look(), [null, 0]);
		await close();
	});
});

describe('kb import', () => {
	test('imports Markdown and HTML for one tenant, names what it skipped, and replaces on the second run', async () => {
		const place = articles({
			'limits.md': '# Upload limits\n\nFiles may be 5 GB.',
			'plans.html': '<!doctype html><title>Plans</title><h1>Plans</h1><p>Three plans.</p>',
			'empty.md': '',
			'logo.png': 'no article',
		});
		const first = await deskbell(['kb', 'import', place, '--tenant', 'acme', '--db', database]);
		assert.equal(first.code, 0, first.err);
		assert.match(first.out, /^Imported 2 articles for tenant acme\./);
		assert.match(first.out, /Skipped 1 file:\n {2}empty\.md: /);
		assert.match(first.err, /3 of 3/);
		assert.equal((await deskbell(['kb', 'import', place, '--tenant', 'acme', '--db', database])).code, 0);
		const { store, close } = openStore(database);
		assert.deepEqual([await store.knowledge.count('acme'), await store.knowledge.count('other')], [2, 0]);
		await close();
	});

	test('a folder that is not there, or one without articles, fails with a sentence', async () => {
		const missing = await deskbell(['kb', 'import', join(folder, 'nowhere'), '--tenant', 'acme', '--db', database]);
		isASentence(missing);
		assert.match(missing.err, /nowhere/);
		const empty = await deskbell(['kb', 'import', articles({}), '--tenant', 'acme', '--db', database]);
		assert.equal(empty.code, 1);
		assert.match(empty.out, /^Imported 0 articles/);
	});

	test('a file in place of a folder fails with a sentence', async () => {
		const place = articles({ 'one.md': '# One\n\nText.' });
		isASentence(await deskbell(['kb', 'import', join(place, 'one.md'), '--tenant', 'acme', '--db', database]));
	});

	test('without a tenant it says so, and writes nothing', async () => {
		const ended = await deskbell(['kb', 'import', articles({ 'one.md': '# One\n\nText.' }), '--db', database]);
		isASentence(ended);
		assert.match(ended.err, /--tenant/);
		assert.equal(existsSync(database), false);
	});
});

describe('export and erase', () => {
	const secret = { DESKBELL_SECRET: 'a secret for tests, 32 characters or more' };
	const ofAna = (command: string) => [command, '--tenant', 'acme', '--user', 'ana', '--db', database];
	const begun = async (userId: string) => {
		const { store, migrate, close } = openStore(database);
		await migrate();
		const fresh = { tenantId: 'acme', userId, title: `of ${userId}`, locale: 'en', context: null, at: 1 };
		await store.conversations.create(fresh);
		await close();
	};

	test('a person’s lines go to the standard output; then the person goes, and others stay', async () => {
		await begun('ana');
		await begun('ben');
		const exported = await deskbell(ofAna('export'));
		const types = () =>
			exported.out
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line).type);
		assert.deepEqual([exported.code, exported.err, types()], [0, '', ['header', 'conversation', 'end']]);
		const erased = await deskbell(ofAna('erase'), secret);
		assert.deepEqual([erased.code, erased.out], [0, 'support_ai_conversations: 1 deleted\n'], erased.err);
		const again = await deskbell(ofAna('erase'), secret);
		assert.match(again.out, /^Nothing to do/);
		const { store, close } = openStore(database);
		const page = { limit: 5, cursor: null };
		const left = ['ana', 'ben'].map((userId) => store.conversations.list({ tenantId: 'acme', userId }, page));
		assert.deepEqual(
			(await Promise.all(left)).map(({ items }) => items.length),
			[0, 1],
		);
		await close();
	});

	test('the same as a page to read; any other format is refused with a sentence', async () => {
		await begun('ana');
		const page = await deskbell([...ofAna('export'), '--format', 'html']);
		assert.deepEqual([page.code, page.err], [0, '']);
		assert.match(page.out, /^<!doctype html>.*of ana.*End of the file: 1 entry.*<\/html>\n$/s);
		isASentence(await deskbell([...ofAna('export'), '--format', 'pdf']));
	});

	test('without the secret, or without a person, nothing is erased', async () => {
		await begun('ana');
		const unsigned = await deskbell(ofAna('erase'), { DESKBELL_SECRET: '' });
		isASentence(unsigned);
		assert.match(unsigned.err, /secret/);
		isASentence(await deskbell(['erase', '--tenant', 'acme', '--db', database], secret));
		assert.match((await deskbell(ofAna('export'))).out, /"conversation"/);
	});
});

describe('openapi', () => {
	test('writes one document per face and names the files', async () => {
		const ended = await deskbell(['openapi', 'documents']);
		assert.equal(ended.code, 0, ended.err);
		assert.deepEqual(ended.out.trim().split('\n'), ['documents/support-ai.json', 'documents/gateway.json']);
		const document = JSON.parse(readFileSync(join(folder, 'documents/support-ai.json'), 'utf8'));
		assert.equal(document.openapi, '3.1.0');
		assert.ok(document.paths['/api/support/ai/cases'].post);
	});

	test('a folder that cannot be made fails with a sentence', async () => {
		writeFileSync(join(folder, 'taken'), '');
		isASentence(await deskbell(['openapi', 'taken']));
	});
});

test('an unknown command says so; --help names every command', async () => {
	isASentence(await deskbell(['migrat']));
	const help = await deskbell(['--help']);
	assert.equal(help.code, 0);
	for (const command of ['migrate', 'kb', 'candidates', 'replay', 'audit', 'export', 'erase', 'openapi'])
		assert.match(help.out, new RegExp(`\\b${command}\\b`));
});
