// Tickets by e-mail: one letter per case by its Message-ID, in plain text, with no header that we have not written.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect, failsWith } from './desks/connecting.ts';
import { CASE, handoff, hostile, huge } from './desks/handoff.ts';
import { header, LOGIN, type MailDesk, SUPPORT, startMail } from './desks/mail.ts';
import { pem } from './receiver.ts';

interface More {
	login?: string;
	scheme?: string;
	to?: string;
	ticketUrl?: string;
	requireTls?: boolean;
	timeoutMs?: number;
}

const WELL_KNOWN = `${encodeURIComponent(LOGIN.user)}:${encodeURIComponent(LOGIN.pass)}`;

function connectorOf({ port }: MailDesk, { login = WELL_KNOWN, scheme = 'smtp', ...more }: More = {}) {
	const smtp = `${scheme}://${login}@127.0.0.1:${port}`;
	return connect({ type: 'email', smtp, from: 'desk@acme.example', to: SUPPORT, requireTls: false, ...more });
}

async function desk(t: TestContext, more: More = {}) {
	const mail = await startMail(t);
	return { mail, connector: connectorOf(mail, more) };
}

function only({ letters }: MailDesk) {
	const [letter] = letters;
	assert.ok(letter && letters.length === 1);
	return letter;
}

test('a case becomes a letter with transcript and snapshot', async (t) => {
	const { mail, connector } = await desk(t);
	assert.deepEqual(await connector.create(handoff()), {
		ticketId: CASE,
		ticketUrl: `mailto:${SUPPORT}?subject=%5B${CASE}%5D`,
	});
	const letter = only(mail);
	assert.deepEqual(letter.sentTo, [SUPPORT]);
	assert.equal(header(letter, 'message-id'), `<${CASE}@acme.example>`);
	assert.equal(header(letter, 'subject'), `My upload fails [${CASE}]`);
	assert.equal(header(letter, 'reply-to'), 'Ada Lovelace <ada@customer.example>');
	assert.match(header(letter, 'content-type'), /^text\/plain; charset=utf-8/);
	assert.equal(header(letter, 'auto-submitted'), '');
	for (const told of ['TRANSCRIPT', '> Your plan takes 50 MB.', '> limit: limit uploadMb, current 62, max 50'])
		assert.ok(letter.body.split('\r\n').includes(told), told);
});

test('where tickets have an address, it is given', async (t) => {
	const { connector } = await desk(t, { ticketUrl: 'https://desk.example/find?q={ticketId}' });
	assert.equal((await connector.create(handoff())).ticketUrl, `https://desk.example/find?q=${CASE}`);
});

test('the answer is lost, or we die before we record it: the second letter is the first ticket', async (t) => {
	const { mail, connector } = await desk(t);
	mail.next = 'lost';
	await failsWith('unavailable', connector.create(handoff()));
	assert.equal((await connectorOf(mail).create(handoff({ reason: 'Another' }))).ticketId, CASE);
	assert.deepEqual([mail.letters.length, mail.tickets.size], [2, 1]);
});

test('hostile text makes no header, no recipient and no command', async (t) => {
	const { mail, connector } = await desk(t);
	await connector.create(handoff());
	await connector.create({ ...hostile(), conversation: handoff({ publicId: 'cas_x' }).conversation });
	const [harmless, harmed] = mail.letters;
	const names = (letter: typeof harmless) =>
		letter?.headers.map(([name]) => name).filter((name) => name !== 'reply-to');
	assert.deepEqual(names(harmed), names(harmless));
	assert.deepEqual(harmed?.sentTo, [SUPPORT]);
	assert.equal(harmed && header(harmed, 'reply-to'), '');
	const ours = /^(?:REASON|CUSTOMER|QUESTION|ALREADY SHOWN|KNOWN OF THE CUSTOMER|TRANSCRIPT|Customer, [\dT:.Z-]+)$/;
	const strange = harmed?.body.split('\r\n').filter((line) => line && !line.startsWith('>') && !ours.test(line));
	assert.deepEqual(strange, []);
	assert.ok(harmed?.body.includes('<script>alert(1)</script>'));
});

test('S-22 a visitor’s address is no one to reply to', async (t) => {
	const { mail, connector } = await desk(t);
	await connector.create(handoff({ caller: { kind: 'visitor', email: 'anybody@victim.example' } }));
	assert.ok(!JSON.stringify(mail.letters).includes('victim'));
});

test('a conversation of megabytes is cut', async (t) => {
	const { mail, connector } = await desk(t);
	await connector.create(huge());
	assert.ok(only(mail).body.includes('message 9'));
	assert.ok(only(mail).body.length < 120_000);
});

test('what a mail server refuses is told apart, and no password is repeated', async (t) => {
	const { mail, connector } = await desk(t);
	const wrong = connectorOf(mail, { login: 'bot%40acme.example:smtp-wrong-word' });
	const fault = await failsWith('auth', wrong.create(handoff()));
	assert.ok(!`${fault.message}${String(fault.cause)}`.includes('smtp-wrong-word'));
	await failsWith('invalid', connectorOf(mail, { to: 'nobody@acme.example' }).create(handoff()));
	mail.next = { code: 552 };
	assert.match((await failsWith('invalid', connector.create(handoff()))).message, /552/);
	mail.next = { code: 451 };
	assert.match((await failsWith('unavailable', connector.create(handoff()))).message, /451/);
	assert.equal(mail.letters.length, 0);
});

test('without TLS nothing leaves, unless the options allow it', async (t) => {
	const { mail } = await desk(t);
	await failsWith('invalid', connectorOf(mail, { requireTls: true }).create(handoff()));
	assert.equal(mail.letters.length, 0);
});

test('a certificate that nobody vouches for is refused', async (t) => {
	const key = readFileSync(join(import.meta.dirname, 'tls', 'receiver.key'));
	const mail = await startMail(t, { secure: true, cert: pem('receiver'), key });
	const { message } = await failsWith('invalid', connectorOf(mail, { scheme: 'smtps' }).create(handoff()));
	assert.match(message, /TLS/);
	assert.equal(mail.letters.length, 0);
});

test('a server that never answers is given up, and one that is not there is unavailable', async (t) => {
	const mail = await startMail(t, { onData: () => {} });
	await failsWith('unavailable', connectorOf(mail, { timeoutMs: 500 }).create(handoff()));
	await failsWith('unavailable', connectorOf({ ...mail, port: 1 }).create(handoff()));
});
