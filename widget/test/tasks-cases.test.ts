// Cases from the customer's side: news of them, reading, answering, and what happens when one is closed.

import { expect } from '@open-wc/testing';
import { placed, takeAway } from './support/desk.ts';
import { at, conversation, filed, replied } from './support/recorded.ts';
import { until } from './support/server.ts';

const comment = replied.comments[0];
const listed = (item: object) => ({ json: { cases: [item], next_cursor: null } });
const pushed = (...events: object[]) => ({
	stream: [
		...events.map((event, index) => `id: ${index + 1}\ndata: ${JSON.stringify(event)}\n\n`),
		{ hold: true as const },
	],
});

describe('news of a case', () => {
	afterEach(takeAway);

	it('stands on the launcher, at home and in the list, until the case is opened', async () => {
		const unread = { ...filed, status: 'pending', unread: true };
		const desk = await placed({
			'GET /cases': [listed(unread), listed(unread), listed({ ...unread, unread: false })],
			'GET /cases/3': { json: replied },
		});
		expect((await desk.find('.badge')).dataset.count).to.equal('1');
		await desk.press('Open support (1 new reply)');
		await desk.says('New reply');
		await desk.press('Show all: Your cases');
		await desk.says('Your cases');
		const row = await desk.find('[part=cases] .row');
		row.click();
		await desk.says('Fixed for you.');
		expect(await desk.server.heard('GET', '/cases/3')).to.have.length(1);
		await desk.press('Back');
		await desk.says('TKT-2026-0003');
		expect(desk.text()).not.to.contain('New reply');
		expect(desk.events).to.include('unread');
	});

	it('comes by push while another view is open, and while the case itself is', async () => {
		const push = { type: 'case-comment', case_id: 3, case_number: filed.number, comment };
		const desk = await placed({
			'GET /cases': listed(filed),
			'GET /events': { stream: [{ hold: true }, `id: 1\ndata: ${JSON.stringify(push)}\n\n`, { hold: true }] },
			'GET /cases/3': [{ json: filed }, { json: replied }],
		});
		await desk.element.openCase(3);
		await desk.says('No reply yet.');
		await desk.server.go();
		await desk.says('Fixed for you.');
		await until(async () => (await desk.server.heard('GET', '/cases/3')).length === 2);
		expect(desk.events).to.include('case-comment');
		await desk.element.hide();
		expect(desk.element.shadowRoot?.querySelector('.badge')).to.equal(null);
	});

	it('changes the state on the page', async () => {
		const closes = { type: 'case-status', case_id: 3, case_number: filed.number, status: 'closed' };
		const desk = await placed({
			'GET /cases': listed(filed),
			'GET /events': { stream: [{ hold: true }, ...pushed(closes).stream] },
			'GET /cases/3': { json: filed },
		});
		await desk.element.openCase(3);
		await desk.find('[data-input]');
		await until(async () => (await desk.server.heard('GET', '/events')).length === 1);
		await desk.server.go();
		await desk.says('This case is closed.');
		expect(desk.element.shadowRoot?.querySelector('[data-input]')).to.equal(null);
	});
});

describe('a reply', () => {
	afterEach(takeAway);
	const answered = (status: string) => ({
		status: 201,
		json: {
			comment: { id: 91, author: { type: 'customer', name: null }, body: 'Not yet.', created_at: at },
			case: { id: 3, status },
		},
	});

	it('opens a resolved case again, and says so before and after', async () => {
		const desk = await placed({
			'GET /cases/3': { json: { ...replied, status: 'resolved' } },
			'POST /cases/3/comments': answered('open'),
		});
		await desk.element.openCase(3);
		await desk.says('A reply opens the case again.');
		await desk.write('Not yet.');
		await desk.press('Send');
		await desk.says('Your reply has opened the case again.');
		expect((await desk.find('[part=status]')).textContent).to.equal('Open');
		expect(desk.text()).not.to.contain('A reply opens the case again.');
		await until(() =>
			desk.element.shadowRoot?.querySelector('[role=status]')?.textContent?.includes('opened the case'),
		);
	});

	it('to a case that was open says nothing of the kind', async () => {
		const desk = await placed({ 'POST /cases/3/comments': answered('open') });
		await desk.element.openCase(3);
		await desk.write('Not yet.');
		await desk.press('Send');
		await desk.says('Not yet.');
		expect(desk.text()).not.to.contain('opened the case again');
	});

	it('to a case that was closed meanwhile says what to do, and keeps the words for it', async () => {
		const desk = await placed({
			'GET /cases/3': [{ json: replied }, { json: { ...replied, status: 'closed' } }],
			'POST /cases/3/comments': { status: 409, json: { detail: 'The case is closed.', code: 'case_closed' } },
		});
		await desk.element.openCase(3);
		await desk.write('One more thing.');
		await desk.press('Send');
		await desk.says('This case was closed, so your reply was not sent. It is kept for a new case.');
		await desk.press('New case');
		expect((await desk.find<HTMLTextAreaElement>('#description')).value).to.equal('One more thing.');
	});
});

describe('a case page', () => {
	afterEach(takeAway);

	it('says of each comment who wrote it', async () => {
		const comments = [
			comment,
			{ id: 91, author: { type: 'agent', name: null }, body: 'And checked.', created_at: at },
			{ id: 92, author: { type: 'customer', name: null }, body: 'Thank you.', created_at: at },
			{ id: 93, author: { type: 'system', name: null }, body: 'Resolved by Marie.', created_at: at },
		];
		const desk = await placed({ 'GET /cases/3': { json: { ...replied, comments } } });
		await desk.element.openCase(3);
		await desk.says('Resolved by Marie.');
		const authors = [...(desk.element.shadowRoot?.querySelectorAll<HTMLElement>('.comment .author') ?? [])];
		const names = authors.map((author) => author.innerText.replace(/\s+/g, ' '));
		expect(names[0]).to.contain('Marie Support');
		expect(names[1]).to.contain('Support');
		expect(names[2]).to.contain('You');
		expect(names[3]).to.contain('Notice');
	});

	it('leads back to its conversation, and the conversation to it', async () => {
		const escalated = {
			...conversation,
			status: 'escalated',
			can_send: false,
			can_send_reason: 'escalated',
			case: { id: 3, number: filed.number, status: 'open' },
		};
		const desk = await placed({ 'GET /conversations/7': { json: escalated } });
		await desk.element.openCase(3);
		await desk.press('See the conversation');
		await desk.says('You asked for a person, so the AI no longer answers here.');
		expect(desk.element.shadowRoot?.querySelector('[data-input]')).to.equal(null);
		await desk.press('See your case');
		await desk.says('Cannot upload more than 50 MB.');
	});

	it('of a case whose conversation was deleted leads to none', async () => {
		const desk = await placed({ 'GET /cases/3': { json: { ...filed, conversation_id: null } } });
		await desk.element.openCase(3);
		await desk.says('Cannot upload');
		expect(desk.text()).not.to.contain('See the conversation');
	});

	it('that cannot be had says so, and is tried again', async () => {
		const desk = await placed({ 'GET /cases/3': [{ status: 500, json: {} }, { json: filed }] });
		await desk.element.openCase(3);
		await desk.says('Something went wrong on our side.');
		await desk.press('Try again');
		await desk.says('Cannot upload more than 50 MB.');
	});

	it('in the list says that none is in a state, and does not claim that there is none at all', async () => {
		const desk = await placed({
			'GET /cases': listed(filed),
			'GET /cases?status_filter=resolved': { json: { cases: [], next_cursor: null } },
		});
		await desk.element.show();
		await desk.press('Show all: Your cases');
		await desk.press('Resolved');
		await desk.says('No cases in this state');
		expect((await desk.find('.filter[aria-pressed=true]')).textContent?.trim()).to.equal('Resolved');
	});
});
