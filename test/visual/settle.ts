// Waits until a scene stands still, or looks as it should.

import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { differences } from './compare.ts';
import { type Print, partsOf, printOf } from './print.ts';

/** Counted in looks, not in seconds: a slow machine has as many. */
const mostLooks = 60;

/** Waits for two looks in a row that see every part in the same place. */
export async function settle(page: Page): Promise<void> {
	let last = await partsOf(page);
	for (let looks = 1; looks < mostLooks; looks += 1) {
		await nextFrame(page);
		const next = await partsOf(page);
		if (isDeepStrictEqual(next, last)) return;
		last = next;
	}
	throw new Error('the scene does not come to rest');
}

/** What still differs after a while; nothing, as soon as nothing does. A scene at rest may still wait for something. */
export async function differencesFrom(accepted: Print, page: Page): Promise<string[]> {
	for (let looks = 1; ; looks += 1) {
		const found = differences(accepted, await printOf(page));
		if (found.length === 0 || looks === mostLooks) return found;
		await nextFrame(page);
	}
}

async function nextFrame(page: Page): Promise<void> {
	await page.evaluate(() => new Promise((frame) => requestAnimationFrame(() => setTimeout(frame, 50))));
}
