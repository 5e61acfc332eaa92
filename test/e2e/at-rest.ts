// The desk without what passes by: colours and places are judged where nothing fades in or slides any more.

import type { Locator } from 'playwright-core';

/** Brings to its end what moves; what goes round and round goes on. */
export async function atRest(widget: Locator): Promise<void> {
	await widget.evaluate(({ shadowRoot }) => {
		const moving = shadowRoot?.getAnimations() ?? [];
		const passing = moving.filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
		for (const animation of passing) animation.finish();
	});
}
