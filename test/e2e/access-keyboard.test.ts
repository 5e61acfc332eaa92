// Every task by keyboard alone, with real key presses: what has the focus, where it goes, and how one gets out again.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import {
	answerParts,
	conversation,
	disclosed,
	filed,
	frames,
	question,
	replied,
} from '../../widget/test/support/recorded.ts';
import { type Opening, type Reader, type Stage, startStage } from './access-stage.ts';
import { eventually, SOON } from './eventually.ts';

const [, answer] = conversation.messages;
const FIELD = 'textbox Your message to the AI assistant';
const held = frames(answerParts.slice(0, 7));
const withCode = { ...answer, content: 'Like this [1]:\n\n```sh\nnpm install\n```\n' };

describe('S-46 by keyboard', () => {
	let stage: Stage;
	let reader: Reader;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.close());
	afterEach(() => reader?.leave());

	/** From the page's first button into the desk. */
	async function come(opening: Opening = {}): Promise<Reader> {
		reader = await stage.open(opening);
		await reader.page.getByRole('button', { name: 'Before' }).focus();
		return reader;
	}

	async function enter(opening: Opening = {}): Promise<Reader> {
		await come(opening);
		await reader.tabTo(/^button Open support/);
		await reader.press('Enter');
		return reader;
	}

	async function readThread(opening: Opening = {}): Promise<Reader> {
		await enter(opening);
		await reader.focus(FIELD);
		await reader.tabTo(/^button Upload limit/, 'Shift+Tab');
		await reader.press('Enter');
		await reader.says('1 source');
		await reader.focus(FIELD);
		return reader;
	}

	it('the desk is opened, crossed without a trap, and left to the launcher', async () => {
		await enter();
		await reader.focus(FIELD);
		await reader.tabTo(/^button Behind$/);
		await reader.tabTo(/^button Before$/, 'Shift+Tab');
		await reader.tabTo(new RegExp(FIELD));
		await reader.press('Escape');
		await reader.focus('button Open support');
		await reader.press('Space');
		await reader.focus(FIELD);
	});

	it('the notice is accepted, and the field has the focus', async () => {
		await enter({ script: { 'GET /disclosure/status': { json: { ...disclosed, accepted: false } } } });
		await reader.says('You are talking to an AI');
		await reader.focus(/^heading Support/);
		await reader.tabTo(/^button Agree and start/);
		await reader.press('Enter');
		await reader.focus(FIELD);
	});

	it('the notice is declined for a person, and Escape leads back to it', async () => {
		await enter({ script: { 'GET /disclosure/status': { json: { ...disclosed, accepted: false } } } });
		await reader.says('You are talking to an AI');
		await reader.tabTo(/^button Talk to a person/);
		await reader.press('Enter');
		await reader.focus(/^textbox Subject/);
		await reader.press('Escape');
		await reader.says('You are talking to an AI');
		await reader.focus(/^heading Support/);
		await reader.press('Escape');
		await reader.focus('button Open support');
	});

	it('a question is asked, its answer stopped, and the focus is never lost', async () => {
		await enter({
			script: { 'POST /conversations/7/messages': { stream: [held, { hold: true }, frames([{ type: 'abort' }], 8)] } },
		});
		await reader.focus(FIELD);
		await reader.page.keyboard.type('Why 50 MB?');
		await reader.press('Tab');
		await reader.focus('button Send');
		await reader.press('Enter');
		await reader.says('Files');
		await reader.focus(FIELD);
		await reader.press('Tab');
		await reader.focus('button Stop the answer');
		await reader.press('Enter');
		await eventually(
			async () => (await reader.heard('POST', '/conversations/7/stop')).length === 1,
			() => 'a stop',
		);
		await reader.go();
		await reader.says('You stopped this answer.');
		await reader.focus(FIELD);
	});

	it('an answer that ends by itself takes no focus along', async () => {
		await enter({
			script: { 'POST /conversations/7/messages': { stream: [held, { hold: true }, frames(answerParts.slice(7), 8)] } },
		});
		await reader.focus(FIELD);
		await reader.page.keyboard.type('Why 50 MB?');
		await reader.press('Enter');
		await reader.says('Files');
		await reader.tabTo(/^button Stop/);
		await reader.go();
		await reader.says('1 source');
		await reader.focus(FIELD);
	});

	it('an answer is rated, with reasons and a comment; Escape leaves the reasons alone', async () => {
		await readThread();
		await reader.tabTo(/^button This answer did not help/, 'Shift+Tab');
		await reader.press('Space');
		await reader.says('What was wrong with it?');
		await reader.tabTo(/^checkbox Wrong/);
		await reader.press('Escape');
		await reader.focus('button This answer did not help');
		await reader.press('Space');
		await reader.tabTo(/^checkbox Incomplete/);
		await reader.press('Space');
		await reader.tabTo(/^textbox What would have helped/);
		await reader.page.keyboard.type('The size');
		await reader.tabTo(/^button Send feedback/);
		await reader.press('Enter');
		await reader.focus('button This answer did not help');
		const given = async () => (await reader.heard('POST', '/conversations/7/feedback')).at(-1)?.body;
		await eventually(async () => (await given())?.comment === 'The size');
		const { helpful, reasons } = (await given()) ?? {};
		assert.deepEqual([helpful, reasons], [false, ['incomplete']]);
	});

	it('from a citation to its source and back', async () => {
		await readThread();
		await reader.tabTo(/^button Source 1: Upload limits/, 'Shift+Tab');
		await reader.press('Enter');
		await reader.focus(/^button Upload limits/);
		await reader.tabTo(/^link Open the article \(opens in a new tab\)/);
		await reader.press('Escape');
		await reader.focus('button Source 1: Upload limits');
		assert.equal(await reader.widget.locator('[part=source-opener][aria-expanded=true]').count(), 1);
		await reader.says('1 source');
	});

	it('code and answers are copied', async () => {
		await readThread({
			script: { 'GET /conversations/7': { json: { ...conversation, messages: [question, withCode] } } },
			context: { permissions: ['clipboard-read', 'clipboard-write'] },
		});
		await reader.tabTo(/^button Copy answer/, 'Shift+Tab');
		await reader.press('Enter');
		await eventually(
			async () => (await clipboard()).startsWith('AI assistant:'),
			() => 'the answer copied',
		);
		await reader.tabTo(/^button Copy$/, 'Shift+Tab');
		await reader.rest();
		assert.equal(await reader.widget.locator('.copy').evaluate((copy) => getComputedStyle(copy).opacity), '1');
		await reader.press('Enter');
		await eventually(
			async () => (await clipboard()).trim() === 'npm install',
			() => 'the code copied',
		);
		await reader.focus(/^button Cop/);
	});

	const clipboard = () => reader.page.evaluate(() => navigator.clipboard.readText());

	it('a conversation is handed over and its case filed', async () => {
		await readThread();
		await reader.tabTo(/^button Talk to a person/);
		await reader.press('Enter');
		await reader.focus(/^heading Talk to a person/);
		await reader.tabTo(/^DisclosureTriangle What is handed over/);
		await reader.press('Space');
		await reader.says('Tried so far');
		await reader.tabTo(/^button Hand over to a person/);
		await reader.press('Enter');
		await reader.focus(/^textbox Subject/);
		await reader.press('ControlOrMeta+A', 'Delete', 'Enter');
		await reader.says('Please fill this in.');
		await reader.focus(/^textbox Subject/);
		const [subject] = (await reader.tree()).filter(({ role, name }) => role === 'textbox' && name === 'Subject');
		assert.equal(subject?.states.invalid, 'true');
		await reader.page.keyboard.type('Uploads');
		await reader.tabTo(/^combobox Priority/);
		await reader.press('ArrowDown');
		await reader.tabTo(/^button Send to support/);
		await reader.press('Enter');
		await reader.focus(/^textbox Your reply/);
		const [sent] = await reader.heard('POST', '/cases');
		assert.deepEqual([sent?.body?.subject, sent?.body?.priority], ['Uploads', 'high']);
	});

	it('a handover is left by Escape, one level at a time', async () => {
		await readThread();
		await reader.tabTo(/^button Talk to a person/);
		await reader.press('Enter');
		await reader.focus(/^heading Talk to a person/);
		await reader.press('Escape');
		await reader.focus(FIELD);
		await reader.says('1 source');
		await reader.press('Escape');
		await reader.says('Hi, how can we help?');
		await reader.focus(FIELD);
		await reader.press('Escape');
		await reader.focus('button Open support');
	});

	it('cases are chosen by their state, read and answered', async () => {
		const cases = { cases: [{ ...filed, unread: true }], next_cursor: null };
		await enter({ script: { 'GET /cases': { json: cases }, 'GET /cases/3': { json: replied } } });
		await reader.says('New reply');
		await reader.tabTo(/^button Show all ?: Your cases/, 'Shift+Tab');
		await reader.press('Enter');
		await reader.focus(/^heading Your cases/);
		await reader.tabTo(/^button Open$/);
		await reader.press('Space');
		await eventually(
			async () => (await pressed()).includes('Open'),
			() => 'the filter pressed',
		);
		await reader.focus('button Open');
		await reader.tabTo(/^button Why 50 MB\?/);
		await reader.press('Enter');
		await reader.says('Fixed for you.');
		await reader.focus(/^heading TKT-2026-0003/);
		await reader.tabTo(/^textbox Your reply/);
		await reader.page.keyboard.type('Thank you!');
		await reader.press('Tab', 'Enter');
		await reader.widget.getByText('Thank you!').first().waitFor(SOON);
		await reader.focus(/^textbox Your reply/);
		await reader.press('Escape');
		await reader.says('Closed');
		await reader.focus(/^heading Your cases/);
	});

	const pressed = async () =>
		(await reader.tree()).filter(({ states }) => states.pressed === 'true').map(({ name }) => name);

	it('a conversation is deleted, or kept', async () => {
		await enter();
		await reader.tabTo(/^button Your conversations, data and language/, 'Shift+Tab');
		await reader.press('Enter');
		await reader.focus(/^heading Conversations/);
		await reader.tabTo(/^button Delete conversation: Upload limit/);
		await reader.press('Enter');
		await reader.tabTo(/^button Keep/);
		await reader.press('Escape');
		await reader.focus('button Delete conversation: Upload limit');
		await reader.press('Enter');
		await reader.tabTo(/^button Keep/);
		await reader.press('Enter');
		await reader.focus('button Delete conversation: Upload limit');
		await reader.press('Enter', 'Tab');
		await reader.focus('button Delete');
		await reader.press('Enter');
		await reader.says('Conversation deleted.');
		await reader.focus(/^heading Conversations/);
	});

	it('one’s data are taken along, and another language is chosen', async () => {
		const whole = {
			headers: { 'Content-Type': 'application/x-ndjson' },
			stream: ['{"type":"end"}\n', { hold: true as const }],
		};
		await enter({ script: { 'GET /export': whole } });
		await reader.tabTo(/^button Your conversations, data and language/, 'Shift+Tab');
		await reader.press('Enter');
		await reader.tabTo(/^button Export my data/);
		await reader.press('Enter');
		await reader.says('Collecting your data…');
		await reader.focus('button Export my data');
		await reader.go();
		await reader.says('Saved as support-data');
		await reader.focus('button Export my data');
		await reader.tabTo(/^combobox Language/, 'Shift+Tab');
		await reader.page.keyboard.type('Deutsch');
		await reader.widget.getByText('Gespräche').first().waitFor(SOON);
		await reader.focus(/^combobox Sprache/);
	});

	it('a conversation that is over is rated', async () => {
		const over = { ...conversation, status: 'closed', can_send: false, can_send_reason: 'closed' };
		await enter({ script: { 'GET /conversations/7': { json: over } } });
		await reader.tabTo(/^button Upload limit/, 'Shift+Tab');
		await reader.press('Enter');
		await reader.says('How was your conversation');
		await reader.tabTo(/^radio 1 of 5/);
		await reader.press('ArrowRight', 'ArrowRight', 'ArrowRight');
		await reader.focus('radio 4 of 5');
		await reader.tabTo(/^button Send feedback/);
		await reader.press('Enter');
		await reader.focus('button Change');
		await eventually(async () => (await reader.heard('POST', '/conversations/7/feedback')).at(-1)?.body?.rating === 4);
	});

	it('what went wrong is tried again, and the focus stays in the desk', async () => {
		await enter({
			script: {
				'GET /cases': { json: { cases: [filed], next_cursor: null } },
				'GET /cases/3': [{ status: 500, json: {} }, { json: replied }],
			},
		});
		await reader.says('Your cases');
		await reader.tabTo(/^button Why 50 MB\?/, 'Shift+Tab');
		await reader.press('Enter');
		await reader.says('Something went wrong');
		await reader.tabTo(/^button Try again/);
		await reader.press('Enter');
		await reader.says('Fixed for you.');
		await reader.focus(/^(?!nothing)/);
	});
});
