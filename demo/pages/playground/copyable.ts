// A few lines under a heading, with the button that copies them.

import { icon, make } from '../parts/dom.ts';

export function copyable(words: string, text: string): HTMLElement {
	const pre = make('pre', { text, attributes: { tabindex: 0 } });
	const copy = make('button', {
		class: 'copy',
		attributes: { type: 'button', 'aria-label': `Copy: ${words}` },
		onClick: () => void copyText(pre, copy),
	});
	copy.append(icon('copy'));
	return make('section', { class: 'line' }, make('h3', { text: words }), make('div', {}, pre, copy));
}

async function copyText(pre: HTMLElement, button: HTMLElement): Promise<void> {
	try {
		await navigator.clipboard.writeText(pre.textContent ?? '');
		button.replaceChildren(icon('check'));
		setTimeout(() => button.replaceChildren(icon('copy')), 1_500);
	} catch {
		// Without a secure context there is no clipboard: the text is selected, ready to be copied by hand.
		getSelection()?.selectAllChildren(pre);
	}
}
