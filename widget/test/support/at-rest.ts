// The desk without what passes by: colours and places are judged where nothing fades in or slides any more.

/** Brings to its end what moves; what goes round and round goes on. Holds nothing from outside, so as to run in a page. */
export function bringToRest({ shadowRoot }: Element): void {
	const moving = shadowRoot?.getAnimations() ?? [];
	const passing = moving.filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
	for (const animation of passing) animation.finish();
}
