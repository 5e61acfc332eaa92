// S-52, S-53: the desk does all that it does under each policy, with not one report, and the document says the same.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Request } from 'playwright-core';
import { documented, filled, marks, needed, type Policy, policies, strictest } from './csp-policies.ts';
import { askAndRead, doEverything, openAndAccept, watch } from './customer.ts';
import { deskAndBrowser } from './desk-and-browser.ts';
import { readDocument } from './documented.ts';
import { outputOf } from './documented-hosts.ts';
import { eventually } from './eventually.ts';

const nonce = 'R4nd0m';
const document = new URL('../../docs/csp.md', import.meta.url);

describe('content security policies', { concurrency: 3 }, () => {
	const here = deskAndBrowser();

	/** @param more stands before the tag */
	async function pageUnder(headers: Policy['headers'], more = ''): Promise<string> {
		const places = { desk: here.hosts.desk, page: here.hosts.pages, nonce };
		const said = Object.entries(headers).map(([name, value]) => [name, filled(value, places)]);
		return here.hosts.put({
			headers: Object.fromEntries(said),
			body: `<!doctype html><title>Page</title>${more}${await tag()}`,
		});
	}

	async function tag(): Promise<string> {
		const data = `data-api="${here.hosts.desk}" data-token="${await here.hosts.token()}"`;
		return `<script nonce="${nonce}" src="${here.hosts.desk}/deskbell.js" async ${data}></script>`;
	}

	for (const { name, headers } of policies) {
		it(`${name}: everything works and nothing is reported`, async () => {
			const ownLit = `<script nonce="${nonce}">trustedTypes.createPolicy('lit-html', {})</script>`;
			const url = await pageUnder(headers, name.includes('own Lit') ? ownLit : '');
			const { page, widget, wrong, requests, close } = await watch(here.browser, url);
			await doEverything(widget, here.hosts);
			if ('Cross-Origin-Embedder-Policy' in headers) assert.equal(await page.evaluate(() => crossOriginIsolated), true);
			assert.deepEqual(wrong, []);
			assert.deepEqual(strays(requests), []);
			assert.equal(await widget.locator('link, img, iframe, object, embed, video, audio, script, style').count(), 0);
			assert.equal(await page.locator('link').count(), 0, 'a hint to the network');
			await close();
		});
	}

	/** Addresses of other servers than the two, and those that give a token away. */
	function strays(requests: readonly Request[]): string[] {
		const urls = requests.map((request) => request.url());
		return urls.filter(
			(url) => ![here.hosts.desk, here.hosts.pages].includes(new URL(url).origin) || url.includes('eyJ'),
		);
	}

	for (const directive of needed) {
		it(`without ${directive.name} it would not work`, async () => {
			const isTypes = directive.name === 'trusted-types';
			const others = needed.filter((one) => one !== directive);
			const left = isTypes ? [...others, { ...directive, value: "'none'" }] : others;
			const { page, wrong, close } = await watch(here.browser, await pageUnder(strictest(left)));
			await page.evaluate(() =>
				(window.deskbell as { show?(): Promise<void> } | undefined)?.show?.().catch(() => null),
			);
			const reported = new RegExp(`policy: ${directive.name}`);
			await eventually(
				() => wrong.some((line) => reported.test(line)),
				() => `a report of ${directive.name}; there were: ${wrong.join('; ')}`,
			);
			await close();
		});
	}

	it('a sandboxed frame without an origin: everything works in memory', async () => {
		const inner = await pageUnder({});
		const url = here.hosts.put({
			body: `<!doctype html><title>Page</title><iframe sandbox="allow-scripts allow-forms" src="${inner}" width="1000" height="800"></iframe>`,
		});
		const { page, wrong, close } = await watch(here.browser, url);
		const widget = page.frameLocator('iframe').locator('desk-bell');
		const blocked = await widget.evaluate(() => {
			try {
				return sessionStorage.length;
			} catch (blocked) {
				return (blocked as Error).name;
			}
		});
		assert.equal(blocked, 'SecurityError');
		await doEverything(widget, here.hosts);
		assert.deepEqual(wrong, []);
		await close();
	});

	it('files pinned by their digest work, and a changed one is not run', async () => {
		const digests: Record<string, string> = JSON.parse(
			readFileSync(new URL('../../widget/dist/sri.json', import.meta.url), 'utf8'),
		);
		const map = (integrity: Record<string, string>) =>
			`<script nonce="${nonce}" type="importmap">${JSON.stringify({ integrity })}</script>`;
		const pinned = Object.fromEntries(
			Object.entries(digests).map(([file, digest]) => [`${here.hosts.desk}/${file}`, digest]),
		);
		const good = await watch(here.browser, await pageUnder(strictest(), map(pinned)));
		await openAndAccept(good.widget);
		await askAndRead(good.widget, here.hosts);
		assert.deepEqual(good.wrong, []);
		await good.close();
		const changed = Object.fromEntries(
			Object.keys(pinned).map((file) => [file, pinned[`${here.hosts.desk}/deskbell.js`] ?? '']),
		);
		const bad = await watch(here.browser, await pageUnder(strictest(), map(changed)));
		const failed = await bad.page.evaluate(() =>
			(window.deskbell as { show(): Promise<void> }).show().then(
				() => 'shown',
				(error: Error) => error.message,
			),
		);
		assert.equal(failed, 'Deskbell could not be loaded');
		await bad.close();
	});

	it('the lines that docs/csp.md writes pin the tag and its modules', async () => {
		const lines = await outputOf('pins.mjs', readDocument('docs/csp.md').blockOf('pins', 'js'), here.hosts.desk);
		const data = `<script data-token="${await here.hosts.token()}"`;
		const [map = '', script = ''] = lines.trim().split('\n');
		const body = `<!doctype html><title>Page</title>${map}${script.replace('<script', data)}`;
		const places = { desk: here.hosts.desk, page: here.hosts.pages, nonce };
		const policy = filled(strictest()['Content-Security-Policy'] ?? '', places);
		const url = here.hosts.put({
			headers: { 'Content-Security-Policy': policy },
			body: body.replaceAll('<script', `<script nonce="${nonce}"`),
		});
		const { page, widget, wrong, close } = await watch(here.browser, url);
		await openAndAccept(widget);
		await askAndRead(widget, here.hosts);
		assert.deepEqual(wrong, []);
		assert.match((await page.locator('script[src]').getAttribute('integrity')) ?? '', /^sha384-/);
		await close();
	});

	it('docs/csp.md says what was tested', () => {
		const text = readFileSync(document, 'utf8');
		const [start, end] = marks.map((mark) => text.indexOf(mark)) as [number, number];
		assert.ok(start >= 0 && end > start, 'docs/csp.md has lost its marks');
		const now = text.slice(0, start) + documented() + text.slice(end + marks[1].length);
		if (process.env.DESKBELL_WRITE_DOCS) writeFileSync(document, now);
		else assert.equal(text, now, 'run this test with DESKBELL_WRITE_DOCS=1');
	});
});
