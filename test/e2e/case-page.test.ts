// The playground's case page: the seed question, answered from Ada's own limit, beside all that the desk knew of her.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { brokenRules } from './axe.ts';
import { type RunningDemo, startDemo } from './demo.ts';
import { visit } from './visitor.ts';

const QUESTION = "I can't upload files larger than 50MB";
const SOON = { timeout: 30_000 };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' } as const;

describe('what the desk knew', () => {
	let demo: RunningDemo;
	let browser: Browser;

	before(async () => {
		[demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
	});
	after(async () => {
		await browser?.close();
		await demo?.stop();
	});

	const open = async (who: string, options: BrowserContextOptions = {}) =>
		visit(browser, `${demo.url}/playground/case#${new URLSearchParams({ tenant: 'acme', user: who })}`, options);

	it('says so where nobody has asked yet', async () => {
		const grace = await open('grace');
		await grace.page.getByText('rests on a snapshot yet').waitFor(SOON);
		grace.nothingWentWrong();
		await grace.leave();
	});

	it('is asked as Ada, and shows her limit as what the answer rests on', async () => {
		const ada = await open('ada');
		await ask(ada.page);
		assert.equal(await ada.page.locator('.asked').innerText(), QUESTION);
		assert.match(await ada.page.locator('.confidence').innerText(), /^[1-9]\d % sure/);
		const chip = ada.page.getByRole('button', { name: /upload file size mb/ }).first();
		await ada.page.locator('.limits').getByText('184 of 50').waitFor(SOON);
		assert.equal(await lit(ada.page, '.limits li'), 0);
		await ada.page.locator('.ground', { hasText: 'upload file size mb' }).click();
		assert.equal(await lit(ada.page, '.limits li'), 1);
		assert.ok((await lit(ada.page, '.sentence')) > 0, 'the sentence that names the limit is lit');
		await ada.page.getByRole('status').getByText('Evidence A: upload file size mb, 50, from userState').waitFor(SOON);
		assert.ok(await chip.isVisible());
		assert.deepEqual(await brokenRules(ada.page), []);
		await ada.picture('playground-case');
		ada.nothingWentWrong();
		await ada.leave();
	});

	it('draws what happened, and says the same in a table: the rows that hold a code light up in both', async () => {
		const ada = await open('ada');
		await ada.page.locator('.timeline svg').waitFor(SOON);
		const marks = await ada.page.locator('.mark').count();
		assert.equal(await ada.page.locator('.moments tbody tr').count(), marks);
		assert.equal(await ada.page.locator('.mark.request').count(), 8);
		await ada.page.locator('.ground', { hasText: 'E1042' }).click();
		// The page goes to what is lit, and slides something else under the pointer: that puts out nothing.
		await ada.page.locator('.ground:hover').waitFor({ state: 'detached', ...SOON });
		await ada.page.locator('.mark.request[data-lit]').first().waitFor(SOON);
		assert.equal(await lit(ada.page, '.mark.request'), 2);
		assert.equal(await lit(ada.page, '.moments tr'), await lit(ada.page, '.mark'));
		ada.nothingWentWrong();
		await ada.leave();
	});

	it('counts what was removed, and has none of it', async () => {
		const ada = await open('ada');
		const removed = ada.page.locator('.counts').first();
		await removed.waitFor(SOON);
		for (const kind of ['secrets', 'personal data of others', 'internal addresses'])
			assert.equal(await removed.locator('li', { hasText: kind }).locator('b').innerText(), '1', kind);
		await ada.page.getByText('As JSON').click();
		const json = await ada.page.locator('.raw pre').innerText();
		assert.match(json, /"upload_file_size_mb"/);
		assert.doesNotMatch(json, /tok_7Hq2|hofer-film|10\.0\.4/);
		ada.nothingWentWrong();
		await ada.leave();
	});

	it('stands on a phone in the dark, at no more than its width', async () => {
		const ada = await open('ada', PHONE);
		await ada.page.locator('.timeline svg').waitFor(SOON);
		const wide = await ada.page.evaluate(() => document.documentElement.scrollWidth);
		assert.ok(wide <= PHONE.viewport.width, `the page is ${wide} wide`);
		assert.deepEqual(await brokenRules(ada.page), []);
		await ada.picture('playground-case-phone');
		ada.nothingWentWrong();
		await ada.leave();
	});

	it('takes what a person wrote for text, never for markup', async () => {
		const mallory = await open('mallory');
		const wicked = '<img src=x onerror="document.title=1"> **upload** larger than 50MB';
		await ask(mallory.page, wicked);
		assert.equal(await mallory.page.locator('.asked').innerText(), wicked);
		assert.equal(await mallory.page.locator('[data-case] img').count(), 0);
		mallory.nothingWentWrong();
		await mallory.leave();
	});
});

async function ask(page: Page, question = QUESTION): Promise<void> {
	await page.getByText('rests on a snapshot yet').waitFor(SOON);
	await page.getByLabel('Ask as this person').fill(question);
	await page.getByRole('button', { name: 'Ask', exact: true }).click();
	await page.locator('.case-view').waitFor(SOON);
}

function lit(page: Page, selector: string): Promise<number> {
	return page.locator(`${selector}[data-lit]`).count();
}
