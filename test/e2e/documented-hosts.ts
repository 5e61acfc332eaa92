// The code for servers in the documents: files as they stand there, in a folder of their own, run as a reader runs them.

import { execFile, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createSupportKit, importFolder, type SupportKit } from '@deskbell/server-kit';
import { freePort } from '../support/free-port.ts';
import { type PrivateServer, startNginx } from '../support/services.ts';
import { ROOT } from '../support/source-files.ts';

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

/** An app that knows its users, as an app of a reader would: before the lines of the recipe. */
const knowing = `import express from 'express';
export const app = express();
app.use((req, _, next) => {
  if (req.headers['x-user']) req.user = { id: 'ada', name: 'Ada', email: 'ada@example.com' };
  next();
});
`;

export interface Signed {
	/** What the kit says to a token that the app signed, and to none. */
	accepted: number;
	refused: number;
	/** What the route of tokens says to nobody. */
	noUser: number;
	/** Who may keep a token. */
	kept: string | null;
}

export async function signedBy(support: string, routes: string): Promise<Signed> {
	const files = { 'support.mjs': support.replace("'deskbell.sqlite'", "':memory:'"), 'app.mjs': knowing + routes };
	const folder = folderOf(files);
	process.env.DESKBELL_SECRET = secret;
	const load = (file: string) => import(pathToFileURL(join(folder, file)).href);
	const { kit }: { kit: SupportKit } = await load('support.mjs');
	const { app }: { app: RequestListener } = await load('app.mjs');
	const server = createServer(app);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const get = (path: string, headers: Record<string, string> = {}) => fetch(origin + path, { headers });
	const token = await get('/support-token', { 'x-user': 'ada' });
	const conversations = '/api/support/ai/conversations';
	const answered = {
		accepted: (await get(conversations, { Authorization: `Bearer ${await token.text()}` })).status,
		refused: (await get(conversations)).status,
		noUser: (await get('/support-token')).status,
		kept: token.headers.get('cache-control'),
	};
	server.closeAllConnections();
	server.close();
	await kit.close();
	rmSync(folder, { recursive: true, force: true });
	return answered;
}

/** The files of the widget behind nginx, by lines of a document, which name a folder that a test cannot have. */
export function startFiles(locations: string): Promise<PrivateServer> {
	// Systems' own settings of nginx name the types; those of the tests do not.
	const types = 'types { text/javascript js; }';
	return startNginx(`${types}\n${locations.replaceAll('/srv/www', join(ROOT, 'widget/dist'))}`);
}

/** What a script prints that is run where the packages are installed. */
export async function outputOf(file: string, script: string, ...words: string[]): Promise<string> {
	const folder = folderOf({ [file]: script });
	const { stdout } = await promisify(execFile)(process.execPath, [file, ...words], { cwd: folder });
	rmSync(folder, { recursive: true, force: true });
	return stdout;
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
