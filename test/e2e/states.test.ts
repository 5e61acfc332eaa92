// The playground's states: each of the eleven degraded codes provoked for real, over HTTP and by the widget; and a tool
// that waits for approval.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Client, createClient, type Streamed } from '@deskbell/server-kit/testing';
import type { Browser } from 'playwright-core';
import { DEGRADED } from '../../server-kit/src/core/faults.ts';
import type { DegradedView } from '../../server-kit/src/protocol/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { type RunningDemo, startDemo } from './demo.ts';
import { SOON } from './eventually.ts';
import { visit } from './visitor.ts';

const QUESTION = "I can't upload files larger than 50MB";

interface State {
	code: keyof typeof DEGRADED | 'waiting_approval';
	before: ('accept' | 'message')[];
}

describe('the states of the playground', () => {
	let demo: RunningDemo;
	let browser: Browser;
	let states: State[];

	before(async () => {
		[demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
		states = ((await (await fetch(`${demo.url}/playground/states`)).json()) as { states: State[] }).states;
	});
	after(async () => {
		await browser?.close();
		await demo?.stop();
	});

	it('are all codes that there are', () => {
		assert.deepEqual(states.map(({ code }) => code).sort(), [...Object.keys(DEGRADED), 'waiting_approval'].sort());
	});

	for (const [code, { status, retryable, fallback }] of Object.entries(DEGRADED))
		it(`${code} is what the server says in it`, async () => {
			const state = states.find((each) => each.code === code);
			assert.ok(state);
			const answer = await askIn(state, demo.url);
			const told = degradedIn(answer);
			assert.equal(answer.status, status);
			assert.deepEqual(
				[told?.code, told?.retryable, told?.fallback?.kind ?? null],
				[code, retryable, fallback ? 'create_case' : null],
			);
			assert.equal(answer.headers.get('retry-after') !== null, status === 429);
		});

	it('waiting_approval runs nothing until it is approved, and then goes on', async () => {
		const state = states.find(({ code }) => code === 'waiting_approval');
		assert.ok(state);
		const { client, conversation, answer } = await askedIn(state, demo.url);
		const part = answer.parts.find(({ type }) => type === 'data-approval');
		assert.ok(part?.type === 'data-approval');
		assert.deepEqual(part.data.arguments, [{ name: 'jobId', label: 'Job', value: 'job_preview_7' }]);
		const decision = `${conversation}/tool-approvals/${part.data.approval_id}`;
		const { parts } = await client.stream(decision, { approved: true });
		const text = parts.map((each) => (each.type === 'text-delta' ? each.delta : '')).join('');
		assert.match(text, /^Done: the preview is being made again/);
	});

	it('are shown by the widget, with what the server said beside it', async () => {
		const visitor = await visit(browser, `${demo.url}/playground`);
		const { page } = visitor;
		const stage = page.frameLocator('[data-stage]');
		await page.getByRole('tab', { name: 'States' }).click();
		await page.getByRole('button', { name: 'runtime_not_wired' }).click();
		await stage.getByRole('log').getByText('A person can help you instead.').waitFor(SOON);
		await page.locator('.state-said pre').getByText('"code": "runtime_not_wired"').waitFor(SOON);
		await page.getByRole('button', { name: 'vendor_outage' }).click();
		await stage.getByRole('log').getByText('The AI assistant cannot be reached right now.').waitFor(SOON);
		await page.locator('.state-said [data-family="warning"] pre').getByText('"code": "vendor_outage"').waitFor(SOON);
		await page.getByRole('button', { name: 'disclosure_required' }).click();
		await stage.getByRole('button', { name: 'Agree and start' }).waitFor(SOON);
		await page.locator('.state-said pre').getByText('"code": "disclosure_required"').waitFor(SOON);
		await visitor.picture('playground-states');
		await page.getByRole('button', { name: 'Normal' }).click();
		await page.locator('[data-state-badge]').waitFor({ ...SOON, state: 'hidden' });
		visitor.nothingWentWrong();
		await visitor.leave();
	});
});

async function askIn(state: State, url: string): Promise<Streamed> {
	return (await askedIn(state, url)).answer;
}

/** Somebody new does what the state asks for, and asks. */
async function askedIn({ code, before: steps }: State, url: string) {
	const client = await signIn(url, `${url}/playground/states/${code}/api/support/ai`);
	if (steps.includes('accept')) {
		const { body } = await client.get<{ current_version: string }>('/disclosure/status');
		await client.post('/disclosure/accept', { version: body.current_version });
	}
	const { body } = await client.post<{ conversation_id: number }>('/conversations', {});
	const conversation = `/conversations/${body.conversation_id}`;
	const ask = () => client.stream(`${conversation}/messages`, { content: QUESTION });
	if (steps.join() === 'accept,message') assert.equal((await ask()).status, 200);
	return { client, conversation, answer: await ask() };
}

function degradedIn({ body, parts }: Streamed): DegradedView | undefined {
	const part = parts.find(({ type }) => type === 'data-degraded');
	return part?.type === 'data-degraded' ? part.data : (body as DegradedView);
}

async function signIn(url: string, face: string): Promise<Client> {
	const user = `new-${crypto.randomUUID()}`;
	const response = await fetch(`${url}/playground/token`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ tenant: 'acme', user }),
	});
	const { token } = (await response.json()) as { token: string };
	return createClient(face, { authorization: `Bearer ${token}` });
}
