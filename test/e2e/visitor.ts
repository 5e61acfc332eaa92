// Somebody in front of the page, who sees to it that nothing goes wrong behind it.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { bringToRest } from '../../widget/test/support/at-rest.ts';
import { brokenRules } from './axe.ts';

const artefacts = join(import.meta.dirname, '../artefacts');

export interface Visitor {
	page: Page;
	widget: Locator;
	/** Keeps a picture of the page in test/artefacts. */
	picture(name: string): Promise<void>;
	/** Fails on the first rule of axe that is broken, naming it and where. */
	accessible(): Promise<void>;
	/** Fails where the page logged an error, broke its content security policy, or spoke to another host. */
	nothingWentWrong(): void;
	leave(): Promise<void>;
}

export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-US', ...options });
	const page = await context.newPage();
	const wrong: string[] = [];
	page.on('pageerror', (fault) => wrong.push(`error in the page: ${fault.message}`));
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning') wrong.push(`console: ${message.text()}`);
	});
	page.on('request', (request) => {
		const { origin, protocol } = new URL(request.url());
		if (protocol !== 'data:' && origin !== new URL(url).origin) wrong.push(`request to ${origin}`);
	});
	await page.goto(url);
	return {
		page,
		widget: page.locator('desk-bell'),
		async picture(name) {
			mkdirSync(artefacts, { recursive: true });
			await page.screenshot({ path: join(artefacts, `${name}.png`) });
		},
		async accessible() {
			await page.locator('desk-bell').evaluate(bringToRest);
			assert.deepEqual(await brokenRules(page, 'desk-bell'), []);
		},
		nothingWentWrong: () => assert.deepEqual(wrong, []),
		leave: () => context.close(),
	};
}
