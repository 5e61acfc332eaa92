// A browser on the bench's site, and what its developer tools say of a page's main thread.

import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import type { BenchPage } from './page.ts';
import { type PageName, startSite } from './site.ts';

declare global {
	var bench: BenchPage;
}

/** What some work cost the page. Times are milliseconds. */
export interface Cost {
	/** Processor time of the main thread: script, style, layout, paint, and reading the network. */
	main: number;
	layoutAndStyle: number;
	/** From the beginning to the end, idle or not. */
	took: number;
	/** Tasks of more than 50 ms, as a page sees them. */
	longTasks: number;
	longest: number;
}

export interface Room {
	heapBytes: number;
	nodes: number;
}

export interface Opened {
	page: Page;
	cost(work: () => Promise<unknown>): Promise<Cost>;
	/** What the page holds once nothing is left to collect. */
	room(): Promise<Room>;
	close(): Promise<void>;
}

export interface Visit {
	/** In a context of its own: nothing is left of the page before. */
	open(name: PageName): Promise<Opened>;
	end(): Promise<void>;
}

export async function startVisit(): Promise<Visit> {
	const [site, browser] = await Promise.all([startSite(), launchBrowser()]);
	return {
		async open(name) {
			const context = await browser.newContext({ viewport: { width: 480, height: 720 } });
			const page = await context.newPage();
			await page.goto(`${site.url}/page/${name}`);
			const tools = await context.newCDPSession(page);
			await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
			return {
				page,
				cost: (work) => costOf(page, tools, work),
				room: () => roomOf(tools),
				close: () => context.close(),
			};
		},
		async end() {
			await browser.close();
			await site.stop();
		},
	};
}

async function costOf(page: Page, tools: CDPSession, work: () => Promise<unknown>): Promise<Cost> {
	await page.evaluate(() => bench.longTasks());
	const before = await metrics(tools);
	const started = performance.now();
	await work();
	await page.evaluate(() => bench.drawn());
	const took = performance.now() - started;
	const after = await metrics(tools);
	const long = await page.evaluate(() => bench.longTasks());
	const spent = (name: string) => ((after[name] ?? 0) - (before[name] ?? 0)) * 1000;
	return {
		main: spent('ThreadTime'),
		layoutAndStyle: spent('LayoutDuration') + spent('RecalcStyleDuration'),
		took,
		longTasks: long.length,
		longest: Math.max(0, ...long),
	};
}

async function roomOf(tools: CDPSession): Promise<Room> {
	await tools.send('HeapProfiler.collectGarbage');
	const { JSHeapUsedSize = 0, Nodes = 0 } = await metrics(tools);
	return { heapBytes: JSHeapUsedSize, nodes: Nodes };
}

async function metrics(tools: CDPSession): Promise<Record<string, number>> {
	const { metrics: found } = await tools.send('Performance.getMetrics');
	return Object.fromEntries(found.map(({ name, value }) => [name, value]));
}
