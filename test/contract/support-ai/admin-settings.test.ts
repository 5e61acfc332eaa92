// A tenant's own settings: each one changes the turn, for this tenant alone, in every process, at no statement per turn.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Client, StartOptions } from '@deskbell/server-kit/testing';
import { createTenants } from '../../../server-kit/src/core/tenants.ts';
import type { Parts } from '../../../server-kit/src/core/turn-state.ts';
import { adminOf, auditOf } from './admins.ts';
import { codeOf, databaseFor, eventually, faultsOf, kitFor, textOf } from './kits.ts';

const PATH = '/admin/settings';

interface Answered {
	version: number;
	own: Record<string, unknown>;
	effective: { enabled: boolean; limits: { user: { messages: number | null; cost: string | null } } };
}

const put = async (admin: Client, body: unknown) => {
	const init = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
	const response = await admin.raw('PUT', PATH, init);
	return { status: response.status, body: (await response.json()) as Answered };
};

async function deskFor(t: TestContext, options: StartOptions = {}) {
	const kit = await kitFor(t, options);
	const admin = adminOf(kit);
	const set = async (own: Record<string, unknown>) => {
		const { version } = (await admin.get<Answered>(PATH)).body;
		const changed = await put(admin, { version, ...own });
		assert.equal(changed.status, 200, JSON.stringify(changed.body));
		return changed.body;
	};
	const ask = (person: Client & { path: string }, content = 'hello') =>
		person.stream(`${person.path}/messages`, { content });
	return { kit, admin, set, ask };
}

test('nothing set: the host’s options hold, at version 0', async (t) => {
	const { admin } = await deskFor(t, { quota: { user: { messages: 7, costUsd: 1.5 } } });
	const { body } = await admin.get<Answered>(PATH);
	assert.deepEqual([body.version, body.own, body.effective.enabled], [0, {}, true]);
	assert.deepEqual(body.effective.limits.user, { messages: 7, tokens: null, cost: '1.500000' });
});

test('enabled: off for this tenant, and on again; another tenant does not notice', async (t) => {
	const { kit, set, ask } = await deskFor(t);
	const ana = await kit.ready('ana');
	const eve = await kit.ready('eve', { tenantId: 'globex' });
	assert.equal((await set({ enabled: false })).effective.enabled, false);
	assert.equal(codeOf(await ask(ana)), 'tenant_disabled');
	assert.equal((await ana.get<{ can_send: boolean }>(ana.path)).body.can_send, false);
	assert.equal((await ask(eve)).done, true);
	await set({});
	assert.equal((await ask(ana)).done, true);
});

test('two tenants with settings of their own: each reads and follows its own alone', async (t) => {
	const { kit, set } = await deskFor(t);
	const theirs = adminOf(kit, 'globex');
	await set({ limits: { user: { messages: 3 } } });
	const changed = await put(theirs, { version: 0, limits: { user: { messages: 5 } } });
	assert.deepEqual([changed.status, changed.body.effective.limits.user.messages], [200, 5]);
	const limitOf = async (client: Client) => (await client.get<{ messages: { limit: number } }>('/quota')).body;
	assert.equal((await theirs.get<Answered>(PATH)).body.effective.limits.user.messages, 5);
	assert.equal((await adminOf(kit).get<Answered>(PATH)).body.effective.limits.user.messages, 3);
	assert.equal((await limitOf(await kit.ready('ana'))).messages.limit, 3);
	assert.equal((await limitOf(await kit.ready('eve', { tenantId: 'globex' }))).messages.limit, 5);
});

test('enabled: true does not switch on what the host has switched off', async (t) => {
	const { kit, set, ask } = await deskFor(t, { tenants: { disabled: ['acme'] } });
	assert.equal((await set({ enabled: true })).effective.enabled, false);
	assert.equal(codeOf(await ask(await kit.ready('ana'))), 'tenant_disabled');
});

test('disclosure: a new version is asked for again, in the tenant’s words', async (t) => {
	const { kit, set, ask } = await deskFor(t);
	const ana = await kit.ready('ana');
	await set({ disclosure: { version: '2', texts: { en: 'Acme’s robot answers.' }, url: 'https://acme.example/ai' } });
	assert.equal(codeOf(await ask(ana)), 'disclosure_required');
	const { body } = await ana.get<Record<string, unknown>>('/disclosure/status');
	assert.deepEqual(
		[body.current_version, body.text, body.url, body.accepted],
		['2', 'Acme’s robot answers.', 'https://acme.example/ai', false],
	);
	assert.equal((await ana.post('/disclosure/accept', { version: '1' })).status, 422);
	await ana.post('/disclosure/accept', { version: '2' });
	assert.equal((await ask(ana)).done, true);
});

test('limits: of a person and of the tenant, below the host’s', async (t) => {
	const { kit, set, ask } = await deskFor(t, { quota: { user: { messages: 5 }, tenant: { messages: null } } });
	const ana = await kit.ready('ana');
	await set({ limits: { user: { messages: 1 } } });
	assert.equal((await ask(ana)).done, true);
	assert.equal(codeOf(await ask(ana)), 'quota_exceeded');
	await set({ limits: { user: { messages: 5 }, tenant: { messages: 1 } } });
	const ben = await kit.ready('ben');
	assert.equal((await ask(ben)).done, true);
	const full = await ask(ana);
	assert.deepEqual([codeOf(full), (full.body as { scope: string }).scope], ['quota_exceeded', 'tenant']);
	const { body } = await ana.get<{ messages: { limit: number | null }; state: string }>('/quota');
	assert.deepEqual([body.messages.limit, body.state], [5, 'exhausted']);
});

test('limits: a tenant cannot allow itself more than the host does', async (t) => {
	const quota = { user: { messages: 5 }, tenant: { messages: null, costUsd: 1 } };
	const { admin } = await deskFor(t, { quota });
	const above: readonly (readonly [limits: object, setting: string])[] = [
		[{ user: { messages: 6 } }, 'limits.user.messages'],
		[{ user: { messages: null } }, 'limits.user.messages'],
		[{ user: { messages: 5 }, tenant: { cost: '1.000001' } }, 'limits.tenant.cost'],
		[{ tenant: { cost: null } }, 'limits.tenant.cost'],
	];
	for (const [limits, setting] of above) {
		const { status, body } = await put(admin, { version: 0, limits });
		assert.deepEqual([status, body], [422, { ...body, code: 'setting_without_effect', setting }], setting);
	}
	assert.equal(
		(await put(admin, { version: 0, limits: { user: { tokens: 9 }, tenant: { messages: null } } })).status,
		200,
	);
});

test('limits: what the host has lowered since holds', async (t) => {
	const database = databaseFor(t);
	const before = await kitFor(t, { database, quota: { user: { messages: 9 } } });
	assert.equal((await put(adminOf(before), { version: 0, limits: { user: { messages: 8 } } })).status, 200);
	const after = await kitFor(t, { database, quota: { user: { messages: 7 } } });
	assert.equal((await adminOf(after).get<Answered>(PATH)).body.effective.limits.user.messages, 7);
	const { body } = await (await after.ready('ana')).get<{ messages: { limit: number } }>('/quota');
	assert.equal(body.messages.limit, 7);
});

test('limits: what a turn may cost', async (t) => {
	const { kit, set, ask } = await deskFor(t, { prices: { scripted: { input: 1, output: 1 } } });
	const ana = await kit.ready('ana');
	assert.equal((await ask(ana)).done, true);
	const { effective } = await set({ limits: { user: { cost: '0.000001' } } });
	assert.equal(effective.limits.user.cost, '0.000001');
	assert.equal(codeOf(await ask(ana)), 'cost_cap_reached');
});

test('intents: refused with the tenant’s own sentence, and no model is asked', async (t) => {
	const { kit, set, ask } = await deskFor(t);
	const [ana, eve] = [await kit.ready('ana'), await kit.ready('eve', { tenantId: 'globex' })];
	const examples = ['Which numbers will win the lottery?', 'Tell me the lottery numbers of Saturday'];
	const answer = { en: 'We do not predict lotteries.' };
	await set({ intents: [{ label: 'lottery', examples, refused: true, answer }] });
	const refused = await ask(ana, examples[0]);
	const part = refused.parts.find(({ type }) => type === 'data-refused');
	assert.match(JSON.stringify(part), /We do not predict lotteries\./);
	assert.equal(kit.model.asked.length, 0);
	assert.equal(
		(await ask(eve, examples[0])).parts.some(({ type }) => type === 'data-refused'),
		false,
	);
	assert.match(JSON.stringify((await ana.get(ana.path)).body), /We do not predict lotteries\./, 'also when read again');
});

test('intents have no effect where the host’s own classifier judges, and are refused', async (t) => {
	const judge = { classify: () => ({ label: 'how_to' as const, confidence: 1, refused: false, reason: 'own' }) };
	const { admin } = await deskFor(t, { classifier: judge });
	const refused = await put(admin, { version: 0, intents: [{ label: 'lottery', examples: ['numbers'] }] });
	assert.deepEqual([refused.status, codeOf(refused)], [422, 'setting_without_effect']);
});

test('allowed_hosts: a link there leaves, for this tenant alone; layer D keeps all else', async (t) => {
	const { kit, set, ask } = await deskFor(t);
	const [ana, eve] = [await kit.ready('ana'), await kit.ready('eve', { tenantId: 'globex' })];
	const link = 'See https://docs.partner.example/a and https://evil.example/b .';
	const shown = async (person: Client & { path: string }) => {
		kit.model.says(link);
		return textOf((await ask(person)).parts);
	};
	assert.doesNotMatch(await shown(ana), /partner\.example/);
	await set({ allowed_hosts: ['*.partner.example'] });
	const now = await shown(ana);
	assert.match(now, /https:\/\/docs\.partner\.example\/a/);
	assert.doesNotMatch(now, /evil\.example/);
	assert.doesNotMatch(await shown(eve), /partner\.example/);
});

test('retention_days: the tenant’s in place of the host’s, and the host’s again where it is left out', async (t) => {
	const { admin, set } = await deskFor(t, { retention: { days: 30 } });
	const read = async () => {
		const { own, effective } = (await admin.get<Answered>(PATH)).body as unknown as Record<
			string,
			{ retention_days?: number }
		>;
		return [own?.retention_days, effective?.retention_days];
	};
	assert.deepEqual(await read(), [undefined, 30]);
	await set({ retention_days: 90 });
	assert.deepEqual(await read(), [90, 90]);
	await set({});
	assert.deepEqual(await read(), [undefined, 30]);
});

test('a change holds for the next turn; an answer under way goes on as it began', async (t) => {
	const { kit, set, ask } = await deskFor(t);
	const ana = await kit.ready('ana');
	let release = () => {};
	const gate = new Promise<void>((open) => {
		release = open;
	});
	kit.model.says(async function* () {
		yield [{ type: 'text', text: 'Begun, ' }];
		await gate;
		yield [
			{ type: 'text', text: 'ended.' },
			{ type: 'finish', reason: 'stop' },
		];
	});
	const answer = ask(ana);
	await eventually(() => kit.model.asked.length === 1, 'the model is asked');
	await set({ enabled: false });
	release();
	assert.equal(textOf((await answer).parts), 'Begun, ended.');
	assert.equal(codeOf(await ask(ana)), 'tenant_disabled');
});

test('what is wrong is named, and nothing of it is kept', async (t) => {
	const { admin } = await deskFor(t);
	const wrong: readonly (readonly [body: Record<string, unknown>, fault: string])[] = [
		[{ enabld: false }, 'body extra_forbidden'],
		[{ disclosure: { required: false } }, 'body.disclosure extra_forbidden'],
		[{ limits: { global: { messages: 1 } } }, 'body.limits extra_forbidden'],
		[{ enabled: 'no' }, 'body.enabled bool_parsing'],
		[{ limits: { user: { messages: -1 } } }, 'body.limits.user.messages greater_than_equal'],
		[{ limits: { user: { cost: '1e9' } } }, 'body.limits.user.cost value_error'],
		[{ limits: { user: { cost: '0.0000001' } } }, 'body.limits.user.cost value_error'],
		[{ disclosure: { url: 'javascript:alert(1)' } }, 'body.disclosure.url value_error'],
		[{ disclosure: { version: ' ' } }, 'body.disclosure.version string_too_short'],
		[{ allowed_hosts: ['https://a.example/x'] }, 'body.allowed_hosts.0 value_error'],
		[{ retention_days: 0 }, 'body.retention_days greater_than_equal'],
		[{ retention_days: 1.5 }, 'body.retention_days int_from_float'],
		[{ intents: [{ label: 'unknown', examples: ['a'] }] }, 'body.intents.0.label value_error'],
		[{ intents: [{ label: 'billing', examples: ['a'], refused: true }] }, 'body.intents.0.refused value_error'],
		[{ intents: [{ label: 'mine', examples: [] }] }, 'body.intents.0.examples too_short'],
	];
	for (const [body, fault] of wrong) {
		const refused = await put(admin, { version: 0, ...body });
		assert.deepEqual([refused.status, faultsOf(refused)], [422, [fault]], JSON.stringify(body));
	}
	assert.deepEqual(faultsOf(await put(admin, {})), ['body.version missing']);
	assert.equal((await admin.get<Answered>(PATH)).body.version, 0);
	assert.deepEqual(await auditOf(admin), []);
});

test('of ten admins who change one version at once one does, nine are told which version holds', async (t) => {
	const { admin, set } = await deskFor(t);
	for (const version of [0, 1]) {
		const answers = await Promise.all(
			Array.from({ length: 10 }, (_, at) => put(admin, { version, limits: { user: { messages: at } } })),
		);
		const lost = answers.filter(({ status }) => status === 409);
		assert.equal(lost.length, 9);
		for (const one of lost) assert.deepEqual([codeOf(one), one.body.version], ['settings_conflict', version + 1]);
	}
	assert.equal((await set({})).version, 3);
});

test('a change is written down by its keys, never by its words', async (t) => {
	const { admin, set } = await deskFor(t);
	await set({ enabled: false, disclosure: { version: '2', texts: { en: 'canary' } } });
	await set({ disclosure: { version: '3', texts: { en: 'canary' } }, limits: { user: { messages: 5 } } });
	const entries = await auditOf(admin);
	assert.deepEqual(
		entries.map(({ action, details }) => [action, details]),
		[
			['settings.change', { version: 1, changed: ['disclosure.texts.en', 'disclosure.version', 'enabled'] }],
			['settings.change', { version: 2, changed: ['disclosure.version', 'enabled', 'limits.user.messages'] }],
		],
	);
	assert.doesNotMatch(JSON.stringify(entries), /canary/);
});

test('another process hears of it by asking the store again', { timeout: 30_000 }, async (t) => {
	const database = databaseFor(t);
	const { kit, set } = await deskFor(t, { database });
	const other = await kitFor(t, { database });
	const ana = await other.ready('ana');
	const send = () => other.as('ana').stream(`${ana.path}/messages`, { content: 'hello' });
	assert.equal((await send()).done, true);
	await set({ enabled: false });
	const offThere = async () => {
		const { body } = await kit.as('ana').get<{ enabled: boolean }>('/quota');
		const there = await other.as('ana').get<{ enabled: boolean }>('/quota');
		return !body.enabled && !there.body.enabled;
	};
	await eventually(offThere, 'the other process knows');
	assert.equal(codeOf(await send()), 'tenant_disabled');
});

/** The part that knows tenants, on a store and a clock that a test holds in its hands. */
function tenantsOnAClock() {
	const desk = { asked: 0, version: 1, now: 0, hear() {} };
	const settings = {
		async version() {
			desk.asked += 1;
			return desk.version;
		},
		async read() {
			desk.asked += 1;
			return { version: desk.version, own: {}, updatedAt: 0 };
		},
	};
	const bus = {
		subscribe(_topic: string, listener: () => void) {
			desk.hear = listener;
			return () => {};
		},
		publish() {},
	};
	const host = { bus, store: { settings } } as unknown as Parts;
	const tenants = createTenants(
		host,
		() => ({ ...host }),
		() => desk.now,
	);
	return { desk, host, tenants, settings };
}

test('the store is asked once in two seconds, not once a turn; a change that is heard of is asked for at once', async () => {
	const { desk, host, tenants, settings } = tenantsOnAClock();
	const first = await tenants.partsFor('acme');
	for (let turn = 0; turn < 100; turn += 1) assert.equal(await tenants.partsFor('acme'), first);
	assert.equal(desk.asked, 1);
	desk.now = 2000;
	const same = await Promise.all(Array.from({ length: 50 }, () => tenants.partsFor('acme')));
	assert.deepEqual([desk.asked, new Set([...same, first]).size], [2, 1], 'fifty at once ask once, and nothing changed');
	desk.version = 2;
	assert.equal(await tenants.partsFor('acme'), first);
	desk.hear();
	assert.notEqual(await tenants.partsFor('acme'), first);
	desk.version = 0;
	desk.hear();
	assert.equal(await tenants.partsFor('acme'), host, 'nothing set is the host itself');
	settings.version = async () => {
		throw new Error('away');
	};
	desk.hear();
	assert.equal(await tenants.partsFor('acme'), host, 'a database that is away changes nothing');
});
