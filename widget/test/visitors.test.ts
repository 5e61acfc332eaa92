// Who is nobody to the page, where the server lets visitors in: a token by itself, kept for the tab, and no cases.

import { expect } from '@open-wc/testing';
import { holdClock } from './support/clock.ts';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { conversation, disclosed, escalation } from './support/recorded.ts';
import { type Script, type Step, until } from './support/server.ts';

const refused: Step = { status: 401, json: { detail: 'Sign in', code: 'unauthenticated' } };
const now = Math.floor(Date.now() / 1000);

function visitorToken(name: string, exp = now + 3_600): string {
	const claims = { sub: name, tenantId: 'acme', aud: 'deskbell-visitor', exp };
	return `x.${btoa(JSON.stringify(claims)).replace(/=+$/, '')}.x`;
}

const token = (name: string, exp?: number): Step => ({ json: { token: visitorToken(name, exp), visitor_id: name } });

/** The first question is refused, as nobody asks it; from then on the server knows who does. */
const closed: Script = { 'GET /disclosure/status': [refused, { json: disclosed }], 'POST /visitor': token('vis_1') };

function arrive(script: Script = {}, properties: object = {}): Promise<Placed> {
	return placed({ ...closed, ...script }, { token: null, ...properties });
}

async function callers({ server }: Placed, path: string): Promise<(string | undefined)[]> {
	return (await server.heard()).filter((one) => one.path === path).map(({ headers }) => headers.authorization);
}

async function opened(desk: Placed): Promise<void> {
	await desk.element.show();
	await desk.says('Hi, how can we help?');
	await desk.says('Upload limit');
}

describe('a visitor', () => {
	afterEach(takeAway);

	it('is let in by the one request that was refused, and asks for nothing of a customer’s', async () => {
		const desk = await arrive();
		await opened(desk);
		expect(await callers(desk, '/visitor')).to.deep.equal([undefined]);
		expect(await callers(desk, '/disclosure/status')).to.deep.equal([undefined, `Bearer ${visitorToken('vis_1')}`]);
		expect(await callers(desk, '/conversations')).to.deep.equal([`Bearer ${visitorToken('vis_1')}`]);
		await desk.element.hide();
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		await desk.press('Back');
		await desk.element.openConversation(7);
		await desk.says('1 source');
		const asked = (await desk.server.heard()).map(({ path }) => path);
		expect(asked.filter((path) => path.startsWith('/cases') || path === '/events')).to.deep.equal([]);
		expect(desk.events).not.to.include('error');
	});

	it('is the same one on the next page of the tab, with a token of their own', async () => {
		const first = await arrive();
		await opened(first);
		first.element.remove();
		const again = await placed({ ...closed, 'POST /visitor': token('vis_1', now + 7_200) }, { token: null });
		// Each scripted server is a server of its own: the token is kept by its address.
		const [key = ''] = Object.keys(sessionStorage).filter((name) => name.endsWith(':visitor'));
		sessionStorage.setItem(key.replace(first.server.api, again.server.api), sessionStorage.getItem(key) ?? '');
		await opened(again);
		expect(await callers(again, '/visitor')).to.deep.equal([`Bearer ${visitorToken('vis_1')}`]);
		expect(Object.keys(localStorage)).to.deep.equal([]);
	});

	it('is nobody where the server lets none in: asked once, and told to sign in', async () => {
		const desk = await arrive({
			'GET /disclosure/status': refused,
			'GET /conversations': refused,
			'GET /cases': refused,
			'GET /events': refused,
			'POST /visitor': { status: 404, json: { detail: 'Not found', code: 'not_found' } },
		});
		await desk.element.show();
		await desk.says('Your sign-in has expired.');
		await until(async () => (await desk.server.heard('GET', '/events')).length === 1);
		expect((await callers(desk, '/visitor')).length).to.equal(1);
	});

	it('is whoever the page finds nobody for, and a person as soon as it names one', async () => {
		let person: string | null = null;
		const given: (string | null)[] = [];
		const getToken = async (current: string | null) => {
			given.push(current);
			return person;
		};
		const desk = await arrive({}, { getToken });
		await opened(desk);
		expect((await callers(desk, '/visitor')).length).to.equal(1);
		person = 'x.eyJzdWIiOiJhbm5hIn0.x';
		await desk.element.identify({ token: person });
		await until(async () => (await callers(desk, '/cases')).includes(`Bearer ${person}`));
		expect(
			given.every((current) => current === null),
			'our own token is not shown to the page',
		).to.equal(true);
	});

	it('is not what becomes of a person whose token has expired', async () => {
		const desk = await arrive({ 'GET /disclosure/status': refused }, { token: 'anna' });
		await desk.element.show();
		await desk.says('Your sign-in has expired.');
		expect(await callers(desk, '/visitor')).to.deep.equal([]);
	});

	it('has a token renewed a minute before its end, by itself', async () => {
		const clock = holdClock();
		try {
			const first = visitorToken('vis_1', now + 600);
			const tokens = [{ json: { token: first } }, token('vis_1', now + 1_200)];
			const desk = await arrive({ 'POST /visitor': tokens });
			await opened(desk);
			clock.pass(541_000);
			await until(async () => (await callers(desk, '/visitor')).length === 2);
			expect((await callers(desk, '/visitor'))[1]).to.equal(`Bearer ${first}`);
		} finally {
			clock.giveBack();
		}
	});

	it('gets to a person by the host’s own form, from a conversation and from none', async () => {
		const empty = {
			...escalation,
			snapshot: { ...escalation.snapshot, last_messages: [], attempted: [], summary: '' },
		};
		const desk = await arrive({ 'POST /conversations/7/escalate': [{ json: empty }, { json: escalation }] });
		await opened(desk);
		await desk.press('Talk to a person');
		const form = await desk.find<HTMLAnchorElement>('[part=host-form]');
		expect(form.href).to.equal(escalation.ticket_form_url);
		expect(desk.text()).not.to.contain('What is handed over');
		expect((await callers(desk, '/conversations/7/escalate')).length).to.equal(1);
		await desk.press('Back');
		await desk.element.openConversation(conversation.id);
		await desk.says('1 source');
		await desk.press('Talk to a person');
		await desk.press('Hand over to a person');
		await desk.says('What is handed over');
		await desk.find('[part=host-form]');
		expect(desk.element.shadowRoot?.querySelector('#subject'), 'no form that would be refused').to.equal(null);
	});

	it('is a person once the page has signed them in by a cookie and says so', async () => {
		const desk = await arrive({
			'GET /disclosure/status': [refused, { json: disclosed }, { json: disclosed }],
		});
		await opened(desk);
		await desk.element.openConversation(7);
		await desk.says('1 source');
		await desk.write('Only for the visitor');
		await desk.element.identify({ token: null });
		await desk.says('What would you like to know?');
		await until(async () => (await callers(desk, '/cases')).length > 0);
		expect(new Set(await callers(desk, '/cases'))).to.deep.equal(new Set([undefined]));
		expect((await callers(desk, '/conversations')).at(-1)).to.equal(undefined);
		expect((await desk.find<HTMLTextAreaElement>('[data-input]')).value, 'a draft of somebody else').to.equal('');
		expect(desk.text()).not.to.contain('1 source');
	});

	it('sees nothing of the person who has signed out in another tab', async () => {
		const desk = await arrive({
			'GET /disclosure/status': { json: disclosed },
			'GET /conversations/7': [refused, { status: 404, json: { detail: 'Not found', code: 'not_found' } }],
		});
		await opened(desk);
		await until(async () => (await callers(desk, '/cases')).length > 0);
		await desk.element.openConversation(7);
		await until(async () => (await callers(desk, '/conversations')).includes(`Bearer ${visitorToken('vis_1')}`));
		await desk.says('What would you like to know?');
		expect((await callers(desk, '/cases')).filter(Boolean), 'cases asked for by a visitor').to.deep.equal([]);
	});

	it('is let in without storage as well', async () => {
		const { getItem, setItem } = Storage.prototype;
		const blocked = () => {
			throw new DOMException('blocked', 'SecurityError');
		};
		Object.assign(Storage.prototype, { getItem: blocked, setItem: blocked });
		try {
			await opened(await arrive());
		} finally {
			Object.assign(Storage.prototype, { getItem, setItem });
		}
	});
});
