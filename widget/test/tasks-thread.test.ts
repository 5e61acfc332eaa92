// What one does with an answer and with a conversation that is over: check it, rate it, go on with a person.

import { expect } from '@open-wc/testing';
import type { ConversationView, StreamPart, SuggestedAction } from '../../server-kit/src/protocol/index.ts';
import { key, placed, takeAway } from './support/desk.ts';
import { answerParts, at, conversation, escalation, filed, frames, question, text } from './support/recorded.ts';
import { until } from './support/server.ts';

const [answer] = conversation.messages.slice(1);
const said = (parts: readonly StreamPart[]) => ({ stream: [`${frames(parts)}data: [DONE]\n\n`] });
const withPart = (...parts: StreamPart[]) => [...answerParts.slice(0, 3), ...parts, ...answerParts.slice(3)];
const thread = (change: object, last: object = {}): { json: ConversationView } => ({
	json: { ...conversation, messages: [question, { ...(answer as object), ...last }], ...change } as ConversationView,
});

const searchCall = {
	type: 'tool-input-available',
	toolCallId: 'c1',
	toolName: 'search_knowledge',
	input: { query: 'limit' },
} as const;

describe('what was looked up', () => {
	afterEach(takeAway);

	it('is a quiet line while it runs and when it is done', async () => {
		const parts = withPart(searchCall, { type: 'tool-output-available', toolCallId: 'c1', output: { passages: 2 } });
		const stream = [frames(parts.slice(0, 4)), { hold: true as const }, `${frames(parts.slice(4), 5)}data: [DONE]\n\n`];
		const desk = await placed({ 'POST /conversations/7/messages': { stream } });
		await desk.element.ask('Why?');
		expect((await desk.find('.tool.running')).textContent).to.contain('Searching the help articles…');
		await desk.server.go();
		await desk.says('1 source');
		expect((await desk.find('.tool.done')).textContent?.trim()).to.equal('Searched the help articles');
	});

	it('is the same line after a reload, once for several calls, without what was asked of the tool', async () => {
		const tool_calls = ['c1', 'c2'].map((id) => ({ id, name: 'search_knowledge', status: 'done' }));
		const desk = await placed({ 'GET /conversations/7': thread({}, { tool_calls }) });
		await desk.element.openConversation(7);
		await desk.says('Searched the help articles');
		expect(desk.element.shadowRoot?.querySelectorAll('.tool')).to.have.length(1);
	});

	it('that did not work says so, also where the answer ended before it did', async () => {
		const tool_calls = [
			{ id: 'c1', name: 'search_knowledge', status: 'failed' },
			{ id: 'c2', name: 'order_status', status: 'running' },
		];
		const desk = await placed({ 'GET /conversations/7': thread({}, { tool_calls, status: 'stopped' }) });
		await desk.element.openConversation(7);
		await desk.says('The help articles could not be searched');
		await desk.says('Could not look up: order status');
	});
});

describe('an answer that no article confirms', () => {
	afterEach(takeAway);
	const label = 'No article confirms this. Ask a person';

	it('offers a person, live', async () => {
		const actions: SuggestedAction[] = [{ kind: 'escalate', label }];
		const offer: StreamPart = { type: 'data-actions', id: 'actions', data: { actions } };
		const desk = await placed({ 'POST /conversations/7/messages': said(withPart(offer)) });
		await desk.element.ask('Why?');
		await desk.press(label);
		await desk.says('A person takes over from here.');
	});

	it('offers the same after a reload', async () => {
		const desk = await placed({ 'GET /conversations/7': thread({}, { unsupported: true, citations: [] }) });
		await desk.element.openConversation(7);
		await desk.press(label);
		await desk.says('A person takes over from here.');
	});

	it('is not claimed of an answer with sources', async () => {
		const desk = await placed();
		await desk.element.openConversation(7);
		await desk.says('1 source');
		expect(desk.text()).not.to.contain(label);
	});
});

describe('feedback', () => {
	afterEach(takeAway);

	it('is there again after a reload, reasons and all, and can be changed', async () => {
		const feedback = { helpful: false, rating: null, comment: 'Which client?', reasons: ['incomplete'] };
		const desk = await placed({ 'GET /conversations/7': thread({}, { feedback }) });
		await desk.element.openConversation(7);
		const down = await desk.find('[aria-label="This answer did not help"]');
		expect(down.getAttribute('aria-pressed')).to.equal('true');
		down.click();
		expect((await desk.find<HTMLInputElement>('[value=incomplete]')).checked).to.equal(true);
		expect((await desk.find<HTMLTextAreaElement>('.why textarea')).value).to.equal('Which client?');
		const given = async () => desk.server.heard('POST', '/conversations/7/feedback');
		await until(async () => (await given()).length === 1);
		await desk.press('This answer helped');
		await until(async () => (await given()).length === 2);
		const [first, last] = await given();
		expect(first?.body?.message_id).to.equal(21);
		expect(last?.body).to.deep.include({ helpful: true, comment: null, reasons: [], message_id: 21 });
	});

	it('that was not taken stands as before, with its words kept, and says so where one reads', async () => {
		const desk = await placed({ 'POST /conversations/7/feedback': [{ json: {} }, { status: 500, json: {} }] });
		await desk.element.openConversation(7);
		await desk.press('This answer did not help');
		// On connections of their own, the second could arrive before the first.
		await until(async () => (await desk.server.heard('POST', '/conversations/7/feedback')).length === 1);
		(await desk.find<HTMLTextAreaElement>('.why textarea')).value = 'Which client?';
		await desk.press('Send feedback');
		await desk.says('Something went wrong on our side.');
		const notice = await desk.find('.body > .notice');
		const body = (await desk.find('.body')).getBoundingClientRect();
		expect(notice.getBoundingClientRect().top).to.be.at.least(body.top - 1);
		await desk.press('This answer did not help');
		expect((await desk.find<HTMLTextAreaElement>('.why textarea')).value).to.equal('Which client?');
	});

	it('is sent after the one before it has arrived: of two verdicts the later one stands', async () => {
		const desk = await placed();
		await desk.element.openConversation(7);
		const real = window.fetch;
		let arrive = () => {};
		const verdicts: unknown[] = [];
		window.fetch = async (input, init) => {
			if (!String(input).endsWith('/feedback')) return real(input, init);
			verdicts.push(JSON.parse(String(init?.body)).helpful);
			if (verdicts.length === 1) await new Promise<void>((resolve) => (arrive = resolve));
			return real(input, init);
		};
		try {
			await desk.press('This answer helped');
			await until(() => verdicts.length === 1);
			await desk.press('This answer did not help');
			await desk.find('.why');
			expect(verdicts).to.deep.equal([true]);
			arrive();
			await until(() => verdicts.length === 2);
			expect(verdicts).to.deep.equal([true, false]);
		} finally {
			window.fetch = real;
		}
	});

	it('is announced, the second sentence unlike the first', async () => {
		const desk = await placed();
		await desk.element.openConversation(7);
		const announcer = await desk.find('[role=status]');
		await desk.press('This answer did not help');
		await until(() => announcer.textContent === 'Thank you for the feedback.');
		await desk.press('Send feedback');
		await until(() => announcer.textContent === 'Feedback sent.');
	});
});

describe('a conversation that is over', () => {
	afterEach(takeAway);
	const resolved = { id: 3, number: filed.number, status: 'resolved' };
	const over = { status: 'escalated', can_send: false, can_send_reason: 'escalated', case: resolved };
	const closed = { status: 'closed', can_send: false, can_send_reason: 'closed' };
	const marks = (root: ParentNode | null | undefined) => [
		...(root?.querySelectorAll<HTMLInputElement>('[name=rating]') ?? []),
	];

	it('is rated from one to five with a comment, once, and says thanks', async () => {
		const desk = await placed({ 'GET /conversations/7': thread(closed) });
		await desk.element.openConversation(7);
		await desk.says('This conversation is closed.');
		await desk.says('How was your conversation with us?');
		const [first, , , fourth] = marks(desk.element.shadowRoot);
		expect(first?.getAttribute('aria-label')).to.equal('1 of 5');
		fourth?.click();
		(await desk.find<HTMLTextAreaElement>('.rating textarea')).value = 'Quick.';
		await desk.press('Send feedback');
		await desk.says('Thank you for your rating. 4 of 5');
		const heard = await until(async () => {
			const all = await desk.server.heard('POST', '/conversations/7/feedback');
			return all.length === 1 && all;
		});
		expect(heard[0]?.body).to.deep.include({ rating: 4, comment: 'Quick.', message_id: null });
		expect(marks(desk.element.shadowRoot)).to.have.length(0);
		const announcer = await desk.find('[role=status]');
		await until(() => announcer.textContent === 'Thank you for your rating.');
		await until(() => desk.events.includes('feedback'));
	});

	it('shows the rating of before, which can be changed', async () => {
		const feedback = { helpful: null, rating: 2, comment: 'Slow.', reasons: [] };
		const desk = await placed({ 'GET /conversations/7': thread({ ...over, feedback }) });
		await desk.element.openConversation(7);
		await desk.says('2 of 5');
		await desk.press('Change');
		expect(marks(desk.element.shadowRoot).findIndex(({ checked }) => checked)).to.equal(1);
		expect((await desk.find<HTMLTextAreaElement>('.rating textarea')).value).to.equal('Slow.');
		marks(desk.element.shadowRoot)[4]?.click();
		await desk.press('Send feedback');
		await desk.says('5 of 5');
	});

	it('is one group of radio buttons to a keyboard, and is not sent without a mark', async () => {
		const desk = await placed({ 'GET /conversations/7': thread(closed) });
		await desk.element.openConversation(7);
		await desk.says('How was');
		const all = marks(desk.element.shadowRoot);
		expect(new Set(all.map(({ type, name }) => `${type} ${name}`))).to.deep.equal(new Set(['radio rating']));
		expect(all[0]?.closest('fieldset')?.querySelector('legend')?.textContent).to.equal(
			'How was your conversation with us?',
		);
		await desk.press('Send feedback');
		expect(await desk.server.heard('POST', '/conversations/7/feedback')).to.deep.equal([]);
	});

	it('asks again where the rating was not taken, with the words kept', async () => {
		const desk = await placed({
			'GET /conversations/7': thread(closed),
			'POST /conversations/7/feedback': { status: 500, json: {} },
		});
		await desk.element.openConversation(7);
		await desk.says('How was');
		marks(desk.element.shadowRoot)[0]?.click();
		(await desk.find<HTMLTextAreaElement>('.rating textarea')).value = 'No help.';
		await desk.press('Send feedback');
		await desk.says('Something went wrong on our side.');
		await desk.says('How was');
		expect((await desk.find<HTMLTextAreaElement>('.rating textarea')).value).to.equal('No help.');
	});

	it('is not rated while a person is still at work on it, or the AI', async () => {
		const desk = await placed({
			'GET /conversations/7': thread({ ...over, case: { ...resolved, status: 'pending' } }),
		});
		await desk.element.openConversation(7);
		await desk.says('You asked for a person');
		expect(desk.text()).not.to.contain('How was');
		await desk.server.change({ 'GET /conversations/7': thread({}) });
		await desk.element.openConversation(7);
		await desk.find('[data-input]');
		expect(desk.text()).not.to.contain('How was');
	});
});

describe('the way to a person', () => {
	afterEach(takeAway);

	it('shows what is handed over before it is', async () => {
		const desk = await placed();
		await desk.element.openConversation(7);
		await desk.says('1 source');
		await desk.press('Talk to a person');
		await desk.says('The last 2 messages');
		(await desk.find('[part=handover] summary')).click();
		await desk.says('Why 50 MB?');
		await desk.says('Upload limits');
		expect(await desk.server.heard('POST')).to.deep.equal([]);
		await desk.press('Back to the conversation');
		await desk.find('[data-input]');
	});

	it('after a reload gets what was handed over from the server again', async () => {
		const locked = { status: 'escalated', can_send: false, can_send_reason: 'escalated' };
		const desk = await placed({ 'GET /conversations/7': thread(locked) });
		await desk.element.openConversation(7);
		await desk.press('File a case');
		await desk.says('What is handed over');
		expect((await desk.find<HTMLTextAreaElement>('#description')).value).to.equal(escalation.snapshot.summary);
		await desk.press('Back');
		await desk.says('You asked for a person');
	});

	it('is the host’s own form where the page says so', async () => {
		const desk = await placed({}, { caseForm: 'host' });
		await desk.element.openConversation(7);
		await desk.says('1 source');
		await desk.press('Talk to a person');
		await desk.press('Hand over to a person');
		const link = await desk.find<HTMLAnchorElement>('.form a');
		expect(link.href).to.equal(escalation.ticket_form_url);
		expect(link.textContent).to.contain('Continue in the support form');
	});

	it('stays open by keyboard from every view', async () => {
		const desk = await placed();
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		await desk.press('Talk to a person');
		await desk.says('A person reads it');
		for (const back of ['Export my data', 'Hi, how can we help?']) {
			key(await desk.find('.panel'), 'Escape');
			await desk.says(back);
		}
		key(await desk.find('.panel'), 'Escape');
		await until(() => !desk.element.open);
	});
});

describe('each message', () => {
	afterEach(takeAway);

	it('says in words who wrote it', async () => {
		const refused = {
			...question,
			id: 22,
			content: 'A poem!',
			client_message_id: null,
			refused: { label: 'out_of_scope', message: 'Not here.' },
		};
		const messages = [...conversation.messages, refused];
		const desk = await placed({ 'GET /conversations/7': { json: { ...conversation, messages } } });
		await desk.element.openConversation(7);
		await desk.says('Not here.');
		const rows = [...(desk.element.shadowRoot?.querySelectorAll<HTMLElement>('.message') ?? [])];
		const spoken = rows.map((row) => row.innerText.replace(/\s+/g, ' '));
		expect(spoken[0]).to.match(/^You Why 50 MB\?/);
		expect(spoken[1]).to.match(/^AI assistant/);
		expect(spoken[2]).to.match(/^You A poem! Notice Not here\./);
		expect(text).to.contain('5 GB');
		expect((await desk.find('[data-input]')).getAttribute('aria-label')).to.equal('Your message to the AI assistant');
		expect((await desk.find('.strip')).textContent).to.contain('Answers come from an AI and can be wrong.');
		expect(at).to.equal(question.created_at);
	});
});
