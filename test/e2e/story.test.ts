// The whole path as one customer walks it: from the script tag to an agent's comment, in a real browser.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type RunningDemo, startDemo } from './demo.ts';
import { SOON } from './eventually.ts';
import { type Visitor, visit } from './visitor.ts';

const QUESTION = "I can't upload files larger than 50MB";

describe('a customer asks, gets an answer, and is helped by a person', () => {
	let demo: RunningDemo;
	let browser: Browser;

	before(async () => {
		[demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
	});
	after(async () => {
		await browser?.close();
		await demo?.stop();
	});

	it('imports the articles with progress and prints the address in one line', () => {
		assert.match(demo.output(), /Importing articles: (\d+) of \1\n/);
		assert.equal(demo.output().match(/http:\/\//g)?.length, 1);
	});

	it('on a desktop, in English, in the light', async () => {
		const ada = await visit(browser, `${demo.url}/app`, { colorScheme: 'light' });
		await accept(ada, 'Agree and start');
		await ask(ada);
		await knowsHer(ada);
		await thumb(ada);
		const number = await askForAPerson(ada);
		await agentAnswers(demo, number, 'Hi Ada, I have raised your limit until tomorrow.');
		await ada.widget.getByText('I have raised your limit until tomorrow.').waitFor(SOON);
		await ada.accessible();
		await ada.picture('story-case');
		ada.nothingWentWrong();
		await ada.leave();
	});

	it('finds everything again after a reload', async () => {
		const ada = await visit(browser, `${demo.url}/app`);
		await ada.widget.getByRole('button').first().click();
		await ada.widget.getByText(QUESTION).first().waitFor(SOON);
		await ada.widget
			.getByText(/TKT-\d{4}-0001/)
			.first()
			.waitFor(SOON);
		await ada.accessible();
		await ada.picture('story-home-again');
		ada.nothingWentWrong();
		await ada.leave();
	});

	it('on a phone, in German, in the dark', async () => {
		const phone = {
			viewport: { width: 390, height: 844 },
			locale: 'de-DE',
			colorScheme: 'dark',
			hasTouch: true,
		} as const;
		const grace = await visit(browser, demo.url, phone);
		await grace.page.evaluate(() => localStorage.setItem('acme-user', 'grace'));
		await grace.page.reload();
		await grace.widget.evaluate((element) => element.setAttribute('locale', 'de'));
		await grace.widget.getByRole('button').first().click();
		await grace.widget.getByText('KI-Assistenten', { exact: false }).first().waitFor(SOON);
		await grace.accessible();
		await grace.picture('phone-disclosure');
		await grace.widget.getByRole('button', { name: 'Zustimmen' }).click();
		await grace.widget.locator('textarea').fill('Wie groß darf eine Datei höchstens sein?');
		await grace.page.keyboard.press('Enter');
		await grace.widget
			.getByText(/\d Quelle/)
			.first()
			.waitFor(SOON);
		await grace.accessible();
		await grace.picture('phone-answer');
		grace.nothingWentWrong();
		await grace.leave();
	});

	it('another tenant sees nothing of it', async () => {
		const token = await mint(demo, { tenant: 'globex', user: 'ada' });
		const response = await fetch(`${demo.url}/api/support/ai/cases/1`, {
			headers: { authorization: `Bearer ${token}` },
		});
		assert.equal(response.status, 404);
	});
});

async function accept(visitor: Visitor, button: string): Promise<void> {
	await visitor.widget.getByRole('button').first().click();
	await visitor.widget.getByText('not a person', { exact: false }).waitFor(SOON);
	await visitor.accessible();
	await visitor.picture('story-disclosure');
	await visitor.widget.getByRole('button', { name: button }).click();
}

async function ask(visitor: Visitor): Promise<void> {
	await visitor.widget.locator('textarea').fill(QUESTION);
	await visitor.page.keyboard.press('Enter');
	const answer = visitor.widget.getByRole('log');
	await answer.getByText('I answer by quoting', { exact: false }).waitFor(SOON);
	await visitor.widget
		.getByText(/\d sources?/)
		.first()
		.waitFor(SOON);
	assert.match(await answer.innerText(), /50 MB/);
	await visitor.accessible();
	await visitor.picture('story-answer');
}

/** Beside the articles the answer rests on the limit of her own plan. */
async function knowsHer({ widget }: Visitor): Promise<void> {
	await widget.getByRole('button', { name: 'upload file size mb · 50' }).click();
	await widget.getByText('From your account').waitFor(SOON);
}

async function thumb(visitor: Visitor): Promise<void> {
	const up = visitor.widget.getByRole('button', { name: 'This answer helped' });
	await up.click();
	await visitor.widget.locator('button[aria-pressed="true"]').waitFor(SOON);
}

/** The number of the case that was filed. */
async function askForAPerson(visitor: Visitor): Promise<string> {
	const { widget } = visitor;
	await widget.getByRole('button', { name: 'Talk to a person' }).click();
	await widget.getByRole('button', { name: 'Hand over to a person' }).click();
	const subject = widget.locator('input').first();
	await subject.waitFor(SOON);
	assert.equal(await subject.inputValue(), QUESTION);
	await visitor.accessible();
	await visitor.picture('story-new-case');
	await widget.getByRole('button', { name: 'Send to support' }).click();
	const heading = widget.getByRole('heading', { name: /^TKT-/ });
	await heading.waitFor(SOON);
	return heading.innerText();
}

async function agentAnswers({ url }: RunningDemo, number: string, body: string): Promise<void> {
	const { cases } = (await (await fetch(`${url}/playground/desk/acme/cases`)).json()) as Desk;
	const filed = cases.find((one) => one.number === number);
	assert.ok(filed, `the desk sees ${number}`);
	const response = await fetch(`${url}/playground/desk/acme/cases/${filed.id}/comments`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ body, visibility: 'public' }),
	});
	assert.equal(response.status, 201);
}

interface Desk {
	cases: { id: number; number: string }[];
}

async function mint({ url }: RunningDemo, who: { tenant: string; user: string }): Promise<string> {
	const response = await fetch(`${url}/playground/token`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ ...who, roles: ['customer'] }),
	});
	return ((await response.json()) as { token: string }).token;
}
