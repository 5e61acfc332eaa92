// Keyboard paths, focus that goes in and comes back, and axe in every view, light and dark.

import { expect } from '@open-wc/testing';
import { atRest, key, placed, takeAway } from './support/desk.ts';
import { conversation, disclosed, filed, limited, question, replied } from './support/recorded.ts';
import { until } from './support/server.ts';

type Desk = Awaited<ReturnType<typeof placed>>;

const focused = (desk: Desk) => desk.element.shadowRoot?.activeElement;
const undisclosed = { ...disclosed, accepted: false };
const withCases = { 'GET /cases': { json: { cases: [{ ...filed, unread: true }], next_cursor: null } } };
const failed = { ...conversation.messages[1], status: 'failed', degraded_code: 'vendor_outage' };
const refused = { ...question, refused: { label: 'out_of_scope', message: 'Not for this desk.' } };

/** Every view and the way to it. */
const views: Record<string, () => Promise<Desk>> = {
	async launcher() {
		return placed(withCases);
	},
	async disclosure() {
		const desk = await placed({ 'GET /disclosure/status': { json: undisclosed } });
		await desk.element.show();
		await desk.says('You are talking to an AI');
		return desk;
	},
	async home() {
		const desk = await placed(withCases, { starters: ['Why 50 MB?', 'Where are my invoices?'] });
		await desk.element.show();
		await desk.says('New reply');
		return desk;
	},
	async 'home without a server'() {
		const desk = await placed({ 'GET /disclosure/status': { drop: true } });
		await desk.element.show();
		await desk.says('There is no connection.');
		return desk;
	},
	async 'empty chat'() {
		const desk = await placed();
		await desk.element.newConversation();
		await desk.says('What would you like to know?');
		return desk;
	},
	async chat() {
		const desk = await placed();
		await desk.element.openConversation(7);
		await desk.says('1 source');
		await desk.press('Source 1: Upload limits');
		await desk.press('This answer did not help');
		await desk.says('What was wrong with it?');
		return desk;
	},
	async 'chat gone wrong'() {
		const messages = [refused, { ...question, id: 30, client_message_id: 'other' }, failed];
		const desk = await placed({
			'GET /conversations/7': { json: { ...conversation, messages } },
			'POST /conversations/7/messages': { status: 429, json: limited },
		});
		await desk.element.openConversation(7);
		await desk.says('Not for this desk.');
		await desk.write('Again?');
		await desk.press('Send');
		await desk.says('That was a lot at once.');
		return desk;
	},
	async 'read-only chat'() {
		const desk = await placed({
			'GET /conversations/7': {
				json: { ...conversation, status: 'escalated', can_send: false, can_send_reason: 'escalated' },
			},
		});
		await desk.element.openConversation(7);
		await desk.says('You asked for a person');
		return desk;
	},
	async history() {
		const desk = await placed({ 'GET /conversations': { json: { conversations: [conversation], next_cursor: 'c' } } });
		await desk.element.show();
		await desk.press('Show all: Recent conversations');
		await desk.press('Delete conversation: Upload limit');
		await desk.says('Delete this conversation?');
		return desk;
	},
	async escalate() {
		const desk = await placed();
		await desk.element.openConversation(7);
		await desk.says('1 source');
		await desk.press('Talk to a person');
		await desk.says('Hand over to a person');
		return desk;
	},
	async 'case form'() {
		const desk = await views.escalate?.();
		await desk?.press('Hand over to a person');
		await desk?.says('What is handed over');
		return desk as Desk;
	},
	async 'cases and none'() {
		const desk = await placed({
			...withCases,
			'GET /cases?status_filter=closed': { json: { cases: [], next_cursor: null } },
		});
		await desk.element.show();
		await desk.press('Show all: Your cases');
		await desk.press('Closed');
		await desk.says('No cases');
		return desk;
	},
	async case() {
		const desk = await placed({ 'GET /cases/3': { json: replied } });
		await desk.element.openCase(3);
		await desk.says('Fixed for you.');
		return desk;
	},
	async 'closed case'() {
		const desk = await placed({ 'GET /cases/3': { json: { ...replied, status: 'closed' } } });
		await desk.element.openCase(3);
		await desk.says('This case is closed.');
		return desk;
	},
};

describe('axe finds nothing in', () => {
	afterEach(takeAway);
	for (const theme of ['light', 'dark'] as const) {
		for (const [name, open] of Object.entries(views)) {
			it(`${name}, ${theme}`, async () => {
				const desk = await open();
				desk.element.theme = theme;
				await atRest(desk);
				await expect(desk.element).to.be.accessible();
			});
		}
	}
});

describe('keyboard', () => {
	afterEach(takeAway);

	it('goes into the field on opening and back to the launcher on Escape', async () => {
		const desk = await placed();
		const launcher = await desk.find('.launcher');
		launcher.focus();
		launcher.click();
		await until(
			() => focused(desk)?.matches('[data-input]'),
			() => 'focus in the field',
		);
		key(focused(desk) as Element, 'Escape');
		await until(
			() => focused(desk) === launcher,
			() => 'focus on the launcher',
		);
		expect(desk.element.open).to.equal(false);
	});

	it('gives the focus back to what opened the desk', async () => {
		const button = document.createElement('button');
		document.body.append(button);
		const desk = await placed();
		button.focus();
		await desk.element.show();
		await desk.element.hide();
		expect(document.activeElement).to.equal(button);
		button.remove();
	});

	it('sends on Enter, breaks the line on Shift+Enter, and waits for an input method', async () => {
		const desk = await placed();
		await desk.element.show();
		await desk.write('Why?');
		const input = await desk.find('[data-input]');
		key(input, 'Enter', { shiftKey: true });
		key(input, 'Enter', { isComposing: true });
		expect(await desk.server.heard('POST')).to.deep.equal([]);
		key(input, 'Enter');
		await desk.says('1 source');
	});

	it('answers an open question with no on Escape, before it closes', async () => {
		const desk = (await views.history?.()) as Desk;
		key(await desk.find('.ask'), 'Escape');
		await until(() => !desk.text().includes('Delete this conversation?'));
		expect(desk.element.open).to.equal(true);
		key(await desk.find('.panel'), 'Escape');
		await desk.says('Hi, how can we help?');
		expect(desk.element.open).to.equal(true);
		key(await desk.find('.panel'), 'Escape');
		expect(desk.element.open).to.equal(false);
	});

	it('keeps the focus in the desk from view to view', async () => {
		const desk = await placed(withCases);
		await desk.element.show();
		await desk.press('Show all: Your cases');
		await until(
			() => focused(desk)?.matches('[data-heading]'),
			() => 'focus on the heading',
		);
		await desk.press('Back');
		await until(
			() => focused(desk)?.matches('[data-input]'),
			() => 'focus in the field',
		);
	});

	it('leaves the focus where it is when messages arrive', async () => {
		const desk = await placed();
		await desk.element.openConversation(7);
		await desk.write('And?');
		await desk.press('Send');
		const close = await desk.find('[part=close]');
		close.focus();
		await until(() => desk.events.includes('answer-end'));
		expect(focused(desk)).to.equal(close);
	});
});

describe('colours', () => {
	afterEach(takeAway);

	it('S-48 stay legible with any accent', async () => {
		for (const accent of ['#ffeb3b', '#00e5ff', '#ff5722', '#1a237e', '#767676', '#e91e63', 'white', 'black']) {
			for (const theme of ['light', 'dark'] as const) {
				const desk = await placed({}, { accent, theme });
				await desk.element.openConversation(7);
				await desk.says('1 source');
				await desk.write('x');
				await atRest(desk);
				await expect(desk.element, `${accent}, ${theme}`).to.be.accessible();
				takeAway();
			}
		}
	});
});
