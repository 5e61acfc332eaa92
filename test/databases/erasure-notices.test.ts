// Others are told of an erasure: the tenant's own servers and the host's function, until they have heard it, by an id alone.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type StartOptions, startKit } from '@deskbell/server-kit/testing';
import { type Arrival, startReceiver } from '../../server-kit/test/connect/receiver.ts';
import { adminOf } from '../contract/support-ai/admins.ts';
import { leaveMarks, modelWithTools } from '../contract/support-ai/person.ts';
import { tablesThatSay } from './behind.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';
import { together } from './rows.ts';

const A_MINUTE_MS = 60_000;
const A_DAY_MS = 24 * 60 * A_MINUTE_MS;

async function deskOn(database: Database, t: TestContext, options: StartOptions = {}) {
	const model = modelWithTools();
	const kit = await startKit({ database: database.url, model, webhooks: { allowPrivate: true }, ...options });
	t.after(() => kit.close());
	return { kit, leave: (mark: string) => leaveMarks(kit, model, mark) };
}

/** A host's function that throws as often as it is told to, and keeps whom it was told of. */
function hostThatFails(times: number) {
	const told: string[] = [];
	let left = times;
	const onErased = async ({ tenantId, userId }: { tenantId: string; userId: string }) => {
		left -= 1;
		if (left >= 0) throw new Error('the vendor is away');
		told.push(`${tenantId} ${userId}`);
	};
	return { told, onErased };
}

const eventOf = ({ body }: Arrival) => JSON.parse(body);

onEveryDatabase((database) => {
	const left = () => database.bare('support_erasure_notices');

	test('S-40 a receiver and a host that fail are told again; until then no table names the person', async (t) => {
		const { told, onErased } = hostThatFails(1);
		const { kit, leave } = await deskOn(database, t, { erasure: { onErased } });
		const answers = [500];
		const receiver = await startReceiver(t, (response) => response.writeHead(answers.shift() ?? 204).end());
		const url = `http://127.0.0.1:${receiver.port}/`;
		await adminOf(kit).post('/admin/webhooks', { url, events: ['person.erased'] });
		const ana = await leave('canary-told');
		assert.equal((await ana.delete('/me')).status, 200);
		await assert.rejects(kit.kit.jobs.tick(), ({ errors }: AggregateError) =>
			/erasure\.onErased failed/.test(String(errors[0])),
		);
		assert.deepEqual([receiver.arrivals.length, told.length], [1, 0]);
		assert.deepEqual(await tablesThatSay(database, 'canary-told'), []);
		kit.clock.pass(A_MINUTE_MS);
		await kit.kit.jobs.tick();
		assert.deepEqual(told, ['acme person canary-told']);
		assert.deepEqual(await left(), []);
		const [first, second] = receiver.arrivals.map(eventOf);
		assert.deepEqual(second, first);
		const { id: _id, timestamp: _at, ...said } = second;
		const data = { person: { id: 'person canary-told' } };
		assert.deepEqual(said, { type: 'person.erased', tenant_id: 'acme', sequence: null, data });
		assert.deepEqual(await tablesThatSay(database, 'canary-told'), [], 'also after it was told');
	});

	test('F-09 a process that dies while it tells leaves the notice to the next one', async (t) => {
		const { told, onErased } = hostThatFails(0);
		const { kit } = await deskOn(database, t, { erasure: { onErased } });
		await kit.as('bo').delete('/me');
		const dead = { now: kit.clock.now(), until: kit.clock.now() + A_MINUTE_MS, limit: 5 };
		assert.equal((await database.store.erasureNotices.claim(dead)).length, 1);
		await kit.kit.jobs.tick();
		assert.deepEqual(told, [], 'it may still be telling');
		kit.clock.pass(A_MINUTE_MS);
		await kit.kit.jobs.tick();
		assert.deepEqual(told, ['acme bo']);
	});

	test('two processes that look at the same time share the notices', async () => {
		const stores = [database.store, database.another().store];
		for (let person = 0; person < 8; person += 1) await database.store.erasureNotices.enter('acme', `p${person}`, 1);
		const taken = await together(2, async (at) => stores[at]?.erasureNotices.claim({ now: 2, until: 9, limit: 8 }));
		const people = taken.flatMap((notices = []) => notices.map(({ person }) => person));
		assert.equal(people.length, 8);
		assert.equal(new Set(people).size, 8);
		await left().delete();
	});

	test('a host that fails for days is tried ten times, and the log says that it was given up', async (t) => {
		const { told, onErased } = hostThatFails(1_000);
		const said: string[] = [];
		const log = { info() {}, warn() {}, error: (message: string) => void said.push(message) };
		const { kit } = await deskOn(database, t, { erasure: { onErased }, log });
		await kit.as('cy').delete('/me');
		let failures = 0;
		for (let day = 0; day < 14; day += 1) {
			await kit.kit.jobs.tick().catch(() => {
				failures += 1;
			});
			kit.clock.pass(A_DAY_MS + 3 * 60 * A_MINUTE_MS);
		}
		assert.deepEqual([failures, told], [10, []]);
		assert.equal(said.filter((message) => message.includes('is not tried again')).length, 1);
		assert.deepEqual(
			(await left()).map(({ attempts, due_at }) => ({ attempts, due_at })),
			[{ attempts: 10, due_at: null }],
		);
		await left().delete();
	});

	test('where the host wants to be told nothing, nothing is kept', async (t) => {
		const { kit } = await deskOn(database, t);
		await kit.as('dee').delete('/me');
		assert.equal((await left()).length, 1);
		await kit.kit.jobs.tick();
		assert.deepEqual(await left(), []);
	});
}, SHARED);
