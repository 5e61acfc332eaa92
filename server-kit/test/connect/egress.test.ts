// The way out to addresses of others: it connects to what it has checked, follows nothing, and gives up in time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEgress, type EgressOptions } from '../../src/connect/egress.ts';
import { EgressFault, type EgressReason, type EgressRequest } from '../../src/core/egress.ts';
import { pem, startReceiver } from './receiver.ts';

const HOST = 'hooks.example.com';
const ASKED = { method: 'POST', body: '{"a":"ü"}', timeoutMs: 20_000, maxBytes: 1000 } as const;

/** In development, with a DNS that knows every name as this machine. */
function send(asked: Partial<EgressRequest> & { url: string }, options: Partial<EgressOptions> = {}) {
	const egress = createEgress({ allowPrivate: true, resolve: async () => ['127.0.0.1'], ...options });
	return egress.send({ ...ASKED, ...asked });
}

async function failsWith(reason: EgressReason, sending: Promise<unknown>): Promise<void> {
	await assert.rejects(sending, (fault) => fault instanceof EgressFault && fault.reason === reason);
}

test('the other side reads our body, our headers and its own name', async (t) => {
	const { port, arrivals } = await startReceiver(t, (response) => response.setHeader('X-Seen', 'yes').end('thanks'));
	const headers = { 'content-type': 'application/json', Host: 'other.example.com' };
	const { status, headers: told, body } = await send({ url: `http://${HOST}.:${port}/in?a=%20b#c`, headers });
	assert.deepEqual([status, told['x-seen'], body.toString()], [200, 'yes', 'thanks']);
	const [arrival] = arrivals;
	assert.equal(arrivals.length, 1);
	assert.deepEqual([arrival?.method, arrival?.path, arrival?.body], ['POST', '/in?a=%20b', '{"a":"ü"}']);
	assert.deepEqual(
		[arrival?.headers.host, arrival?.headers['content-type'], arrival?.headers['content-length']],
		[`${HOST}.:${port}`, 'application/json', '10'],
	);
});

test('S-25 DNS is asked once: what it says afterwards changes nothing', async (t) => {
	const { port, arrivals } = await startReceiver(t, (response) => response.end());
	let asked = 0;
	const flips = async () => {
		asked += 1;
		return [asked === 1 ? '127.0.0.1' : '169.254.169.254'];
	};
	const egress = createEgress({ allowPrivate: true, resolve: flips });
	assert.equal((await egress.send({ ...ASKED, url: `http://${HOST}:${port}/` })).status, 200);
	assert.deepEqual([asked, arrivals.length], [1, 1]);
	await failsWith('forbidden_address', egress.send({ ...ASKED, url: `http://${HOST}:${port}/` }));
	assert.deepEqual([asked, arrivals.length], [2, 1], 'and the next request checks anew');
});

test('F-24 a public name that turns to this machine reaches nothing', async (t) => {
	const { port, arrivals } = await startReceiver(t, (response) => response.end());
	const sending = send({ url: `https://${HOST}:${port}/` }, { allowPrivate: false });
	await failsWith('forbidden_address', sending);
	assert.equal(arrivals.length, 0);
});

test('S-25 one address of a name that leads inside is enough to refuse them all', async (t) => {
	const { port, arrivals } = await startReceiver(t, (response) => response.end());
	for (const addresses of [
		['127.0.0.1', '169.254.169.254'],
		['169.254.169.254', '127.0.0.1'],
	])
		await failsWith('forbidden_address', send({ url: `http://${HOST}:${port}/` }, { resolve: async () => addresses }));
	assert.equal(arrivals.length, 0);
});

test('S-32 only https is spoken, in development http as well, and nothing else ever', async (t) => {
	const { port, arrivals } = await startReceiver(t, (response) => response.end());
	await failsWith('forbidden_scheme', send({ url: `http://${HOST}:${port}/` }, { allowPrivate: false }));
	for (const scheme of ['ftp', 'ws', 'gopher'])
		await failsWith('forbidden_scheme', send({ url: `${scheme}://${HOST}:${port}/` }));
	assert.equal(arrivals.length, 0);
});

test('S-25 a URL with a name or a password in it is refused, not sent without them', async (t) => {
	const { port, arrivals } = await startReceiver(t, (response) => response.end());
	for (const who of ['ada', 'ada:secret', ':secret'])
		await failsWith('forbidden_address', send({ url: `http://${who}@${HOST}:${port}/` }));
	assert.equal(arrivals.length, 0);
});

test('S-28 a redirect is given as it is and not followed', async (t) => {
	const inner = await startReceiver(t, (response) => response.end('metadata'));
	const { port } = await startReceiver(t, (response) =>
		response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/` }).end(),
	);
	const { status, headers } = await send({ url: `http://${HOST}:${port}/` });
	assert.deepEqual([status, headers.location], [302, `http://127.0.0.1:${inner.port}/`]);
	assert.equal(inner.arrivals.length, 0);
});

test('TLS asks for the name, not for the address, and trusts nobody else', async (t) => {
	const { port, arrivals } = await startReceiver(t, (response) => response.end(), 'receiver');
	const trusting = { ca: pem('receiver') };
	assert.equal((await send({ url: `https://${HOST}:${port}/` }, trusting)).status, 200);
	assert.equal(arrivals[0]?.servername, HOST);
	await failsWith('tls', send({ url: `https://${HOST}:${port}/` }));
	await failsWith('tls', send({ url: `https://other.example.com:${port}/` }, trusting));
	await failsWith('tls', send({ url: `https://127.0.0.1:${port}/` }, trusting));
	assert.equal(arrivals.length, 1);
});

test('F-24 a certificate that has expired is refused', async (t) => {
	const { port, arrivals } = await startReceiver(t, (response) => response.end(), 'expired');
	await failsWith('tls', send({ url: `https://${HOST}:${port}/` }, { ca: pem('expired') }));
	assert.equal(arrivals.length, 0);
});

test('F-24 a DNS that fails, a port where nobody is, a line that breaks', async (t) => {
	const unknown = async () => Promise.reject(new Error('ENOTFOUND'));
	await failsWith('dns', send({ url: `http://${HOST}/` }, { resolve: unknown }));
	await failsWith('connection', send({ url: 'http://127.0.0.1:1/' }));
	const broken = await startReceiver(t, (response) => response.destroy());
	await failsWith('connection', send({ url: `http://${HOST}:${broken.port}/` }));
	const half = await startReceiver(t, (response) => {
		response.writeHead(200, { 'content-length': 100 }).write('half');
		setImmediate(() => response.destroy());
	});
	await failsWith('connection', send({ url: `http://${HOST}:${half.port}/` }));
});

test('F-24 one who hangs, drips or never resolves has so long for all of it', async (t) => {
	const timeoutMs = 300;
	const hangs = await startReceiver(t, () => {});
	await failsWith('timeout', send({ url: `http://${HOST}:${hangs.port}/`, timeoutMs }));
	const drips = await startReceiver(t, (response) => {
		const drop = setInterval(() => response.write('.'), 20);
		response.on('close', () => clearInterval(drop));
	});
	await failsWith('timeout', send({ url: `http://${HOST}:${drips.port}/`, timeoutMs, maxBytes: 1_000_000 }));
	const never = () => new Promise<never>(() => {});
	await failsWith('timeout', send({ url: `http://${HOST}/`, timeoutMs }, { resolve: never }));
});

test('whoever asked may give up, and is told their own reason', async (t) => {
	const { port } = await startReceiver(t, () => giveUp.abort(new Error('closing')));
	const giveUp = new AbortController();
	const sending = send({ url: `http://${HOST}:${port}/`, signal: giveUp.signal });
	await assert.rejects(sending, { message: 'closing' });
	const late = send({ url: `http://${HOST}:${port}/`, signal: AbortSignal.abort(new Error('already')) });
	await assert.rejects(late, { message: 'already' });
});

test('F-24 an answer without an end is cut off: as a fault, or where the reader wants no more', async (t) => {
	let written = 0;
	const { port } = await startReceiver(t, (response) => {
		const pour = () => {
			while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) written += 64 * 1024;
		};
		response.on('drain', pour);
		pour();
	});
	await failsWith('too_large', send({ url: `http://${HOST}:${port}/` }));
	const { status, body } = await send({ url: `http://${HOST}:${port}/`, cut: true });
	assert.deepEqual([status, body.length], [200, 1000]);
	assert.ok(written < 64 * 1024 * 1024, 'the line was closed');
	const headed = await startReceiver(t, (response) => response.setHeader('x-long', 'x'.repeat(100_000)).end());
	await failsWith('too_large', send({ url: `http://${HOST}:${headed.port}/` }));
});

test('S-31 a small packed answer stays small', async (t) => {
	const packed = Buffer.from('1f8b08000000000000036360180500', 'hex');
	const { port, arrivals } = await startReceiver(t, (response) =>
		response.setHeader('content-encoding', 'gzip').end(packed),
	);
	assert.deepEqual((await send({ url: `http://${HOST}:${port}/` })).body, packed);
	assert.equal(arrivals[0]?.headers['accept-encoding'], 'identity');
});
