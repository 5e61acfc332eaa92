// Two processes of the demo with one database and one Redis are one desk: limits are counted together, pushes cross over.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Client, createClient } from '@deskbell/server-kit/testing';
import { createParser } from 'eventsource-parser';
import type { PushEvent } from '../../server-kit/src/protocol/index.ts';
import { type PrivateServer, startRedis } from '../support/services.ts';
import { type RunningDemo, startDemo } from './demo.ts';

const LIMIT = 20;

describe('two processes, one Redis', () => {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-processes-'));
	let redis: PrivateServer;
	let first: RunningDemo;
	let second: RunningDemo;

	before(async () => {
		redis = await startRedis();
		const env = { REDIS_URL: redis.url, DESKBELL_DB: join(folder, 'desk.sqlite') };
		first = await startDemo(env);
		second = await startDemo(env);
	});
	after(async () => {
		await Promise.all([first?.stop(), second?.stop()]);
		await redis?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	it('counts one person’s messages over both: 20 in sum', async () => {
		const clients = [await signIn(first.url, 'grace'), await signIn(second.url, 'grace')] as const;
		const { body } = await clients[0].get<{ current_version: string }>('/disclosure/status');
		await clients[0].post('/disclosure/accept', { version: body.current_version });
		const threads: { client: Client; path: string }[] = [];
		for (let index = 0; index < LIMIT + 6; index += 1) {
			const client = clients[index % 2 === 0 ? 0 : 1];
			const { conversation_id: id } = (await client.post<{ conversation_id: number }>('/conversations', {})).body;
			threads.push({ client, path: `/conversations/${id}/messages` });
		}
		// All in one moment, so that none of them falls into another minute.
		const answers = await Promise.all(threads.map(({ client, path }) => client.post(path, { content: 'Hello' })));
		const statuses = answers.map(({ status }) => status);
		assert.equal(statuses.filter((status) => status === 200).length, LIMIT, String(statuses));
		assert.equal(statuses.filter((status) => status === 429).length, 6, String(statuses));
		for (const client of clients) {
			const { rate } = (await client.get<{ rate: { limit: number; remaining: number } }>('/quota')).body;
			assert.deepEqual([rate.limit, rate.remaining], [LIMIT, 0]);
		}
	});

	it('brings an agent’s comment in one process to the feed that is open in the other', async () => {
		const ada = await signIn(first.url, 'ada');
		const { id } = (await ada.post<{ id: number }>('/cases', { subject: 'Upload', description: 'It fails.' })).body;
		const leave = new AbortController();
		const feed = await ada.raw('GET', '/events', { headers: { accept: 'text/event-stream' }, signal: leave.signal });
		const told = nextComment(feed);
		const body = 'I have raised your limit until tomorrow.';
		const written = await fetch(`${second.url}/playground/desk/acme/cases/${id}/comments`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ body, visibility: 'public' }),
		});
		assert.equal(written.status, 201);
		assert.equal(await told, body);
		leave.abort();
	});
});

async function nextComment(feed: Response): Promise<string | null> {
	let said: string | null = null;
	const parser = createParser({
		onEvent({ data }) {
			const event = JSON.parse(data) as PushEvent;
			if (event.type === 'case-comment') said = event.comment.body;
		},
	});
	for await (const text of feed.body?.pipeThrough(new TextDecoderStream()) ?? []) {
		parser.feed(text);
		if (said !== null) return said;
	}
	return null;
}

async function signIn(url: string, user: string): Promise<Client> {
	const response = await fetch(`${url}/playground/token`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ tenant: 'acme', user }),
	});
	const { token } = (await response.json()) as { token: string };
	return createClient(`${url}/api/support/ai`, { authorization: `Bearer ${token}` });
}
