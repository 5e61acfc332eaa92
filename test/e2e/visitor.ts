// Somebody in front of the page, who sees to it that nothing goes wrong behind it.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

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
	// axe is put into the page by the test; the page's own policy would refuse it, so it comes before the page.
	const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-US', ...options });
	await context.addInitScript(axe.source);
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
			type Axe = Pick<typeof axe, 'run'>;
			const broken = await page.evaluate(async () => {
				// Colours are judged at rest: what is just fading in is still pale.
				const moving = document.querySelector('desk-bell')?.shadowRoot?.getAnimations() ?? [];
				const passing = moving.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
				await Promise.all(passing.map(({ finished }) => finished.catch(() => null)));
				const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run('desk-bell');
				return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
			});
			assert.deepEqual(broken, []);
		},
		nothingWentWrong: () => assert.deepEqual(wrong, []),
		leave: () => context.close(),
	};
}
