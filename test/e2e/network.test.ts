// F-32 and F-33 in real Chromium against the real kit: each bad network and each way in which a page goes and comes back.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { atEase, type BadLine, said, startBadLine } from './bad-line.ts';
import { eventually, SOON } from './eventually.ts';
import { noteWatching, watched } from './watched.ts';

const QUESTION = 'How large may a file be?';
/** With so many words of the answer its third can be read: the last ones are held back until more is known of them. */
const MIDDLE = 6;

interface Reader {
	context: BrowserContext;
	page: Page;
	widget: Locator;
}

describe('a bad network', () => {
	let line: BadLine;
	let browser: Browser;
	let reader: Reader;

	before(async () => {
		[line, browser] = await Promise.all([startBadLine(), launchBrowser()]);
	});
	afterEach(async () => {
		Object.assign(line, atEase);
		await reader?.context.close();
	});
	after(async () => {
		await browser?.close();
		await line?.close();
	});

	/** In front of an empty conversation. @param clock whether the test lets the time pass */
	async function come(clock = false): Promise<Reader> {
		const context = await browser.newContext({ locale: 'en-US' });
		await noteWatching(context);
		const page = await context.newPage();
		if (clock) await page.clock.install();
		await page.goto(line.url);
		reader = { context, page, widget: page.locator('desk-bell') };
		await open(reader);
		await page.evaluate(() => document.querySelector('desk-bell')?.newConversation());
		await reader.widget.getByText('What would you like to know?').waitFor(SOON);
		// What helps on a bad line cannot be fetched over it.
		await watched(page);
		line.passed.length = 0;
		return reader;
	}

	async function open({ widget }: Reader): Promise<void> {
		await widget.getByRole('button').first().click();
		await widget.locator('textarea').waitFor(SOON);
	}

	async function ask({ page, widget }: Reader): Promise<void> {
		await widget.locator('textarea').fill(QUESTION);
		await page.keyboard.press('Enter');
	}

	/** The whole answer once, the question once, and one turn in the store. */
	async function answeredOnce({ widget }: Reader): Promise<void> {
		await widget.getByRole('button', { name: 'This answer helped' }).waitFor(SOON);
		assert.equal((await widget.locator('.answer .text').innerText()).trim(), said);
		assert.equal(await widget.locator('.message').count(), 2);
		const turns = line.turns().map(({ path, body }) => path + JSON.parse(body).client_message_id);
		assert.equal(new Set(turns).size, 1);
	}

	it('offline for 30 s: said at once, the question is kept and sent once on return (F-32)', async () => {
		const ada = await come(true);
		await ada.context.setOffline(true);
		await ada.widget.locator('.notice').getByText('There is no connection.').waitFor(SOON);
		await ask(ada);
		await ada.widget.getByText('Your message is sent when it is back.').waitFor(SOON);
		await ada.page.clock.runFor(30_000);
		await ada.widget.getByText('Your message is sent when it is back.').waitFor(SOON);
		assert.equal(line.turns().length, 0);
		await ada.context.setOffline(false);
		await answeredOnce(ada);
		assert.equal(line.turns().length, 1);
		assert.equal(await ada.widget.locator('.notice').getByText('There is no connection.').count(), 0);
	});

	it('3G: slow, and nothing else (F-32)', async () => {
		const ada = await come();
		const devtools = await ada.context.newCDPSession(ada.page);
		const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 20_000 };
		await devtools.send('Network.emulateNetworkConditions', slow);
		await ask(ada);
		await answeredOnce(ada);
		assert.equal(line.turns().length, 1);
	});

	it('captive portal: its page is no answer, and one is asked for again behind it (F-32)', async () => {
		const ada = await come();
		line.way = 'portal';
		await ask(ada);
		await ada.widget.getByText('Your message is sent when it is back.').waitFor(SOON);
		line.way = 'open';
		await answeredOnce(ada);
	});

	it('API blocked by an extension: an honest state and a way on (F-32)', async () => {
		const ada = await come(true);
		await ada.context.route('**/api/support/**', (route) => route.abort('blockedbyclient'));
		await ask(ada);
		await ada.widget.getByText('Your message is sent when it is back.').waitFor(SOON);
		// Each wait runs out; after the last one it is said and nothing more is tried.
		await eventually(async () => {
			await ada.page.clock.runFor(10_000);
			return (await ada.widget.getByText('Not sent.').count()) > 0;
		});
		await ada.widget.getByText('Check your network and try again.').first().waitFor(SOON);
		await ada.context.unroute('**/api/support/**');
		await ada.widget.getByRole('button', { name: 'Try again' }).first().click();
		await answeredOnce(ada);
	});

	it('proxy that keeps the stream for itself: the thread is read instead after 10 s (F-32)', async () => {
		const ada = await come(true);
		line.way = 'buffered';
		line.words = MIDDLE;
		await ask(ada);
		await eventually(() => line.turns().length === 1);
		await ada.page.clock.runFor(10_000);
		await eventually(async () => {
			await ada.page.clock.runFor(2_000);
			return line.passed.some(({ method, path }) => method === 'GET' && /conversations\/\d+\?/.test(path));
		});
		line.words = atEase.words;
		await eventually(async () => {
			await ada.page.clock.runFor(2_000);
			return (await ada.widget.getByRole('button', { name: 'This answer helped' }).count()) > 0;
		});
		await answeredOnce(ada);
		assert.equal(line.turns().length, 1);
	});

	it('server restarted in the middle of an answer: what was said stays, marked, and one can ask again', async () => {
		const ada = await come();
		line.words = MIDDLE;
		await ask(ada);
		await ada.widget.locator('.answer .text').getByText('Dateien').waitFor(SOON);
		await line.restart();
		await ada.widget.getByRole('log').getByText('This answer was cut off.').waitFor(SOON);
		const shown = (await ada.widget.locator('.answer .text').innerText()).trim();
		assert.ok(said.startsWith(shown) && shown.includes('Dateien'), shown);
		assert.equal(line.turns().length, 1);
	});

	it('token that expires while nobody looks: a new one, and the same conversation', async () => {
		const ada = await come();
		line.expireTokens();
		await ask(ada);
		await answeredOnce(ada);
	});
});

describe('a page that goes and comes back', () => {
	let line: BadLine;
	let browser: Browser;
	let context: BrowserContext;

	before(async () => {
		// Left out of browsers that are driven by a program, unless it asks for it.
		const pagesInCache = { ignoreDefaultArgs: ['--disable-back-forward-cache'] };
		[line, browser] = await Promise.all([startBadLine(), launchBrowser(pagesInCache)]);
	});
	afterEach(async () => {
		Object.assign(line, atEase);
		await context?.close();
	});
	after(async () => {
		await browser?.close();
		await line?.close();
	});

	async function come(prepare = async (_: BrowserContext) => {}): Promise<{ page: Page; widget: Locator }> {
		context = await browser.newContext({ locale: 'en-US' });
		await prepare(context);
		await noteWatching(context);
		const page = await context.newPage();
		await page.goto(line.url);
		const widget = page.locator('desk-bell');
		await widget.getByRole('button').first().click();
		await widget.locator('textarea').waitFor(SOON);
		await page.evaluate(() => document.querySelector('desk-bell')?.newConversation());
		await widget.getByText('What would you like to know?').waitFor(SOON);
		await watched(page);
		line.passed.length = 0;
		return { page, widget };
	}

	async function ask(page: Page, widget: Locator): Promise<void> {
		await widget.locator('textarea').fill(QUESTION);
		await page.keyboard.press('Enter');
	}

	async function answeredOnce(widget: Locator): Promise<void> {
		await widget.getByRole('button', { name: 'This answer helped' }).waitFor(SOON);
		assert.equal((await widget.locator('.answer .text').innerText()).trim(), said);
		assert.equal(await widget.locator('.message').count(), 2);
		assert.equal(new Set(line.turns().map(({ path, body }) => path + JSON.parse(body).client_message_id)).size, 1);
	}

	/** The answer stands in its middle until `goOn`. */
	async function askToMiddle(page: Page, widget: Locator): Promise<void> {
		line.words = MIDDLE;
		await ask(page, widget);
		await widget.locator('.answer .text').getByText('Dateien').waitFor(SOON);
	}

	function goOn(): void {
		line.words = atEase.words;
	}

	it('loaded anew in the middle of an answer: it is found again (F-33)', async () => {
		const { page, widget } = await come();
		await askToMiddle(page, widget);
		await page.reload();
		await widget.getByRole('button').first().click();
		await widget.locator('.answer .text').getByText('Dateien').waitFor(SOON);
		goOn();
		await answeredOnce(widget);
		assert.equal(line.turns().length, 1);
	});

	it('loaded anew before the server has answered: the question is not lost, and not asked twice (F-33)', async () => {
		const { page, widget } = await come();
		line.way = 'refused';
		await ask(page, widget);
		await widget.getByText('Your message is sent when it is back.').waitFor(SOON);
		await page.reload();
		line.way = 'open';
		await widget.getByRole('button').first().click();
		await widget.getByText('Not sent.').waitFor(SOON);
		await widget.getByRole('button', { name: 'Try again' }).first().click();
		await answeredOnce(widget);
		assert.equal(
			line.passed.filter(({ method, path }) => method === 'POST' && path.endsWith('/conversations')).length,
			1,
		);
	});

	it('left for another page in the middle of an answer: the desk there goes on with it (F-33)', async () => {
		const { page, widget } = await come();
		await askToMiddle(page, widget);
		await page.getByRole('link', { name: 'Elsewhere' }).click();
		await page.getByRole('heading', { name: 'Elsewhere' }).waitFor(SOON);
		await widget.getByRole('button').first().click();
		await widget.locator('.answer .text').getByText('Dateien').waitFor(SOON);
		goOn();
		await answeredOnce(widget);
		assert.equal(line.turns().length, 1);
	});

	it('brought back by the back button, from the cache of pages or not: the answer goes on (F-33)', async () => {
		const { page, widget } = await come();
		await page.evaluate(() => {
			addEventListener('pageshow', ({ persisted }) => document.body.setAttribute('data-persisted', String(persisted)));
		});
		await askToMiddle(page, widget);
		await page.getByRole('link', { name: 'Elsewhere' }).click();
		await page.getByRole('heading', { name: 'Elsewhere' }).waitFor(SOON);
		// Nothing loads where the page was kept.
		await page.goBack({ waitUntil: 'commit' });
		await page.getByRole('heading', { name: 'Page' }).waitFor(SOON);
		// A page that was not kept is a new one, with its window closed.
		const kept = (await page.locator('body').getAttribute('data-persisted')) === 'true';
		if (!kept) await widget.getByRole('button').first().click();
		goOn();
		await answeredOnce(widget);
		assert.equal(line.turns().length, 1);
		assert.ok(kept, 'the page lay in the cache of pages');
	});

	it('asleep for an hour in the middle of an answer, its token expired: it is picked up (F-33)', async () => {
		const { page, widget } = await come();
		await page.clock.install();
		await askToMiddle(page, widget);
		await hidden(page, true);
		line.expireTokens();
		await page.clock.fastForward('01:00:00');
		await hidden(page, false);
		goOn();
		await answeredOnce(widget);
		assert.equal(line.turns().length, 1);
	});

	for (const [state, spoil] of [
		['full', () => Object.assign(Storage.prototype, { setItem: refuse('QuotaExceededError') })],
		['denied', () => Object.defineProperty(window, 'sessionStorage', { get: refuse('SecurityError') })],
	] as const)
		it(`with storage ${state}: an answer that is cut is picked up, and only a draft is lost by loading anew (F-33)`, async () => {
			const { page, widget } = await come((where) =>
				where.addInitScript(`const refuse = ${refuse};(${spoil})()`).then(() => {}),
			);
			line.cut = { afterFrames: 5, how: 'rst' };
			await ask(page, widget);
			await answeredOnce(widget);
			assert.equal(line.turns().length, 1);
			await widget.locator('textarea').fill('half a');
			await page.reload();
			await widget.getByRole('button').first().click();
			await widget.getByText(QUESTION).first().click();
			await answeredOnce(widget);
			assert.equal(await widget.locator('textarea').inputValue(), '');
		});

	it('open in two tabs: each question is answered once, and both tabs show both (F-33)', async () => {
		const { page, widget } = await come();
		await ask(page, widget);
		await answeredOnce(widget);
		const other = await context.newPage();
		await other.goto(line.url);
		const there = other.locator('desk-bell');
		await there.getByRole('button').first().click();
		await there.getByText(QUESTION).first().click();
		await there.locator('.answer').waitFor(SOON);
		line.words = MIDDLE;
		await there.locator('textarea').fill('And for teams?');
		await other.keyboard.press('Enter');
		await there.locator('.answer').nth(1).waitFor(SOON);
		await widget.locator('textarea').fill('And on a phone?');
		await widget.locator('textarea').press('Enter');
		// This tab follows the answer to the other one's question, and then offers its own.
		await widget.getByText('And for teams?').waitFor(SOON);
		goOn();
		await widget.getByText('Not sent.').waitFor(SOON);
		await there.getByRole('button', { name: 'This answer helped' }).nth(1).waitFor(SOON);
		await widget.getByRole('button', { name: 'Try again' }).first().click();
		await widget.getByRole('button', { name: 'This answer helped' }).nth(2).waitFor(SOON);
		assert.equal(await widget.locator('.message').count(), 6);
	});
});

/** Runs in the page. */
function refuse(name: string): () => never {
	return () => {
		throw new DOMException('no', name);
	};
}

async function hidden(page: Page, value: boolean): Promise<void> {
	await page.evaluate((is) => {
		Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
		document.dispatchEvent(new Event('visibilitychange'));
	}, value);
}
