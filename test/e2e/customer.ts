// One customer before one embedded desk: does all that there is to do, and writes down all that goes wrong meanwhile.

import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Locator, Page, Request } from 'playwright-core';
import type { DeskAndPages } from './desk-and-pages.ts';
import { SOON } from './eventually.ts';

let asked = 0;

export interface Watched {
	page: Page;
	widget: Locator;
	/** Errors and warnings on the console, errors thrown, reports of the policy. */
	wrong: string[];
	requests: Request[];
	close(): Promise<void>;
}

/** @param prepare is told of the browser's context before the page is there */
export async function watch(
	browser: Browser,
	url: string,
	prepare: (context: BrowserContext) => Promise<unknown> = async () => {},
): Promise<Watched> {
	const context = await browser.newContext({ viewport: { width: 1200, height: 860 }, locale: 'en-US' });
	await context.addInitScript(reportViolations);
	await prepare(context);
	const page = await context.newPage();
	const wrong: string[] = [];
	const requests: Request[] = [];
	page.on('pageerror', (fault) => wrong.push(`thrown: ${fault.message}`));
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning') wrong.push(`console: ${message.text()}`);
	});
	page.on('request', (request) => requests.push(request));
	await page.goto(url);
	return { page, widget: page.locator('desk-bell').first(), wrong, requests, close: () => context.close() };
}

/** Runs in every frame, before anything of the page. */
function reportViolations(): void {
	addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
		console.error(`policy: ${effectiveDirective} blocked ${blockedURI} ${sample}`);
	});
}

/** From the notice to a case: everything that a page's policy or its scripts could stand in the way of. */
export async function doEverything(widget: Locator, desk: DeskAndPages): Promise<void> {
	await openAndAccept(widget);
	await askAndRead(widget, desk);
	await widget
		.getByRole('button', { name: /^Source 1/ })
		.first()
		.click();
	await widget.locator('[part=source-opener][aria-expanded=true]').first().waitFor(SOON);
	await widget.getByRole('button', { name: 'This answer helped' }).click();
	await widget.locator('button[aria-pressed="true"]').first().waitFor(SOON);
	await widget.getByRole('button', { name: 'Talk to a person' }).click();
	await widget.getByRole('button', { name: 'Hand over to a person' }).click();
	await widget.getByRole('button', { name: 'Send to support' }).click();
	await widget.getByRole('heading', { name: /^TKT-/ }).waitFor(SOON);
}

export async function openAndAccept(widget: Locator): Promise<void> {
	await widget.getByRole('button', { name: /^Open support/ }).click(SOON);
	await widget.getByRole('button', { name: 'Agree and start' }).click(SOON);
}

/** The answer grows: its first words are read while there are no more of them. */
export async function askAndRead(widget: Locator, desk: DeskAndPages): Promise<void> {
	asked += 1;
	const question = `I can't upload files larger than 50MB (${asked})`;
	const goOn = desk.halt(question);
	const input = widget.locator('textarea');
	await input.fill(question);
	await input.press('Enter');
	const answer = widget.getByRole('log');
	const sources = widget.getByText(/\d sources?/).first();
	await answer.getByText('I answer by quoting', { exact: false }).waitFor(SOON);
	assert.equal(await sources.count(), 0, 'the answer did not stream');
	goOn();
	await sources.waitFor(SOON);
	assert.match(await answer.innerText(), /50 MB/);
}
