// Code block: its shape, with the button that copies its text; what that does, says parts/copying.ts.

import type { Block } from './block.ts';
import { decode } from './entities.ts';
import { type ElementShape, element, type Shape } from './shapes.ts';

/** The first word after the fence is the language. */
export function codeBlock(code: Block, copyLabel?: string): ElementShape {
	const language = decode(code.info).split(/\s/, 1)[0]?.slice(0, 64);
	const text: Shape[] = code.text || code.fresh ? [{ from: code.text.length, text: code.fresh, code }] : [];
	const block = element('pre', [element('code', text, language ? { class: `language-${language}` } : {})], {
		tabindex: '0',
	});
	if (!copyLabel) return block;
	const button = element('button', [copyLabel], { class: 'copy', type: 'button', part: 'copy-code' });
	return element('div', [button, block], { class: 'code' });
}
