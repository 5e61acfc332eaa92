// Each way in which a server or the network says no: said in plain words, with a way on, and nothing lost or doubled.

import { expect } from '@open-wc/testing';
import { type HeldClock, holdClock } from './support/clock.ts';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, conversation, everything, frames, limited, question, wholeAnswer } from './support/recorded.ts';
import { type Step, until } from './support/server.ts';

const turns = 'POST /conversations/7/messages';
const spoken = 'Files of up to 5 GB can be uploaded';
const whole: Step = { stream: [wholeAnswer] };
/** So that no other line than the answer's is watched. */
const noPushes = { 'GET /events': { status: 404, json: {} } };
const half: Step = { stream: [frames(answerParts.slice(0, 8)), { cut: 'fin' }] };
const rest: Step = { stream: [{ rest: frames(answerParts) }, 'data: [DONE]\n\n'] };

async function turnsOf(desk: Placed, path = '/conversations/7/messages') {
	return desk.server.heard('POST', path);
}

async function oneTurn(desk: Placed): Promise<void> {
	const ids = (await turnsOf(desk)).map(({ body }) => body?.client_message_id);
	expect(new Set(ids).size).to.equal(1);
	expect(desk.element.shadowRoot?.querySelectorAll('.question')).to.have.length(1);
}

/** The button that says this, once it is there. */
async function button(desk: Placed, label: string): Promise<HTMLButtonElement> {
	const all = () => [...(desk.element.shadowRoot?.querySelectorAll<HTMLButtonElement>('.notice button') ?? [])];
	return until(
		() => all().find(({ textContent }) => textContent?.trim() === label),
		() => `a button “${label}” in: ${desk.text()}`,
	);
}

/** The desk stands open, and nothing that it asked for at its start is still under way. */
async function atRest(desk: Placed, clock: HeldClock): Promise<void> {
	await desk.element.show();
	await desk.says('Hi, how can we help?');
	await until(
		() => clock.waiting().length === 0,
		() => `nothing to wait for: ${clock.waiting()}`,
	);
}

/** How long the next try is put off; the watches over calls under way stay as they are. */
function backOff(clock: HeldClock): number {
	return clock.waitingBut([10_000, 30_000, 32_000]);
}

describe('a token that expires', () => {
	afterEach(takeAway);

	it('in the middle of an answer is renewed once, and the answer goes on', async () => {
		let asked = 0;
		const desk = await placed(
			{ [turns]: half, 'GET /conversations/7/stream': [{ status: 401, json: {} }, rest] },
			{ token: null, getToken: async () => `token-${asked++}` },
		);
		await desk.element.ask('Why?');
		await desk.says('1 source');
		const sent = (await desk.server.heard('GET', '/conversations/7/stream')).map(
			({ headers }) => headers.authorization,
		);
		expect(sent).to.deep.equal(['Bearer token-0', 'Bearer token-1']);
		expect(asked).to.equal(2);
		await oneTurn(desk);
	});

	it('and cannot be renewed says so, keeps the question, and sends it when one is signed in again', async () => {
		let asked = 0;
		const desk = await placed(
			{ [turns]: [{ status: 401, json: {} }, { status: 401, json: {} }, whole] },
			{ token: null, getToken: async () => `token-${asked++}` },
		);
		await desk.element.ask('Why 50 MB?');
		await desk.says('Your sign-in has expired.');
		await desk.says('Not sent.');
		expect(await turnsOf(desk)).to.have.length(2);
		expect(asked).to.equal(2);
		await desk.press('Try again');
		await desk.says(spoken);
		await oneTurn(desk);
	});
});

describe('a server that says no for a time', () => {
	let clock: HeldClock;
	beforeEach(() => {
		clock = holdClock();
	});
	afterEach(() => {
		clock.giveBack();
		takeAway();
	});

	it('is counted down, and asked again only when the time is over', async () => {
		const desk = await placed({ [turns]: [{ status: 429, json: limited, headers: { 'Retry-After': '30' } }, whole] });
		await desk.element.ask('Why 50 MB?');
		await desk.says('You can try again in 30 seconds.');
		const again = await button(desk, 'Try again');
		await until(() => again.disabled);
		for (let left = 29; left > 0; left--) {
			clock.pass(1_000);
			await desk.says(left === 1 ? 'in 1 second.' : `in ${left} seconds.`);
			expect(again.disabled, `${left} seconds left`).to.equal(true);
		}
		clock.pass(1_000);
		await until(() => !again.disabled);
		expect(desk.text()).not.to.contain('You can try again in');
		again.click();
		await desk.says(spoken);
		await oneTurn(desk);
	});

	it('is not counted by a clock that stood still while the computer slept', async () => {
		const desk = await placed({ [turns]: { status: 429, json: limited } });
		await desk.element.ask('Why?');
		await until(async () => (await button(desk, 'Try again')).disabled);
		const { now } = Date;
		const before = now();
		Date.now = () => before + 60_000;
		clock.pass(1_000);
		await until(async () => !(await button(desk, 'Try again')).disabled);
	});

	it('is tried a few times, further and further apart; then it is said, and one can try oneself', async () => {
		const away: Step = { status: 503, json: { detail: 'x', code: 'shutting_down' }, headers: { 'Retry-After': '2' } };
		const desk = await placed({ ...noPushes, [turns]: away });
		await atRest(desk, clock);
		await desk.element.ask('Why 50 MB?');
		await desk.says('Your message is sent when it is back.');
		const waits: number[] = [];
		await until(async () => {
			const next = backOff(clock);
			if (next) waits.push(next);
			clock.pass(next);
			return desk.text().includes('Something went wrong on our side.');
		});
		expect((await turnsOf(desk)).length).to.be.within(3, 10);
		expect(Math.min(...waits)).to.be.at.least(1_000);
		await desk.says('Not sent.');
		await desk.server.change({ [turns]: whole });
		clock.pass(60_000);
		await desk.press('Try again');
		await desk.says(spoken);
		await oneTurn(desk);
	});

	it('in the middle of an answer: what was said stays, nothing is asked anew, and one can look again', async () => {
		// A busy browser drops what it has not read when the line is cut: here it has read it.
		const read: Step = { stream: [frames(answerParts.slice(0, 8)), { hold: true }, { cut: 'fin' }] };
		const desk = await placed({ ...noPushes, [turns]: read, 'GET /conversations/7/stream': { drop: true } });
		await atRest(desk, clock);
		await desk.element.ask('Why?');
		await desk.says('Files of');
		await desk.server.go();
		await desk.says('Picking the answer up again…');
		await until(() => {
			clock.pass(backOff(clock));
			return desk.text().includes('Check your network and try again.');
		});
		expect(desk.text()).to.contain('Files of').and.not.to.contain('cut off');
		expect((await desk.server.heard('GET', '/conversations/7/stream')).length).to.be.within(3, 30);
		const [sent] = await turnsOf(desk);
		const asked = { ...question, client_message_id: String(sent?.body?.client_message_id) };
		const messages = [asked, ...conversation.messages.slice(1)];
		await desk.server.change({ 'GET /conversations/7': { json: { ...conversation, messages } } });
		await desk.press('Try again');
		await desk.says('1 source');
		await oneTurn(desk);
	});

	it('keeps what has come back to itself: the thread is read until the answer is there', async () => {
		const asked = { ...question, client_message_id: '' };
		const growing = (content: string) => ({
			json: {
				...conversation,
				answering_message_id: 21,
				messages: [asked, { ...conversation.messages[1], content, status: 'streaming', citations: [] }],
			},
		});
		const ended = { json: { ...conversation, messages: [asked, conversation.messages[1]] } };
		const desk = await placed({ [turns]: { stream: [{ hold: true }] } });
		await desk.element.ask('Why 50 MB?');
		const [sent] = await until(async () => ((await turnsOf(desk)).length ? turnsOf(desk) : null));
		asked.client_message_id = String(sent?.body?.client_message_id);
		await desk.server.change({ 'GET /conversations/7': [growing('Files'), growing('Files of up'), ended] });
		clock.pass(9_000);
		expect(await desk.server.heard('GET', '/conversations/7')).to.deep.equal([]);
		clock.pass(1_000);
		await desk.says('Files');
		await until(() => {
			if (clock.waiting().includes(2_000)) clock.pass(2_000);
			return desk.text().includes('1 source');
		});
		expect(await turnsOf(desk)).to.have.length(1);
		expect(await desk.server.heard('GET', '/conversations/7/stream')).to.deep.equal([]);
		await oneTurn(desk);
	});

	it('and has not got the question after all gets it again', async () => {
		const desk = await placed({
			[turns]: [{ hang: true }, whole],
			'GET /conversations/7': { json: { ...conversation, messages: [] } },
		});
		await desk.element.ask('Why 50 MB?');
		await until(async () => (await turnsOf(desk)).length === 1);
		clock.pass(10_000);
		await desk.says(spoken);
		await oneTurn(desk);
	});
});

describe('a server that says no for good', () => {
	afterEach(takeAway);

	it('while another tab is answered: its answer is followed, then the question can be sent', async () => {
		const running = { ...conversation, answering_message_id: 21, messages: [question] };
		const busy = { status: 409, json: { detail: 'x', code: 'turn_in_progress' } };
		const desk = await placed({
			[turns]: busy,
			'GET /conversations/7': { json: running },
			'GET /conversations/7/stream': whole,
		});
		await desk.element.ask('And for teams?');
		await desk.says('1 source');
		await desk.says('Not sent.');
		const rows = [...(desk.element.shadowRoot?.querySelectorAll('.message') ?? [])].map(({ className }) => className);
		expect(rows).to.deep.equal(['message question', 'message answer', 'message question']);
		const next = { ...answerParts[0], messageId: '31' } as (typeof answerParts)[0] & { type: 'start' };
		const start = { ...next, messageMetadata: { ...next.messageMetadata, user_message_id: 30, message_id: 31 } };
		await desk.server.change({ [turns]: { stream: [frames([start, ...answerParts.slice(1)])] } });
		await desk.press('Try again');
		await until(() => desk.element.shadowRoot?.querySelectorAll('.answer').length === 2);
		expect(new Set((await turnsOf(desk)).map(({ body }) => body?.client_message_id)).size).to.equal(1);
	});

	for (const status of [404, 410])
		it(`because the conversation is gone (${status}): the question goes into a new one`, async () => {
			const eighth = JSON.stringify(answerParts).replaceAll('"conversation_id":7', '"conversation_id":8');
			const desk = await placed({
				'POST /conversations/8/messages': { stream: [frames(JSON.parse(eighth))] },
			});
			await desk.element.openConversation(7);
			await desk.says(spoken);
			await desk.server.change({ [turns]: { status, json: {} } });
			await desk.write('And for teams?');
			await desk.press('Send');
			await desk.says('This is no longer here');
			await desk.says('And for teams?');
			expect(desk.text()).not.to.contain(spoken);
			const { json } = everything()['POST /conversations'] as Step;
			await desk.server.change({ 'POST /conversations': { json: { ...(json as object), conversation_id: 8 } } });
			await desk.press('Try again');
			await desk.says(spoken);
			expect(await turnsOf(desk, '/conversations/8/messages')).to.have.length(1);
			await until(() => sessionStorage.length === 0);
		});

	it('to one who opens a conversation that is gone: the way on is a new one', async () => {
		const desk = await placed({ 'GET /conversations/7': { status: 404, json: {} } });
		await desk.element.openConversation(7);
		await desk.says('This is no longer here');
		(await button(desk, 'New conversation')).click();
		await desk.says('What would you like to know?');
	});

	for (const status of [413, 422])
		it(`to these words (${status}): they are back where one can change them`, async () => {
			const desk = await placed({ [turns]: { status, json: { detail: [] } } });
			await desk.element.ask('Why 50 MB?');
			await desk.says('Something in the form is not right.');
			const input = await desk.find<HTMLTextAreaElement>('[data-input]');
			await until(() => input.value === 'Why 50 MB?');
			expect(desk.element.shadowRoot?.querySelectorAll('.question')).to.have.length(0);
			expect(await turnsOf(desk)).to.have.length(1);
		});

	it('with a fault of its own: nothing is tried behind one’s back', async () => {
		const desk = await placed({ [turns]: { status: 500, json: { detail: 'x', code: 'internal_error' } } });
		await desk.element.ask('Why?');
		await desk.says('Something went wrong on our side.');
		await desk.says('Not sent.');
		expect(await turnsOf(desk)).to.have.length(1);
	});
});
