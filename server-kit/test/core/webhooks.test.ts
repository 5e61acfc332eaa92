// Webhooks without a network: when an attempt is made again, what signs it, what is sealed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { createSealer } from '../../src/connect/sealed.ts';
import { askedIn, DELAYS, delayAfter } from '../../src/core/webhooks/schedule.ts';
import { newSecret, signedHeaders } from '../../src/core/webhooks/signature.ts';

const HOUR = 3_600_000;

test('S-28 ten attempts in some 75 hours, from five seconds to a day apart, each a tenth longer or shorter', () => {
	const total = DELAYS.reduce((sum, delay) => sum + delay, 0) / HOUR;
	assert.ok(total > 75 && total < 76, `${total} hours`);
	assert.deepEqual([DELAYS[0], DELAYS.at(-1), DELAYS.length + 1], [5000, 24 * HOUR, 10]);
	for (const [at, delay] of DELAYS.entries()) {
		assert.equal(
			delayAfter(at + 1, null, () => 0),
			Math.round(delay * 0.9),
		);
		assert.equal(
			delayAfter(at + 1, null, () => 0.5),
			delay,
		);
		assert.equal(
			delayAfter(at + 1, null, () => 1),
			Math.round(delay * 1.1),
		);
	}
	assert.equal(
		delayAfter(10, null, () => 0.5),
		null,
	);
	assert.equal(
		delayAfter(10, HOUR, () => 0.5),
		null,
		'whoever asks for more time does not get more attempts',
	);
});

test('S-28 a receiver that asks to be left alone is, for an hour at most', () => {
	assert.equal(
		delayAfter(1, 60_000, () => 0.5),
		60_000,
	);
	assert.equal(
		delayAfter(1, 10 * HOUR, () => 0.5),
		HOUR,
	);
	assert.equal(
		delayAfter(4, 60_000, () => 0.5),
		2 * HOUR,
		'never earlier than we would',
	);
});

test('Retry-After is read in seconds and as a date; nonsense says nothing', () => {
	const now = Date.UTC(2026, 10, 22, 9, 0, 0);
	assert.equal(askedIn('120', now), 120_000);
	assert.equal(askedIn('Sun, 22 Nov 2026 09:01:00 GMT', now), 60_000);
	assert.equal(askedIn('Sun, 22 Nov 2026 08:00:00 GMT', now), 0);
	for (const nonsense of [undefined, '', 'soon', '-5', '1e9999']) {
		const asked = askedIn(nonsense, now);
		assert.ok(asked === null || (asked >= 0 && Number.isFinite(asked)), String(nonsense));
	}
});

test('S-27 the library of Standard Webhooks takes our signature, with each of two secrets, and no other', () => {
	const [one, other, stranger] = [newSecret(), newSecret(), newSecret()];
	const body = '{"type":"case.created","data":{"text":"ü 🙂"}}';
	const headers = signedHeaders({ id: 'evt_1', at: Date.now(), body }, [one, other]);
	for (const secret of [one, other]) assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body));
	assert.throws(() => new Webhook(stranger).verify(body, headers));
	assert.throws(() => new Webhook(one).verify(body.replace('ü', 'u'), headers));
	assert.throws(() => new Webhook(one).verify(body, { ...headers, 'webhook-id': 'evt_2' }));
	const late = signedHeaders({ id: 'evt_1', at: Date.now() - HOUR, body }, [one]);
	assert.throws(() => new Webhook(one).verify(body, late));
});

test('a secret is the same as another’s once in 2^256', () => {
	assert.match(newSecret(), /^whsec_[A-Za-z0-9+/]{43}=$/);
	assert.notEqual(newSecret(), newSecret());
});

test('S-18 what is sealed for one tenant opens for no other, with no other secret, and not when it was changed', () => {
	const sealer = createSealer('a secret for tests, 32 characters or more');
	const sealed = sealer.seal('acme', 'whsec_ü');
	assert.ok(!sealed.includes('whsec'));
	assert.notEqual(sealer.seal('acme', 'whsec_ü'), sealed, 'the same is sealed differently each time');
	assert.equal(sealer.open('acme', sealed), 'whsec_ü');
	assert.equal(sealer.open('other', sealed), null);
	assert.equal(createSealer('another secret for tests, 32 characters').open('acme', sealed), null);
	for (let at = 0; at < sealed.length - 1; at += 1) {
		const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
		assert.equal(sealer.open('acme', changed), null, `changed at ${at}`);
	}
	for (const nonsense of ['', 'v1', 'v1.', 'v1.AAAA', 'v2.AAAA']) assert.equal(sealer.open('acme', nonsense), null);
});
