// A long text falls into runs: while it grows, only the last of them has to be read again.
import { type Block, createBlock } from './block.ts';
import { type InlineRules, readInline } from './inline.ts';

/** A long text is cut at a safe place from here on … */
const CUT_FROM = 600;
const CUT_STEP = 300;
/** … and at any place here. */
const CUT_AT = 3_000;
/** A text that begins with a definition is not cut before it is as long as this. */
const DEFINITIONS = 8_192;

const NO_LINKS: InlineRules = { citations: false, target: () => undefined, attributes: () => undefined };

/** Does this text begin like `[label]:`? Then it must stay whole until it is clear what it defines. */
export const mayDefine = ({ text, children }: Block): boolean =>
	children.length === 0 && text.length < DEFINITIONS && /^\[(?![^[\]\\]*\](?!:))/.test(text);

/**
 * Whether and where a text is cut depends only on the characters before the next mark, never on what follows, so that
 * a text that grows is cut in the same places as one that arrives whole.
 */
export function cut(block: Block): void {
	if (mayDefine(block)) return;
	for (block.mark ||= CUT_FROM; block.text.length >= block.mark + CUT_STEP; ) {
		const gap = block.text.slice(block.mark, block.mark + CUT_STEP).search(/(?<=\S) (?=\S)/);
		const at = block.mark + gap + 1;
		const isSafe = gap >= 0 && (block.raw || !readInline(block.text.slice(0, at), NO_LINKS).open);
		if (isSafe) part(block, at);
		else if (block.mark < CUT_AT) block.mark += CUT_STEP;
		// Never between the two halves of a surrogate pair.
		else part(block, /[\uD800-\uDBFF]/.test(block.text.charAt(CUT_AT - 1)) ? CUT_AT + 1 : CUT_AT);
	}
}

function part(block: Block, at: number): void {
	const { raw } = block;
	block.children.push(createBlock('run', { parent: block, raw, text: block.text.slice(0, at) }));
	block.text = block.text.slice(at);
	block.mark = CUT_FROM;
}
