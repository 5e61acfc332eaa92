// S-25: which addresses a request may go to, by every way of writing them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { mayConnect } from '../../src/connect/addresses.ts';
import { createEgress } from '../../src/connect/egress.ts';
import { EgressFault } from '../../src/core/egress.ts';

const PUBLIC = ['8.8.8.8', '1.1.1.1', '93.184.215.14', '100.63.255.255', '100.128.0.1', '172.15.255.255', '172.32.0.1'];
const PUBLIC_V6 = ['2606:4700:4700::1111', '2001:4860:4860::8888', '::ffff:8.8.8.8', '64:ff9b::808:808'];
/** Of the host's own networks. */
const INNER = ['127.0.0.1', '127.255.255.254', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'];
const INNER_V6 = [
	'::1',
	'fc00::1',
	'fdff::1',
	'::ffff:127.0.0.1',
	'::ffff:7f00:1',
	'0:0:0:0:0:ffff:a00:1',
	'64:ff9b::7f00:1',
];
const NEVER = ['0.0.0.0', '0.1.2.3', '169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192', '192.0.2.1'];
const NEVER_MORE = [
	'198.18.0.1',
	'198.51.100.1',
	'203.0.113.1',
	'224.0.0.1',
	'239.255.255.255',
	'240.0.0.1',
	'255.255.255.255',
];
const NEVER_V6 = [
	'::',
	'::127.0.0.1',
	'::808:808',
	'fe80::1',
	'fe80::1%eth0',
	'::1%lo',
	'ff02::1',
	'fec0::1',
	'64:ff9b:1::1',
];
const NEVER_MORE_V6 = [
	'2002:7f00:1::',
	'2001:0:4136::1',
	'2001:db8::1',
	'100::1',
	'::ffff:169.254.1.1',
	'64:ff9b::',
	'fd00:ec2::254',
];
const NO_ADDRESS = ['', 'localhost', '127.1', '0177.0.0.1', '2130706433', '[::1]', '1.2.3.4.5', '8.8.8.8 '];

test('S-25 public addresses are reached, inner ones in development, all others never', () => {
	for (const address of [...PUBLIC, ...PUBLIC_V6])
		assert.deepEqual([mayConnect(address, false), mayConnect(address, true)], [true, true], address);
	for (const address of [...INNER, ...INNER_V6])
		assert.deepEqual([mayConnect(address, false), mayConnect(address, true)], [false, true], address);
	for (const address of [...NEVER, ...NEVER_MORE, ...NEVER_V6, ...NEVER_MORE_V6, ...NO_ADDRESS])
		assert.deepEqual([mayConnect(address, false), mayConnect(address, true)], [false, false], address);
});

/** What the host parses to is judged, not how it is written. `https:`, so that the scheme is not what refuses it. */
const WRITTEN = [
	'https://127.1/',
	'https://0/',
	'https://2130706433/',
	'https://0x7f000001/',
	'https://0177.0.0.1/',
	'https://0251.00376.000251.0000376/',
	'https://0xA9.0xFE.0xA9.0xFE/',
	'https://127.0.0.1./',
	'https://１２７.0.0.1/',
	'https://127。0。0。1/',
	'https://[::1]:8443/',
	'https://[::ffff:127.0.0.1]/',
	'https://[0:0:0:0:0:ffff:7f00:1]/',
	'https://[64:ff9b::10.0.0.1]/',
	'https://[2002:7f00:1::]/',
	'https://%31%32%37.0.0.1/',
	'https://user@hooks.example.com/',
	'https://:password@hooks.example.com/',
	'https://hooks.example.com@127.0.0.1/',
	'https://hooks.example.com:+443/',
	'https://hooks.example.com:99999/',
	'https://256.256.256.256/',
	'https://',
	'not a url',
];

const SCHEMES = [
	'http://8.8.8.8/',
	'ftp://8.8.8.8/',
	'file:///etc/passwd',
	'gopher://8.8.8.8/',
	'data:,x',
	'ws://8.8.8.8/',
];

/** How a guard without a network refuses it: nothing is ever asked of DNS or sent. */
async function reasonFor(url: string, addresses: readonly string[] = ['192.168.0.7']): Promise<string> {
	const egress = createEgress({ allowPrivate: false, resolve: async () => addresses });
	const asked = { url, method: 'POST' as const, body: '{}', timeoutMs: 5000, maxBytes: 1000 };
	const fault = await egress.send(asked).catch((cause) => cause);
	assert.ok(fault instanceof EgressFault, `${url} was sent`);
	return fault.reason;
}

test('S-25 an inner address is refused however it is written', async () => {
	for (const url of WRITTEN) assert.equal(await reasonFor(url), 'forbidden_address', url);
});

test('S-32 any scheme but https is refused', async () => {
	for (const url of SCHEMES) assert.equal(await reasonFor(url), 'forbidden_scheme', url);
});

test('S-25 one inner address among public ones is enough', async () => {
	for (const addresses of [['8.8.8.8', '10.0.0.1'], ['::1'], ['2606:4700::1', 'fe80::1'], ['no address']])
		assert.equal(await reasonFor('https://hooks.example.com/', addresses), 'forbidden_address', addresses.join());
	assert.equal(await reasonFor('https://hooks.example.com/', []), 'dns');
});

const folder = process.env.DESKBELL_DATA;
if (!folder) console.info('Not run, since DESKBELL_DATA names no folder: the public set of deceiving URLs.');
else
	test('S-25 the public set of URLs that have deceived guards', async () => {
		const set: { blocked: string[] } = JSON.parse(readFileSync(join(folder, 'ssrf/ssrf_req_filter_urls.json'), 'utf8'));
		assert.ok(set.blocked.length > 40);
		for (const url of set.blocked) {
			// Names are ones that pointed inside: here all of them do.
			const reason = await reasonFor(url.replace(/^http:/, 'https:'));
			assert.equal(reason, 'forbidden_address', url);
			const host = URL.parse(url)?.hostname ?? '';
			if (isIP(host)) assert.equal(mayConnect(host, false), false, url);
		}
	});
