// The story from the launcher to an agent's reply, and each turn it can take, in the real element.

import { expect } from '@open-wc/testing';
import type { DeskBellEvent, OutgoingMessage } from '../src/events.ts';
import { placed, takeAway } from './support/desk.ts';
import {
	answerParts,
	conversation,
	disclosed,
	filed,
	frames,
	limited,
	question,
	replied,
	text,
	wholeAnswer,
} from './support/recorded.ts';
import { until } from './support/server.ts';

const spoken = 'Files of up to 5 GB can be uploaded';
const undisclosed = { ...disclosed, accepted: false, accepted_version: null, accepted_at: null };

/** What the page hears of the whole way. */
const told = 'open message answer-start answer-end message feedback feedback escalated case-created'.split(' ');

describe('the desk', () => {
	afterEach(takeAway);

	it('goes from the notice to an answer, feedback, a person, a case and a reply', async () => {
		const desk = await placed({
			'GET /disclosure/status': { json: undisclosed },
			'GET /cases/3': [{ json: filed }, { json: replied }],
		});
		await desk.press('Open support');
		await desk.says('An AI answers here. It can be wrong.');
		expect(await desk.server.heard('POST')).to.deep.equal([]);
		await desk.press('Agree and start');
		await desk.write('Why 50 MB?');
		await desk.press('Send');
		await desk.says(spoken);
		await desk.says('1 source');
		await desk.press('This answer did not help');
		await desk.says('What was wrong with it?');
		await desk.press('Send feedback');
		await desk.press('Talk to a person');
		await desk.says('The last 2 messages');
		await desk.press('Hand over to a person');
		await desk.says('What is handed over');
		expect((await desk.find<HTMLTextAreaElement>('#description')).value).to.equal('Cannot upload more than 50 MB.');
		await desk.press('Send to support');
		await desk.says('Case TKT-2026-0003 is with our team.');
		await desk.press('Back');
		await desk.says('You asked for a person');
		await desk.press('Back');
		await desk.says('Hi, how can we help?');
		expect(desk.events.filter((name) => told.includes(name))).to.deep.equal(told);
		const [accepted] = await desk.server.heard('POST', '/disclosure/accept');
		expect(accepted?.body).to.deep.equal({ version: '2026-11', locale: 'en' });
		const [created] = await desk.server.heard('POST', '/cases');
		expect(created?.body).to.include({ subject: 'Why 50 MB?', priority: 'normal', conversation_id: 7 });
	});

	it('asks again for a version of the notice that is new', async () => {
		const desk = await placed({
			'POST /conversations/7/messages': { json: { ...limited, code: 'disclosure_required', retryable: false } },
			'GET /disclosure/status': [{ json: disclosed }, { json: undisclosed }],
		});
		await desk.element.ask('Why?');
		await desk.says('You are talking to an AI');
	});

	it('asks what the page asked only after the notice is accepted', async () => {
		const desk = await placed({ 'GET /disclosure/status': { json: undisclosed } });
		await desk.element.ask('Why 50 MB?');
		await desk.says('An AI answers here');
		expect(await desk.server.heard('POST', '/conversations/7/messages')).to.deep.equal([]);
		await desk.press('Agree and start');
		await desk.says(spoken);
	});

	it('leads to a person without any AI', async () => {
		const desk = await placed({ 'GET /disclosure/status': { json: undisclosed } });
		await desk.press('Open support');
		await desk.says('You are talking to an AI');
		await desk.press('Talk to a person');
		await desk.says('A person reads it');
		await desk.press('Send to support');
		expect((await desk.find('#subject')).getAttribute('aria-invalid')).to.equal('true');
		await desk.says('Please fill this in.');
		expect(await desk.server.heard('POST')).to.deep.equal([]);
	});

	it('writes German where German is asked for, and asks the server for it', async () => {
		const desk = await placed({}, { locale: 'de-DE' });
		await desk.press('Hilfe öffnen');
		await desk.says('Hallo, wie können wir helfen?');
		const [status] = await desk.server.heard('GET', '/disclosure/status');
		expect(status?.headers['accept-language']).to.equal('de-DE');
	});
});

describe('a conversation', () => {
	afterEach(takeAway);

	it('shows the answer as it grows, links its sources and offers stop', async () => {
		const half = [
			frames(answerParts.slice(0, 7)),
			{ hold: true as const },
			`${frames(answerParts.slice(7), 8)}data: [DONE]\n\n`,
		];
		const desk = await placed({ 'POST /conversations/7/messages': { stream: half } });
		await desk.element.ask('Why?');
		await desk.says('Files of up');
		expect((await desk.find('.answer')).getAttribute('aria-busy')).to.equal('true');
		await desk.press('Stop the answer');
		await until(async () => (await desk.server.heard('POST', '/conversations/7/stop')).length === 1);
		await desk.server.go();
		await desk.says('1 source');
		await desk.press('Source 1: Upload limits');
		expect((await desk.find('[data-source="1"] button')).ariaExpanded).to.equal('true');
		const link = await desk.find<HTMLAnchorElement>('.sources a');
		expect(link.rel).to.equal('noopener noreferrer nofollow');
	});

	it('tells a screen reader the answer once, at its end', async () => {
		const words = answerParts.map((part, index) => frames([part], index + 1));
		const desk = await placed({ 'POST /conversations/7/messages': { stream: words } });
		await desk.element.show();
		const announcer = await desk.find('[role=status]');
		let changes = 0;
		new MutationObserver((records) => {
			changes += records.length;
		}).observe(announcer, { childList: true, characterData: true, subtree: true });
		await desk.element.ask('Why?');
		await until(() => announcer.textContent?.includes('größer'));
		expect(announcer.textContent).to.match(/^The AI assistant answers: Files of up to 5 GB/);
		expect(announcer.textContent).not.to.match(/\*|\[1\]/);
		expect(changes).to.be.at.most(3);
		expect((await desk.find('[role=log]')).getAttribute('aria-live')).to.equal('off');
	});

	it('says nothing, now or later, of what comes to it once it is off the page', async () => {
		const { element, find } = await placed({});
		await element.show();
		const announcer = await find('[role=status]');
		element.announce('One is here.');
		await until(() => announcer.textContent === 'One is here.');
		element.remove();
		const { setTimeout } = window;
		let timers = 0;
		Object.assign(window, {
			setTimeout: (...given: Parameters<typeof setTimeout>) => ++timers && setTimeout(...given),
		});
		try {
			element.announce('Nobody is here.');
		} finally {
			Object.assign(window, { setTimeout });
		}
		expect(timers).to.equal(0);
		document.body.append(element);
		await element.updateComplete;
		expect(element.shadowRoot?.textContent).not.to.contain('Nobody');
	});

	it('picks an answer up again that was cut off', async () => {
		const desk = await placed({
			'POST /conversations/7/messages': { stream: [frames(answerParts.slice(0, 8)), { hold: true }, { cut: true }] },
			'GET /conversations/7/stream': { stream: [{ rest: frames(answerParts) }, 'data: [DONE]\n\n'] },
		});
		await desk.element.ask('Why?');
		// A browser that is cut off before it has read drops what had arrived: only what is shown counts as read.
		await desk.find('.text');
		await desk.server.go();
		await desk.says('1 source');
		expect((await desk.find('.text')).textContent?.trim()).to.equal(text.replaceAll('**', '').replace('[1]', '1'));
		expect(await desk.server.heard('POST', '/conversations/7/messages')).to.have.length(1);
	});

	it('shows what the server has where nothing can be picked up', async () => {
		const stub = { ...conversation.messages[1], content: 'Files of', status: 'interrupted', citations: [] };
		const desk = await placed({
			'POST /conversations/7/messages': { stream: [frames(answerParts.slice(0, 8)), { cut: true }] },
			'GET /conversations/7': { json: { ...conversation, messages: [question, stub] } },
		});
		await desk.element.ask('Why?');
		await desk.says('This answer was cut off.');
		await desk.press('Try again');
		await until(async () => (await desk.server.heard('POST', '/conversations/7/messages')).length === 2);
	});

	it('keeps a question that found no server, and sends it by itself as the same turn', async () => {
		const desk = await placed({ 'POST /conversations/7/messages': { drop: true } });
		await desk.element.ask('Why 50 MB?');
		await desk.says('There is no connection. Your message is sent when it is back.');
		await desk.server.change({ 'POST /conversations/7/messages': { stream: [wholeAnswer] } });
		await desk.says(spoken);
		const ids = (await desk.server.heard('POST', '/conversations/7/messages')).map(
			({ body }) => body?.client_message_id,
		);
		expect(new Set(ids).size).to.equal(1);
		expect(desk.element.shadowRoot?.querySelectorAll('.question')).to.have.length(1);
	});

	it('says a limit in its own words, with a way on', async () => {
		const desk = await placed({ 'POST /conversations/7/messages': { status: 429, json: limited } });
		await desk.element.ask('Why?');
		await desk.says('That was a lot at once.');
		await desk.says('You can try again in 30 seconds.');
		expect(desk.events).to.include('error');
		await desk.press('Talk to a person');
		await desk.says('A person reads it');
	});

	it('says why it refuses', async () => {
		const start = {
			type: 'start',
			messageId: 'x',
			messageMetadata: {
				conversation_id: 7,
				user_message_id: 20,
				message_id: null,
				author: { type: 'system', name: null },
				created_at: question.created_at,
			},
		} as const;
		const data = { label: 'out_of_scope', message: 'That is not for this desk.', user_message_id: 20 };
		const refused = frames([
			start,
			{ type: 'data-refused', data },
			{ type: 'finish', finishReason: 'stop', messageMetadata: { status: 'refused' } },
		]);
		const desk = await placed({ 'POST /conversations/7/messages': { stream: [refused] } });
		await desk.element.ask('A poem!');
		await desk.says('That is not for this desk.');
		expect(desk.element.shadowRoot?.querySelectorAll('.answer')).to.have.length(0);
	});

	it('follows an answer that another page has asked for', async () => {
		const running = { ...conversation, answering_message_id: 21, messages: [question] };
		const desk = await placed({
			'GET /conversations/7': { json: running },
			'GET /conversations/7/stream': { stream: [wholeAnswer] },
		});
		await desk.element.openConversation(7);
		await desk.says('1 source');
		expect(desk.element.shadowRoot?.querySelectorAll('.question')).to.have.length(1);
	});

	it('finds the turn under way after a reload', async () => {
		const half = { stream: [frames(answerParts.slice(0, 6)), { hold: true as const }] };
		const before = await placed({ 'POST /conversations/7/messages': half });
		await before.element.ask('Why 50 MB?');
		await before.says('Files of');
		const { api } = before.element;
		before.element.remove();
		const after = await placed({}, { api });
		await after.element.show();
		await after.says('Why 50 MB?');
		expect(await before.server.heard('POST', '/conversations/7/messages')).to.have.length(1);
	});

	it('lets the page change a message or cancel it', async () => {
		const desk = await placed();
		desk.element.beforeSend = (message: OutgoingMessage) => ({
			...message,
			content: `${message.content}!`,
			context: { page: '/p' },
		});
		await desk.element.ask('Why');
		await desk.says(spoken);
		const [sent] = await desk.server.heard('POST', '/conversations/7/messages');
		expect(sent?.body).to.deep.include({ content: 'Why!', context: { page: '/p' } });
		desk.element.addEventListener('deskbell:before-send', (event) => event.preventDefault());
		await desk.element.ask('Again');
		expect(await desk.server.heard('POST', '/conversations/7/messages')).to.have.length(1);
	});

	it('says how many answers are left where that is few', async () => {
		const left = { messages_remaining: 2, resets_at: new Date(Date.now() + 3_600_000).toISOString() };
		const parts = [...answerParts.slice(0, -1), { type: 'data-quota' as const, data: left }, ...answerParts.slice(-1)];
		const desk = await placed({ 'POST /conversations/7/messages': { stream: [frames(parts)] } });
		await desk.element.ask('Why?');
		await desk.says('2 AI answers left');
	});

	it('is deleted only after a yes', async () => {
		const desk = await placed({
			'GET /conversations': { json: { conversations: [conversation], next_cursor: 'more' } },
		});
		await desk.press('Open support');
		await desk.press('Show all: Recent conversations');
		await desk.press('Delete conversation: Upload limit');
		await desk.says('Cases stay.');
		expect(await desk.server.heard('DELETE')).to.deep.equal([]);
		await desk.press('Delete');
		await desk.says('Conversation deleted.');
		expect(await desk.server.heard('DELETE', '/conversations/7')).to.have.length(1);
	});
});

describe('cases', () => {
	afterEach(takeAway);
	const list = { json: { cases: [{ ...filed, unread: false }], next_cursor: null } };
	const push = { type: 'case-comment', case_id: 3, case_number: 'TKT-2026-0003', comment: replied.comments[0] };

	it('put a badge on the launcher when a reply is pushed, until it is read', async () => {
		const desk = await placed({
			'GET /cases': list,
			'GET /events': {
				stream: [': hi\n\n', { hold: true }, `id: 5\ndata: ${JSON.stringify(push)}\n\n`, { hold: true }],
			},
			'GET /cases/3': { json: replied },
		});
		await desk.element.show();
		await desk.says('Your cases');
		await desk.server.go();
		await until(() => desk.events.includes('unread'));
		await desk.element.hide();
		expect((await desk.find('.badge')).dataset.count).to.equal('1');
		expect((await desk.find('.launcher')).textContent?.trim()).to.equal('Open support (1 new reply)');
		await desk.element.openCase(3);
		await desk.says('Fixed for you.');
		await desk.element.hide();
		await until(
			() => !desk.element.shadowRoot?.querySelector('.badge'),
			() => 'no badge',
		);
	});

	it('take a reply, once', async () => {
		const desk = await placed({ 'GET /cases': list, 'GET /cases/3': { json: replied } });
		await desk.element.openCase(3);
		await desk.says('Waiting for you');
		await desk.write('Thank you!');
		await desk.press('Send');
		await desk.says('Thank you!');
		expect(desk.text()).to.contain('Open');
		expect((await desk.find<HTMLTextAreaElement>('[data-input]')).value).to.equal('');
	});

	it('keep a reply that was not taken', async () => {
		const desk = await placed({
			'GET /cases/3': { json: replied },
			'POST /cases/3/comments': { status: 500, json: {} },
		});
		await desk.element.openCase(3);
		await desk.says('Marie');
		await desk.write('Thank you!');
		await desk.press('Send');
		await desk.says('Something went wrong on our side.');
		expect((await desk.find<HTMLTextAreaElement>('[data-input]')).value).to.equal('Thank you!');
	});

	it('take none when closed, and say so', async () => {
		const desk = await placed({ 'GET /cases/3': { json: { ...replied, status: 'closed' } } });
		await desk.element.openCase(3);
		await desk.says('This case is closed.');
		expect(desk.element.shadowRoot?.querySelector('[data-input]')).to.equal(null);
	});

	it('are listed by their state', async () => {
		const desk = await placed({
			'GET /cases': list,
			'GET /cases?status_filter=closed': { json: { cases: [], next_cursor: null } },
		});
		await desk.press('Open support');
		await desk.press('Show all: Your cases');
		await desk.says('TKT-2026-0003');
		await desk.press('Closed');
		await desk.says('No cases');
	});
});

describe('the element on its page', () => {
	afterEach(takeAway);

	it('says when it is ready, opens and closes', async () => {
		const desk = await placed();
		await until(() => desk.events.includes('ready'));
		await desk.element.show();
		await desk.element.hide();
		expect(desk.events.filter((name) => name === 'open' || name === 'close')).to.deep.equal(['open', 'close']);
	});

	it('lets events out with typed detail', async () => {
		const desk = await placed();
		const heard = new Promise<DeskBellEvent<'deskbell:message'>>((resolve) => {
			document.addEventListener('deskbell:message', (event) => resolve(event as DeskBellEvent<'deskbell:message'>), {
				once: true,
			});
		});
		await desk.element.ask('Why?');
		expect((await heard).detail).to.deep.equal({ conversationId: 7, role: 'user', content: 'Why?' });
	});

	it('shows nothing of one person to the next', async () => {
		const desk = await placed();
		await desk.element.openConversation(7);
		await desk.says(spoken);
		const claims = btoa(JSON.stringify({ sub: 'ben' }));
		await desk.element.identify({ token: `x.${claims}.x` });
		await until(
			() => !desk.text().includes(spoken),
			() => 'the conversation is gone',
		);
	});

	it('leaves no trace when it is removed', async () => {
		const nodes = document.body.childElementCount + document.head.childElementCount;
		const desk = await placed({ 'GET /cases': { json: { cases: [filed], next_cursor: null } } });
		await desk.element.show();
		await desk.says('Your cases');
		await new Promise((resolve) => setTimeout(resolve, 200));
		await desk.element.destroy();
		expect(document.body.childElementCount + document.head.childElementCount).to.equal(nodes);
		expect(sessionStorage.length).to.equal(0);
		const heard = (await desk.server.heard()).length;
		document.dispatchEvent(new Event('visibilitychange'));
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect((await desk.server.heard()).length).to.equal(heard);
	});

	it('stands without a style attribute and without a style element', async () => {
		const desk = await placed();
		await desk.element.openConversation(7);
		await desk.says(spoken);
		expect(desk.element.shadowRoot?.querySelectorAll('style, [style]')).to.have.length(0);
	});

	it('is not moved by a hostile style sheet of its page', async () => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync('* { all: unset !important; display: none !important; color: red !important }');
		document.adoptedStyleSheets = [sheet];
		try {
			const desk = await placed();
			await desk.element.show();
			await desk.says('Hi, how can we help?');
			expect(getComputedStyle(await desk.find('.say')).color).not.to.equal('rgb(255, 0, 0)');
		} finally {
			document.adoptedStyleSheets = [];
		}
	});
});
