// The hosts of server-kit/README.md, run as a reader runs them: whoever the host's session names is let in, nobody else.
// And the lines of docs/operations.md by which one is probed and ended.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { freePort } from '../support/free-port.ts';
import { ROOT } from '../support/source-files.ts';

function blocksOf(path: string): ReadonlyMap<string, string> {
	const page = readFileSync(join(ROOT, path), 'utf8');
	const found = page.matchAll(/<!-- tested: (\w+) -->\n```js\n([\s\S]*?)```\n/g);
	return new Map([...found].map(([, name = '', code = '']) => [name, code]));
}

const PATIENT = { timeout: 180_000 };
const blocks = blocksOf('server-kit/README.md');
const stop = blocksOf('docs/operations.md').get('stop') ?? '';
/** What stands for the host's own session. */
const SESSION = `export const callerOf = async (cookie) =>
	cookie === 'user=ada' ? { tenantId: 'acme', userId: 'ada', kind: 'customer', roles: [] } : null;`;

function folderOf(t: TestContext, files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-hosts-'));
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	// What `npm install` of the packages would put there.
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	return folder;
}

interface Host {
	name: string;
	code: string;
}

/** All in one process, which is a slow thing to start, each on a port of its own. */
async function startHosts(t: TestContext, hosts: readonly Host[]) {
	const placed = await Promise.all(hosts.map(async (host) => ({ ...host, port: await freePort() })));
	const files = placed.map(({ name, code, port }) => [`${name}.mjs`, code.replace('3000', String(port))]);
	const all = hosts.map(({ name }) => `import './${name}.mjs';`).join('\n');
	const around = { 'desk.mjs': blocks.get('desk') ?? '', 'session.mjs': SESSION, 'all.mjs': all };
	const secret = 'a secret for tests, 32 characters or more';
	const child = spawn(process.execPath, ['all.mjs'], {
		cwd: folderOf(t, { ...around, ...Object.fromEntries(files) }),
		env: { ...process.env, NODE_OPTIONS: '--conditions=deskbell-src', DESKBELL_SECRET: secret },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const gone = once(child, 'exit');
	t.after(async () => {
		child.kill('SIGKILL');
		await gone;
	});
	const urls = placed.map(({ port }) => `http://localhost:${port}`);
	for (const url of urls)
		while (!(await fetch(url).catch(() => null))) {
			assert.equal(child.exitCode, null, 'the host ended before it answered');
			await new Promise((again) => setTimeout(again, 50));
		}
	return {
		urls,
		async end(): Promise<unknown> {
			child.kill('SIGTERM');
			return (await gone)[0];
		},
	};
}

async function assertLetsIn(url: string): Promise<void> {
	const conversations = `${url}/api/support/ai/conversations`;
	const status = async (cookie: string) => (await fetch(conversations, { headers: { cookie } })).status;
	assert.equal(await status('user=ada'), 200);
	assert.equal(await status('user=eve'), 401);
	assert.equal((await fetch(`${url}/of-nobody`)).status, 404);
}

const hostOf = (name: string, more = ''): Host => ({ name, code: `${blocks.get(name)}${more}` });

test('each host of the document is tried below', () => {
	assert.deepEqual([...blocks.keys()], ['desk', 'koa', 'express', 'fastify', 'http']);
});

test('Koa, Fastify and node:http let in whom their session names, and nobody else', PATIENT, async (t) => {
	const { urls } = await startHosts(t, [hostOf('koa'), hostOf('fastify'), hostOf('http')]);
	for (const url of urls) await assertLetsIn(url);
});

test('so does Express; the lines of docs/operations.md answer its probes, and end it in peace', PATIENT, async (t) => {
	const { urls, end } = await startHosts(t, [hostOf('express', stop)]);
	const [url = ''] = urls;
	await assertLetsIn(url);
	assert.equal((await fetch(`${url}/live`)).status, 200);
	const ready = await fetch(`${url}/ready`);
	const { store, model, jobs } = await ready.json();
	assert.deepEqual([ready.status, store, model, jobs], [200, 'up', 'up', 'up']);
	assert.equal(await end(), 0);
});
