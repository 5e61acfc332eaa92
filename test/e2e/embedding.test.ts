// S-54: wherever the desk is put, it answers, and the page has no error more than before.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asksAgain } from './asks-again.ts';
import { askAndRead, openAndAccept, watch } from './customer.ts';
import { deskAndBrowser } from './desk-and-browser.ts';
import { SOON } from './eventually.ts';
import { hostilePages } from './hostile-pages.ts';

/** Calls of `window.deskbell`, as a page of the test makes them. */
type Page = { deskbell: { show(): Promise<void>; destroy(): Promise<void> }; warned: string[] };

const listening = `<script>var warned = []; addEventListener('deskbell:warning', ({ detail }) => warned.push(detail.code));</script>`;

describe('embedding', () => {
	const here = deskAndBrowser();

	const tag = async (more = '') =>
		`<script src="${here.hosts.desk}/deskbell.js" data-token="${await here.hosts.token()}" ${more}></script>`;
	const html = (...parts: string[]) => `<!doctype html><title>Page</title><body>${listening}${parts.join('\n')}`;
	const open = async (...parts: string[]) => watch(here.browser, here.hosts.put({ body: html(...parts) }));

	describe('in a page that', { concurrency: 3 }, () => {
		for (const [name, markup] of Object.entries(hostilePages)) {
			it(`has ${name}`, async () => {
				const { widget, wrong, close } = await open(markup, await tag('async'));
				await openAndAccept(widget);
				await askAndRead(widget, here.hosts);
				assert.deepEqual(wrong, []);
				await close();
			});
		}
	});

	describe('within', { concurrency: 3 }, () => {
		const element = async (more = '') =>
			`<desk-bell class="mine" mode="inline" api="${here.hosts.desk}" token="${await here.hosts.token()}" ${more}></desk-bell>`;
		const sized = 'style="inline-size: 500px; block-size: 700px"';

		const places: Record<string, (element: string) => string> = {
			'another shadow tree': (inner) =>
				`<div ${sized}><template shadowrootmode="open"><div ${sized}>${inner}</div></template></div>`,
			'a modal dialog': (inner) =>
				`<dialog ${sized}>${inner}</dialog><script>document.querySelector('dialog').showModal()</script>`,
			'a popover': (inner) =>
				`<div popover="manual" ${sized}>${inner}</div><script>document.querySelector('[popover]').showPopover()</script>`,
			'a parent that is transformed and cuts off': (inner) =>
				`<div style="transform: rotate(1deg); overflow: hidden; contain: strict; inline-size: 500px; block-size: 700px">${inner}</div>`,
		};
		for (const [name, around] of Object.entries(places)) {
			it(name, async () => {
				// The tag's own element stands beside it: the two must not mix.
				const { page, wrong, close } = await open(around(await element()), await tag('data-mode="launcher"'));
				const widget = page.locator('desk-bell.mine');
				await widget.getByRole('button', { name: 'Agree and start' }).click(SOON);
				await askAndRead(widget, here.hosts);
				assert.deepEqual(wrong, []);
				await close();
			});
		}

		it('a frame', async () => {
			const inner = here.hosts.put({ body: html(await tag()) });
			const { page, wrong, close } = await open(`<iframe src="${inner}" width="900" height="800"></iframe>`);
			const widget = page.frameLocator('iframe').locator('desk-bell');
			await openAndAccept(widget);
			await askAndRead(widget, here.hosts);
			assert.deepEqual(wrong, []);
			await close();
		});
	});

	describe('the script tag', { concurrency: 3 }, () => {
		it('twice is one desk, and says so', async () => {
			const { page, widget, wrong, close } = await open(await tag(), await tag());
			await openAndAccept(widget);
			assert.equal(await page.locator('desk-bell').count(), 1);
			assert.deepEqual(await page.evaluate(() => (window as unknown as Page).warned), ['loaded_twice']);
			assert.deepEqual(wrong, []);
			await close();
		});

		it('as a module', async () => {
			const { widget, wrong, close } = await open(await tag('type="module"'));
			await openAndAccept(widget);
			assert.deepEqual(wrong, []);
			await close();
		});

		it('put in late, and taken out before it has loaded', async () => {
			const late = `<script>
				const tag = document.createElement('script');
				Object.assign(tag, { src: '${here.hosts.desk}/deskbell.js', async: true });
				tag.dataset.token = '${await here.hosts.token()}';
				addEventListener('load', () => { document.body.append(tag); tag.remove(); });
			</script>`;
			const { widget, wrong, close } = await open(late);
			await openAndAccept(widget);
			assert.deepEqual(wrong, []);
			await close();
		});

		it('in a page whose own `deskbell` is something else leaves that alone', async () => {
			const own = `<script>var deskbell = { ours: true }</script>`;
			const { page, widget, wrong, close } = await open(own, await tag());
			await openAndAccept(widget);
			assert.deepEqual(await page.evaluate(() => (window as unknown as Page).deskbell), { ours: true });
			assert.deepEqual(await page.evaluate(() => (window as unknown as Page).warned), ['global_taken']);
			assert.deepEqual(wrong, []);
			await close();
		});

		it('where another script has taken the name says so, and only those who wait for a call hear of it', async () => {
			const other = `<script>customElements.define('desk-bell', class extends HTMLElement {})</script>`;
			const { page, wrong, close } = await open(other, await tag());
			const heard = await page.evaluate(() => {
				const { deskbell } = window as unknown as Page;
				void deskbell.show();
				return deskbell.show().catch((error: Error) => error.message);
			});
			assert.match(String(heard), /not Deskbell’s/);
			assert.deepEqual(await page.evaluate(() => (window as unknown as Page).warned), ['name_taken']);
			assert.deepEqual(wrong, []);
			await close();
		});

		it('whose module cannot be fetched throws nothing, and the next call tries again as far as the browser does', async () => {
			const modules = `${here.hosts.desk}/deskbell/**`;
			const url = here.hosts.put({ body: html(await tag()) });
			const { page, widget, wrong, close } = await watch(here.browser, url, (context) =>
				context.route(modules, (route) => route.abort()),
			);
			const show = () =>
				page.evaluate(() => (window as unknown as Page).deskbell.show().catch((error: Error) => error.message));
			assert.equal(await show(), 'Deskbell could not be loaded');
			await page.waitForFunction(() => (window as unknown as Page).warned.includes('not_loaded'));
			await page.context().unroute(modules);
			const retried = await asksAgain(page);
			assert.equal(await show(), retried ? undefined : 'Deskbell could not be loaded');
			if (!retried) await page.reload();
			if (!retried) assert.equal(await show(), undefined);
			await widget.getByRole('button', { name: 'Agree and start' }).waitFor(SOON);
			// The browser itself reports what it could not fetch; nothing was thrown.
			assert.deepEqual(
				wrong.filter((line) => !line.includes('net::ERR_FAILED')),
				[],
			);
			await close();
		});

		for (const [answer, fulfilled] of Object.entries({
			'404': { status: 404, contentType: 'text/plain', body: 'Not found' },
			'a page': { status: 200, contentType: 'text/html', body: '<!doctype html><p>Not here' },
		})) {
			it(`whose later modules are gone, with ${answer} in their place, says so and goes on once they are there`, async () => {
				const later = `${here.hosts.desk}/deskbell/chat-*`;
				const url = here.hosts.put({ body: html(await tag()) });
				const { page, widget, close } = await watch(here.browser, url, (context) =>
					context.route(later, (route) => route.fulfill(fulfilled)),
				);
				await openAndAccept(widget);
				const notice = widget.locator('[part=notice-text]', { hasText: 'A part of this could not be loaded.' });
				await widget.getByText('Hi, how can we help?').waitFor(SOON);
				await widget.getByRole('textbox').fill('How large may a file be?');
				await widget.getByRole('textbox').press('Enter');
				await notice.waitFor(SOON);
				await page.context().unroute(later);
				await widget.getByRole('button', { name: 'Reload the page' }).click();
				await page.waitForLoadState();
				await page.evaluate(() => (window as unknown as Page).deskbell.show());
				await widget.getByRole('textbox').waitFor(SOON);
				assert.equal(await widget.getByRole('textbox').inputValue(), 'How large may a file be?');
				assert.equal(await notice.count(), 0);
				await askAndRead(widget, here.hosts);
				await close();
			});
		}

		it('may come again after destroy', async () => {
			const { page, widget, wrong, close } = await open(await tag());
			await widget.getByRole('button', { name: /^Open support/ }).waitFor(SOON);
			await page.evaluate(() => (window as unknown as Page).deskbell.destroy());
			assert.equal(await page.locator('desk-bell').count(), 0);
			assert.equal(await page.evaluate(() => 'deskbell' in window), false);
			await page.addScriptTag({ url: `${here.hosts.desk}/deskbell.js` });
			await widget.getByRole('button', { name: /^Open support/ }).waitFor(SOON);
			assert.deepEqual(wrong, []);
			await close();
		});
	});
});
