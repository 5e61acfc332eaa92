// S-37: what Redis holds of a person while they use everything, and after they have gone: no word of theirs, no name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { Redis } from 'ioredis';
import { leaveMarks, modelWithTools } from '../contract/support-ai/person.ts';
import { startRedis } from '../support/services.ts';
import { figure } from './rig/form.ts';

/** Keys and values, as Redis would hand them to whoever may read it. */
async function everythingIn(redis: Redis): Promise<string[]> {
	const keys = await redis.keys('*');
	const values = await Promise.all(keys.map((key) => redis.dump(key)));
	return keys.map((key, index) => `${key} ${values[index]}`);
}

test('S-37 Redis holds nothing that names a person', { timeout: 180_000 }, async (t) => {
	const server = await startRedis();
	const redis = new Redis(server.url);
	t.after(async () => {
		redis.disconnect();
		await server.stop();
	});
	const model = modelWithTools();
	const kit = await startKit({ model, redis: { url: server.url } });
	t.after(() => kit.close());
	const ana = await leaveMarks(kit, model, 'canary');
	const counted = await everythingIn(redis);
	assert.ok(
		counted.some((entry) => entry.includes('rate:messages')),
		'her messages are counted there',
	);
	assert.equal((await ana.delete('/me')).status, 200);
	const held = [...counted, ...(await everythingIn(redis))];
	assert.deepEqual(
		held.filter((entry) => entry.includes('canary')),
		[],
	);
	figure(t, `${held.length} entries looked through: no name, no word`);
});
