// The desk, its pages and a browser, for all tests of a suite: opened before them, closed behind them.

import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type DeskAndPages, type Doors, startDeskAndPages } from './desk-and-pages.ts';

export interface DeskAndBrowser {
	readonly hosts: DeskAndPages;
	readonly browser: Browser;
}

/** To be read in tests; before them nothing is there. */
export function deskAndBrowser(doors?: Doors): DeskAndBrowser {
	const open: Partial<{ hosts: DeskAndPages; browser: Browser }> = {};
	before(async () => {
		[open.hosts, open.browser] = await Promise.all([startDeskAndPages(doors), launchBrowser()]);
	});
	after(async () => {
		await open.browser?.close();
		await open.hosts?.close();
	});
	return open as DeskAndBrowser;
}
