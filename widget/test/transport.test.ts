// The one place that fetches: over real HTTP, against a server scripted byte by byte.

import { expect } from '@open-wc/testing';
import type { StreamPart } from '../../server-kit/src/protocol/index.ts';
import type { Frame } from '../src/frames.ts';
import { createSession } from '../src/session.ts';
import { readSettings } from '../src/settings.ts';
import { createTransport, Failure, type Transport } from '../src/transport.ts';
import { holdClock } from './support/clock.ts';
import { answerParts, limited, wholeAnswer } from './support/recorded.ts';
import { type Server, scripted, until } from './support/server.ts';

function transportTo(
	server: Server,
	tokens: (string | null)[] = ['first'],
	api = server.api,
): Transport & { asked: () => number } {
	let asked = 0;
	const session = createSession(
		{ token: tokens[0] ?? null, getToken: tokens.length > 1 ? async () => tokens[++asked] ?? null : null },
		`t${Math.random()}`,
		async () => null,
	);
	session.identify(tokens[0] ?? null);
	return Object.assign(
		createTransport({
			settings: () => readSettings({ api, locale: 'de-CH' }),
			session,
			gone: () => new AbortController().signal,
		}),
		{
			asked: () => asked,
		},
	);
}

async function parts(stream: AsyncIterable<readonly Frame<StreamPart>[]> | null): Promise<StreamPart[]> {
	const all: StreamPart[] = [];
	for await (const batch of stream ?? []) all.push(...batch.map((frame) => frame.part));
	return all;
}

async function failure(work: Promise<unknown>): Promise<Failure> {
	try {
		await work;
	} catch (thrown) {
		if (thrown instanceof Failure) return thrown;
		throw thrown;
	}
	throw new Error('nothing failed');
}

describe('transport: JSON', () => {
	it('sends token, language and body', async () => {
		const server = await scripted({ 'POST /cases': { status: 201, json: { id: 1 } } });
		expect(await transportTo(server).json('POST', '/cases', { body: { subject: 'x' } })).to.deep.equal({ id: 1 });
		const [heard] = await server.heard('POST', '/cases');
		expect(heard?.headers).to.include({ authorization: 'Bearer first', 'accept-language': 'de-CH' });
		expect(heard?.body).to.deep.equal({ subject: 'x' });
	});

	it('renews a refused token once and asks again', async () => {
		const server = await scripted({ 'GET /cases': [{ status: 401, json: {} }, { json: { cases: [] } }] });
		const transport = transportTo(server, ['first', 'second']);
		expect(await transport.json('GET', '/cases')).to.deep.equal({ cases: [] });
		const sent = (await server.heard()).map(({ headers }) => headers.authorization);
		expect(sent).to.deep.equal(['Bearer first', 'Bearer second']);
	});

	it('asks for one token, however many calls were refused', async () => {
		const refused = { status: 401, json: {} };
		const server = await scripted({ 'GET /cases': [refused, refused, refused, { json: {} }] });
		const transport = transportTo(server, ['first', 'second', 'third']);
		await Promise.all([1, 2, 3].map(() => transport.json('GET', '/cases')));
		expect(transport.asked()).to.equal(1);
	});

	it('gives up after one renewal', async () => {
		const server = await scripted({ 'GET /cases': { status: 401, json: {} } });
		const thrown = await failure(transportTo(server, ['first', 'second', 'third']).json('GET', '/cases'));
		expect(thrown.problem.kind).to.equal('signed_out');
		expect(await server.heard()).to.have.length(2);
	});

	it('names each problem', async () => {
		const answers = {
			404: 'not_found',
			409: 'conflict',
			410: 'not_found',
			413: 'invalid',
			422: 'invalid',
			429: 'limited',
			500: 'server',
			503: 'server',
			511: 'offline',
		};
		for (const [status, kind] of Object.entries(answers)) {
			const server = await scripted({ 'GET /quota': { status: Number(status), json: { detail: 'x', code: 'why' } } });
			expect((await failure(transportTo(server).json('GET', '/quota'))).problem).to.include({ kind, code: 'why' });
		}
	});

	it('takes a degraded body for a problem, even with status 200', async () => {
		const server = await scripted({ 'GET /quota': { json: limited, headers: { 'Retry-After': '12' } } });
		const { problem } = await failure(transportTo(server).json('GET', '/quota'));
		expect(problem).to.include({ kind: 'degraded', code: 'rate_limited', retryAfterSeconds: 30 });
	});

	it('takes the page of a captive portal for no connection', async () => {
		const server = await scripted({ 'GET /quota': { html: '<title>Welcome to the hotel</title>' } });
		expect((await failure(transportTo(server).json('GET', '/quota'))).problem.kind).to.equal('offline');
		expect((await failure(transportTo(server).stream('GET', '/quota'))).problem.kind).to.equal('offline');
	});

	it('takes the page of a broken gateway for a fault of the server', async () => {
		const server = await scripted({ 'GET /quota': { status: 502, html: '<h1>Bad gateway</h1>' } });
		expect((await failure(transportTo(server).json('GET', '/quota'))).problem.kind).to.equal('server');
	});

	it('reads when to come again, in seconds or as a date', async () => {
		const date = new Date(Date.now() + 90_000).toUTCString();
		for (const [said, least, most] of [['7', 7, 7] as const, [date, 60, 91] as const, ['soon', null, null] as const]) {
			const server = await scripted({ 'GET /quota': { status: 503, json: {}, headers: { 'Retry-After': said } } });
			const { retryAfterSeconds } = (await failure(transportTo(server).json('GET', '/quota'))).problem;
			if (least === null) expect(retryAfterSeconds).to.equal(null);
			else expect(retryAfterSeconds).to.be.within(least, most);
		}
	});

	it('gives up a server that takes the request and says nothing', async () => {
		const clock = holdClock();
		try {
			const server = await scripted({ 'GET /quota': { hang: true } });
			const failed = failure(transportTo(server).json('GET', '/quota'));
			await until(async () => (await server.heard('GET', '/quota')).length === 1);
			clock.pass(30_000);
			expect((await failed).problem.kind).to.equal('offline');
			expect(clock.waiting()).to.deep.equal([]);
		} finally {
			clock.giveBack();
		}
	});

	it('says offline when nobody answers', async () => {
		const server = await scripted({ 'GET /quota': { drop: true } });
		expect((await failure(transportTo(server).json('GET', '/quota'))).problem.kind).to.equal('offline');
	});
});

describe('transport: streams', () => {
	it('reads a stream to its end', async () => {
		const server = await scripted({ 'POST /m': { stream: [wholeAnswer] } });
		expect(await parts(await transportTo(server).stream<StreamPart>('POST', '/m', { body: {} }))).to.deep.equal(
			answerParts,
		);
	});

	it('reads a stream that comes byte by byte', async () => {
		const bytes = [...new TextEncoder().encode(wholeAnswer)].map((byte) => ({ bytes: [byte] }));
		const server = await scripted({ 'POST /m': { stream: bytes } });
		expect(await parts(await transportTo(server).stream<StreamPart>('POST', '/m', { body: {} }))).to.deep.equal(
			answerParts,
		);
	});

	it('is null where nothing runs', async () => {
		const server = await scripted({ 'GET /s': { status: 204 } });
		expect(await transportTo(server).stream('GET', '/s')).to.equal(null);
	});

	it('takes JSON in place of a stream for the problem it is', async () => {
		const server = await scripted({ 'POST /m': { status: 429, json: limited } });
		const { problem } = await failure(transportTo(server).stream('POST', '/m', { body: {} }));
		expect(problem.degraded?.code).to.equal('rate_limited');
	});
});
