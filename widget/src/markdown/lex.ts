// Text of a piece → tokens: marked's lexer, with bounds on depth and on the length of one inline run.
import { Lexer, type Links, type Token, type Tokens, type TokensList } from 'marked';

/** Deeper quotes and lists are shown as text: each level reads its content again, so depth multiplies the cost. */
const BLOCK_DEPTH = 12;
const INLINE_DEPTH = 8;
/** A long inline run is cut at a safe place from here on … */
const CUT_FROM = 1_000;
const CUT_STEP = 500;
/** No shorter run is cut. */
export const CUT_MINIMUM = CUT_FROM + CUT_STEP;
/** … and at any place here: several inline rules of the lexer take quadratic time. */
const CUT_AT = 3_000;

/** The lexer calls itself through these two methods, so the bounds hold at every level. */
class BoundedLexer extends Lexer {
	/** Off for the lexer that decides about the cuts. */
	cuts = true;
	private blockDepth = 0;
	private inlineDepth = 0;

	constructor(links: Links) {
		super({ gfm: true });
		this.tokens.links = links;
	}

	override blockTokens(source: string, tokens?: Token[], clipped?: boolean): Token[];
	override blockTokens(source: string, tokens?: TokensList, clipped?: boolean): TokensList;
	override blockTokens(source: string, tokens: Token[] = [], clipped = false): Token[] {
		if (this.blockDepth >= BLOCK_DEPTH) {
			tokens.push({ type: 'text', raw: source, text: source, tokens: this.inline(source) });
			return tokens;
		}
		this.blockDepth += 1;
		try {
			return super.blockTokens(source, tokens, clipped);
		} finally {
			this.blockDepth -= 1;
		}
	}

	override inlineTokens(source: string, tokens: Token[] = []): Token[] {
		if (this.inlineDepth >= INLINE_DEPTH) {
			tokens.push({ type: 'text', raw: source, text: source });
			return tokens;
		}
		this.inlineDepth += 1;
		try {
			for (const part of this.cuts && this.inlineDepth === 1 ? partsOf(source) : [source])
				super.inlineTokens(part, tokens);
			return tokens;
		} finally {
			this.inlineDepth -= 1;
		}
	}
}

/** Blocks of a text; definitions found in it are added to `links`. */
export function lexBlocks(text: string, links: Links): Token[] {
	return new BoundedLexer(links).lex(text);
}

export function lexInline(text: string, links: Links): Token[] {
	return new BoundedLexer(links).inlineTokens(text);
}

/** The block structure alone, for decisions about where a block ends: definitions make no difference to it. */
function outline(text: string): Token[] {
	return new BoundedLexer(Object.create(null)).blockTokens(text);
}

export function isTable(head: string): boolean {
	return outline(head)[0]?.type === 'table';
}

export function isTableRow(head: string, row: string): boolean {
	const [table] = outline(`${head}\n${row}`);
	return table?.type === 'table' && (table as Tokens.Table).rows.length === 1;
}

/** Does this item text hold more than the item: a block that ends the list? */
export function endsList(item: string): boolean {
	const [list, ...rest] = outline(item);
	return list?.type !== 'list' || rest.some((token) => token.type !== 'space');
}

/** Does a blank line between two blocks of this item make its list loose? */
export function isLooseItem(item: string): boolean {
	const [list] = /\n[ \t]*\n[ \t]*\S/.test(item) ? outline(item) : [];
	return list?.type === 'list' && (list as Tokens.List).loose;
}

function partsOf(text: string): string[] {
	const parts: string[] = [];
	let rest = text;
	for (let cut = cutOf(rest); cut > 0; cut = cutOf(rest)) {
		parts.push(rest.slice(0, cut));
		rest = rest.slice(cut);
	}
	parts.push(rest);
	return parts;
}

/**
 * Where a long inline run may be cut, or 0. The answer depends only on the characters before the next mark, never on
 * what follows, so that a run that grows is cut in the same places as one that arrives whole.
 */
export function cutOf(text: string): number {
	for (let mark = CUT_FROM; mark + CUT_STEP <= text.length && mark < CUT_AT; mark += CUT_STEP) {
		const gap = text.slice(mark, mark + CUT_STEP).search(/(?<=\S) (?=\S)/);
		if (gap >= 0 && isClosed(text.slice(0, mark + gap + 1))) return mark + gap + 1;
	}
	if (text.length < CUT_AT + CUT_STEP) return 0;
	// Never between the two halves of a surrogate pair.
	return /[\uD800-\uDBFF]/.test(text.charAt(CUT_AT - 1)) ? CUT_AT + 1 : CUT_AT;
}

/** Prefixes found open: while a paragraph grows, the same ones are asked for again and again. */
const knownOpen = new Set<string>();

/** No mark before this place waits for a partner after it. */
function isClosed(text: string): boolean {
	if (knownOpen.has(text)) return false;
	const lexer = new BoundedLexer(Object.create(null));
	lexer.cuts = false;
	if (lexer.inlineTokens(text).every((token) => token.type !== 'text' || !mayOpen(token.raw))) return true;
	if (knownOpen.size >= 16) knownOpen.clear();
	knownOpen.add(text);
	return false;
}

/** Emphasis, code, a link or a tag could begin in this text; bracket pairs without a target are complete. */
function mayOpen(text: string): boolean {
	const bare = text.replace(/\[[^[\]]*\]/g, '');
	return /[[`~]|\*(?!\s)|(?<![\p{L}\p{N}])_(?!\s)|<[a-z/!?]/iu.test(bare);
}
