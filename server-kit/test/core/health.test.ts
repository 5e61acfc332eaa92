// Is this process fit to serve? Told in bounded time, whatever the parts do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModelFault } from '@deskbell/server-kit';
import { startKit } from '@deskbell/server-kit/testing';
import { until } from '../../../test/faults/rig/form.ts';
import { createHealth } from '../../src/core/health.ts';

const up = async () => {};
const down = async () => {
	throw new Error('away');
};
const hanging = () => new Promise<never>(() => {});
const open = () => true;

test('each part is told by itself; the store alone decides whether traffic may come', async () => {
	const table = [
		[{ store: up, model: up, jobs: up, redis: up }, true, { store: 'up', model: 'up', jobs: 'up', redis: 'up' }],
		[
			{ store: up, model: down, jobs: down, redis: down },
			true,
			{ store: 'up', model: 'down', jobs: 'down', redis: 'down' },
		],
		[{ store: down, model: up, jobs: up, redis: up }, false, { store: 'down', model: 'up', jobs: 'up', redis: 'up' }],
		[
			{ store: hanging, model: null, jobs: up, redis: null },
			false,
			{ store: 'down', model: 'off', jobs: 'up', redis: 'off' },
		],
	] as const;
	for (const [checks, ready, told] of table) {
		const found = await createHealth({ open, checks, timeoutMs: 20 }).look();
		assert.deepEqual([found.ready, found.checks], [ready, told]);
	}
});

test('a part that throws rather than rejects is down', async () => {
	const broken = () => {
		throw new Error('at once');
	};
	const { checks } = await createHealth({
		open,
		checks: { store: broken, model: null, jobs: null, redis: null },
	}).look();
	assert.equal(checks.store, 'down');
});

test('a crowd of probes asks the parts once a second', async () => {
	let [asked, now] = [0, 0];
	const counted = async () => {
		asked += 1;
	};
	const health = createHealth({
		open,
		checks: { store: counted, model: null, jobs: null, redis: null },
		now: () => now,
	});
	await Promise.all(Array.from({ length: 50 }, () => health.look()));
	assert.equal(asked, 1);
	now = 1_500;
	assert.equal((await health.look()).uptimeSeconds, 1);
	assert.equal(asked, 2);
});

test('a kit: fit while it is open; its model is down where its last call failed, and up again with the next that does not', async (t) => {
	const desk = await startKit();
	t.after(desk.close);
	const model = async (state: string) => (await desk.kit.health()).checks.model === state;
	assert.deepEqual((await desk.kit.health()).checks, { store: 'up', model: 'up', jobs: 'up', redis: 'off' });
	const ada = await desk.ready('ada');
	desk.model.says(async function* () {
		yield await Promise.reject(new ModelFault('vendor_outage'));
	});
	await ada.stream(`${ada.path}/messages`, { content: 'Hello?' });
	await until(() => model('down'), 'the model is told as down');
	assert.equal((await desk.kit.health()).ready, true);
	await ada.stream(`${ada.path}/messages`, { content: 'Hello again?' });
	await until(() => model('up'), 'and as up again');
});
