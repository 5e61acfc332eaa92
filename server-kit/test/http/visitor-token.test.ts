// Visitors' tokens: forged, bent or meant for something else they open nothing, and are not renewed.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type Client, createClient, type StartedKit, startKit } from '@deskbell/server-kit/testing';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { VisitorToken } from '../../src/protocol/index.ts';

const SECRET = 'the secret of the host, 32 characters or more';
const bytes = (text: string) => new TextEncoder().encode(text);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

let kit: StartedKit;
let real: VisitorToken;
before(async () => {
	const rates = { visitors: { limit: 1000, windowSeconds: 60 } };
	kit = await startKit({ secret: SECRET, visitors: { tenant: 'acme' }, rates });
	real = (await createClient(kit.face, {}).post<VisitorToken>('/visitor')).body;
});
after(() => kit.close());

const withToken = (token: string): Client => createClient(kit.face, { authorization: `Bearer ${token}` });

function claims(): JWTPayload & { iat: number } {
	const iat = Math.floor(kit.clock.now() / 1000);
	const meant = { iss: 'deskbell', aud: 'deskbell-visitor' };
	return { tenantId: 'acme', sub: real.visitor_id, ...meant, iat, exp: iat + 60 };
}

function sign(more: JWTPayload = {}, header: Record<string, unknown> = {}, key = SECRET): Promise<string> {
	const payload = Object.fromEntries(
		Object.entries({ ...claims(), ...more }).filter(([, value]) => value !== undefined),
	);
	return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'visitor+jwt', ...header }).sign(bytes(key));
}

function withCriticalHeader(): string {
	const signed = `${part({ alg: 'HS256', typ: 'visitor+jwt', crit: ['x'], x: 1 })}.${part(claims())}`;
	return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
}

const inParts = () => real.token.split('.') as [head: string, payload: string, signature: string];
const short = 'x'.repeat(32);

const FORGED: Readonly<Record<string, () => string | Promise<string>>> = {
	'another payload': () => `${inParts()[0]}.${part({ ...claims(), sub: 'vis_another' })}.${inParts()[2]}`,
	'another signature': () => `${inParts()[0]}.${inParts()[1]}.${[...inParts()[2]].reverse().join('')}`,
	'alg none': () => `${new UnsecuredJWT(claims()).encode()}AAAA`,
	'alg none, our type': () => `${part({ alg: 'none', typ: 'visitor+jwt' })}.${part(claims())}.AAAA`,
	'another key': () => sign({}, {}, 'a secret of somebody else, 32 characters'),
	'another algorithm': () => sign({}, { alg: 'HS512' }, SECRET.repeat(2)),
	'a key id that is a path': () => sign({}, { kid: '../../../dev/null' }, '\0'.repeat(32)),
	'a key in the header': () => sign({}, { jwk: { kty: 'oct', k: Buffer.from(short).toString('base64url') } }, short),
	'keys from an address': () => sign({}, { jku: 'https://evil.example/keys', x5u: 'https://evil.example' }, short),
	'a critical header that nobody knows': withCriticalHeader,
	'no type': () => sign({}, { typ: undefined }),
	'the type of a hand-over': () => sign({}, { typ: 'handoff+jwt' }),
	'the audience of a hand-over': () => sign({ aud: 'deskbell-handoff' }),
	'no audience': () => sign({ aud: undefined }),
	'another issuer': () => sign({ iss: 'another' }),
	'no end': () => sign({ exp: undefined }),
	'an end more than a minute past': () => sign({ exp: claims().iat - 61 }),
	'not yet, by more than a minute': () => sign({ nbf: claims().iat + 61 }),
	'no subject': () => sign({ sub: undefined }),
	'an empty subject': () => sign({ sub: '' }),
	'a subject with controls': () => sign({ sub: 'vis_\u0000' }),
	'another tenant': () => sign({ tenantId: 'globex' }),
	'no tenant': () => sign({ tenantId: undefined }),
	'a tenant that is a list': () => sign({ tenantId: ['acme'] }),
};

describe('a token that we did not make for this', () => {
	test('the control: made as we make it, it opens', async () => {
		for (const token of [real.token, await sign(), await sign({}, { kid: 'any' })])
			assert.equal((await withToken(token).get('/quota')).status, 200);
	});

	for (const [name, make] of Object.entries(FORGED))
		test(name, async () => {
			const client = withToken(await make());
			assert.equal((await client.get('/quota')).status, 401);
			const renewed = await client.post<VisitorToken>('/visitor');
			assert.equal(renewed.status, 200);
			assert.notEqual(renewed.body.visitor_id, real.visitor_id, 'nor is it renewed');
		});

	test('a hand-over is no visitor, and a visitor is no hand-over', async () => {
		const visitor = withToken(real.token);
		const { body } = await visitor.post<{ conversation_id: number }>('/conversations', {});
		const escalated = await visitor.post<{ ticket_form_url: string }>(
			`/conversations/${body.conversation_id}/escalate`,
		);
		const handoff = new URL(escalated.body.ticket_form_url, kit.url).searchParams.get('handoff') ?? '';
		assert.equal((await kit.kit.core.readHandoff(handoff))?.userId, real.visitor_id);
		assert.equal((await withToken(handoff).get('/quota')).status, 401);
		assert.equal(await kit.kit.core.readHandoff(real.token), null);
	});
});
