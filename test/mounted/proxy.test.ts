// The kit behind nginx, by the lines of docs/operations.md as they stand there: what is streamed is not held back.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { createClient, type StartedKit, startKit } from '@deskbell/server-kit/testing';
import { type PrivateServer, startNginx } from '../support/services.ts';

const PAGE = new URL('../../docs/operations.md', import.meta.url);
/** The host of the page, which listens where a host of a test cannot. */
const THERE = 'http://127.0.0.1:3000';
/** Longer than what the filter of answers keeps until it has seen more. */
const FIRST = 'You may keep five gigabytes. '.repeat(40);
const REST = 'Teams may keep ten.';

let desk: StartedKit;
let nginx: PrivateServer;
before(async () => {
	desk = await startKit({ disclosure: { required: false } });
	nginx = await startNginx(locationsBefore(desk.url));
});
after(async () => {
	await nginx?.stop();
	await desk?.close();
});

function locationsBefore(host: string): string {
	const [, lines = ''] = /```nginx\n([^`]+)```/.exec(readFileSync(PAGE, 'utf8')) ?? [];
	assert.ok(lines.includes(THERE), `docs/operations.md says how nginx stands before ${THERE}`);
	return lines.replaceAll(THERE, host);
}

const nameOf = (userId: string) => JSON.stringify({ tenantId: 'acme', userId, kind: 'customer', roles: [] });

test('the first words of an answer are there before the last are said', async () => {
	const read = Promise.withResolvers<void>();
	desk.model.says(async function* () {
		yield [{ type: 'text', text: FIRST }];
		await read.promise;
		yield [{ type: 'text', text: REST }];
		yield [{ type: 'finish', reason: 'stop' }];
	});
	const ada = createClient(`${nginx.url}/api/support/ai`, { 'x-test-caller': nameOf('ada') });
	const { body } = await ada.post<{ conversation_id: number }>('/conversations', {});
	const answer = await ada.raw('POST', `/conversations/${body.conversation_id}/messages`, {
		body: JSON.stringify({ content: 'How much may I keep?' }),
		headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
	});
	assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
	let shown = '';
	for await (const bytes of answer.body ?? []) {
		shown += Buffer.from(bytes).toString();
		if (shown.includes('five gigabytes')) read.resolve();
	}
	assert.match(shown, /Teams may keep ten/);
	assert.match(shown, /\[DONE\]/);
});

test('a page of the same origin may write, by the host and the port that the browser named', async () => {
	const headers = { 'x-test-caller': nameOf('ada'), 'content-type': 'application/json' };
	const from = async (origin: string) => {
		const asked = { method: 'POST', body: '{}', headers: { ...headers, origin } };
		return (await fetch(`${nginx.url}/api/support/ai/conversations`, asked)).status;
	};
	assert.deepEqual([await from(nginx.url), await from('https://elsewhere.example.com')], [200, 403]);
});

test('figures are for the inner network alone', async () => {
	assert.equal((await fetch(`${nginx.url}/metrics`)).status, 403);
});
