// Waits until a scene stands still, or looks as it should.

import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { differences } from './compare.ts';
import { type Print, partsOf, printOf } from './print.ts';

const patienceMs = 5_000;

/** Waits for two looks in a row that see every part in the same place. */
export async function settle(page: Page): Promise<void> {
	let last = await partsOf(page);
	for (const end = Date.now() + patienceMs; Date.now() < end; ) {
		await page.evaluate(() => new Promise((frame) => requestAnimationFrame(() => setTimeout(frame, 50))));
		const next = await partsOf(page);
		if (isDeepStrictEqual(next, last)) return;
		last = next;
	}
	throw new Error('the scene does not come to rest');
}

/** What still differs when the scene has come to rest; nothing, as soon as nothing does. */
export async function differencesFrom(accepted: Print, page: Page): Promise<string[]> {
	const first = differences(accepted, await printOf(page));
	if (first.length === 0) return [];
	await settle(page);
	return differences(accepted, await printOf(page));
}
