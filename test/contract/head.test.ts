// HEAD on every operation that answers to GET: nothing is written, counted or read in anybody's name, and no body comes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import knex from 'knex';
import { type Endpoint, endpointsOf } from '../../server-kit/scripts/document.ts';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { documents } from './documents.ts';
import { actorsOf, type FuzzedDesk, furnish, type Ids, startDesk } from './fuzz/desk.ts';

const TENANT = 'headed';
const reads = [...documents.values()].flatMap(endpointsOf).filter(({ method }) => method === 'get');

let desk: FuzzedDesk;
let ids: Ids;
let db: ReturnType<typeof knex>;

before(async () => {
	desk = await startDesk('SQLite file');
	ids = await furnish(desk.kit, TENANT, 'ours');
	const agent = { tenantId: TENANT, userId: 'jo', kind: 'agent' as const, roles: [], name: 'Jo' };
	await desk.kit.kit.core.tickets.comment(agent, Number(ids.case_id), { body: 'A reply.', visibility: 'public' });
	const admin = desk.kit.as('ours-admin', { tenantId: TENANT, kind: 'admin' });
	await admin.post(`/admin/training-candidates/${ids.candidate_id}/approve`, { better_answer: 'Like this.' });
	db = knex(knexConfig(desk.database));
});
after(async () => {
	await db.destroy();
	await desk.close();
});

async function everyRow(): Promise<Record<string, unknown>> {
	const tables: { name: string }[] = await db('sqlite_master').where('type', 'table').where('name', 'like', 'support%');
	return Object.fromEntries(await Promise.all(tables.map(async ({ name }) => [name, await db(name)])));
}

const placed = ({ path }: Endpoint) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(ids[name] ?? 1));

test('there is a case that is unread and a candidate that waits for its export', async () => {
	const ana = desk.kit.as('ours-customer', { tenantId: TENANT });
	const { cases } = (await ana.get<{ cases: { unread: boolean }[] }>('/cases')).body;
	assert.deepEqual(
		cases.map(({ unread }) => unread),
		[true],
	);
	assert.equal((await db('support_training_candidates').where('status', 'approved')).length, 1);
});

for (const endpoint of reads)
	test(`HEAD ${endpoint.path} leaves every row as it is`, async () => {
		const rows = await everyRow();
		for (const caller of Object.values(actorsOf(TENANT, 'ours'))) {
			const headers = { 'x-test-caller': caller ?? '' };
			const response = await fetch(desk.kit.url + placed(endpoint), { method: 'HEAD', headers });
			assert.ok(response.status < 500, `${response.status}`);
			assert.equal(await response.text(), '');
		}
		assert.deepEqual(await everyRow(), rows);
	});
