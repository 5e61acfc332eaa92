// Receivers of webhooks that misbehave in every way, and the process that sends to them, killed in the middle.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type StartedKit, startKit } from '@deskbell/server-kit/testing';
import { type Receiver, startReceiver } from '../../server-kit/test/connect/receiver.ts';
import { adminOf } from '../contract/support-ai/admins.ts';
import { figure, until } from './rig/form.ts';
import { startHost } from './rig/process.ts';

const TIMEOUT_MS = 2_000;

interface Row {
	status: string;
	attempts: number;
	fault: string | null;
	response_status: number | null;
}

async function subscribe(kit: StartedKit, url: string, tenantId: string) {
	const admin = adminOf(kit, tenantId);
	const { body } = await admin.post<{ id: number }>('/admin/webhooks', { url, events: ['case.created'] });
	return async () => {
		const { body: log } = await admin.get<{ deliveries: Row[] }>(`/admin/webhooks/${body.id}/deliveries?limit=100`);
		return log.deliveries;
	};
}

function fileCase(kit: StartedKit, tenantId: string) {
	return kit.as('ana', { tenantId }).post('/cases', { subject: 'a', description: 'b' });
}

const at = ({ port }: Receiver) => `http://127.0.0.1:${port}/`;

async function badReceivers(t: TestContext, inner: Receiver): Promise<Record<string, string>> {
	const endless = Buffer.alloc(64 * 1024);
	const hangs = await startReceiver(t, () => {});
	const broken = await startReceiver(t, (response) => response.writeHead(500).end('no'));
	const leads = await startReceiver(t, (response) => response.writeHead(302, { location: at(inner) }).end());
	const drips = await startReceiver(t, (response) => {
		const drop = setInterval(() => response.write('.'), 50);
		response.on('close', () => clearInterval(drop));
	});
	const pours = await startReceiver(t, (response) => {
		const pour = () => {
			while (!response.destroyed && response.write(endless));
		};
		response.writeHead(500).on('drain', pour);
		pour();
	});
	const expired = await startReceiver(t, (response) => response.end(), 'expired');
	return {
		hangs: at(hangs),
		broken: at(broken),
		leads: at(leads),
		drips: at(drips),
		pours: at(pours),
		expired: `https://localhost:${expired.port}/`,
		nobody: 'http://127.0.0.1:1/',
		unknown: 'https://nowhere.invalid/',
		metadata: 'https://metadata.invalid/',
	};
}

const EXPECTED: Readonly<Record<string, string | number>> = {
	hangs: 'timeout',
	broken: 500,
	leads: 302,
	drips: 'timeout',
	pours: 500,
	expired: 'tls',
	nobody: 'connection',
	unknown: 'dns',
	metadata: 'dns',
};

test('F-24 receivers that hang, fail, redirect, drip, pour or cannot be trusted; another tenant’s is told meanwhile', {
	timeout: 300_000,
}, async (t) => {
	const kit = await startKit({ webhooks: { allowPrivate: true, timeoutMs: TIMEOUT_MS } });
	t.after(() => kit.close());
	const inner = await startReceiver(t, (response) => response.end('keys'));
	const good = await startReceiver(t, (response) => response.writeHead(204).end());
	const bad = Object.entries(await badReceivers(t, inner));
	const logs = new Map<string, () => Promise<Row[]>>();
	for (const [name, url] of bad) logs.set(name, await subscribe(kit, url, `tenant-${name}`));
	await subscribe(kit, at(good), 'good');
	for (let event = 0; event < 10; event += 1) for (const [name] of bad) await fileCase(kit, `tenant-${name}`);
	const from = performance.now();
	await fileCase(kit, 'good');
	await until(() => good.arrivals.length === 1, 'the good receiver is told');
	const waited = performance.now() - from;
	const hanging = await logs.get('hangs')?.();
	assert.ok(
		hanging?.some(({ attempts }) => attempts === 0),
		'it was told before the one who hangs was through',
	);
	for (const [name, log] of logs) {
		await until(async () => (await log()).some(({ attempts }) => attempts > 0), `${name} was tried`);
		const tried = (await log()).find(({ attempts }) => attempts > 0);
		const said = typeof EXPECTED[name] === 'number' ? tried?.response_status : tried?.fault;
		assert.equal(said, EXPECTED[name], name);
		assert.equal(tried?.status, 'pending', name);
	}
	assert.equal(inner.arrivals.length, 0, 'nobody followed the redirect');
	figure(t, `told after ${Math.round(waited)} ms beside ${bad.length} bad receivers with ten events each`);
});

const ADMIN = { tenantId: 'acme', userId: 'grace', kind: 'admin', roles: [] };

test('F-25 `kill -9` in the middle of a delivery: it is sent again, with the same id', {
	timeout: 300_000,
}, async (t) => {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-faults-${process.pid}-`));
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	// Nothing is sent again because its receiver, in this process, was slow.
	const options = { database: join(folder, 'desk.sqlite'), webhooks: { allowPrivate: true, timeoutMs: 30_000 } };
	let hang = true;
	const receiver = await startReceiver(t, (response) => hang || response.writeHead(204).end());
	const first = await startHost(options);
	const caller = encodeURIComponent(JSON.stringify(ADMIN));
	const made = await first.as('grace').raw('POST', '/admin/webhooks', {
		body: JSON.stringify({ url: at(receiver), events: ['case.created'] }),
		headers: { 'content-type': 'application/json', 'x-test-caller': caller },
	});
	assert.equal(made.status, 200, await made.text());
	await first.as('ana').post('/cases', { subject: 'a', description: 'b' });
	await until(() => receiver.arrivals.length === 1, 'the delivery is under way');
	await first.kill();
	hang = false;
	const second = await startHost(options);
	t.after(() => second.kill());
	await second.pass(60_000);
	// Whatever is committed next makes it look.
	await second.as('ana').post('/cases', { subject: 'next', description: 'b' });
	await until(() => receiver.arrivals.length >= 3, 'both are sent');
	const ids = receiver.arrivals.map(({ headers }) => headers['webhook-id']);
	assert.equal(ids.filter((id) => id === ids[0]).length, 2, 'the same id again');
	assert.equal(new Set(ids).size, 2);
	const bodies = receiver.arrivals.filter(({ headers }) => headers['webhook-id'] === ids[0]).map(({ body }) => body);
	assert.equal(new Set(bodies).size, 1);
	figure(t, 'sent twice, with one id and one body');
});
