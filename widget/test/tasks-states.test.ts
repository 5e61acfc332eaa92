// Every state in which the AI does not answer: its own sentence, and a step that leads on. What is left, and until when.

import { expect } from '@open-wc/testing';
import type { DegradedCode, DegradedView, StreamPart } from '../../server-kit/src/protocol/index.ts';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, conversation, disclosed, frames, limited, question } from './support/recorded.ts';
import { until } from './support/server.ts';

const undisclosed = { ...disclosed, accepted: false, accepted_version: null, accepted_at: null };
const hour = 3_600;

interface Shown {
	code: DegradedCode;
	/** As the server's table says. */
	retryable: boolean;
	after: number | null;
	sentence: string;
	steps: string[];
	/** Where the first step leads. */
	leadsTo: string;
}

const person = 'Talk to a person';
const again = 'Try again';
const form = 'A person reads it and answers here.';
const answered = '1 source';

const states: Shown[] = [
	{
		code: 'master_flag_off',
		retryable: false,
		after: null,
		sentence: 'The AI assistant is switched off at the moment.',
		steps: [person],
		leadsTo: form,
	},
	{
		code: 'tenant_disabled',
		retryable: false,
		after: null,
		sentence: 'The AI assistant is not available here.',
		steps: [person],
		leadsTo: form,
	},
	{
		code: 'disclosure_required',
		retryable: false,
		after: null,
		sentence: 'You are talking to an AI',
		steps: ['Agree and start'],
		leadsTo: 'Please read and accept the notice',
	},
	{
		code: 'rate_limited',
		retryable: true,
		after: 1,
		sentence: 'That was a lot at once.',
		steps: [again, person],
		leadsTo: answered,
	},
	{
		code: 'quota_exceeded',
		retryable: true,
		after: 5 * hour,
		sentence: 'You have used all AI answers for now.',
		steps: [person],
		leadsTo: form,
	},
	{
		code: 'cost_cap_reached',
		retryable: true,
		after: 5 * hour,
		sentence: 'The AI assistant has reached its limit for now.',
		steps: [person],
		leadsTo: form,
	},
	{
		code: 'runtime_not_wired',
		retryable: false,
		after: null,
		sentence: 'No AI assistant is connected yet.',
		steps: [person],
		leadsTo: form,
	},
	{
		code: 'vendor_outage',
		retryable: true,
		after: null,
		sentence: 'The AI assistant cannot be reached right now.',
		steps: [again, person],
		leadsTo: answered,
	},
	{
		code: 'model_timeout',
		retryable: true,
		after: null,
		sentence: 'The answer took too long.',
		steps: [again, person],
		leadsTo: answered,
	},
	{
		code: 'retrieval_unavailable',
		retryable: true,
		after: null,
		sentence: 'The help articles cannot be searched right now.',
		steps: [again, person],
		leadsTo: answered,
	},
	{
		code: 'output_blocked',
		retryable: false,
		after: null,
		sentence: 'This answer was held back by a safety check.',
		steps: [person],
		leadsTo: form,
	},
];

function degraded({ code, retryable, after }: Shown): DegradedView {
	return { ...limited, code, retryable, retry_after_seconds: after, user_message_id: null };
}

/** The steps of the notice, or of the view that took its place. */
async function offered(desk: Placed): Promise<string[]> {
	const place = await desk.find('.notice, .disclosure');
	return [...place.querySelectorAll('button')].map((button) => button.textContent?.trim() ?? '');
}

describe('an answer that cannot be given', () => {
	afterEach(takeAway);

	for (const state of states) {
		it(`says ${state.code} in a sentence of its own, with its next step`, async () => {
			const desk = await placed({
				'POST /conversations/7/messages': [
					{ status: state.after ? 429 : 200, json: degraded(state) },
					{ stream: [frames(answerParts)] },
				],
				'GET /disclosure/status':
					state.code === 'disclosure_required' ? [{ json: disclosed }, { json: undisclosed }] : { json: disclosed },
			});
			await desk.element.ask('Why 50 MB?');
			await desk.says(state.sentence);
			expect(await offered(desk)).to.deep.equal(state.steps);
			expect(desk.text()).not.to.contain('Slow down.');
			await desk.press(state.steps[0] ?? '');
			await desk.says(state.leadsTo);
		});
	}

	it('has a sentence for each code, no two alike', () => {
		expect(new Set(states.map(({ code }) => code)).size).to.equal(11);
		expect(new Set(states.map(({ sentence }) => sentence)).size).to.equal(11);
	});

	it('keeps the question, so that it need not be written again', async () => {
		const outage = states.find(({ code }) => code === 'vendor_outage') as Shown;
		const desk = await placed({ 'POST /conversations/7/messages': { json: degraded(outage) } });
		await desk.element.ask('Why 50 MB?');
		await desk.says(outage.sentence);
		expect(desk.text()).to.contain('Why 50 MB?');
	});

	for (const code of ['vendor_outage', 'output_blocked'] as const) {
		it(`says ${code} beneath the answer where it happens in the middle of it`, async () => {
			const state = states.find((one) => one.code === code) as Shown;
			const status = code === 'output_blocked' ? 'blocked' : 'failed';
			const parts: StreamPart[] = [
				...answerParts.slice(0, 6),
				{ type: 'data-degraded', data: degraded(state) },
				{ type: 'finish', finishReason: 'error', messageMetadata: { status } },
			];
			const desk = await placed({ 'POST /conversations/7/messages': { stream: [frames(parts)] } });
			await desk.element.ask('Why?');
			await desk.says(state.sentence);
			expect(await offered(desk)).to.include(person);
		});
	}

	it('says the local time at which the AI is back, where that is hours away', async () => {
		const quota = states.find(({ code }) => code === 'quota_exceeded') as Shown;
		const desk = await placed({ 'POST /conversations/7/messages': { status: 429, json: degraded(quota) } });
		await desk.element.ask('Why?');
		await desk.says('The AI assistant answers again on');
		const minute = { dateStyle: 'medium' } as const;
		const day = new Date(Date.now() + (quota.after ?? 0) * 1000).toLocaleString('en', minute);
		expect(desk.text()).to.contain(day);
	});
});

describe('what is left', () => {
	afterEach(takeAway);
	const period = {
		kind: 'day',
		timezone: 'UTC',
		starts_at: '2026-11-22T00:00:00.000Z',
		resets_at: new Date(Date.now() + 5 * hour * 1000).toISOString(),
	};
	const quota = (state: string, remaining: number | null) => ({
		json: { enabled: true, state, period, messages: { limit: 20, used: 17, reserved: 0, remaining } },
	});
	const local = new Date(period.resets_at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
	const says = async (desk: Placed, words: string) => {
		const plain = words.replace(/\s+/g, ' ');
		await until(
			() => desk.text().includes(plain),
			() => `“${plain}” in: ${desk.text()}`,
		);
	};

	it('is said before the first question of a conversation that is opened again', async () => {
		const desk = await placed({ 'GET /quota': quota('soft_limit', 3) });
		await desk.element.openConversation(7);
		await says(desk, `3 AI answers left. New ones on ${local}.`);
	});

	it('is not worth a word while there is plenty', async () => {
		const desk = await placed({ 'GET /quota': quota('ok', 3) });
		await desk.element.openConversation(7);
		await until(async () => (await desk.server.heard('GET', '/quota')).length === 1);
		await desk.find('[data-input]');
		expect(desk.text()).not.to.contain('left');
	});

	it('is nothing after the last answer: says until when, and offers a person', async () => {
		const none = { type: 'data-quota', data: { messages_remaining: 0, resets_at: period.resets_at } } as const;
		const parts = [...answerParts.slice(0, -1), none, ...answerParts.slice(-1)];
		const desk = await placed({ 'POST /conversations/7/messages': { stream: [frames(parts)] } });
		await desk.element.ask('Why?');
		await says(
			desk,
			`You have used all AI answers for now. A person can help you instead. The AI assistant answers again on ${local}.`,
		);
		await desk.press(person);
		await desk.says('A person takes over from here.');
	});

	it('is nothing when a conversation is opened: no composer, the time, and a person', async () => {
		const spent = { ...conversation, can_send: false, can_send_reason: 'quota_exhausted' };
		const desk = await placed({ 'GET /conversations/7': { json: spent }, 'GET /quota': quota('exhausted', 0) });
		await desk.element.openConversation(7);
		await says(desk, `The AI assistant answers again on ${local}.`);
		expect(desk.element.shadowRoot?.querySelector('[data-input]')).to.equal(null);
		await desk.press(person);
		await desk.says('A person takes over from here.');
	});

	it('is no reason to fail where it cannot be read', async () => {
		const desk = await placed({ 'GET /quota': { status: 500, json: {} } });
		await desk.element.openConversation(7);
		await desk.says(answered);
		await until(async () => (await desk.server.heard('GET', '/quota')).length === 1);
		expect(desk.text()).not.to.contain('Something went wrong');
	});
});

describe('an AI that is off', () => {
	afterEach(takeAway);

	it('leaves a conversation to be read, says why nothing can be written, and leads to a person', async () => {
		const off = { ...conversation, can_send: false, can_send_reason: 'master_flag_off' };
		const desk = await placed({ 'GET /conversations/7': { json: off } });
		await desk.element.openConversation(7);
		await desk.says('The AI assistant is switched off at the moment.');
		await desk.says(answered);
		await desk.press(person);
		await desk.says('A person takes over from here.');
	});

	it('behind a new version of the notice asks first, then goes on in the same conversation', async () => {
		const locked = { ...conversation, can_send: false, can_send_reason: 'disclosure_required' };
		const desk = await placed({
			'GET /conversations/7': { json: locked },
			'GET /disclosure/status': [{ json: disclosed }, { json: undisclosed }],
		});
		await desk.element.show();
		await desk.says('Hi, how can we help?');
		await desk.element.openConversation(7);
		await desk.says('You are talking to an AI');
		await desk.press('Agree and start');
		await desk.says('Why 50 MB?');
		expect((await desk.find('[data-input]')).getAttribute('aria-label')).to.equal('Your message to the AI assistant');
		expect(question.content).to.equal('Why 50 MB?');
	});
});
