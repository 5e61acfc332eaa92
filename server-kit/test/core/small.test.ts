// The core's small certainties: who may do what, language tags, periods of the quota, names of processes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { describe, test } from 'node:test';
import { createRunner } from '../../src/connect/runner.ts';
import type { Caller } from '../../src/core/caller.ts';
import { scope } from '../../src/core/gates/scope.ts';
import { localeOf } from '../../src/core/locale.ts';
import { type Action, demand, may } from '../../src/core/permissions.ts';
import { FREE } from '../../src/core/price.ts';
import { amountsOf, estimate, periodOf, secondsUntil, tokensIn } from '../../src/core/quota.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Parts, TurnState } from '../../src/core/turn-state.ts';

test('gate 2: a turn of nobody, or of no tenant, is unauthenticated', () => {
	const turnOf = (tenantId: string, userId: string) =>
		({ caller: { tenantId, userId, kind: 'customer', roles: [] } }) as unknown as TurnState;
	for (const [tenantId, userId] of [
		['', 'u'],
		['t', ''],
		['', ''],
	] as const)
		assert.throws(() => scope(turnOf(tenantId, userId), {} as Parts), { code: 'unauthenticated' });
	assert.doesNotThrow(() => scope(turnOf('t', 'u'), {} as Parts));
});

describe('permissions', () => {
	// biome-ignore format: the columns are the point
	const TABLE: readonly (readonly [Action, customer: boolean, visitor: boolean, agent: boolean, admin: boolean, service: boolean])[] = [
		['conversation:own', true,  true,  true,  true, false],
		['case:own',         true,  false, true,  true, false],
		['data:own',         true,  true,  true,  true, false],
		['desk:read',        false, false, true,  true, false],
		['desk:reply',       false, false, true,  true, false],
		['knowledge:write',  false, false, false, true, true ],
		['training:review',  false, false, false, true, false],
		['settings:write',   false, false, false, true, false],
		['usage:read',       false, false, false, true, true ],
		['audit:read',       false, false, false, true, false],
	];
	const KINDS = ['customer', 'visitor', 'agent', 'admin', 'service'] as const;
	const caller = (kind: string): Caller => ({
		tenantId: 't',
		userId: 'u',
		kind: kind as Caller['kind'],
		roles: ['admin'],
	});

	for (const [action, ...allowed] of TABLE)
		for (const [column, kind] of KINDS.entries())
			test(`${kind}: ${action} ${allowed[column] ? 'yes' : 'no'}`, () => {
				assert.equal(may(caller(kind), action), allowed[column]);
				if (allowed[column]) return demand(caller(kind), action);
				assert.throws(() => demand(caller(kind), action), { code: 'forbidden' });
			});

	test('an unknown kind and an unknown action may nothing', () => {
		for (const kind of ['', 'root', '__proto__', 'constructor', '0'])
			assert.equal(may(caller(kind), 'case:own'), false);
		assert.equal(may(caller('admin'), 'everything' as Action), false);
	});
});

test('a language tag comes back canonical, or not at all', () => {
	const table: [string | undefined, string | undefined][] = [
		['de', 'de'],
		['DE-ch', 'de-CH'],
		['zh-hant-tw', 'zh-Hant-TW'],
		['iw', 'he'],
		['', undefined],
		[undefined, undefined],
		['de_CH', undefined],
		['*', undefined],
		['not a tag', undefined],
		['x'.repeat(500), undefined],
		['de\u0000', undefined],
	];
	for (const [given, expected] of table) assert.equal(localeOf(given), expected, String(given));
	assert.ok((localeOf(`de-x-${'abcdefgh-'.repeat(8)}a`) ?? '').length <= 35);
});

describe('periods of the quota', () => {
	const settings = (period: 'day' | 'month') => ({ quota: { period } }) as unknown as Settings;
	const table: ['day' | 'month', now: string, startsAt: string, resetsAt: string][] = [
		['day', '2026-11-22T09:30:00.000Z', '2026-11-22', '2026-11-23'],
		['day', '2026-11-22T00:00:00.000Z', '2026-11-22', '2026-11-23'],
		['day', '2026-11-22T23:59:59.999Z', '2026-11-22', '2026-11-23'],
		['day', '2026-12-31T23:59:59.999Z', '2026-12-31', '2027-01-01'],
		['day', '2028-02-28T12:00:00.000Z', '2028-02-28', '2028-02-29'],
		['day', '2027-02-28T12:00:00.000Z', '2027-02-28', '2027-03-01'],
		['month', '2026-12-31T23:59:59.999Z', '2026-12-01', '2027-01-01'],
		['month', '2027-01-01T00:00:00.000Z', '2027-01-01', '2027-02-01'],
		['month', '2028-02-29T12:00:00.000Z', '2028-02-01', '2028-03-01'],
	];
	for (const [period, now, startsAt, resetsAt] of table)
		test(`${period} of ${now}`, () => {
			const found = periodOf(settings(period), Date.parse(now));
			assert.deepEqual(found, { startsAt: Date.parse(startsAt), resetsAt: Date.parse(resetsAt) });
		});

	test('the wait until the reset is whole seconds, at least one', () => {
		assert.deepEqual(
			[secondsUntil(1_000, 0), secondsUntil(1_001, 0), secondsUntil(5, 5), secondsUntil(0, 9)],
			[1, 2, 1, 1],
		);
	});

	test('the estimate is never below what a turn may come to; what it came to has the price of its model', () => {
		const prices = { input: 1_000_000, cachedInput: 0, output: 2_000_000 };
		const answer = { maxOutputTokens: 100, maxPromptTokens: 1_000, prices };
		const settings = { answer, priceOf: (model: string) => (model === 'dear' ? prices : FREE) } as unknown as Settings;
		const asked = estimate(settings, 'x'.repeat(401));
		assert.deepEqual(asked, { messages: 1, tokens: 1_201, cost: 1_101 + 200 });
		const usage = { inputTokens: 10, outputTokens: 3, estimated: false };
		assert.deepEqual(amountsOf(settings, 'dear', usage), { messages: 0, tokens: 13, cost: 16 });
		assert.deepEqual(amountsOf(settings, 'free', usage), { messages: 0, tokens: 13, cost: 0 });
		assert.deepEqual([tokensIn(''), tokensIn('a'), tokensIn('abcde')], [0, 1, 2]);
	});
});

describe('names of processes', () => {
	const host = hostname().slice(0, 60);

	test('this start lives; an earlier start with the same number does not; another machine may', () => {
		const runner = createRunner('nonce');
		assert.equal(runner.mayLive(runner.name), true);
		assert.equal(runner.mayLive(`${host}/${process.pid}/other`), false);
		assert.equal(runner.mayLive(`elsewhere/${process.pid}/other`), true);
		assert.equal(runner.mayLive(`${host}/${process.ppid}/parent`), true);
		assert.ok(runner.name.length <= 128);
	});

	test('an answer stands still from the first look at its last sign of life on; the one looked at longest ago is forgotten', () => {
		let elapsed = 5;
		const runner = createRunner('nonce', () => elapsed);
		assert.equal(runner.stillFor(1, 100), 0);
		elapsed += 7;
		assert.deepEqual([runner.stillFor(1, 100), runner.stillFor(2, 100)], [7, 0]);
		assert.equal(runner.stillFor(1, 101), 0, 'a new sign');
		elapsed += 1;
		for (let other = 10; other < 1_009; other += 1) runner.stillFor(other, 0);
		assert.deepEqual([runner.stillFor(1, 101), runner.stillFor(2, 100)], [1, 0]);
	});

	test('whose clock is ours', () => {
		const runner = createRunner('nonce');
		assert.equal(runner.isHere(runner.name), true);
		assert.equal(runner.isHere(`${host}/1/parent`), true);
		for (const name of ['elsewhere/1/x', '']) assert.equal(runner.isHere(name), false, name);
	});

	test('a process that has ended does not live', async () => {
		const child = spawn(process.execPath, ['-e', '']);
		const name = `${host}/${child.pid}/child`;
		await once(child, 'exit');
		assert.equal(createRunner('nonce').mayLive(name), false);
	});

	test('a name without a process is nobody’s on this machine', () => {
		const runner = createRunner('nonce');
		for (const name of [`${host}/none/x`, host]) assert.equal(runner.mayLive(name), false, name);
	});
});
