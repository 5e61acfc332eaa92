// Tokens of the lexer → shapes: every kind of token has its line here, and what has none is shown as text.
import type { Token, Tokens } from 'marked';
import { type CodeWords, codeBlock } from './code.ts';
import { decodeEntities } from './entities.ts';
import { destinationOf, type LinkRules, linkAttributes } from './links.ts';
import { type Attributes, type ElementShape, element, join, type Shape, type Tag, textOf } from './shapes.ts';

export interface DrawRules extends LinkRules, CodeWords {
	/** Whether `[3]` asks for a citation. */
	readonly citations: boolean;
}

export interface Draw {
	blocks(tokens: readonly Token[], loose?: boolean): Shape[];
	inline(tokens: readonly Token[], inLink?: boolean): Shape[];
	item(item: Tokens.ListItem, loose: boolean): Shape;
	/** The part of a table that is not its rows. */
	tableHead(table: Tokens.Table): Shape;
	tableRow(cells: readonly Tokens.TableCell[]): Shape;
}

export function createDraw(rules: DrawRules): Draw {
	const blocks = (tokens: readonly Token[], loose = true): Shape[] =>
		tokens.reduce<Shape[]>((list, token) => join(list, block(token as Tokens.Generic, loose)), []);

	function block(token: Tokens.Generic, loose: boolean): Shape[] {
		switch (token.type) {
			case 'space':
			case 'def':
				return [];
			case 'paragraph':
				return [element('p', trim(inline(token.tokens ?? [])))];
			case 'text': {
				const text = trim(inline(token.tokens ?? [token as Token]));
				return loose ? [element('p', text)] : text;
			}
			case 'heading':
				return [element(`h${token.depth}` as Tag, trim(inline(token.tokens ?? [])))];
			case 'code':
				return [codeBlock(rules, token.lang ?? '', token.text === '' ? '' : `${token.text.replace(/\n$/, '')}\n`)];
			case 'blockquote':
				return [element('blockquote', blocks(token.tokens ?? []))];
			case 'list':
				return [list(token as Tokens.List)];
			case 'table':
				return [table(token as Tokens.Table)];
			case 'hr':
				return [element('hr')];
			case 'checkbox':
				return inline([token as Token]);
			default:
				return [element('p', trim([token.raw]))];
		}
	}

	function list({ ordered, start, loose, items }: Tokens.List): Shape {
		const children = items.map((item) => drawItem(item, loose));
		return element(ordered ? 'ol' : 'ul', children, listAttributes(start === '' ? undefined : start));
	}

	/** The lexer puts a task's box beside its text in a tight list, into it in a loose one. */
	function drawItem({ tokens }: Tokens.ListItem, loose: boolean): Shape {
		const [box, text, ...rest] = tokens as Tokens.Generic[];
		if (!loose || box?.type !== 'checkbox' || text?.type !== 'text')
			return element('li', labelled(blocks(tokens, loose)));
		const paragraph = { ...text, type: 'paragraph', tokens: [box as Token, ...(text.tokens ?? [])] };
		return element('li', labelled(blocks([paragraph as Token, ...(rest as Token[])], true)));
	}

	function table(token: Tokens.Table): Shape {
		const rows = token.rows.map(tableRow);
		return tableFrame(element('table', [tableHead(token), ...(rows.length > 0 ? [element('tbody', rows)] : [])]));
	}

	function tableHead({ header }: Tokens.Table): Shape {
		return element('thead', [tableRow(header)]);
	}

	function tableRow(cells: readonly Tokens.TableCell[]): Shape {
		const shapes = cells.map(({ header, align, tokens }) =>
			element(header ? 'th' : 'td', trim(inline(tokens)), align ? { align } : {}),
		);
		return element('tr', shapes);
	}

	const inline = (tokens: readonly Token[], inLink = false): Shape[] =>
		tokens.reduce<Shape[]>((list, token) => join(list, span(token as Tokens.Generic, inLink)), []);

	function span(token: Tokens.Generic, inLink: boolean): Shape[] {
		switch (token.type) {
			case 'text':
				return token.escaped ? [token.text] : text(decodeEntities(token.text), inLink);
			case 'escape':
				return [token.text];
			case 'strong':
			case 'em':
			case 'del':
				return [element(token.type, inline(token.tokens ?? [], inLink))];
			case 'codespan':
				return [element('code', [token.text])];
			case 'br':
				return [element('br')];
			case 'link':
				return link(token, inLink);
			case 'image':
				return image(token, inLink);
			case 'checkbox':
				return [element('input', [], { type: 'checkbox', disabled: '', ...(token.checked && { checked: '' }) }), ' '];
			default:
				return [token.raw];
		}
	}

	/** An address that must not be followed leaves its text, and no trace of the address. */
	function link(token: Tokens.Generic, inLink: boolean): Shape[] {
		const children = token.autolink ? [token.text] : inline(token.tokens ?? [], true);
		const attributes = inLink ? undefined : attributesOf(token);
		return attributes ? [element('a', children, attributes)] : children;
	}

	/** Fetching an image would tell its host who reads the answer, and when; so it is a link. */
	function image(token: Tokens.Generic, inLink: boolean): Shape[] {
		const alt = textOf(inline(token.tokens ?? [], true));
		const attributes = inLink ? undefined : attributesOf(token);
		return attributes ? [element('a', [alt || (attributes.href ?? '')], attributes)] : [alt];
	}

	function attributesOf({ href, title, autolink }: Tokens.Generic): Attributes | undefined {
		return linkAttributes(destinationOf(href, autolink), decodeEntities(title ?? ''), rules);
	}

	function text(value: string, inLink: boolean): Shape[] {
		if (inLink || !rules.citations) return [value];
		const parts = value.split(/\[(\d{1,3})\]/);
		return parts.flatMap((part, index): Shape[] => (index % 2 ? [{ citation: Number(part) }] : part ? [part] : []));
	}

	return { blocks, inline, item: drawItem, tableHead, tableRow };
}

export function listAttributes(start: number | undefined): Attributes {
	return start === undefined || start === 1 ? {} : { start: String(start) };
}

/** Wide tables scroll inside this, by keyboard too. */
export function tableFrame(table: ElementShape): ElementShape {
	return element('div', [table], { class: 'table', tabindex: '0' });
}

/** A disabled box has no label of its own: it is called like the text beside it. */
function labelled(children: Shape[]): Shape[] {
	return children.map((shape, index) => {
		if (typeof shape !== 'object' || !('tag' in shape)) return shape;
		if (index === 0 && shape.tag === 'p') return { ...shape, children: labelled(shape.children) };
		if (shape.tag !== 'input') return shape;
		const label = textOf(children.slice(index + 1, index + 4))
			.trim()
			.slice(0, 80);
		return { ...shape, attributes: { ...shape.attributes, 'aria-label': label } };
	});
}

/** Without blanks at both ends and at the start of lines, where HTML would not show them either. */
function trim(shapes: Shape[]): Shape[] {
	const trimmed = shapes.map((shape) => (typeof shape === 'string' ? shape.replace(/[ \t]*\n[ \t]+/g, '\n') : shape));
	if (typeof trimmed[0] === 'string') trimmed[0] = trimmed[0].replace(/^[ \t\n]+/, '');
	const last = trimmed.at(-1);
	if (typeof last === 'string')
		trimmed[trimmed.length - 1] = (trimmed.length === 1 ? (trimmed[0] as string) : last).replace(/[ \t\n]+$/, '');
	return trimmed.filter((shape) => shape !== '');
}
