// The states that a task passes through: nothing for axe to find in any of them, and the focus never lost in one.

import { expect } from '@open-wc/testing';
import { atRest, type Placed, placed, takeAway } from './support/desk.ts';
import { conversation, filed, question } from './support/recorded.ts';
import { until } from './support/server.ts';

const [, answer] = conversation.messages;
const thread = (change: object, last: object = {}) => ({
	'GET /conversations/7': { json: { ...conversation, messages: [question, { ...answer, ...last }], ...change } },
});
const closed = { status: 'closed', can_send: false, can_send_reason: 'closed' };
const rated = { helpful: null, rating: 4, comment: null, reasons: [] };
const own = 'Your conversations, data and language';
const focused = (desk: Placed) => desk.element.shadowRoot?.activeElement;

async function opened(script: Parameters<typeof placed>[0], words: string): Promise<Placed> {
	const desk = await placed(script);
	await desk.element.openConversation(7);
	await desk.says(words);
	return desk;
}

const states: Record<string, () => Promise<Placed>> = {
	async 'one’s own data, and an export cut off'() {
		const cut = { headers: { 'Content-Type': 'application/x-ndjson' }, stream: ['{"a":1}\n', { cut: true as const }] };
		const desk = await placed({ 'GET /export': cut });
		await desk.element.show();
		await desk.press(own);
		await desk.press('Export my data');
		await desk.says('nothing was saved');
		return desk;
	},
	'a rating asked for': () => opened(thread(closed), 'How was your conversation'),
	'a rating given': () => opened(thread({ ...closed, feedback: rated }), '4 of 5'),
	'what was looked up, and an answer without a source': () =>
		opened(
			thread(
				{},
				{
					citations: [],
					unsupported: true,
					tool_calls: [{ id: 'c1', name: 'search_knowledge', status: 'done' }],
				},
			),
			'Searched the help articles',
		),
	'a conversation handed over': () =>
		opened(
			thread({
				status: 'escalated',
				can_send: false,
				can_send_reason: 'escalated',
				case: { id: 3, number: filed.number, status: 'open' },
			}),
			'See your case',
		),
	'a conversation with more above it': () => opened(thread({ next_cursor: 'c2' }), '1 source'),
	async 'what is handed over'() {
		const desk = await opened({}, '1 source');
		await desk.press('Talk to a person');
		(await desk.find('[part=handover] summary')).click();
		await desk.says('Tried so far');
		return desk;
	},
};

describe('axe finds nothing in', () => {
	afterEach(takeAway);
	for (const theme of ['light', 'dark'] as const) {
		for (const [name, open] of Object.entries(states)) {
			it(`${name}, ${theme}`, async () => {
				const desk = await open();
				desk.element.theme = theme;
				await atRest(desk);
				await expect(desk.element).to.be.accessible();
			});
		}
	}
});

describe('the focus', () => {
	afterEach(takeAway);

	it('goes from a rating that was sent to the way to change it, and back into the marks', async () => {
		const desk = await opened(thread(closed), 'How was your conversation');
		(await desk.find('[aria-label="4 of 5"]')).click();
		await desk.press('Send feedback');
		await desk.says('Thank you for your rating.');
		await until(() => focused(desk)?.textContent?.trim() === 'Change');
		await desk.press('Change');
		await until(() => focused(desk)?.getAttribute('aria-label') === '4 of 5');
	});

	it('goes from reasons that were skipped back to the thumb', async () => {
		const desk = await opened({}, '1 source');
		await desk.press('This answer did not help');
		await desk.press('Skip');
		await until(() => focused(desk)?.getAttribute('aria-label') === 'This answer did not help');
	});

	it('goes from a deletion not wanted back to its button, and from a deletion to the heading', async () => {
		const desk = await placed();
		await desk.element.show();
		await desk.press(own);
		await desk.press('Delete conversation: Upload limit');
		await desk.press('Keep');
		await until(() => focused(desk)?.getAttribute('aria-label') === 'Delete conversation: Upload limit');
		await desk.press('Delete conversation: Upload limit');
		await desk.press('Delete');
		await until(() => focused(desk)?.textContent === 'Conversations');
	});
});
