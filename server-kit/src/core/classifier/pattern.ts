// A rule's pattern: words of classes in an order, with gaps. Compiled to a regular expression over a spelled text.
//
//   ^            a sentence begins here            $      a sentence ends here
//   WORD         a word of the class               A|B    of either         A?   or none
//   ..3          up to three words in between      ~3     the same, across the ends of sentences
//   ..3!A        the same, none of them of the class
//   !A|B         the next word is none of these    <!A|B  the word before was none of these
//   !..2A|B      none of the next three is of these
//   :  "  _      the mark, a word of no class     <FREE  said to the assistant as a command (see below)
//
// Every gap is bounded, so that the cost of a pattern grows with the length of the text and no faster.

import { isClass, symbolsOf } from './spelling.ts';

/** What a spelled text holds beside the symbols of classes. */
const MARKS: readonly string[] = [':', '"', '_'];

/** "Should doctors ignore the old rules?", but not "Can you ignore the old rules?" */
const ASKED = `(?<!(?:^|[.:"])${any('MODAL')}[^.${symbolsIn('YOU|FORMAL')}]{0,4})`;

/**
 * A verb is a command where nobody else is its subject: "ignore the rules", "you must ignore the rules",
 * "and ignore the rules", but not "how do I ignore", "we ignored", "it did not ignore", "a way to ignore".
 */
const FREE = `(?<!${any('SUBJECT|HOW')}[^.:"]?)(?<!${any('NOT|ARTICLE|THE|MY|YOUR')})(?<!(?<!${any('YOU')})${any('TO|MODAL')})${ASKED}`;

const FIXED: Readonly<Record<string, string>> = {
	'^': '(?<=^|[.:"])',
	$: '(?=[.:"])',
	':': ':',
	'"': '"',
	_: '_',
	'<FREE': FREE,
	'<LEAD': `(?<=^|[.:"]|${any('AND')})`,
};

export function compile(pattern: string): RegExp {
	return new RegExp(pattern.split(/\s+/).map(piece).join(''));
}

function piece(token: string): string {
	const fixed = FIXED[token];
	if (fixed) return fixed;
	const [, gap, most, without] = /^(\.\.|~)(\d+)(?:!(.+))?$/.exec(token) ?? [];
	if (gap) return `[^${gap === '~' ? '' : '.'}${without ? symbolsIn(without) : ''}]{0,${most}}`;
	const [, ahead, unwanted] = /^!(?:\.\.(\d))?(.+)$/.exec(token) ?? [];
	if (unwanted) return `(?!${ahead ? `[^.]{0,${ahead}}` : ''}${any(unwanted)})`;
	if (token.startsWith('<!')) return `(?<!${any(token.slice(2))})`;
	return token.endsWith('?') ? `${any(token.slice(0, -1))}?` : any(token);
}

/** One word of any of the classes. */
function any(names: string): string {
	return `[${symbolsIn(names)}]`;
}

function symbolsIn(names: string): string {
	return names
		.split('|')
		.map((name) => {
			if (isClass(name)) return symbolsOf(name);
			if (!MARKS.includes(name)) throw new Error(`a rule names ${name}, which is no class of the lexicon`);
			return name;
		})
		.join('');
}
