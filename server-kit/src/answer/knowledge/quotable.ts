// One Markdown block as it may be quoted elsewhere: no raw HTML, no pictures, only links that lead somewhere from anywhere.

import type { Token, Tokens } from 'marked';

/** The block's Markdown without what only works, or only hides, on its own page. */
export function quotable(block: Token): string {
	let text = '';
	let from = 0;
	for (const { raw, instead } of rewrites(block)) {
		const at = block.raw.indexOf(raw, from);
		if (at < 0) continue;
		text += block.raw.slice(from, at) + instead;
		from = at + raw.length;
	}
	return (text + block.raw.slice(from)).trim();
}

interface Rewrite {
	raw: string;
	instead: string;
}

// In the order of the text, so that the same words in a code span before are not taken for the link after it.
function* rewrites(token: Token): Generator<Rewrite> {
	for (const inner of innerTokens(token)) {
		if (inner.type === 'html') yield { raw: inner.raw, instead: /^<br\b/i.test(inner.raw) ? ' ' : '' };
		else if (inner.type === 'image') yield { raw: inner.raw, instead: '' };
		else if (inner.type === 'link') yield { raw: inner.raw, instead: openLink(inner as Tokens.Link) };
		else if (inner.type === 'codespan' || inner.type === 'code') yield { raw: inner.raw, instead: inner.raw };
		else yield* rewrites(inner);
	}
}

function innerTokens(token: Token): Token[] {
	if (token.type === 'list') return (token as Tokens.List).items;
	if (token.type === 'table') {
		const table = token as Tokens.Table;
		return [table.header, ...table.rows].flat().flatMap((cell) => cell.tokens);
	}
	return 'tokens' in token && token.tokens ? token.tokens : [];
}

function openLink(link: Tokens.Link): string {
	const words = link.tokens.map(quotable).join('');
	if (!/^(?:https?:\/\/|mailto:)[^\s<>()]+$/i.test(link.href)) return words;
	return words === link.href ? `<${link.href}>` : `[${words}](${link.href})`;
}
