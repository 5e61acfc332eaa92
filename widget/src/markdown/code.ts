// Code block: its shape, and the button that copies its text.

import type { Block } from './block.ts';
import { decode } from './entities.ts';
import { type ElementShape, element, type Shape } from './shapes.ts';

export interface CodeWords {
	/** Label of the copy button; without it there is none. */
	readonly copyLabel?: string | undefined;
	/** What the button says for a moment after copying. */
	readonly copiedLabel?: string | undefined;
}

const SAID_FOR_MS = 2_000;

/** The first word after the fence is the language. */
export function codeBlock(words: CodeWords, code: Block): ElementShape {
	const language = decode(code.info).split(/\s/, 1)[0]?.slice(0, 64);
	const text: Shape[] = code.text || code.fresh ? [{ from: code.text.length, text: code.fresh, code }] : [];
	const block = element('pre', [element('code', text, language ? { class: `language-${language}` } : {})], {
		tabindex: '0',
	});
	return words.copyLabel
		? element('div', [copyButton(words.copyLabel, words.copiedLabel), block], { class: 'code' })
		: block;
}

function copyButton(label: string, copied = `${label} ✓`): ElementShape {
	const attributes = { class: 'copy', type: 'button', 'aria-live': 'polite' } as const;
	return { ...element('button', [label], attributes), onMade: (button) => copyOnClick(button, label, copied) };
}

function copyOnClick(button: HTMLElement, label: string, copied: string): void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const say = (text: string): void => {
		if (button.firstChild) button.firstChild.nodeValue = text;
	};
	button.addEventListener('click', async () => {
		const text = button.parentElement?.querySelector('code')?.textContent ?? '';
		try {
			await navigator.clipboard.writeText(text);
		} catch {
			// No permission, or a page that is not secure: the label stays, so nothing is claimed that did not happen.
			return;
		}
		say(copied);
		clearTimeout(timer);
		timer = setTimeout(say, SAID_FOR_MS, label);
	});
}
