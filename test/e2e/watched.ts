// When the desk listens to what the browser says of the network: what happens before that is heard by nobody.

import type { BrowserContext, Page } from 'playwright-core';

/** For every page of this context, before anything of it runs. */
export function noteWatching(context: BrowserContext): Promise<unknown> {
	return context.addInitScript(noteListener);
}

/** Until the desk on the page listens. */
export function watched(page: Page): Promise<unknown> {
	return page.evaluate(() => (window as unknown as { watched: Promise<void> }).watched);
}

/** Runs in the page. */
function noteListener(): void {
	const listen = window.addEventListener;
	const watched = new Promise<void>((found) => {
		window.addEventListener = (...given: Parameters<typeof listen>) => {
			listen.apply(window, given);
			if (given[0] === 'offline') found();
		};
	});
	Object.assign(window, { watched });
}
