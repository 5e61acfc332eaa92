// The servers of docs/widget.md: their files as they stand there, in a folder of their own, run as a reader runs them.

import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createSupportKit, importFolder, type SupportKit } from '@deskbell/server-kit';
import { ROOT } from '../support/source-files.ts';
import { freePort } from './free-port.ts';

const secret = 'a secret for tests, 32 characters or more';

function folderOf(files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-docs-'));
	// What `npm install` of the packages would put there.
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	return folder;
}

/** The whole host, with one article in its database. */
export async function runHost(server: string, page: string): Promise<{ url: string; stop(): Promise<void> }> {
	const folder = folderOf({ 'server.mjs': server, 'page.html': page });
	await fill(folder);
	const port = await freePort();
	const child = spawn(process.execPath, ['server.mjs'], {
		cwd: folder,
		env: { ...process.env, NODE_OPTIONS: '--conditions=deskbell-src', DESKBELL_SECRET: secret, PORT: String(port) },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const url = `http://localhost:${port}`;
	const gone = new Promise<void>((exit) => child.once('exit', () => exit()));
	await answers(url, gone);
	return {
		url,
		async stop() {
			child.kill();
			await gone;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** What the kit of the recipe says to a token that it signed, and to none. */
export async function signedBy(module: string): Promise<{ accepted: number; refused: number }> {
	const folder = folderOf({ 'support.mjs': module.replace("'deskbell.sqlite'", "':memory:'") });
	process.env.DESKBELL_SECRET = secret;
	type Module = { kit: SupportKit; supportToken(user: object): Promise<string> };
	const { kit, supportToken }: Module = await import(pathToFileURL(join(folder, 'support.mjs')).href);
	await kit.migrate();
	const server = createServer(kit.callback);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/support/ai/conversations`;
	const token = await supportToken({ id: 'ada', name: 'Ada', email: 'ada@example.com' });
	const status = async (headers: Record<string, string>) => (await fetch(address, { headers })).status;
	const answered = { accepted: await status({ Authorization: `Bearer ${token}` }), refused: await status({}) };
	server.closeAllConnections();
	server.close();
	await kit.close();
	rmSync(folder, { recursive: true, force: true });
	return answered;
}

async function fill(folder: string): Promise<void> {
	const help = join(folder, 'help');
	mkdirSync(help);
	copyFileSync(join(ROOT, 'demo/knowledge/upload-limit.md'), join(help, 'upload-limit.md'));
	const kit = createSupportKit({
		database: join(folder, 'deskbell.sqlite'),
		secret,
		auth: { authenticate: () => null },
	});
	await kit.migrate();
	await importFolder({
		folder: help,
		tenantId: 'acme',
		write: (articles) => kit.core.knowledge.write('acme', articles),
		progress: null,
	});
	await kit.close();
}

/** @throws Error where the process ends before it answers */
async function answers(url: string, gone: Promise<void>): Promise<void> {
	let over = false;
	void gone.then(() => {
		over = true;
	});
	for (;;) {
		const answer = await fetch(url).catch(() => null);
		if (answer) return;
		if (over) throw new Error('the host of docs/widget.md ended before it answered');
		await new Promise((again) => setTimeout(again, 50));
	}
}
