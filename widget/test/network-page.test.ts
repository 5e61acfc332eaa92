// The page goes offline, to sleep, away and back, is loaded anew, or has no storage: what was written stays, once.

import { expect } from '@open-wc/testing';
import { holdClock } from './support/clock.ts';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, conversation, filed, frames, question, replied, wholeAnswer } from './support/recorded.ts';
import { type Step, until } from './support/server.ts';

const turns = 'POST /conversations/7/messages';
const spoken = 'Files of up to 5 GB can be uploaded';
const whole: Step = { stream: [wholeAnswer] };
const rest: Step = { stream: [{ rest: frames(answerParts) }, 'data: [DONE]\n\n'] };
const held: Step = { stream: [frames(answerParts.slice(0, 8)), { hold: true }] };
const begun = JSON.stringify(answerParts.slice(0, 8));

/** What the browser says of itself, until it is given back. */
function pretend(target: object, name: string, value: unknown): () => void {
	Object.defineProperty(target, name, { configurable: true, get: () => value });
	return () => Reflect.deleteProperty(target, name);
}

function withoutNetwork(): () => void {
	const back = pretend(navigator, 'onLine', false);
	dispatchEvent(new Event('offline'));
	return () => {
		back();
		dispatchEvent(new Event('online'));
	};
}

/** The same page once more: whatever was in memory is gone. */
async function reloaded({ element, server }: Placed): Promise<Placed> {
	element.remove();
	const next = await placed({}, { api: element.api });
	return { ...next, server };
}

/** Once the page is watched: what happens before that is heard by nobody. */
function watched(): Promise<void> {
	return new Promise((found) => {
		const back = pretend(window, 'addEventListener', (...given: Parameters<Window['addEventListener']>) => {
			EventTarget.prototype.addEventListener.apply(window, given);
			if (given[0] !== 'offline') return;
			back();
			found();
		});
	});
}

async function turnIds({ server }: Placed): Promise<Set<unknown>> {
	return new Set((await server.heard('POST', '/conversations/7/messages')).map(({ body }) => body?.client_message_id));
}

describe('a page without a network', () => {
	let back = () => {};
	afterEach(() => {
		back();
		takeAway();
	});

	it('says so at once, and takes it back when there is one', async () => {
		const listening = watched();
		const desk = await placed();
		await desk.element.show();
		await desk.element.newConversation();
		await desk.says('What would you like to know?');
		await listening;
		back = withoutNetwork();
		await desk.says('There is no connection.');
		back();
		await until(() => !desk.text().includes('There is no connection.'));
	});

	it('keeps a question that was sent, and sends it once when there is one; what is not sent stays a draft', async () => {
		const clock = holdClock();
		const desk = await placed({ [turns]: { drop: true }, 'GET /events': { status: 404, json: {} } });
		try {
			await desk.element.newConversation();
			await desk.says('What would you like to know?');
			back = withoutNetwork();
			await desk.write('Why 50 MB?');
			await desk.press('Send');
			await desk.says('Your message is sent when it is back.');
			await desk.write('not sent yet');
			// Half a minute offline, and more: however often it is tried, it is not given up.
			for (let tries = 0; tries < 10; tries++) {
				const before = (await desk.server.heard('POST', '/conversations/7/messages')).length;
				await until(
					() => clock.waiting().includes(30_000),
					() => `waits: ${clock.waiting()} in: ${desk.text()}`,
				);
				clock.pass(30_000);
				expect(desk.text()).to.contain('Your message is sent when it is back.');
				await until(async () => (await desk.server.heard('POST', '/conversations/7/messages')).length > before);
			}
			await desk.server.change({ [turns]: whole });
			back();
			await desk.says(spoken);
			expect(desk.element.shadowRoot?.querySelectorAll('.question')).to.have.length(1);
			expect((await turnIds(desk)).size).to.equal(1);
			expect((await desk.find<HTMLTextAreaElement>('[data-input]')).value).to.equal('not sent yet');
		} finally {
			clock.giveBack();
		}
	});

	it('waits no longer for a question that is taken back', async () => {
		const desk = await placed({ [turns]: { drop: true } });
		back = withoutNetwork();
		await desk.element.ask('Why?');
		await desk.says('Your message is sent when it is back.');
		await desk.press('Stop the answer');
		await desk.says('Not sent.');
		const sent = (await desk.server.heard('POST')).length;
		back();
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(await desk.server.heard('POST')).to.have.length(sent);
	});

	it('asks no page of a captive portal for an answer', async () => {
		const portal: Step = { html: '<form>Room number</form>' };
		const desk = await placed({ [turns]: [portal, portal, whole], 'GET /cases/3': { json: replied } });
		await desk.element.ask('Why 50 MB?');
		await desk.says('Your message is sent when it is back.');
		await desk.says(spoken);
		expect((await turnIds(desk)).size).to.equal(1);
		await desk.server.change({ 'GET /cases/3': portal });
		await desk.element.openCase(3);
		await desk.says('There is no connection. Check your network and try again.');
	});
});

describe('a page that is left, sleeps or is loaded anew', () => {
	afterEach(takeAway);

	it('picks the answer up after the frame last seen when it comes out of the cache of pages', async () => {
		const listening = watched();
		const desk = await placed({ [turns]: held, 'GET /conversations/7/stream': rest });
		await desk.element.ask('Why?');
		await desk.says('Files of');
		await listening;
		dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(await desk.server.heard('GET', '/conversations/7/stream')).to.deep.equal([]);
		dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
		await desk.says('1 source');
		const [resumed] = await desk.server.heard('GET', '/conversations/7/stream');
		expect(resumed?.headers['last-event-id']).to.equal('8');
		expect((await turnIds(desk)).size).to.equal(1);
	});

	it('and after a long sleep, on a line that looks alive', async () => {
		const listening = watched();
		const desk = await placed({ [turns]: held, 'GET /conversations/7/stream': rest });
		await desk.element.ask('Why?');
		await desk.says('Files of');
		await listening;
		const show = pretend(document, 'hidden', true);
		document.dispatchEvent(new Event('visibilitychange'));
		show();
		const { now } = Date;
		Date.now = () => now() + 3_600_000;
		try {
			document.dispatchEvent(new Event('visibilitychange'));
			await desk.says('1 source');
		} finally {
			Date.now = now;
		}
		expect((await turnIds(desk)).size).to.equal(1);
	});

	it('finds the answer that runs, and shows it to its end', async () => {
		const before = await placed({ [turns]: held });
		await before.element.ask('Why 50 MB?');
		await before.says('Files of');
		const [id] = await turnIds(before);
		const asked = { ...question, client_message_id: id };
		const running = { ...conversation, answering_message_id: 21, messages: [asked] };
		await before.server.change({ 'GET /conversations/7': { json: running }, 'GET /conversations/7/stream': whole });
		const after = await reloaded(before);
		await after.element.show();
		await after.says('1 source');
		expect(after.element.shadowRoot?.querySelectorAll('.message')).to.have.length(2);
		expect((await turnIds(before)).size).to.equal(1);
		await until(() => sessionStorage.length === 0);
	});

	for (const [station, script] of [
		['before there is a conversation', { 'POST /conversations': { hang: true } }],
		['before there is an answer', { [turns]: { hang: true } }],
	] as const)
		it(`keeps a question sent ${station}, and sends it again as the same turn`, async () => {
			const before = await placed(script);
			await before.element.ask('Why 50 MB?');
			const path = Object.keys(script)[0]?.replace('POST ', '');
			await until(async () => (await before.server.heard('POST', path)).length === 1);
			await before.server.change({ 'GET /conversations/7': { json: { ...conversation, messages: [] } } });
			const after = await reloaded(before);
			await after.element.show();
			await after.says('Why 50 MB?');
			await after.says('Not sent.');
			const created = { conversation_id: 7, status: 'open', title: null, locale: 'en', created_at: filed.created_at };
			await before.server.change({ 'POST /conversations': { status: 201, json: created }, [turns]: whole });
			await after.press('Try again');
			await after.says(spoken);
			expect((await turnIds(before)).size).to.equal(1);
			const keys = (await before.server.heard('POST', '/conversations')).map(
				({ headers }) => headers['idempotency-key'],
			);
			expect(new Set(keys).size).to.equal(1);
			expect(after.element.shadowRoot?.querySelectorAll('.question')).to.have.length(1);
		});

	it('keeps every question that was not taken, not only the last one', async () => {
		const no: Step = { status: 500, json: { detail: 'x', code: 'internal_error' } };
		const before = await placed({
			[turns]: [no, no, whole],
			'GET /conversations/7': { json: { ...conversation, messages: [] } },
		});
		await before.element.newConversation();
		for (const words of ['The first one', 'The second one']) {
			await before.write(words);
			await before.press('Send');
			await before.says(`${words} Not sent.`);
		}
		const after = await reloaded(before);
		await after.element.show();
		await after.says('The first one Not sent.');
		await after.says('The second one Not sent.');
	});

	it('keeps a draft for each conversation, the case form and the reply', async () => {
		const before = await placed({ 'GET /cases/3': { json: replied } });
		await before.element.openConversation(7);
		await before.says(spoken);
		await before.write('and what about');
		await before.element.newConversation();
		await before.says('What would you like to know?');
		await before.write('something else');
		await before.press('Talk to a person');
		const fill = async (selector: string, value: string) => {
			Object.assign(await before.find(selector), { value }).dispatchEvent(new InputEvent('input', { bubbles: true }));
		};
		await fill('#subject', 'Upload');
		await fill('#description', 'It stops at 50 MB');
		await before.element.openCase(3);
		await before.says('Marie');
		await before.write('thanks, but');
		const after = await reloaded(before);
		const inField = async (selector: string) => (await after.find<HTMLTextAreaElement>(selector)).value;
		await after.element.openConversation(7);
		await after.says(spoken);
		expect(await inField('[data-input]')).to.equal('and what about');
		await after.element.newConversation();
		await after.says('What would you like to know?');
		expect(await inField('[data-input]')).to.equal('something else');
		await after.press('Talk to a person');
		expect(await inField('#subject')).to.equal('Upload');
		expect(await inField('#description')).to.equal('It stops at 50 MB');
		await after.element.openCase(3);
		await after.says('Marie');
		expect(await inField('[data-input]')).to.equal('thanks, but');
	});
});

describe('a page whose storage', () => {
	const real = Object.getOwnPropertyDescriptor(window, 'sessionStorage') as PropertyDescriptor;
	const { setItem } = Storage.prototype;
	afterEach(() => {
		Object.defineProperty(window, 'sessionStorage', real);
		Storage.prototype.setItem = setItem;
		takeAway();
	});

	const denied = () => {
		throw new DOMException('denied', 'SecurityError');
	};
	const full = () => {
		throw new DOMException('full', 'QuotaExceededError');
	};
	const states: Record<string, () => void> = {
		'is denied': () => Object.defineProperty(window, 'sessionStorage', { configurable: true, get: denied }),
		'is not there': () => Object.defineProperty(window, 'sessionStorage', { configurable: true, get: () => null }),
		'is full': () => Object.assign(Storage.prototype, { setItem: full }),
	};
	for (const [state, begin] of Object.entries(states))
		it(`${state}: a cut answer is picked up, a question goes out once, a draft lives as long as the page`, async () => {
			begin();
			const cut: Step = { stream: [frames(JSON.parse(begun)), { cut: 'rst' }] };
			const desk = await placed({ [turns]: [{ drop: true }, cut], 'GET /conversations/7/stream': rest });
			await desk.element.ask('Why?');
			await desk.says('1 source');
			expect((await turnIds(desk)).size).to.equal(1);
			await desk.write('half a');
			await desk.element.openCase(3);
			await desk.says('TKT-2026-0003');
			await desk.element.openConversation(7);
			await desk.says(spoken);
			expect((await desk.find<HTMLTextAreaElement>('[data-input]')).value).to.equal('half a');
		});

	const hostile = [
		...[
			'null',
			'5',
			'"text"',
			'[]',
			'[[]]',
			'{',
			'{"7":null}',
			'{"7":{"text":5}}',
			'{"new":{"text":"","sent":5}}',
			'{"new":{"text":"x"}}',
		],
		'{"7":{"text":{},"sent":[{"clientMessageId":{"toString":null},"content":[]}]}}',
		'{"new":{"text":"x","sent":[{"clientMessageId":1,"content":"y"},null]},"__proto__":{"text":"z"}}',
		'{"../../evil":{"text":"","sent":[{"clientMessageId":"a","content":"b"}]}}',
	];
	it('holds what others wrote into it', async () => {
		const name = await nameInStorage();
		for (const value of hostile) {
			sessionStorage.setItem(name.key, value);
			const desk = await placed({}, { api: name.api });
			await desk.element.show();
			await desk.says('Hi, how can we help?');
			expect((await desk.find<HTMLTextAreaElement>('[data-input]')).value, value).to.equal('');
			desk.element.remove();
		}
	});

	/** Under which name the desk at this address keeps its drafts. */
	async function nameInStorage() {
		const desk = await placed();
		await desk.element.show();
		await desk.says('Hi, how can we help?');
		await desk.write('x');
		const key = String(sessionStorage.key(0));
		desk.element.remove();
		return { key, api: desk.element.api };
	}
});

describe('what is pressed twice', () => {
	afterEach(takeAway);

	it('is one question, also where the page takes its time', async () => {
		let release = () => {};
		const ready = new Promise<void>((resolve) => {
			release = resolve;
		});
		const desk = await placed();
		desk.element.beforeSend = async (message) => {
			await ready;
			return message;
		};
		await desk.element.openConversation(7);
		await desk.says(spoken);
		await desk.write('Why?');
		await desk.press('Send');
		await desk.press('Send');
		release();
		await until(() => desk.element.shadowRoot?.querySelectorAll('.answer').length === 1);
		await until(() => desk.events.includes('answer-end'));
		expect(await desk.server.heard('POST', '/conversations/7/messages')).to.have.length(1);
	});

	it('is one reply, and one case, also when nobody heard that the first was taken', async () => {
		const desk = await placed({
			'GET /cases/3': { json: replied },
			'POST /cases/3/comments': [{ hang: true }, { drop: true }],
		});
		const clock = holdClock();
		try {
			await desk.element.openCase(3);
			await desk.says('Marie');
			await desk.write('Thank you!');
			await desk.press('Send');
			await desk.press('Send');
			await until(async () => (await desk.server.heard('POST', '/cases/3/comments')).length === 1);
			clock.pass(30_000);
			await desk.says('There is no connection.');
		} finally {
			clock.giveBack();
		}
		await desk.press('Send');
		const sent = await until(async () => {
			const all = await desk.server.heard('POST', '/cases/3/comments');
			return all.length > 1 && all;
		});
		expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).to.equal(1);
		expect(sent[0]?.headers['idempotency-key']).to.match(/^[!-~]{8,128}$/);
	});
});
