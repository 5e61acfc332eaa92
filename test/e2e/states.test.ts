// The playground's states: each of the eleven degraded codes provoked for real, over HTTP and by the widget.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Client, createClient, type Streamed } from '@deskbell/server-kit/testing';
import type { Browser } from 'playwright-core';
import { DEGRADED } from '../../server-kit/src/core/faults.ts';
import type { DegradedView } from '../../server-kit/src/protocol/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { type RunningDemo, startDemo } from './demo.ts';
import { visit } from './visitor.ts';

const QUESTION = "I can't upload files larger than 50MB";
const SOON = { timeout: 30_000 };

interface State {
	code: keyof typeof DEGRADED;
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
		assert.deepEqual(states.map(({ code }) => code).sort(), Object.keys(DEGRADED).sort());
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

/** Somebody new does what the state asks for, and asks. */
async function askIn({ code, before: steps }: State, url: string): Promise<Streamed> {
	const client = await signIn(url, `${url}/playground/states/${code}/api/support/ai`);
	if (steps.includes('accept')) {
		const { body } = await client.get<{ current_version: string }>('/disclosure/status');
		await client.post('/disclosure/accept', { version: body.current_version });
	}
	const { body } = await client.post<{ conversation_id: number }>('/conversations', {});
	const ask = () => client.stream(`/conversations/${body.conversation_id}/messages`, { content: QUESTION });
	if (steps.join() === 'accept,message') assert.equal((await ask()).status, 200);
	return ask();
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
