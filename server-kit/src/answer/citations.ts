// A model cites by number. We map the numbers to what was handed out, renumber them in the order of use,
// and drop what was never handed out.

import { beginningOf } from '../core/beginning.ts';
import type { NumberedPassage } from '../core/model.ts';
import type { CitationView } from '../protocol/index.ts';

export interface Citations {
	/** Takes the model's text; returns what is decided of it, and the sources used in it for the first time. */
	push(text: string): Cited;
	end(): Cited;
	/** The passage of a number that was handed out, and the number that readers see; null where it is not cited. */
	cited(number: number): { passage: NumberedPassage; shown: number } | null;
	/** Whether any passage was cited yet. */
	some(): boolean;
	/** Passages that a tool found later in the same answer. */
	add(passages: readonly NumberedPassage[]): void;
}

export interface Cited {
	text: string;
	fresh: readonly CitationView[];
}

/** ` [1]`, `[2, 3]`, with the space before it, which goes when the marker goes. */
const MARKER = / ?\[(\d{1,3}(?: ?, ?\d{1,3}){0,9})\]/y;
/** Text without these holds no marker, and neither begins nor ends code. */
const NOTABLE = /[[`\n]/;
const NONE: readonly CitationView[] = [];
/** What may still become a marker when more text comes; no marker is longer. */
const UNDECIDED = / ?\[[\d, ]{0,60}\]?$| $/;

export function createCitations(handedOut: readonly NumberedPassage[]): Citations {
	const passages = new Map(handedOut.map((passage) => [passage.number, passage]));
	const used = new Map<number, CitationView>();
	const code = codeTracker();
	let held = '';

	function cite(number: number, fresh: CitationView[]): string {
		const passage = passages.get(number);
		if (!passage) return '';
		const known = used.get(number);
		if (known) return `[${known.number}]`;
		const citation = citationOf(passage, used.size + 1);
		used.set(number, citation);
		fresh.push(citation);
		return `[${citation.number}]`;
	}

	/** A marker that is followed by `(` is a Markdown link, and none of ours. */
	function marker(at: number, text: string, fresh: CitationView[]): { shown: string; length: number } | null {
		MARKER.lastIndex = at;
		const found = MARKER.exec(text);
		if (!found?.[1] || text[at + found[0].length] === '(') return null;
		const shown = found[1]
			.split(',')
			.map((number) => cite(Number(number), fresh))
			.join('');
		return { shown: shown && found[0].startsWith(' ') ? ` ${shown}` : shown, length: found[0].length };
	}

	function decide(text: string): Cited {
		if (!NOTABLE.test(text)) {
			if (text) code.passed();
			return { text, fresh: NONE };
		}
		const fresh: CitationView[] = [];
		let out = '';
		for (let at = 0; at < text.length; ) {
			const next = text[at] as string;
			const isCode = code.holds(next);
			const found = !isCode && (next === '[' || next === ' ') ? marker(at, text, fresh) : null;
			out += found ? found.shown : next;
			at += found ? found.length : 1;
		}
		return { text: out, fresh };
	}

	return {
		push(text) {
			const whole = held + text;
			const undecided = UNDECIDED.exec(whole)?.index ?? whole.length;
			held = whole.slice(undecided);
			return decide(whole.slice(0, undecided));
		},
		end() {
			const decided = decide(held);
			held = '';
			return decided;
		},
		some: () => used.size > 0,
		cited(number) {
			const passage = passages.get(number);
			const shown = used.get(number)?.number;
			return passage && shown !== undefined ? { passage, shown } : null;
		},
		add(more) {
			for (const passage of more) passages.set(passage.number, passage);
		},
	};
}

/** Knows whether a character stands inside a code span or a fence, where `[1]` is code. */
function codeTracker() {
	let run = 0;
	let open = 0;

	/** A run of backticks has ended: it opens code, or closes what an equal run (of a fence: a longer one too) opened. */
	function endRun(): void {
		const closes = run === open || (open >= 3 && run > open);
		if (run > 0) open = open === 0 ? run : closes ? 0 : open;
		run = 0;
	}

	return {
		/** Characters have come that are neither backticks nor ends of lines. */
		passed: endRun,
		/** Whether this character, which comes next, is code. */
		holds(character: string): boolean {
			if (character === '`') {
				run += 1;
				return true;
			}
			endRun();
			// A span that is not closed in its line was no code.
			if (character === '\n' && open < 3) open = 0;
			return open > 0;
		},
	};
}

const EXCERPT = 240;

function citationOf(passage: NumberedPassage, number: number): CitationView {
	return {
		number,
		source_id: `article-${passage.articleId}-${passage.number}`,
		title: passage.title,
		heading: passage.headings.at(-1) ?? null,
		url: passage.url,
		excerpt: plain(passage.text),
	};
}

function plain(markdown: string): string {
	const text = markdown
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/[#>*_`|]/g, '')
		.replace(/\s+/g, ' ')
		.trim();
	return beginningOf(text, EXCERPT);
}
