// Tokens renewed in time and one at a time; drafts kept for their writer only, with or without storage.

import { expect } from '@open-wc/testing';
import { createSession } from '../src/session.ts';
import { holdClock } from './support/clock.ts';
import { until } from './support/server.ts';

function jwt(claims: object): string {
	return `x.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.x`;
}

/** A server that lets no visitors in. */
const nobody = async () => null;

const soon = () => Math.floor(Date.now() / 1000);

describe('session: tokens', () => {
	it('asks once at the start, and again when it has expired', async () => {
		const given: (string | null)[] = [];
		const tokens = [jwt({ sub: 'a', exp: soon() - 1 }), jwt({ sub: 'a', exp: soon() + 600 })];
		const session = createSession(
			{ token: null, getToken: async (current) => tokens[given.push(current) - 1] ?? null },
			'session-1',
			nobody,
		);
		expect(await session.token()).to.equal(tokens[0]);
		expect(await session.token()).to.equal(tokens[1]);
		expect(await session.token()).to.equal(tokens[1]);
		expect(given).to.deep.equal([null, tokens[0]]);
		session.close();
	});

	it('renews 60 s before the end by itself', async () => {
		let asked = 0;
		const session = createSession(
			{
				token: jwt({ sub: 'a', exp: soon() + 61 }),
				getToken: async () => jwt({ sub: 'a', exp: soon() + 900 + asked++ }),
			},
			'session-2',
			nobody,
		);
		await new Promise((resolve) => setTimeout(resolve, 1_600));
		expect(asked).to.equal(1);
		session.close();
	});

	it('renews again after it was closed and opened, as an element does that is moved', async () => {
		const clock = holdClock();
		try {
			let asked = 0;
			const exp = soon() + 600;
			const getToken = async () => jwt({ sub: 'a', exp: exp + ++asked });
			const session = createSession({ token: jwt({ sub: 'a', exp }), getToken }, 'session-4', nobody);
			session.close();
			clock.pass(541_000);
			expect(asked).to.equal(0);
			session.open();
			clock.pass(1_000);
			await until(() => asked === 1);
			session.close();
		} finally {
			clock.giveBack();
		}
	});

	it('lives with a page that cannot give one', async () => {
		const session = createSession(
			{ token: null, getToken: () => Promise.reject(new Error('no')) },
			'session-3',
			nobody,
		);
		expect(await session.token()).to.equal(null);
		expect(await session.renew(null)).to.equal(null);
	});
});

describe('session: drafts', () => {
	beforeEach(() => sessionStorage.clear());

	it('what a visitor was writing stays when they wake up under another name; a person’s does not go to a visitor', async () => {
		const names = ['first', 'second'];
		const visit = async () => jwt({ sub: names.shift(), aud: 'deskbell-visitor', exp: soon() - 1 });
		const session = createSession({ token: null, getToken: null }, 'drafts-visitor', visit);
		expect(await session.renew(null)).to.be.a('string');
		session.keepDraft('new', { text: 'half a question' });
		const second = await session.token();
		expect(names).to.deep.equal([]);
		expect(session.draft('new').text).to.equal('half a question');
		session.identify(jwt({ sub: 'ada' }));
		expect(session.draft('new').text).to.equal('');
		session.keepDraft('new', { text: 'of Ada’s' });
		session.identify(second);
		expect(session.draft('new').text).not.to.equal('of Ada’s');
		session.close();
	});

	it('are there again after a reload, and gone once they are empty', () => {
		const source = { token: jwt({ sub: 'anna' }), getToken: null };
		createSession(source, 'drafts', nobody).keepDraft('7', { text: 'half a' });
		const again = createSession(source, 'drafts', nobody);
		expect(again.draft('7').text).to.equal('half a');
		again.keepDraft('7', { text: '' });
		expect(sessionStorage.length).to.equal(0);
	});

	it('are not shown to somebody else', () => {
		createSession({ token: jwt({ sub: 'anna' }), getToken: null }, 'drafts', nobody).keepDraft('7', { text: 'secret' });
		const session = createSession({ token: jwt({ sub: 'ben' }), getToken: null }, 'drafts', nobody);
		expect(session.draft('7').text).to.equal('');
		expect(session.identify(jwt({ sub: 'anna' }))).to.equal(true);
		expect(session.draft('7').text).to.equal('secret');
	});

	it('put neither the token nor the name into storage', () => {
		const token = jwt({ sub: 'anna@acme.example' });
		createSession({ token, getToken: null }, 'drafts', nobody).keepDraft('7', { text: 'x' });
		const stored = JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage });
		expect(stored).not.to.contain(token);
		expect(stored).not.to.contain('anna');
	});

	it('are kept in memory where storage is blocked', () => {
		const real = Object.getOwnPropertyDescriptor(window, 'sessionStorage') as PropertyDescriptor;
		Object.defineProperty(window, 'sessionStorage', {
			configurable: true,
			get: () => {
				throw new DOMException('blocked', 'SecurityError');
			},
		});
		try {
			const session = createSession({ token: null, getToken: null }, 'drafts', nobody);
			session.keepDraft('new', { text: 'kept' });
			expect(session.draft('new').text).to.equal('kept');
		} finally {
			Object.defineProperty(window, 'sessionStorage', real);
		}
	});
});
