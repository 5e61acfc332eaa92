// Copying: a block of code by the button on it, an answer with its author and its sources.

import { css } from 'lit';
import type { Desk } from '../desk.ts';
import type { Message } from '../view.ts';
import type { Words } from '../words/index.ts';

const SAID_FOR_MS = 2_000;

/** What is left to press where the page may not write to the clipboard: everything is selected by then. */
const keys = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘C' : 'Ctrl+C';

export async function copyCode({ words, host }: Desk, event: Event): Promise<void> {
	const button = (event.target as Element).closest('.copy');
	const code = button?.parentElement?.querySelector('code');
	const label = button?.firstChild;
	if (!code || !label) return;
	const said = (await copied(code.textContent, code)) ? words.copied : keys;
	label.nodeValue = said;
	host.announce(said);
	setTimeout(() => {
		label.nodeValue = words.copy_code;
	}, SAID_FOR_MS);
}

export async function copyAnswer({ words, host }: Desk, message: Message, event: Event): Promise<void> {
	const text = (event.target as Element).closest('.message')?.querySelector('.text');
	if (text) host.announce((await copied(asMarkdown(message, words), text)) ? words.copied : keys);
}

/** The answer as it was written, who wrote it, and what its numbers stand for. */
export function asMarkdown({ content, citations }: Message, words: Words): string {
	const sources = citations.map(({ number, title, url }) => `[${number}] ${title}${url ? ` <${url}>` : ''}`);
	return [`${words.ai}:`, content.trim(), sources.join('\n')].filter(Boolean).join('\n\n');
}

/** Where the clipboard is closed to the page, the text on the screen is selected and copied as the browser does it. */
async function copied(text: string, shown: Element): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		getSelection()?.selectAllChildren(shown);
		return document.execCommand('copy');
	}
}

export const copyingStyles = css`
	.code .copy {
		position: absolute;
		inset-block-start: 6px;
		inset-inline-end: 6px;
		min-block-size: 26px;
		padding: 2px 9px;
		border-radius: 8px;
		background: var(--_surface);
		box-shadow: 0 0 0 1px var(--_line);
		font-size: 0.8em;
		font-weight: 550;
		color: var(--_muted);
	}
	.code .copy:hover {
		color: var(--_ink);
	}
	/* Over the text, so only while one points there. */
	@media (hover: hover) {
		.code:not(:hover, :focus-within) .copy {
			opacity: 0;
		}
	}
	@media (pointer: coarse) {
		.code .copy {
			min-block-size: 44px;
		}
	}
`;
