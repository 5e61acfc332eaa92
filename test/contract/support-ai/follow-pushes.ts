// Somebody's open page: what is pushed to it, from the moment in which this has returned.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Client } from '@deskbell/server-kit/testing';
import { createParser } from 'eventsource-parser';
import type { PushEvent } from '../../../server-kit/src/protocol/index.ts';

export interface Seen {
	id: string | undefined;
	event: PushEvent;
}

/** Follows until the test is over. */
export async function followPushes(
	t: TestContext,
	client: Client,
	lastEventId?: string,
): Promise<{ seen: Seen[]; headers: Headers }> {
	const leave = new AbortController();
	t.after(() => leave.abort());
	const headers = { accept: 'text/event-stream', ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
	const response = await client.raw('GET', '/events', { headers, signal: leave.signal });
	assert.equal(response.status, 200);
	const seen: Seen[] = [];
	const parser = createParser({ onEvent: ({ id, data }) => seen.push({ id, event: JSON.parse(data) }) });
	void (async () => {
		for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) parser.feed(text);
	})().catch(() => {});
	return { seen, headers: response.headers };
}
