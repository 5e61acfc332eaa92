// What the AI would do for the reader, and does after their yes alone.

import { expect } from '@open-wc/testing';
import type { ConversationView, StreamPart, ToolCallView } from '../../server-kit/src/protocol/index.ts';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, at, conversation, frames, question } from './support/recorded.ts';
import { type Step, until } from './support/server.ts';

const long = `${'Dear team, this is a long letter. '.repeat(12)}End of it.`;
const expires_at = '2126-11-22T08:00:00.000Z';
const call: ToolCallView = {
	id: 'call_17',
	name: 'cancel_order',
	title: 'Cancel an order',
	status: 'waiting_approval',
	approval_id: 'approval_17',
	expires_at,
	arguments: [
		{ name: 'order', label: 'Order', value: '1234 <b>now</b>' },
		{ name: 'to', label: 'To', value: 'a\u202emoc.evil@b' },
		{ name: 'letter', label: 'Letter', value: long },
	],
};
const { id: tool_call_id, status: _status, name: _name, approval_id = '', title, arguments: given = [] } = call;
const asking: StreamPart[] = [
	...answerParts.slice(0, 5),
	{ type: 'text-end', id: 't' },
	{ type: 'tool-input-available', toolCallId: 'call_17', toolName: 'cancel_order', input: {} },
	{ type: 'tool-approval-request', approvalId: 'approval_17', toolCallId: 'call_17' },
	{
		type: 'data-approval',
		id: approval_id,
		data: { approval_id, tool_call_id, title, arguments: [...given], expires_at },
	},
	{ type: 'finish', finishReason: 'tool-calls', messageMetadata: { status: 'complete' } },
];
const start = {
	conversation_id: 7,
	user_message_id: 20,
	message_id: 22,
	author: { type: 'ai', name: null },
	created_at: at,
} as const;
const goingOn = (...parts: StreamPart[]): StreamPart[] => [
	{ type: 'start', messageId: '22', messageMetadata: start },
	...parts,
	{ type: 'text-start', id: 'u' },
	{ type: 'text-delta', id: 'u', delta: 'As you wish.' },
	{ type: 'text-end', id: 'u' },
	{ type: 'finish', finishReason: 'stop', messageMetadata: { status: 'complete' } },
];
const said = (parts: readonly StreamPart[]): Step => ({ stream: [`${frames(parts)}data: [DONE]\n\n`] });
const done: StreamPart = { type: 'tool-output-available', toolCallId: 'call_17', output: {} };
const failed: StreamPart = { type: 'tool-output-error', toolCallId: 'call_17', errorText: 'no' };
const path = '/conversations/7/tool-approvals/approval_17';
const decision = `POST ${path}`;
const kept = (change: Partial<ToolCallView>): { json: ConversationView } => ({
	json: {
		...conversation,
		messages: [question, { ...(conversation.messages[1] as object), tool_calls: [{ ...call, ...change }] }],
	} as ConversationView,
});

async function asked(script: Record<string, Step | Step[]>): Promise<Placed> {
	const desk = await placed({ 'POST /conversations/7/messages': said(asking), ...script });
	await desk.element.ask('Cancel my order');
	await desk.find('.approval .buttons');
	return desk;
}

const cardOf = (desk: Placed) => desk.element.shadowRoot?.querySelector<HTMLElement>('.approval') as HTMLElement;

describe('a call that waits for a yes', () => {
	afterEach(takeAway);

	it('shows exactly what would be done, as text, with what is not to be seen', async () => {
		const card = cardOf(await asked({}));
		expect(card.textContent).to.contain('Cancel an order');
		expect(card.textContent).to.contain('1234 <b>now</b>');
		expect(card.textContent).to.contain('a[U+202e]moc.evil@b');
		expect(card.textContent).to.contain(long);
		const folded = card.querySelector('details') as HTMLDetailsElement;
		expect(folded.open).to.equal(true);
		expect(card.querySelector('b')).to.equal(null);
	});

	it('says so once to who listens, with what it is', async () => {
		const desk = await asked({});
		const status = desk.element.shadowRoot?.querySelector('[role=status]');
		await until(() => status?.textContent?.includes('Shall this be done? Cancel an order'));
	});

	it('is run after the yes, and the answer goes on; pressed twice it is sent once', async () => {
		const desk = await asked({ [decision]: said(goingOn(done)) });
		const approve = cardOf(desk).querySelector<HTMLElement>('[part=confirm]') as HTMLElement;
		approve.focus();
		approve.click();
		approve.click();
		await desk.says('As you wish.');
		expect(cardOf(desk).textContent).to.contain('Done.');
		expect(desk.element.shadowRoot?.activeElement).to.equal(cardOf(desk));
		const heard = await desk.server.heard('POST', path);
		expect(heard.map(({ body }) => body)).to.deep.equal([{ approved: true }]);
	});

	it('is not run after a no', async () => {
		const desk = await asked({ [decision]: said(goingOn()) });
		await desk.press('Decline');
		await desk.says('As you wish.');
		expect(cardOf(desk).textContent).to.contain('Declined: nothing was done.');
		const heard = await desk.server.heard('POST', path);
		expect(heard.map(({ body }) => body)).to.deep.equal([{ approved: false }]);
	});

	it('that did not work says so', async () => {
		const desk = await asked({ [decision]: said(goingOn(failed)) });
		await desk.press('Approve');
		await desk.says('This could not be done.');
	});

	it('whose end nobody hears of is not called done', async () => {
		const desk = await asked({ [decision]: said(goingOn()) });
		await desk.press('Approve');
		await desk.says('It is not known whether this was done.');
	});

	it('is decided on over another line where the first one breaks', async () => {
		const desk = await asked({ [decision]: [{ drop: true }, said(goingOn(done))] });
		await desk.press('Approve');
		await desk.says('As you wish.');
		await desk.says('Done.');
		const heard = await desk.server.heard('POST', path);
		expect(heard.map(({ body }) => body)).to.deep.equal([{ approved: true }, { approved: true }]);
	});

	it('can be decided on again where the server would not hear of it now', async () => {
		const refused = { status: 429, headers: { 'Retry-After': '1' }, json: { code: 'rate_limited', message: 'Slow.' } };
		const desk = await asked({ [decision]: [refused, said(goingOn(done))] });
		await desk.press('Approve');
		await desk.says('Too many requests.');
		await desk.press('Approve');
		await desk.says('Done.');
	});

	it('that is over meanwhile stands as the server has it', async () => {
		const desk = await asked({
			[decision]: { status: 409, json: { code: 'approval_expired', message: 'Too late.' } },
			'GET /conversations/7': kept({ status: 'expired', arguments: undefined }),
		});
		await desk.press('Approve');
		await desk.says('The time to approve is over: nothing was done.');
	});

	it('waits no more when one goes on without it', async () => {
		const desk = await asked({});
		await desk.server.change({ 'POST /conversations/7/messages': said(goingOn()) });
		await desk.write('Something else');
		await desk.press('Send');
		await desk.says('As you wish.');
		expect(cardOf(desk).textContent).to.contain('Declined: nothing was done.');
	});
});

describe('a call that waited, after a reload', () => {
	afterEach(takeAway);

	it('waits as before', async () => {
		const desk = await placed({ 'GET /conversations/7': kept({}), [decision]: said(goingOn(done)) });
		await desk.element.openConversation(7);
		await desk.press('Approve');
		await desk.says('Done.');
	});

	for (const [status, words] of [
		['done', 'Done.'],
		['declined', 'Declined: nothing was done.'],
		['unknown', 'It is not known whether this was done.'],
	] as const) {
		it(`that is ${status} says so, without a button`, async () => {
			const desk = await placed({ 'GET /conversations/7': kept({ status, arguments: undefined }) });
			await desk.element.openConversation(7);
			await desk.says(words);
			expect(cardOf(desk).querySelector('button')).to.equal(null);
		});
	}
});
