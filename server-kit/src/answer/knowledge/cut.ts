// Blocks that are longer than a passage: cut where a reader would, by the kind of block.

import { lexer, type Token, type Tokens } from 'marked';

/** Pieces of `text`, which is `block` as it may be quoted; each at most `limit` characters. */
export function cutBlock(block: Token, text: string, limit: number): string[] {
	if (text.length <= limit) return [text];
	if (block.type === 'code') return cutCode(text, limit);
	if (block.type === 'table') return cutTable(text, limit);
	if (block.type === 'list') return cutList(text, limit);
	return cutProse(text, limit);
}

function cutList(text: string, limit: number): string[] {
	const list = lexer(text).find((token): token is Tokens.List => token.type === 'list');
	if (!list) return cutProse(text, limit);
	return pack(
		list.items.map((item) => item.raw.trimEnd()),
		limit,
		'\n',
	);
}

function cutTable(text: string, limit: number): string[] {
	const [names = '', rule = '', ...rows] = text.split('\n');
	const head = `${names}\n${rule}`;
	if (head.length > limit / 2) return cutProse(text, limit);
	return pack(rows, limit - head.length - 1, '\n').map((part) => `${head}\n${part}`);
}

function cutCode(text: string, limit: number): string[] {
	const [open = '', ...rest] = text.split('\n');
	const fence = /^ {0,3}(`{3,}|~{3,})/.exec(open)?.[1];
	if (!fence || open.length > limit / 4) return pack(text.split('\n'), limit, '\n');
	const lines = rest.at(-1)?.trim().startsWith(fence) ? rest.slice(0, -1) : rest;
	return pack(lines, limit - open.length - fence.length - 2, '\n').map((part) => `${open}\n${part}\n${fence}`);
}

function cutProse(text: string, limit: number): string[] {
	return pack(text.split(/(?<=[.!?:;]["'”’)]?)\s+/), limit, ' ');
}

/** Joins pieces in order while they fit; a piece that fits nowhere is cut at a space, or hard. */
function pack(pieces: readonly string[], limit: number, glue: string): string[] {
	const packed: string[] = [];
	for (const piece of pieces.flatMap((whole) => (whole.length > limit ? cutWords(whole, limit) : [whole]))) {
		const last = packed.at(-1);
		if (last !== undefined && last.length + glue.length + piece.length <= limit)
			packed[packed.length - 1] = last + glue + piece;
		else packed.push(piece);
	}
	return packed;
}

function cutWords(text: string, limit: number): string[] {
	const pieces: string[] = [];
	let rest = text;
	while (rest.length > limit) {
		const space = rest.lastIndexOf(' ', limit);
		let at = space > limit / 2 ? space : limit;
		if (/[\uD800-\uDBFF]/.test(rest[at - 1] ?? '')) at -= 1;
		pieces.push(rest.slice(0, at).trimEnd());
		rest = rest.slice(at).trimStart();
	}
	return rest ? [...pieces, rest] : pieces;
}
