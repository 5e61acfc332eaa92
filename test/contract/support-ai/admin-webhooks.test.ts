// The admin's webhooks: made, listed, changed, deleted; a secret is told once, and every act is written down.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import knex from 'knex';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { adminOf, auditOf } from './admins.ts';
import { codeOf, databaseFor, faultsOf, kitFor } from './kits.ts';

const URL = 'https://hooks.example.com/in?key=hidden';
const GIVEN = { url: URL, events: ['case.created'], description: 'CRM' };
const asJson = (body: object) => ({
	body: JSON.stringify(body),
	headers: { 'content-type': 'application/json' },
});

async function madeIn(t: TestContext, tenantId = 'acme') {
	const kit = await kitFor(t);
	const admin = adminOf(kit, tenantId);
	const { body } = await admin.post<{ id: number; secret: string }>('/admin/webhooks', GIVEN);
	const change = async (change: object, id = body.id) => {
		const response = await admin.raw('PATCH', `/admin/webhooks/${id}`, asJson(change));
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};
	return { kit, admin, hook: body, change };
}

test('one is made, listed without its secret, changed, and deleted; each is in the audit without the whole address', async (t) => {
	const { admin, hook, change } = await madeIn(t);
	const { secret, ...shown } = hook;
	assert.match(secret, /^whsec_/);
	assert.deepEqual((await admin.get('/admin/webhooks')).body, { webhooks: [shown], next_cursor: null });
	const changed = await change({ events: ['message.completed', 'message.completed'], description: null });
	assert.deepEqual(
		[changed.body.events, changed.body.description, changed.body.url],
		[['message.completed'], null, URL],
	);
	assert.deepEqual((await change({ enabled: false })).body.disabled_reason, 'by_hand');
	assert.deepEqual((await change({ enabled: true })).body.enabled, true);
	assert.equal((await admin.delete(`/admin/webhooks/${hook.id}`)).status, 200);
	assert.equal((await admin.delete(`/admin/webhooks/${hook.id}`)).status, 404);
	const acts = await auditOf(admin);
	assert.deepEqual(
		acts.map(({ action }) => action),
		['webhook.create', 'webhook.change', 'webhook.change', 'webhook.change', 'webhook.delete'],
	);
	assert.doesNotMatch(JSON.stringify(acts), /hidden|whsec/);
});

test('S-18 the secret stands nowhere in the database, nor in a kept answer to a repetition', async (t) => {
	const database = databaseFor(t);
	const kit = await kitFor(t, { database });
	const admin = adminOf(kit);
	const make = () =>
		admin.post<{ id: number; secret: string }>('/admin/webhooks', GIVEN, { 'idempotency-key': 'made-once' });
	const { body: hook } = await make();
	const again = await make();
	assert.deepEqual([again.body, again.headers.get('idempotency-replayed')], [hook, 'true']);
	const rotate = () =>
		admin.post<{ secret: string }>(`/admin/webhooks/${hook.id}/rotate-secret`, {}, { 'idempotency-key': 'turned' });
	const { body: rotated } = await rotate();
	assert.notEqual(rotated.secret, hook.secret);
	assert.equal((await rotate()).body.secret, rotated.secret);
	const file = knex(knexConfig(database));
	t.after(() => file.destroy());
	const tables: { name: string }[] = await file('sqlite_master').where({ type: 'table' }).select('name');
	const all = JSON.stringify(await Promise.all(tables.map(({ name }) => file(name))));
	assert.ok(all.includes('hooks.example.com'));
	for (const { secret } of [hook, rotated]) assert.ok(!all.includes(secret.slice('whsec_'.length)));
});

test('another tenant’s webhook is not there, whatever is asked of it', async (t) => {
	const { kit, hook } = await madeIn(t);
	const stranger = adminOf(kit, 'other');
	const path = `/admin/webhooks/${hook.id}`;
	assert.equal((await stranger.raw('PATCH', path, asJson({ enabled: false }))).status, 404);
	assert.equal((await stranger.delete(path)).status, 404);
	assert.equal((await stranger.get(`${path}/deliveries`)).status, 404);
	for (const act of ['rotate-secret', 'test', 'deliveries/1/replay'])
		assert.equal((await stranger.post(`${path}/${act}`, {})).status, 404, act);
	assert.deepEqual((await stranger.get('/admin/webhooks')).body, { webhooks: [], next_cursor: null });
});

test('S-25 S-32 an address inside, without TLS or with a name in it is refused at once', async (t) => {
	const { admin, change } = await madeIn(t);
	const inside = [
		'http://hooks.example.com/',
		'https://127.0.0.1/',
		'https://2130706433/',
		'https://[::1]/',
		'https://[fd00::1]/',
	];
	for (const url of [...inside, 'https://a:b@hooks.example.com/', 'ftp://hooks.example.com/', 'hooks.example.com']) {
		assert.equal(codeOf(await admin.post('/admin/webhooks', { ...GIVEN, url })), 'webhook_url_refused', url);
		assert.equal(codeOf(await change({ url })), 'webhook_url_refused', url);
	}
});

test('S-25 a name that leads inside is found out when it is sent to, and the test says no more than that', async (t) => {
	const { admin } = await madeIn(t);
	const { body } = await admin.post<{ id: number }>('/admin/webhooks', { ...GIVEN, url: 'https://localhost:1/' });
	const tested = await admin.post<Record<string, unknown>>(`/admin/webhooks/${body.id}/test`);
	const { duration_ms: _took, ...said } = tested.body;
	assert.deepEqual(said, { delivered: false, status_class: null, fault: 'forbidden_address' });
});

test('wrong fields are named; there are twenty at most', async (t) => {
	const { admin } = await madeIn(t);
	const wrong = await admin.post('/admin/webhooks', {
		url: '',
		events: ['case.exploded'],
		description: 'x'.repeat(201),
	});
	assert.deepEqual(faultsOf(wrong).sort(), [
		'body.description string_too_long',
		'body.events.0 literal_error',
		'body.url string_too_short',
	]);
	for (let made = 1; made < 20; made += 1) assert.equal((await admin.post('/admin/webhooks', GIVEN)).status, 200);
	assert.equal(codeOf(await admin.post('/admin/webhooks', GIVEN)), 'webhook_limit_reached');
});
