// The examples in React, Vue and Svelte: built, mounted, asked, heard, and gone without a trace.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { countTraces, type Traces } from '../../widget/test/support/traces.ts';
import { ROOT } from '../support/source-files.ts';
import { watch } from './customer.ts';
import { deskAndBrowser } from './desk-and-browser.ts';
import { SOON } from './eventually.ts';
import { buildApp, buildRenderedApp, exampleFolder, type Framework, frameworks } from './framework-apps.ts';

type Page = { traces(): Traces };

describe('in an app of', () => {
	const here = deskAndBrowser();

	async function serve(framework: Framework): Promise<string> {
		const { html, main, script } = await buildApp(framework);
		here.hosts.put({ body: script, type: 'text/javascript' }, `/${framework}/${main}`);
		here.hosts.put({ body: await here.hosts.token(), type: 'text/plain' }, '/support-token');
		return here.hosts.put({ body: html.replace('https://app.example.com', here.hosts.desk) }, `/${framework}/`);
	}

	for (const framework of frameworks) {
		it(`${framework}: mounts, asks, hears, and leaves no trace`, async () => {
			const { page, widget, wrong, requests, close } = await watch(here.browser, await serve(framework), (context) =>
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

	it('react, rendered on a server first: nothing is reported, and the properties that no markup holds are there', async () => {
		const { html, script } = await buildRenderedApp(here.hosts.desk);
		assert.match(html, /Ask about large files/);
		const main = here.hosts.put({ body: script, type: 'text/javascript' });
		here.hosts.put({ body: await here.hosts.token(), type: 'text/plain' }, '/support-token');
		const body = `<!doctype html><title>Page</title><main id="app">${html}</main><script type="module" src="${main}"></script>`;
		const { page, widget, wrong, close } = await watch(here.browser, here.hosts.put({ body }));
		await widget.getByRole('button', { name: 'Agree and start' }).click(SOON);
		await page.getByRole('button', { name: 'Ask about large files' }).click();
		await page.locator('output', { hasText: 'How large may a file be?' }).waitFor(SOON);
		assert.deepEqual(wrong, []);
		await close();
	});

	it('react with TypeScript: what the desk takes is known to JSX', () => {
		const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
		const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', exampleFolder('react')], { encoding: 'utf8' });
		assert.equal(status, 0, stdout);
	});
});
