// An answer that knows the reader: what it rests on beside the articles, and what it suggests, done only after a yes.

import { expect } from '@open-wc/testing';
import type { ConversationView, Grounds, MessageView, StreamPart } from '../../server-kit/src/protocol/index.ts';
import { atRest, type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, conversation, frames, question } from './support/recorded.ts';
import { type Step, until } from './support/server.ts';

const limit = { type: 'limit', label: 'Largest file of your plan', value: '50', source: 'userState' } as const;
const quoted = { type: 'article', label: 'Upload limits', value: 'up to 50 MB', source: 'article:1' } as const;
const retry = { id: 'act_1', type: 'retry', label: 'Try again', payload: { jobId: 'job_88' } } as const;
const docs = { id: 'act_2', type: 'open_docs', label: 'Upload limits', payload: { url: '/help/upload' } } as const;
const ticket = { id: 'act_3', type: 'create_ticket', label: 'Talk to us', payload: {} } as const;
const grounds: Grounds = { evidence: [limit, quoted], actions: [retry, docs, ticket], confidence: 0.8 };

const parts = answerParts.map(
	(part): StreamPart =>
		part.type === 'finish' ? { ...part, messageMetadata: { ...part.messageMetadata, grounds } } : part,
);
const asked = { 'POST /conversations/7/messages': { stream: [`${frames(parts)}data: [DONE]\n\n`] } };
const path = '/conversations/7/actions';
const ran: Step = { json: { conversation_id: 7, action: retry, result: { state: 'queued' } } };

/** The thread as it is read again, its first action having gone so. */
function kept(run: 'done' | 'failed' | null): { json: ConversationView } {
	const [answer] = conversation.messages.slice(1) as [MessageView];
	const actions = grounds.actions.map((action) => ({ ...action, run: action.id === retry.id ? run : null }));
	const known = { ...answer, grounds: { ...grounds, evidence: [...grounds.evidence], actions } };
	return { json: { ...conversation, messages: [question, known] } };
}

async function answered(script: Record<string, Step | Step[]> = {}): Promise<Placed> {
	const desk = await placed({ ...asked, ...script });
	await desk.element.ask('Why does it fail?');
	await desk.says('Largest file of your plan');
	return desk;
}

describe('what an answer rests on', () => {
	afterEach(takeAway);

	it('stands among its sources, and says in words where it comes from', async () => {
		const desk = await answered();
		await desk.says('2 sources');
		await desk.press('Largest file of your plan · 50');
		await desk.says('From your account');
	});

	it('is the same after a reload', async () => {
		const desk = await placed({ 'GET /conversations/7': kept(null) });
		await desk.element.openConversation(7);
		await desk.says('2 sources');
		await desk.says('Largest file of your plan');
	});
});

describe('what an answer suggests', () => {
	afterEach(takeAway);

	it('is done after a yes to the very arguments that it would be done with', async () => {
		const desk = await answered({ [`POST ${path}`]: ran });
		await desk.press('Try again');
		await desk.says('jobId job_88');
		expect(await desk.server.heard('POST', path)).to.have.length(0);
		await desk.press('Approve');
		await desk.says('Done.');
		const [heard, ...more] = await desk.server.heard('POST', path);
		expect(heard?.body).to.deep.equal({ action_id: 'act_1', confirm: true });
		expect(more).to.have.length(0);
		expect(buttons(desk)).not.to.contain('Try again');
	});

	it('leads the keyboard to the question whether it shall be done', async () => {
		const desk = await answered();
		await desk.press('Try again');
		await until(() => desk.element.shadowRoot?.activeElement?.matches('[part=approval]'));
	});

	it('is done once where a yes is said twice', async () => {
		const desk = await answered({ [`POST ${path}`]: ran });
		await desk.press('Try again');
		const yes = await desk.find('[part=confirm]');
		yes.click();
		yes.click();
		await desk.says('Done.');
		expect(await desk.server.heard('POST', path)).to.have.length(1);
	});

	it('waits for a yes again where it cannot be known whether it arrived', async () => {
		const desk = await answered({ [`POST ${path}`]: [{ status: 503, json: {} }, ran] });
		await desk.press('Try again');
		await desk.press('Approve');
		await until(() => desk.events.includes('error'));
		await desk.press('Approve');
		await desk.says('Done.');
		expect(await desk.server.heard('POST', path)).to.have.length(2);
	});

	it('is not done after a no, and can be asked for again', async () => {
		const desk = await answered();
		await desk.press('Try again');
		await desk.press('Decline');
		await desk.says('Declined: nothing was done.');
		expect(await desk.server.heard('POST', path)).to.have.length(0);
		await desk.press('Try again');
		await desk.says('jobId job_88');
	});

	it('says where it failed, and can be tried again', async () => {
		const fault: Step = { status: 502, json: { detail: 'It failed.', code: 'action_failed' } };
		const desk = await answered({ [`POST ${path}`]: [fault, ran] });
		await desk.press('Try again');
		await desk.press('Approve');
		await desk.says('This could not be done.');
		await desk.press('Try again');
		await desk.press('Approve');
		await desk.says('Done.');
	});

	it('says so where nobody can tell whether it was done, and offers it no more', async () => {
		const fault: Step = { status: 409, json: { detail: 'Nobody knows.', code: 'action_unknown' } };
		const desk = await answered({ [`POST ${path}`]: fault });
		await desk.press('Try again');
		await desk.press('Approve');
		await desk.says('It is not known whether this was done.');
		await until(() => !buttons(desk).includes('Try again'));
	});

	it('that was done is done after a reload', async () => {
		const desk = await placed({ 'GET /conversations/7': kept('done') });
		await desk.element.openConversation(7);
		await desk.says('Done.');
		expect(buttons(desk)).not.to.contain('Try again');
	});

	it('is not said twice: the article is among the sources, and the way to a person beneath', async () => {
		expect(buttons(await answered())).to.deep.equal(['Try again']);
	});

	it('takes what a host wrote for text', async () => {
		const wicked = { ...retry, label: '<b>Go</b>', payload: { jobId: '<img src=x onerror=alert(1)>' } };
		const withWicked = kept(null);
		for (const message of withWicked.json.messages)
			if (message.grounds) message.grounds.actions = [{ ...wicked, run: null }];
		const desk = await placed({ 'GET /conversations/7': withWicked });
		await desk.element.openConversation(7);
		await desk.press('<b>Go</b>');
		await desk.says('<img src=x onerror=alert(1)>');
		expect(desk.element.shadowRoot?.querySelector('.approval img')).to.equal(null);
		await atRest(desk);
		await expect(desk.element).to.be.accessible();
	});
});

function buttons({ element }: Placed): string[] {
	return [...(element.shadowRoot?.querySelectorAll('[part~=action]') ?? [])].map(({ textContent }) =>
		(textContent ?? '').trim(),
	);
}
