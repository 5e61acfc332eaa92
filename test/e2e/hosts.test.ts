// The examples in React, Vue and Svelte: built, mounted, asked, heard, and gone without a trace.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { countTraces, type Traces } from '../../widget/test/support/traces.ts';
import { launchBrowser } from '../support/browser.ts';
import { ROOT } from '../support/source-files.ts';
import { SOON, watch } from './customer.ts';
import { type DeskAndPages, startDeskAndPages } from './desk-and-pages.ts';
import { buildApp, exampleFolder, type Framework, frameworks } from './framework-apps.ts';

type Page = { traces(): Traces };

describe('in an app of', () => {
	let hosts: DeskAndPages;
	let browser: Browser;

	before(async () => {
		[hosts, browser] = await Promise.all([startDeskAndPages(), launchBrowser()]);
	});
	after(async () => {
		await browser?.close();
		await hosts?.close();
	});

	async function serve(framework: Framework): Promise<string> {
		const { html, main, script } = await buildApp(framework);
		hosts.put({ body: script, type: 'text/javascript' }, `/${framework}/${main}`);
		hosts.put({ body: await hosts.token(), type: 'text/plain' }, '/support-token');
		return hosts.put({ body: html.replace('https://app.example.com', hosts.desk) }, `/${framework}/`);
	}

	for (const framework of frameworks) {
		it(`${framework}: mounts, asks, hears, and leaves no trace`, async () => {
			const { page, widget, wrong, requests, close } = await watch(browser, await serve(framework), (context) =>
				context.addInitScript(`addEventListener('DOMContentLoaded', () => { window.traces = (${countTraces})(); })`),
			);
			const traces = () => page.evaluate(() => (window as unknown as Page).traces());
			const button = page.getByRole('button', { name: 'Get support' });
			// Whoever drives the browser listens as well, from the first such call on.
			await button.evaluate(() => null, undefined, SOON);
			const before = await traces();
			await button.click();
			await widget.getByRole('button', { name: 'Agree and start' }).click(SOON);
			await page.getByRole('button', { name: 'Ask about large files' }).click();
			await page.locator('output', { hasText: 'How large may a file be?' }).waitFor(SOON);
			await widget
				.getByText(/\d sources?/)
				.first()
				.waitFor(SOON);
			// A property: a function has no place in an attribute, and the token came by it.
			assert.equal(await widget.evaluate((element) => element.hasAttribute('gettoken')), false);
			assert.ok(requests.some((request) => request.url().endsWith('/support-token')));
			await page.getByRole('button', { name: 'Close support' }).click();
			assert.equal(await page.locator('desk-bell').count(), 0);
			await page
				.waitForFunction(
					(expected) => JSON.stringify((window as unknown as Page).traces()) === expected,
					JSON.stringify(before),
					SOON,
				)
				.catch(async () => assert.deepEqual(await traces(), before));
			await button.click();
			await widget.getByText('How large may a file be?').first().waitFor(SOON);
			assert.deepEqual(wrong, []);
			await close();
		});
	}

	it('react with TypeScript: what the desk takes is known to JSX', () => {
		const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
		const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', exampleFolder('react')], { encoding: 'utf8' });
		assert.equal(status, 0, stdout);
	});
});
