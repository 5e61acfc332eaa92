// F-11: a reader cut off after every single event finds the rest: in the process that writes, in another one, after its end.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type BadLine, said, startBadLine } from './bad-line.ts';
import { SOON } from './eventually.ts';

describe('an answer cut off after each of its events, by the real kit', () => {
	let line: BadLine;
	let browser: Browser;
	let page: Page;
	let widget: Locator;

	before(async () => {
		[line, browser] = await Promise.all([startBadLine(), launchBrowser()]);
		page = await browser.newPage();
		await page.goto(line.url);
		widget = page.locator('desk-bell');
		await widget.getByRole('button').first().click();
		await widget.locator('textarea').waitFor(SOON);
	});
	after(async () => {
		await browser?.close();
		await line?.close();
	});

	async function ask(): Promise<void> {
		await page.evaluate(() => document.querySelector('desk-bell')?.newConversation());
		await widget.getByText('What would you like to know?').waitFor(SOON);
		await widget.locator('textarea').fill('How large?');
		await page.keyboard.press('Enter');
	}

	async function readWhole(): Promise<void> {
		await widget.locator('.answer[aria-busy="false"]').waitFor(SOON);
		await widget.getByRole('button', { name: 'This answer helped' }).waitFor(SOON);
		assert.equal((await widget.locator('.answer .text').innerText()).trim(), said);
		assert.equal(await widget.locator('.message').count(), 2);
	}

	/** How many events an answer has when each word comes by itself. */
	async function eventsOfOne(): Promise<number> {
		line.cut = null;
		await ask();
		await readWhole();
		return (said.match(/\S+\s*/g) ?? []).length + 6;
	}

	async function everyCut(spoil: (cut: number) => void | Promise<void>): Promise<void> {
		const most = await eventsOfOne();
		for (let cut = 0; cut <= most; cut++) {
			const before = line.turns().length;
			line.cut = { afterFrames: cut, how: (['fin', 'rst', 'end'] as const)[cut % 3] ?? 'fin' };
			await ask();
			await spoil(cut);
			await readWhole();
			assert.equal(line.turns().length, before + 1, `one question, cut after ${cut} events`);
		}
	}

	it('is whole, by the process that writes it', async () => {
		await everyCut(() => {});
		assert.ok(line.passed.some(({ lastEventId }) => lastEventId !== undefined));
	});

	it('is whole, by another process with the same database', async () => {
		line.follower = 1;
		await everyCut(() => {});
		line.follower = 0;
	});

	it('is whole, by a process that was started after it had ended', async () => {
		await everyCut(async () => {
			let release = (_: unknown) => {};
			line.followable = new Promise((go) => {
				release = go;
			});
			await widget
				.getByText('Picking the answer up again…')
				.or(widget.locator('.answer .feedback'))
				.first()
				.waitFor(SOON);
			await stored(line);
			await line.restart();
			release(null);
		});
		line.followable = Promise.resolve();
	});
});

/** The newest answer is written to its end. */
async function stored(line: BadLine): Promise<void> {
	const path = line.turns().at(-1)?.path.replace('/messages', '') ?? '';
	const token = await (await fetch(`${line.url}/token`)).text();
	for (;;) {
		const response = await fetch(line.url + path, { headers: { authorization: `Bearer ${token}` } });
		const thread = (await response.json()) as { answering_message_id: number | null };
		if (thread.answering_message_id === null) return;
		await new Promise((next) => setTimeout(next, 20));
	}
}
