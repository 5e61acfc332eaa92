// What a screen reader says by itself: each piece of news once, nothing letter by letter, and nothing of what was read.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import {
	answerParts,
	at,
	conversation,
	frames,
	limited,
	question,
	replied,
	wholeAnswer,
} from '../../widget/test/support/recorded.ts';
import { type Opening, type Reader, type Stage, startStage } from './access-stage.ts';
import { eventually } from './eventually.ts';
import { watched } from './watched.ts';

const [, answer] = conversation.messages;
const [comment] = replied.comments;
const ANSWER = 'The AI assistant answers: Files of up to 5 GB can be uploaded – größer geht’s im Client 🚀 .';
const SEARCHING = 'Searching the help articles…';
const push = `id: p1\ndata: ${JSON.stringify({ type: 'case-comment', case_id: 3, case_number: 'TKT-2026-0003', comment })}\n\n`;
const isLive = ({ states }: { states: Readonly<Record<string, unknown>> }) =>
	states.live !== undefined && states.live !== 'off';

interface Listener extends Reader {
	/** All that was said so far. */
	said(): Promise<string[]>;
	hears(text: string): Promise<void>;
}

describe('S-45 announced', () => {
	let stage: Stage;
	let reader: Listener;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.close());
	afterEach(() => reader?.leave());

	async function listen(opening: Opening = {}): Promise<Listener> {
		const opened = await stage.open(opening);
		await opened.widget.evaluate(writeDown);
		const said = () => opened.page.evaluate(() => (window as unknown as { said: string[] }).said);
		reader = Object.assign(opened, {
			said,
			async hears(text: string) {
				let all: string[] = [];
				const heard = async () => {
					all = await said();
					return all.some((one) => one.includes(text));
				};
				await eventually(heard, () => `“${text}” heard; heard was: ${JSON.stringify(all)}`);
			},
		});
		return reader;
	}

	/** Through the one polite region of the tree, and once. */
	async function ask(opening: Opening = {}): Promise<void> {
		await listen(opening);
		await reader.call('newConversation');
		await reader.focus(/^textbox/);
		await reader.page.keyboard.type('Why 50 MB?');
		await reader.press('Enter');
	}

	it('is an answer, at its end and whole; the log itself is silent, has a name, and is busy meanwhile', async () => {
		const stream = [frames(answerParts.slice(0, 9)), { hold: true as const }, frames(answerParts.slice(9), 10)];
		await ask({ script: { 'POST /conversations/7/messages': { stream } } });
		await reader.says('Files');
		const during = await reader.tree();
		assert.deepEqual(await reader.said(), [SEARCHING]);
		const [log, ...others] = during.filter(({ role }) => role === 'log');
		assert.equal(others.length, 0);
		assert.equal(log?.name, 'Messages');
		assert.ok(log && !isLive(log), 'the log is silent');
		assert.ok(
			during.some(({ role, states }) => role === 'article' && Boolean(states.busy)),
			'the answer is busy',
		);
		await reader.go();
		await reader.hears(ANSWER);
		const after = await reader.tree();
		assert.ok(!after.some(({ states }) => Boolean(states.busy)), 'nothing is busy any more');
		assert.deepEqual(await reader.said(), [SEARCHING, ANSWER]);
	});

	it('is through one polite region alone, and what was said does not stay in it', async () => {
		await ask();
		await reader.hears(ANSWER);
		const regions = (await reader.tree()).filter(isLive);
		const roots = regions.filter(({ parent }) => !parent || !isLive(parent));
		assert.deepEqual(
			roots.map(({ role, states }) => [role, states.live]),
			[['status', 'polite']],
		);
		await eventually(
			async () => (await reader.tree()).filter((one) => one.parent?.role === 'status').length === 0,
			() => 'an empty region',
		);
	});

	it('are few times as many pieces in a long answer as in a short one: as many', async () => {
		const long = Array.from({ length: 300 }, (_, nr) => ({
			type: 'text-delta' as const,
			id: 't',
			delta: `Sentence ${nr}. `,
		}));
		const parts = [...answerParts.slice(0, 4), ...long, ...answerParts.slice(-2)];
		await ask({ script: { 'POST /conversations/7/messages': { stream: [frames(parts)] } } });
		await reader.hears('Sentence 299.');
		assert.equal((await reader.said()).length, 2);
	});

	it('is a refusal, in the words that are shown', async () => {
		const refused = {
			type: 'data-refused' as const,
			data: { user_message_id: 20, label: 'out_of_scope', message: 'Not for this desk.' },
		};
		const start = {
			type: 'start',
			messageId: '20',
			messageMetadata: {
				conversation_id: 7,
				user_message_id: 20,
				message_id: null,
				author: { type: 'system', name: null },
				created_at: at,
			},
		};
		const parts = [start, refused, { type: 'finish', finishReason: 'stop', messageMetadata: { status: 'refused' } }];
		await ask({ script: { 'POST /conversations/7/messages': { stream: [frames(parts as typeof answerParts)] } } });
		await reader.hears('Not for this desk.');
		assert.deepEqual(await reader.said(), [SEARCHING, 'Not for this desk.']);
	});

	it('is why there is no answer', async () => {
		await ask({ script: { 'POST /conversations/7/messages': { status: 429, json: limited } } });
		await reader.hears('That was a lot at once.');
		const said = await reader.said();
		assert.equal(said.filter((one) => one.includes('That was a lot')).length, 1, JSON.stringify(said));
	});

	it('is how few answers are left', async () => {
		const quota = {
			type: 'data-quota' as const,
			data: { messages_remaining: 2, resets_at: '2099-01-01T00:00:00.000Z' },
		};
		const parts = [...answerParts.slice(0, -1), quota, ...answerParts.slice(-1)];
		await ask({ script: { 'POST /conversations/7/messages': { stream: [frames(parts as typeof answerParts)] } } });
		await reader.hears('2 AI answers left.');
		assert.equal((await reader.said()).length, 2);
	});

	it('is an error anywhere, once', async () => {
		await listen({ script: { 'GET /conversations': { status: 500, json: {} } } });
		await reader.call('show');
		await reader.hears('Something went wrong on our side.');
		assert.equal((await reader.said()).length, 1);
	});

	it('is that the network has gone, and that it is back', async () => {
		await listen();
		await reader.call('openConversation', 7);
		await reader.says('1 source');
		await watched(reader.page);
		await reader.page.context().setOffline(true);
		await reader.hears('There is no connection.');
		await reader.page.context().setOffline(false);
		await reader.hears('You are connected again.');
		assert.equal((await reader.said()).length, 2, JSON.stringify(await reader.said()));
	});

	it('is a case that was filed, and a reply to one', async () => {
		await listen({ script: { 'GET /events': { stream: [': hi\n\n', { hold: true }, push, { hold: true }] } } });
		await reader.call('show');
		await reader.widget.getByRole('button', { name: 'Talk to a person' }).click();
		await reader.widget.getByLabel('Subject').fill('Uploads');
		await reader.widget.getByLabel('Description').fill('They stop.');
		await reader.widget.getByRole('button', { name: 'Send to support' }).click();
		await reader.hears('Case TKT-2026-0003 is with our team.');
		await reader.go();
		await reader.hears('New reply from Marie');
		assert.equal((await reader.said()).length, 2, JSON.stringify(await reader.said()));
	});

	it('is what a control has done: a copy, feedback, a deletion', async () => {
		const messages = [question, { ...answer, content: '```sh\nnpm install\n```\n' }];
		await listen({
			script: { 'GET /conversations/7': { json: { ...conversation, messages } } },
			context: { permissions: ['clipboard-read', 'clipboard-write'] },
		});
		await reader.call('openConversation', 7);
		await reader.widget.getByRole('button', { name: 'Copy', exact: true }).press('Enter');
		await reader.hears('Copied');
		await reader.widget.getByRole('button', { name: 'This answer helped' }).press('Enter');
		await reader.hears('Thank you for the feedback.');
		await reader.press('Escape');
		await reader.widget.getByRole('button', { name: /^Your conversations, data/ }).press('Enter');
		await reader.widget.getByRole('button', { name: /^Delete conversation/ }).press('Enter');
		await reader.widget.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
		await reader.hears('Conversation deleted.');
		assert.deepEqual(await reader.said(), ['Copied', 'Thank you for the feedback.', 'Conversation deleted.']);
	});

	it('is nothing of a conversation that is opened again', async () => {
		await listen();
		await reader.call('openConversation', 7);
		await reader.says('1 source');
		assert.deepEqual(await reader.said(), []);
	});
});

describe('read in its order', () => {
	let stage: Stage;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.close());

	it('a message says who wrote it, when, what, and from where', async () => {
		const reader = await stage.open({ script: { 'POST /conversations/7/messages': { stream: [wholeAnswer] } } });
		await reader.call('openConversation', 7);
		await reader.says('1 source');
		const tree = await reader.tree();
		const within = (one: (typeof tree)[number], role: string): boolean =>
			one.parent !== null && (one.parent.role === role || within(one.parent, role));
		const read = tree.filter(
			(one) => within(one, 'log') && /^(StaticText|button|time|DisclosureTriangle)$/i.test(one.role),
		);
		const words = read.map(({ name }) => name).filter((name) => name.trim());
		const wanted = [
			'You',
			'Why 50 MB?',
			'AI assistant',
			'8:00 AM',
			'Files of up to',
			'Source 1: Upload limits',
			'1 source',
		];
		const places = wanted.map((text) => words.findIndex((name) => name.includes(text)));
		assert.ok(!places.includes(-1), `${wanted} in ${JSON.stringify(words)}`);
		assert.deepEqual(
			places,
			[...places].sort((one, other) => one - other),
		);
		const pictures = tree.filter(({ role, name }) => /img|image|svg/i.test(role) && !name);
		assert.deepEqual(pictures, [], 'decoration is hidden');
		await reader.leave();
	});
});

/** Runs in the page: each text that comes into the region. */
function writeDown(element: Element): void {
	const said: string[] = [];
	Object.assign(window, { said });
	const region = element.shadowRoot?.querySelector('[part=announcer]');
	if (!region) return;
	const heard = () => {
		const text = (region.textContent ?? '').trim();
		if (text) said.push(text);
	};
	new MutationObserver(heard).observe(region, { childList: true, characterData: true, subtree: true });
}
