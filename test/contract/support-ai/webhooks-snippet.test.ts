// The receiver that docs/webhooks.md gives to paste: it takes what we sign, and nothing else.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { newSecret, signedHeaders } from '../../../server-kit/src/core/webhooks/signature.ts';

type ReadEvent = (body: string, headers: Record<string, string>, secret: string) => unknown;

const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');
const snippet = /```ts\n(import [\s\S]*?)```/.exec(page)?.[1] ?? '';
const { readEvent }: { readEvent: ReadEvent } = await import(`data:text/javascript,${encodeURIComponent(snippet)}`);

test('the pasted receiver takes our signature with the old and the new secret, and refuses all else', () => {
	const [secret, other] = [newSecret(), newSecret()];
	const body = '{"id":"evt_1","data":{"text":"ü"}}';
	const sign = (at: number, secrets = [other, secret]) => signedHeaders({ id: 'evt_1', at, body }, secrets);
	const now = Date.now();
	for (const known of [secret, other]) assert.deepEqual(readEvent(body, sign(now), known), JSON.parse(body));
	assert.equal(readEvent(body, sign(now), newSecret()), null);
	assert.equal(readEvent(`${body} `, sign(now), secret), null);
	assert.equal(readEvent(body, { ...sign(now), 'webhook-id': 'evt_2' }, secret), null);
	for (const at of [now - 301_000, now + 302_000]) assert.equal(readEvent(body, sign(at), secret), null);
	assert.equal(readEvent(body, {}, secret), null);
});
