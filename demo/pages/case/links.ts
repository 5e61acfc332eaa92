// What belongs together lights up together: a sentence, its evidence, the rows that hold it. One may be held on to.

export interface Links {
	/** The element lights up with any of these keys, and all of them with the element. */
	join(element: Element, keys: readonly string[]): void;
	/** The button holds on to a key, or lets go of it; what is lit elsewhere is brought into sight. */
	hold(button: HTMLButtonElement, key: string, about: string): void;
	/** Forgets what is about to be drawn anew. */
	forget(within: Element): void;
}

/** @param tell hears what was held on to, for those who do not see it */
export function createLinks(tell: (words: string) => void): Links {
	let joined: readonly { element: Element; keys: readonly string[] }[] = [];
	const buttons: { button: HTMLButtonElement; key: string }[] = [];
	let held: string | null = null;
	let now: readonly string[] = [];

	const shine = (element: Element, keys: readonly string[]) =>
		element.toggleAttribute(
			'data-lit',
			keys.some((key) => now.includes(key)),
		);

	const light = (keys: readonly string[]) => {
		now = keys;
		for (const each of joined) shine(each.element, each.keys);
	};
	const atRest = () => light(held === null ? [] : [held]);

	function take(key: string, from: Element, about: string): void {
		held = held === key ? null : key;
		for (const each of buttons) each.button.setAttribute('aria-pressed', String(each.key === held));
		atRest();
		tell(held === null ? '' : about);
		if (held === null) return;
		const lit = joined.filter(({ keys }) => keys.includes(key));
		const across = from.closest('[data-side]');
		const target = lit.find(({ element }) => element.closest('[data-side]') !== across && isShown(element));
		target?.element.scrollIntoView({ block: 'nearest' });
	}

	return {
		forget(within) {
			joined = joined.filter(({ element }) => !within.contains(element));
		},
		join(element, keys) {
			if (keys.length === 0) return;
			joined = [...joined, { element, keys }];
			shine(element, keys);
			// A pointer that comes upon it by moving: what a scrolling page slides under a resting one is nobody's choice.
			element.addEventListener('pointermove', () => now !== keys && light(keys));
			element.addEventListener('pointerleave', atRest);
		},
		hold(button, key, about) {
			buttons.push({ button, key });
			button.setAttribute('aria-pressed', 'false');
			button.addEventListener('focus', () => light([key]));
			button.addEventListener('blur', atRest);
			button.addEventListener('click', () => take(key, button, about));
		},
	};
}

function isShown(element: Element): boolean {
	return element.getClientRects().length > 0;
}
