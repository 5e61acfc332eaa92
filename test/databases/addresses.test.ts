// Where a request comes from is counted, and written down nowhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { createVisitors } from '../../server-kit/src/connect/visitors.ts';
import { tablesThatSay } from './behind.ts';
import { onEveryDatabase, SHARED } from './every-database.ts';

const SECRET = 'a secret for tests, 32 characters or more';
const ADDRESS = '203.0.113.77';
const A_DAY_MS = 24 * 60 * 60_000;

test('S-44 an address is counted under a keyed hash: the same all day, another one tomorrow, and another host’s differs', () => {
	let now = Date.UTC(2026, 10, 22, 9);
	const visitorsOf = (secret: string) =>
		createVisitors({ tenant: 'acme', tokenMinutes: 60 }, { secret, clock: { now: () => now }, origins: [] });
	const [ours, theirs] = [visitorsOf(SECRET), visitorsOf(`${SECRET} of another`)];
	const today = ours.counterOf(ADDRESS);
	assert.ok(!today.includes(ADDRESS));
	assert.equal(ours.counterOf(ADDRESS), today);
	assert.notEqual(ours.counterOf('203.0.113.78'), today);
	assert.notEqual(theirs.counterOf(ADDRESS), today);
	now += A_DAY_MS;
	assert.notEqual(ours.counterOf(ADDRESS), today);
});

onEveryDatabase((database) => {
	test('S-44 the address of a visitor stands in no table', async (t) => {
		const visitors = { tenant: 'acme', trustedProxies: 1 };
		const kit = await startKit({ database: database.url, secret: SECRET, visitors });
		t.after(() => kit.close());
		const from = { 'x-forwarded-for': ADDRESS, 'content-type': 'application/json' };
		const made = await fetch(`${kit.face}/visitor`, { method: 'POST', headers: from });
		const { token, visitor_id } = (await made.json()) as { token: string; visitor_id: string };
		const headers = { ...from, authorization: `Bearer ${token}` };
		const begun = await fetch(`${kit.face}/conversations`, { method: 'POST', headers, body: '{}' });
		assert.deepEqual([made.status, begun.status], [200, 200]);
		assert.ok((await tablesThatSay(database, visitor_id)).includes('support_ai_conversations'));
		assert.deepEqual(await tablesThatSay(database, ADDRESS), []);
	});
}, SHARED);
