// A desk on one origin and a customer's pages on another, as it is in life: each page with its own markup and headers.

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createSupportKit, importFolder, type SupportKit, type SupportKitOptions } from '@deskbell/server-kit';
import { audience, createMint, issuer } from '../../demo/src/tokens.ts';
import { createHaltingModel } from './halting-model.ts';

export interface HostedFile {
	body: string;
	headers?: Readonly<Record<string, string>>;
	/** Default: `text/html`. */
	type?: string;
}

export interface DeskAndPages {
	/** Origin of the desk. */
	desk: string;
	/** Origin of the pages. */
	pages: string;
	/** Puts a file on the pages' origin, and gives its address. Without a path it gets one of its own. */
	put(file: HostedFile, path?: string): string;
	/** What the desk's own people can do. */
	core: SupportKit['core'];
	/** For somebody who was never there before. */
	token(): Promise<string>;
	/** The answer to this stops after its first words. Returns what lets it go on. */
	halt(question: string): () => void;
	close(): Promise<void>;
}

const knowledge = fileURLToPath(new URL('../../demo/knowledge', import.meta.url));
const secret = 'a secret for tests, 32 characters or more';

/** `visitors` lets people in who are not signed in. */
export type Doors = Pick<SupportKitOptions['auth'], 'visitors'>;

export async function startDeskAndPages({ visitors = null }: Doors = {}): Promise<DeskAndPages> {
	const files = new Map<string, HostedFile>();
	const pageServer = createServer((request, response) => send(files.get(request.url ?? ''), response));
	// Another host name, so that the two are cross-site and not only cross-origin.
	const pages = await listen(pageServer, 'localhost');
	const model = createHaltingModel();
	const kit = createSupportKit({
		database: ':memory:',
		secret,
		model,
		auth: { jwt: { secret, issuer, audience }, visitors },
		origins: [pages],
		log: { info() {}, warn() {}, error() {} },
		answer: { graceSeconds: 0 },
	});
	await kit.migrate();
	await importFolder({
		folder: knowledge,
		tenantId: 'acme',
		write: (articles) => kit.core.knowledge.write('acme', articles),
		progress: null,
	});
	const deskServer = createServer(forSandboxes(kit.callback));
	const desk = await listen(deskServer, '127.0.0.1');
	const mint = createMint(secret);
	let people = 0;
	return {
		desk,
		pages,
		core: kit.core,
		halt: model.halt,
		put(file, path = `/${files.size}`) {
			files.set(path, file);
			return pages + path;
		},
		async token() {
			people += 1;
			return (await mint({ tenantId: 'acme', userId: `person-${people}`, userRoles: ['customer'] })).token;
		},
		async close() {
			await kit.close();
			await Promise.all([closed(deskServer), closed(pageServer)]);
		},
	};
}

function send(file: HostedFile | undefined, response: ServerResponse): void {
	if (!file) {
		// Browsers ask for `/favicon.ico` by themselves.
		response.writeHead(204).end();
		return;
	}
	response.writeHead(200, { 'Content-Type': `${file.type ?? 'text/html'}; charset=utf-8`, ...file.headers });
	response.end(file.body);
}

/** What docs/csp.md tells a host: a sandboxed frame has no origin, and the kit lets in only origins that it was told. */
function forSandboxes(answer: RequestListener): RequestListener {
	return (request: IncomingMessage, response: ServerResponse) => {
		if (request.headers.origin !== 'null') return answer(request, response);
		response.setHeader('Access-Control-Allow-Origin', 'null');
		if (request.method !== 'OPTIONS') return answer(request, response);
		const wanted = request.headers['access-control-request-headers'] ?? '';
		response.writeHead(204, {
			'Access-Control-Allow-Methods': 'GET, POST, DELETE',
			'Access-Control-Allow-Headers': wanted,
		});
		response.end();
	};
}

async function listen(server: Server, name: string): Promise<string> {
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return `http://${name}:${(server.address() as AddressInfo).port}`;
}

async function closed(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((done) => server.close(done));
}
