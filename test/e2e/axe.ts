// What axe finds on a page. It is put there when it is asked for: half a megabyte of it in every page is a third of a test.

import axe from 'axe-core';
import type { Page } from 'playwright-core';

type Axe = Pick<typeof axe, 'run'>;

/** Each rule that is broken within `selector`, and where; within the whole page where nothing is named. */
export async function brokenRules(page: Page, selector?: string): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in globalThis))) await putAxe(page);
	return page.evaluate(async (within) => {
		const { run } = (globalThis as unknown as { axe: Axe }).axe;
		const options = { resultTypes: ['violations' as const] };
		const { violations } = await (within ? run(within, options) : run(options));
		return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
	}, selector);
}

/** As the developer tools would: the page's own policy refuses a script that is written into it. */
async function putAxe(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: `${axe.source};0` });
	await session.detach();
	if (exceptionDetails) throw new Error(`axe did not start: ${exceptionDetails.text}`);
}
