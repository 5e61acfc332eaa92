// An answer's Markdown as sentences, each with the articles that it cites.

export type Piece = { kind: 'text' | 'strong' | 'code'; text: string } | { kind: 'cite'; number: number };

export interface Sentence {
	pieces: readonly Piece[];
	/** As a reader sees it. */
	text: string;
	/** Numbers of articles, its own or those behind the passage that it belongs to. */
	cites: number[];
}

export interface Block {
	kind: 'paragraph' | 'heading' | 'quote' | 'item';
	sentences: Sentence[];
}

export function blocksOf(markdown: string, locale: string): Block[] {
	const segmenter = new Intl.Segmenter(locale, { granularity: 'sentence' });
	const blocks = rawBlocks(markdown).map(({ kind, text }): Block => ({ kind, sentences: split(text, segmenter) }));
	handBack(blocks);
	return blocks;
}

interface Raw {
	kind: Block['kind'];
	text: string;
}

const KINDS = [
	['heading', /^#{1,6}\s+/],
	['quote', /^>\s?/],
	['item', /^(?:[-*+]|\d{1,3}[.)])\s+/],
] as const;

function rawBlocks(markdown: string): Raw[] {
	const blocks: Raw[] = [];
	let open: Raw | null = null;
	for (const line of markdown.split('\n')) {
		const trimmed = line.trim();
		const [kind, mark] = KINDS.find(([, pattern]) => pattern.test(trimmed)) ?? ['paragraph', null];
		const text = mark ? trimmed.replace(mark, '') : trimmed;
		const goesOn: boolean = open?.kind === kind && (kind === 'paragraph' || kind === 'quote');
		if (text === '') open = null;
		else if (open && goesOn) open.text += ` ${text}`;
		else {
			open = { kind, text };
			blocks.push(open);
		}
	}
	return blocks.map((block) => (/^\*\*[^*]+\*\*$/.test(block.text) ? { ...block, kind: 'heading' } : block));
}

function split(text: string, segmenter: Intl.Segmenter): Sentence[] {
	const parts: string[] = [];
	for (const { segment } of segmenter.segment(text)) {
		// The number behind a full stop belongs to the sentence before it.
		const numbers = /^(?:\s*\[\d{1,2}\])+/.exec(segment)?.[0] ?? '';
		const last = parts.length - 1;
		if (numbers && last >= 0) parts[last] += numbers;
		const rest = last >= 0 ? segment.slice(numbers.length) : segment;
		if (rest.trim()) parts.push(rest);
	}
	return parts.map(sentence);
}

const INLINE = /\*\*(?<strong>[^*]+)\*\*|`(?<code>[^`]+)`|\[(?<cite>\d{1,2})\](?!\()|\[(?<link>[^\]]+)\]\([^)\s]*\)/g;

function sentence(raw: string): Sentence {
	const pieces: Piece[] = [];
	let from = 0;
	for (const { 0: whole, index, groups = {} } of raw.matchAll(INLINE)) {
		pieces.push({ kind: 'text', text: raw.slice(from, index) }, pieceOf(groups));
		from = index + whole.length;
	}
	pieces.push({ kind: 'text', text: raw.slice(from) });
	const text = pieces.map((piece) => (piece.kind === 'cite' ? '' : piece.text)).join('');
	const cites = pieces.flatMap((piece) => (piece.kind === 'cite' ? piece.number : []));
	return { pieces: pieces.filter((piece) => piece.kind === 'cite' || piece.text !== ''), text, cites };
}

function pieceOf({ strong, code, cite, link = '' }: Record<string, string | undefined>): Piece {
	if (cite !== undefined) return { kind: 'cite', number: Number(cite) };
	if (strong !== undefined) return { kind: 'strong', text: strong };
	if (code !== undefined) return { kind: 'code', text: code };
	return { kind: 'text', text: link };
}

/** A number at the end of a passage stands for all of it: a quotation, or the steps of one list. */
function handBack(blocks: readonly Block[]): void {
	let waiting: Sentence[] = [];
	let before: Block['kind'] | null = null;
	for (const { kind, sentences } of blocks) {
		if (kind !== 'item' || before !== 'item') waiting = [];
		before = kind;
		for (const each of sentences) {
			if (each.cites.length === 0) waiting.push(each);
			else {
				for (const earlier of waiting) earlier.cites = [...each.cites];
				waiting = [];
			}
		}
	}
}
