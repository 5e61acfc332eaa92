// Starts a kit on a port of its own, with everything a test wants to hold in its hands.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Caller } from '../core/caller.ts';
import { createSupportKit, type SupportKit } from '../kit.ts';
import type { SupportKitOptions } from '../options.ts';
import { type Client, createClient } from './client.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { createScriptedModel, type ScriptedModel } from './scripted-model.ts';

export interface StartedKit {
	kit: SupportKit;
	/** Origin of the server, without a slash at its end. */
	url: string;
	/** Base URL of the support-ai face. */
	face: string;
	clock: TestClock;
	/** Asked by the kit, unless the options named another model. */
	model: ScriptedModel;
	/** A client of the support-ai face for this person; `acme` and `customer` where nothing else is said. */
	as(userId: string, who?: Partial<Caller>): Client;
	/** A client whose disclosure is accepted and that has a conversation. */
	ready(userId: string, who?: Partial<Caller>): Promise<Client & { conversationId: number; path: string }>;
	close(): Promise<void>;
}

/** Anything but who calls: the test says that by `as`. Visitors are let in where the test says how. */
export type StartOptions = Partial<Omit<SupportKitOptions, 'auth'>> & Pick<SupportKitOptions['auth'], 'visitors'>;

export async function startKit({ visitors, ...options }: StartOptions = {}): Promise<StartedKit> {
	const clock = createTestClock();
	const model = createScriptedModel();
	const kit = createSupportKit({
		database: ':memory:',
		secret: 'a secret for tests, 32 characters or more',
		clock,
		model,
		log: silent,
		...options,
		// A test that closes the kit in the middle of an answer does not want to wait for its end.
		answer: { graceSeconds: 0, ...options.answer },
		auth: { authenticate: ({ headers }) => callerFrom(headers['x-test-caller']), visitors },
	});
	await kit.migrate();
	const server = createServer(kit.callback);
	// A machine that stands still for some seconds would hang up on a client that is about to ask again.
	server.keepAliveTimeout = 0;
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const face = url + (options.paths?.supportAi ?? '/api/support/ai');
	const as: StartedKit['as'] = (userId, who) => createClient(face, { 'x-test-caller': headerFor(userId, who) });
	return {
		kit,
		url,
		face,
		clock,
		model,
		as,
		ready: (userId, who) => makeReady(as(userId, who)),
		async close() {
			await kit.close();
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

const silent = { info() {}, warn() {}, error() {} };

function headerFor(userId: string, who: Partial<Caller> = {}): string {
	const caller: Caller = { tenantId: 'acme', userId, kind: 'customer', roles: [], ...who };
	return encodeURIComponent(JSON.stringify(caller));
}

function callerFrom(header: string | string[] | undefined): Caller | null {
	return typeof header === 'string' && header ? JSON.parse(decodeURIComponent(header)) : null;
}

async function makeReady(client: Client): Promise<Client & { conversationId: number; path: string }> {
	const status = await client.get<{ current_version: string }>('/disclosure/status');
	await client.post('/disclosure/accept', { version: status.body.current_version });
	const { body } = await client.post<{ conversation_id: number }>('/conversations', {});
	return { ...client, conversationId: body.conversation_id, path: `/conversations/${body.conversation_id}` };
}
