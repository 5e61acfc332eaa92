// What a page can dress: in every view, whatever shows text or can be pressed is a part, or stands in nothing but one.

import { expect } from '@open-wc/testing';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, conversation, disclosed, filed, frames, limited, question, replied } from './support/recorded.ts';
import type { Script } from './support/server.ts';

const [, answer] = conversation.messages;
const rich = {
	...answer,
	content:
		'# Limits\n\nUp to **5 GB** [1].\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```sh\nnpm i\n```\n\n[More](https://acme.example)',
	tool_calls: [{ id: 'c1', name: 'search_knowledge', status: 'done' }],
};
const thread = (change: object) => ({ 'GET /conversations/7': { json: { ...conversation, ...change } } });
const cases = (...items: object[]) => ({ 'GET /cases': { json: { cases: items, next_cursor: 'c2' } } });
const nobody = { 'GET /conversations': { json: { conversations: [], next_cursor: null } } };
const closed = { status: 'closed', can_send: false, can_send_reason: 'closed' };
const rated = { helpful: null, rating: 4, comment: null, reasons: [] };
const quota = (state: string, remaining: number) => ({
	'GET /quota': {
		json: {
			enabled: true,
			state,
			period: { resets_at: new Date(Date.now() + 3.6e6).toISOString() },
			messages: { remaining },
		},
	},
});
const own = 'Your conversations, data and language';

type View = [script: Script, come: (desk: Placed) => Promise<unknown>, properties?: object];

async function open(desk: Placed, words: string): Promise<void> {
	await desk.element.openConversation(7);
	await desk.says(words);
}

async function history(desk: Placed, words: string): Promise<void> {
	await desk.element.show();
	await desk.press(own);
	await desk.says(words);
}

/** Opened, and so far along the way. */
function pressing(...labels: string[]): (desk: Placed) => Promise<void> {
	return async (desk) => {
		await desk.element.show();
		for (const label of labels) await desk.press(label);
	};
}

const views: Readonly<Record<string, View>> = {
	'what is on its way': [{ 'GET /disclosure/status': { hang: true } }, pressing()],
	'the notice about the AI': [
		{ 'GET /disclosure/status': { json: { ...disclosed, accepted: false } } },
		async (desk) => {
			await desk.element.show();
			await desk.says('Agree and start');
		},
	],
	home: [
		cases({ ...filed, unread: true }),
		async (desk) => {
			await desk.element.show();
			await desk.says('New reply');
		},
		{ starters: ['Why 50 MB?'] },
	],
	'home with a conversation handed over': [
		{
			'GET /conversations': { json: { conversations: [{ ...conversation, status: 'escalated' }], next_cursor: null } },
		},
		async (desk) => {
			await desk.element.show();
			await desk.says('Handed over');
		},
	],
	'a problem': [
		{ 'GET /disclosure/status': { status: 500, json: {} } },
		async (desk) => {
			await desk.element.show();
			await desk.says('Something went wrong');
		},
	],
	'an empty conversation': [
		{},
		async (desk) => {
			await desk.element.newConversation();
			await desk.says('What would you like to know?');
			await desk.write('x'.repeat(8_001));
			await desk.says('1 character too long');
		},
	],
	'an answer with its sources': [
		{ ...thread({ messages: [question, rich], next_cursor: 'c2' }), ...quota('soft_limit', 3) },
		async (desk) => {
			await open(desk, 'New ones on');
			await desk.press('Source 1: Upload limits');
			await desk.press('This answer did not help');
			await desk.find('[part=feedback-form]');
		},
	],
	'an answer as it comes': [
		{ 'POST /conversations/7/messages': { stream: [frames(answerParts.slice(0, 2)), { hold: true }] } },
		async (desk) => {
			await desk.element.ask('Why?');
			await desk.says('Searching the help articles');
		},
	],
	'an answer stopped, and one without a source': [
		thread({
			messages: [question, { ...answer, status: 'stopped' }, { ...answer, id: 22, citations: [], unsupported: true }],
		}),
		(desk) => open(desk, 'No article confirms this'),
	],
	'a question refused, one not sent, an answer that failed': [
		{
			...thread({
				messages: [
					{ ...question, refused: { label: 'out_of_scope', message: 'Not for this desk.' } },
					{ ...answer, status: 'failed', degraded_code: 'vendor_outage' },
				],
			}),
			'POST /conversations/7/messages': { status: 429, json: limited },
		},
		async (desk) => {
			await open(desk, 'Not for this desk.');
			await desk.write('Again?');
			await desk.press('Send');
			await desk.says('Not sent.');
		},
	],
	'no answer left': [
		{ ...thread({ can_send: false, can_send_reason: 'quota_exhausted' }), ...quota('exhausted', 0) },
		(desk) => open(desk, 'answers again on'),
	],
	'a conversation to be rated': [thread(closed), (desk) => open(desk, 'How was your conversation')],
	'a conversation that was rated': [thread({ ...closed, feedback: rated }), (desk) => open(desk, '4 of 5')],
	'the conversations': [
		{ 'GET /conversations': { json: { conversations: [conversation], next_cursor: 'c2' } } },
		async (desk) => {
			await history(desk, 'Show more');
			await desk.press('Delete conversation: Upload limit');
			await desk.says('erased for good');
		},
	],
	'no conversations, and an export that broke': [
		{ ...nobody, 'GET /export': { status: 500, json: {} } },
		async (desk) => {
			await history(desk, 'No conversations yet');
			await desk.press('Export my data');
			await desk.says('nothing was saved');
		},
	],
	'what is handed over': [
		{},
		async (desk) => {
			await open(desk, '1 source');
			await desk.press('Talk to a person');
			(await desk.find('[part=handover] summary')).click();
			await desk.says('Tried so far');
		},
	],
	'a new case that lacks something': [
		{},
		async (desk) => {
			await pressing('Talk to a person', 'Send to support')(desk);
			await desk.says('Please fill this in.');
		},
	],
	'a form of the page’s own': [
		{},
		async (desk) => {
			await open(desk, '1 source');
			await desk.press('Talk to a person');
			await desk.press('Hand over to a person');
			await desk.says('Continue in the support form');
		},
		{ caseForm: 'host' },
	],
	'the cases': [
		cases({ ...filed, unread: true }),
		async (desk) => {
			await pressing('Show all: Your cases')(desk);
			await desk.says('Show more');
		},
	],
	'no cases in a state': [
		{ ...cases(filed), 'GET /cases?status_filter=closed': { json: { cases: [], next_cursor: null } } },
		async (desk) => {
			await pressing('Show all: Your cases', 'Closed')(desk);
			await desk.says('No cases in this state');
		},
	],
	'a case': [
		{ 'GET /cases/3': { json: { ...replied, status: 'resolved' } } },
		async (desk) => {
			await desk.element.openCase(3);
			await desk.says('A reply opens the case again.');
		},
	],
	'a case without a reply, closed': [
		{ 'GET /cases/3': { json: { ...filed, status: 'closed' } } },
		async (desk) => {
			await desk.element.openCase(3);
			await desk.says('No reply yet.');
		},
	],
};

const pressed = 'button, a[href], input, textarea, select, summary';

/** Says something itself, or can be pressed. */
function isPiece(element: Element): boolean {
	const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
	return says || element.matches(pressed);
}

/** What only a screen reader gets is not dressed; nor is the box of a choice, which is drawn by its label. */
function isSeen(element: Element): boolean {
	const { width, height } = element.getBoundingClientRect();
	// Not of what it stands in: a view that comes fades in.
	const drawn = element.checkVisibility() && getComputedStyle(element).opacity !== '0';
	return drawn && width > 1 && height > 1;
}

const isPart = (element: Element | null | undefined): boolean => !!element?.hasAttribute('part');

/** An answer's text is one piece, whatever it is made of. */
function isDressed(element: Element): boolean {
	return isPart(element) || isPart(element.parentElement) || element.closest('[part=answer-text], select') !== null;
}

/** Around many pieces: to stand in one of these says nothing about a piece of its own. */
const frame =
	/^(?:panel|body|home|log|case|case-form|escalate|own-data|footer|header|composer-area|disclosure|message .*)$/;

function undressed(desk: Placed): string[] {
	const all = [...(desk.element.shadowRoot as ShadowRoot).querySelectorAll('*')];
	const bare = all.filter((element) => {
		if (element.localName === 'option' || !isPiece(element) || !isSeen(element)) return false;
		const inFrame = frame.test(element.parentElement?.getAttribute('part') ?? '');
		return inFrame ? !isPart(element) : !isDressed(element);
	});
	return bare.map((element) => element.cloneNode(true) as Element).map((element) => element.outerHTML.slice(0, 200));
}

describe('every visible piece is a part', () => {
	afterEach(takeAway);
	for (const [name, [script, come, properties]] of Object.entries(views)) {
		it(`in ${name}`, async () => {
			const desk = await placed(script, properties);
			await come(desk);
			expect(undressed(desk)).to.deep.equal([]);
		});
	}

	it('and a piece that is none would be found', async () => {
		const desk = await placed();
		await desk.element.show();
		await desk.says('Hi, how can we help?');
		(await desk.find('[part=greeting]')).removeAttribute('part');
		expect(undressed(desk).join()).to.contain('Hi, how can we help?');
	});
});
