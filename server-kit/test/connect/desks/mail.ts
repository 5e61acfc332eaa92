// A stand-in of a help desk that reads mail: it takes letters for one address, and knows a letter again by its Message-ID.

import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export const LOGIN = { user: 'bot@acme.example', pass: 'p@ss:w/rd' };
export const SUPPORT = 'support@acme.example';

export interface MailDesk {
	port: number;
	/** Letters as they came, the same one more than once. */
	letters: Letter[];
	/** The tickets that a help desk makes of them. */
	tickets: Set<string>;
	/** How the server answers the next letter; `lost`: it takes it, and the connection breaks. */
	next: { code: number } | 'lost' | null;
}

export interface Letter {
	/** By name in lower case; in the order of the letter. */
	headers: [name: string, value: string][];
	/** Decoded. */
	body: string;
	sentTo: string[];
}

class Refusal extends Error {
	readonly responseCode: number;
	constructor(responseCode: number) {
		super('no');
		this.responseCode = responseCode;
	}
}

export async function startMail(t: TestContext, options: SMTPServerOptions = {}): Promise<MailDesk> {
	const server = new SMTPServer({
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		closeTimeout: 100,
		onAuth({ username, password }, _session, done) {
			const known = username === LOGIN.user && password === LOGIN.pass;
			if (known) done(null, { user: username });
			else done(new Refusal(535));
		},
		onRcptTo({ address }, _session, done) {
			done(address === SUPPORT ? null : new Refusal(550));
		},
		onData(stream, session, done) {
			text(stream).then((raw) => {
				const { next } = desk;
				desk.next = null;
				if (next && next !== 'lost') return done(new Refusal(next.code));
				const letter = letterIn(
					raw,
					session.envelope.rcptTo.map(({ address }) => address),
				);
				desk.letters.push(letter);
				desk.tickets.add(header(letter, 'message-id'));
				if (next !== 'lost') return done();
				for (const end of broken) end();
			}, done);
		},
		...options,
	});
	const broken = new Set<() => void>();
	server.server.on('connection', (socket) => broken.add(() => socket.destroy()));
	// A client that breaks off is what the tests are about.
	server.on('error', () => {});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	t.after(() => new Promise<void>((closed) => server.close(() => closed())));
	const desk: MailDesk = {
		port: (server.server.address() as AddressInfo).port,
		letters: [],
		tickets: new Set(),
		next: null,
	};
	return desk;
}

export const header = ({ headers }: Letter, name: string): string => headers.find(([each]) => each === name)?.[1] ?? '';

function letterIn(raw: string, sentTo: string[]): Letter {
	const end = raw.indexOf('\r\n\r\n');
	const unfolded = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
	const headers = unfolded.split('\r\n').map((line): [string, string] => {
		const colon = line.indexOf(':');
		return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
	});
	const letter = { headers, body: raw.slice(end + 4), sentTo };
	return { ...letter, body: decoded(letter.body, header(letter, 'content-transfer-encoding')) };
}

function decoded(body: string, encoding: string): string {
	if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
	if (encoding !== 'quoted-printable') return body;
	const bytes = body
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString();
}
