// A scene: what the server says, what the reader does, and what is then to be seen.

import type { Page } from 'playwright-core';
import type { DeskBell } from '../../widget/src/element.ts';
import type { Script } from '../../widget/test/support/server.ts';
import type { Tongue } from './tongues.ts';

export type Step = (page: Page, tongue: Tongue) => Promise<unknown>;

export interface Scene {
	readonly name: string;
	/** Beyond that everything goes well. */
	readonly says?: (tongue: Tongue) => Script;
	/** Properties of the element. */
	readonly has?: Partial<DeskBell>;
	/** Tokens of the host. */
	readonly wears?: Readonly<Record<`--deskbell-${string}`, string>>;
	readonly does: readonly Step[];
	/** Is seen when the scene stands. */
	readonly shows: string;
	/** Differs from another scene in its words alone: has pictures, but is not compared. */
	readonly twin?: boolean;
}

export const open: Step = (page) => desk(page).evaluate((element) => element.show());
export const begin: Step = (page) => desk(page).evaluate((element) => element.newConversation());
// Not waited for: in some scenes the answer never comes.
export const openThread: Step = (page) => desk(page).evaluate((element) => void element.openConversation(7));
export const openCase: Step = (page) => desk(page).evaluate((element) => void element.openCase(3));
export const ask: Step = (page, { question }) =>
	desk(page).evaluate((element, text) => void element.ask(text), question);

/**
 * Once it has been drawn a few times: when messages begin to be passed over where they are out of sight, Chromium finds
 * nothing in them for a frame, and Playwright would scroll to look for it there.
 */
export function press(selector: string): Step {
	return async (page) => {
		const control = page.locator(`desk-bell ${selector}`).first();
		await control.evaluate(drawn);
		await control.click();
	};
}

/** Runs in the page. */
async function drawn(): Promise<void> {
	for (let frames = 0; frames < 4; frames += 1) await new Promise(requestAnimationFrame);
}

export function see(selector: string): Step {
	return (page) => page.locator(`desk-bell ${selector}`).first().waitFor();
}

interface Desk {
	evaluate(work: (element: DeskBell, given: string) => unknown, given?: string): Promise<unknown>;
}

function desk(page: Page): Desk {
	return {
		evaluate: (work, given = '') =>
			page.locator('desk-bell').evaluate(work as (element: Element, given: string) => unknown, given),
	};
}
