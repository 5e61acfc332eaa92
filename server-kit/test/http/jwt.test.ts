// Bearer tokens over HTTP: only the right key, the right algorithm, the right issuer, audience and time let a person in.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { CryptoKey } from 'jose';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { createSupportKit } from '../../src/index.ts';
import type { SupportKitOptions } from '../../src/options.ts';

type Jwt = NonNullable<SupportKitOptions['auth']['jwt']>;

const SECRET = 'the secret of the shop, at least 32 characters';
const OTHER = 'the secret of another shop, over 32 characters';
const CHECKS = { issuer: 'https://id.example.com', audience: 'deskbell' };
const bytes = (text: string) => new TextEncoder().encode(text);
const now = () => Math.floor(Date.now() / 1000);

const warned: string[] = [];

interface Door {
	/** The status that this token gets, and who it is taken for. */
	knock(token: string, scheme?: string): Promise<{ status: number; body: Record<string, unknown> }>;
	close(): Promise<void>;
}

async function doorWith(jwt: Jwt): Promise<Door> {
	const kit = createSupportKit({
		database: ':memory:',
		secret: 'the secret of hand-overs, at least 32 characters',
		auth: { jwt },
		log: { info() {}, warn: (said) => void warned.push(said), error() {} },
	});
	await kit.migrate();
	const server = createServer(kit.callback).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/support/ai`;
	return {
		async knock(token, scheme = 'Bearer') {
			const response = await fetch(`${url()}/conversations`, { headers: { authorization: `${scheme} ${token}` } });
			return { status: response.status, body: (await response.json()) as Record<string, unknown> };
		},
		async close() {
			await kit.close();
			server.closeAllConnections();
			server.close();
		},
	};
}

const CLAIMS: JWTPayload = { tenantId: 'acme', userId: 'ada', iss: CHECKS.issuer, aud: CHECKS.audience };

function token(
	claims: JWTPayload = {},
	key: Uint8Array | CryptoKey = bytes(SECRET),
	header: { alg?: string; kid?: string; jku?: string; x5u?: string; jwk?: JWK } = {},
) {
	const payload: JWTPayload = { ...CLAIMS, exp: now() + 300, ...claims };
	for (const [name, value] of Object.entries(payload)) if (value === undefined) delete payload[name];
	return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', ...header }).sign(key);
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('one secret, HS256', () => {
	let door: Door;
	before(async () => {
		door = await doorWith({ ...CHECKS, secret: SECRET });
	});
	after(() => door.close());

	const refused = async (given: string, scheme?: string) => {
		const { status, body } = await door.knock(given, scheme);
		assert.equal(status, 401, JSON.stringify(body));
		assert.equal(body.code, 'unauthenticated');
		assert.doesNotMatch(String(body.detail), /signature|jwt|expired|issuer/i);
	};

	test('a good token is let in, whatever the case of the scheme and the spaces behind it', async () => {
		for (const scheme of ['Bearer', 'bearer', 'Bearer  '])
			assert.equal((await door.knock(await token(), scheme)).status, 200);
	});

	test('no signature: alg none in every spelling', async () => {
		for (const alg of ['none', 'None', 'NONE', '']) {
			const payload = part({ ...CLAIMS, exp: now() + 300 });
			await refused(`${part({ alg })}.${payload}.`);
			await refused(`${part({ alg })}.${payload}.AAAA`);
		}
	});

	test('a signature that is wrong, missing, of another key, another algorithm or another text', async () => {
		const good = await token();
		const [head, payload, signature] = good.split('.') as [string, string, string];
		await refused(`${head}.${part({ ...CLAIMS, userId: 'eve', exp: now() + 300 })}.${signature}`);
		await refused(`${head}.${payload}.${[...signature].reverse().join('')}`);
		await refused(`${head}.${payload}`);
		await refused(await token({}, bytes(OTHER)));
		for (const alg of ['HS384', 'HS512']) await refused(await token({}, bytes(SECRET.repeat(2)), { alg }));
		// The right key, too: an algorithm that nobody chose is none.
		for (const alg of ['HS384', 'HS512']) await refused(await token({}, bytes(SECRET), { alg }));
	});

	test('the wrong issuer or audience, or none', async () => {
		for (const wrong of [
			{ iss: 'https://evil.example.com' },
			{ iss: undefined },
			{ aud: 'another' },
			{ aud: undefined },
			{ aud: ['a', 'b'] },
		])
			await refused(await token(wrong));
		assert.equal((await door.knock(await token({ aud: ['other', CHECKS.audience] }))).status, 200);
	});

	test('expired: a minute is forgiven, more is not; without an end it is no token', async () => {
		assert.equal((await door.knock(await token({ exp: now() - 50 }))).status, 200);
		for (const exp of [now() - 65, 0, -1, undefined]) await refused(await token({ exp }));
		await refused(await token({ exp: String(now() + 300) as unknown as number }));
		await refused(await token({ nbf: now() + 120 }));
		assert.equal((await door.knock(await token({ nbf: now() + 50 }))).status, 200);
	});

	test('S-21 a token that lives longer than an hour is refused, and the log says why', async () => {
		assert.equal((await door.knock(await token({ exp: now() + 3600 }))).status, 200);
		assert.equal((await door.knock(await token({ iat: now(), exp: now() + 3600 }))).status, 200);
		warned.length = 0;
		await refused(await token({ exp: now() + 3700 }));
		await refused(await token({ iat: now() - 3600, exp: now() + 300 }));
		assert.match(warned.join('\n'), /maxLifetimeSeconds/);
		// One that says it was signed in the future would live longer than it says.
		await refused(await token({ iat: now() + 86_400, exp: now() + 86_400 + 300 }));
	});

	test('where its key is to be found, a token does not say', async () => {
		for (const header of [{ jku: 'https://evil.example.com/keys' }, { x5u: 'https://evil.example.com/cert' }])
			await refused(await token({}, bytes(OTHER), header));
		await refused(await token({}, bytes(OTHER), { jwk: { kty: 'oct', k: Buffer.from(OTHER).toString('base64url') } }));
	});

	test('claims that name nobody, or that do not fit the store', async () => {
		const wrong: JWTPayload[] = [
			{ tenantId: undefined },
			{ userId: undefined },
			{ tenantId: '' },
			{ userId: '' },
			{ userId: 42 },
			{ userId: ['ada'] },
			{ tenantId: { toString: 'acme' } },
			{ tenantId: 'x'.repeat(65) },
			{ userId: 'x'.repeat(129) },
			{ userId: 'ada\u0000' },
			{ userId: 'ada\n' },
		];
		for (const claims of wrong) await refused(await token(claims));
		assert.equal((await door.knock(await token({ tenantId: 'x'.repeat(64), userId: 'ü'.repeat(128) }))).status, 200);
	});

	test('garbage is 401, never 500', async () => {
		for (const garbage of [
			'',
			'x',
			'a.b',
			'a.b.c',
			'...',
			'a.b.c.d',
			`${part({ alg: 'HS256' })}.!!.x`,
			`${part('x')}.${part([])}.AAAA`,
			'e30.e30.AAAA',
		])
			await refused(garbage);
		await refused(await token(), 'Basic');
		const crit = part({ alg: 'HS256', crit: ['x'], x: 1 });
		const body = part({ ...CLAIMS, exp: now() + 300 });
		const signature = createHmac('sha256', SECRET).update(`${crit}.${body}`).digest('base64url');
		await refused(`${crit}.${body}.${signature}`);
	});
});

test('a secret per tenant: the key must be the one of the tenant that is claimed', async (t) => {
	const door = await doorWith({ ...CHECKS, secret: { acme: SECRET, other: OTHER } });
	t.after(door.close);
	assert.equal((await door.knock(await token())).status, 200);
	assert.equal((await door.knock(await token({ tenantId: 'other' }, bytes(OTHER)))).status, 200);
	assert.equal((await door.knock(await token({ tenantId: 'other' }))).status, 401);
	assert.equal((await door.knock(await token({}, bytes(OTHER)))).status, 401);
	for (const tenantId of ['unknown', '__proto__', 'constructor', 'toString', ''])
		assert.equal((await door.knock(await token({ tenantId }))).status, 401, tenantId);
});

test('claims under other names', async (t) => {
	const door = await doorWith({ ...CHECKS, secret: SECRET, claims: { tenantId: 'org', userId: 'sub' } });
	t.after(door.close);
	assert.equal(
		(await door.knock(await token({ org: 'acme', sub: 'ada', tenantId: undefined, userId: undefined }))).status,
		200,
	);
	assert.equal((await door.knock(await token())).status, 401);
});

describe('keys fetched from a JWKS, RS256 and ES256', () => {
	let door: Door;
	let rsa: CryptoKey;
	let ec: CryptoKey;
	let rsaPublic: CryptoKey;
	let served: { keys: JWK[] };
	let jwks: ReturnType<typeof createServer>;
	before(async () => {
		const pairs = { rsa: await generateKeyPair('RS256'), ec: await generateKeyPair('ES256') };
		rsa = pairs.rsa.privateKey;
		ec = pairs.ec.privateKey;
		rsaPublic = pairs.rsa.publicKey;
		served = {
			keys: [
				{ ...(await exportJWK(pairs.rsa.publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig' },
				{ ...(await exportJWK(pairs.ec.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' },
			],
		};
		jwks = createServer((_request, response) => response.end(JSON.stringify(served))).listen(0, '127.0.0.1');
		await once(jwks, 'listening');
		const jwksUrl = `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/keys`;
		door = await doorWith({ ...CHECKS, jwksUrl });
	});
	after(async () => {
		await door.close();
		jwks.closeAllConnections();
		jwks.close();
	});

	test('the key is found by its kid; without one by its kind', async () => {
		assert.equal((await door.knock(await token({}, rsa, { alg: 'RS256', kid: 'rsa' }))).status, 200);
		assert.equal((await door.knock(await token({}, ec, { alg: 'ES256', kid: 'ec' }))).status, 200);
		assert.equal((await door.knock(await token({}, rsa, { alg: 'RS256' }))).status, 200);
	});

	test('an unknown kid, the kid of another key and a key that is not listed are refused', async () => {
		const stranger = (await generateKeyPair('RS256')).privateKey;
		assert.equal((await door.knock(await token({}, rsa, { alg: 'RS256', kid: 'new' }))).status, 401);
		assert.equal((await door.knock(await token({}, rsa, { alg: 'RS256', kid: 'ec' }))).status, 401);
		assert.equal((await door.knock(await token({}, stranger, { alg: 'RS256', kid: 'rsa' }))).status, 401);
	});

	test('the public key is no secret: signing HS256 with it opens nothing', async () => {
		const pem = await exportSPKI(rsaPublic);
		for (const key of [pem, pem.trim(), JSON.stringify(served.keys[0])])
			for (const kid of ['rsa', undefined])
				assert.equal(
					(await door.knock(await token({}, bytes(key), { alg: 'HS256', ...(kid && { kid }) }))).status,
					401,
				);
	});

	test('PS256 and RS512 were not agreed on', async () => {
		for (const alg of ['PS256', 'RS512']) {
			const { privateKey } = await generateKeyPair(alg);
			assert.equal((await door.knock(await token({}, privateKey, { alg, kid: 'rsa' }))).status, 401);
		}
	});
});

test('keys that cannot be fetched are the server’s fault: no answer that blames the token', async (t) => {
	const door = await doorWith({ ...CHECKS, jwksUrl: 'http://127.0.0.1:9/keys' });
	t.after(door.close);
	const { privateKey } = await generateKeyPair('RS256');
	const { status, body } = await door.knock(await token({}, privateKey, { alg: 'RS256', kid: 'rsa' }));
	assert.ok(status >= 500, `${status}`);
	assert.doesNotMatch(JSON.stringify(body), /127\.0\.0\.1|ECONN|fetch/);
});
