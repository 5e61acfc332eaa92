// What browsers differ in: some ask again for a module that could not be fetched, others remember the failure until a
// reload (Chromium before 2026). The widget promises no more than its browser does (decision 0086).

import type { Page } from 'playwright-core';

/** Tried with a module of our own, which fails at first and is there then. */
export async function asksAgain(page: Page): Promise<boolean> {
	const module = `${new URL(page.url()).origin}/tried-again.js`;
	const fetched = () =>
		page.evaluate(async (address) => {
			return import(address).then(
				() => true,
				() => false,
			);
		}, module);
	await page.route(module, (route) => route.abort(), { times: 1 });
	if (await fetched()) throw new Error('a module that cannot be fetched was fetched');
	await page.route(module, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }), { times: 1 });
	const again = await fetched();
	await page.unroute(module);
	return again;
}
