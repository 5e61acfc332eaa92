// What the templates and style sheets offer a host: parts, slots, tokens, wherever in the source they stand.

import ts from 'typescript';
import { nodesOf, type Program, wordsOf } from './program.ts';

export interface Token {
	readonly name: string;
	readonly default: string;
}

/** `part` of every element in every template, and of those that code makes. */
export function partsIn(program: Program): string[] {
	const made = program.files.flatMap(({ text }) => [
		...text.matchAll(/(?:\bpart: |setAttribute\('part', )'([\w-]+)'/g),
	]);
	return sorted([...partsOfTemplates(program), ...made.map(([, name]) => name as string)]);
}

/** A name in an expression is one of the words of its type. */
function partsOfTemplates(program: Program): string[] {
	const names = templatesIn(program, 'html').flatMap(({ text, expressions }) =>
		[...text.matchAll(/\spart=(?:"([^"]*)"|(\$\{\d+\}))/g)].flatMap(([, quoted, bare]) => {
			const said = (quoted ?? bare ?? '').split(/\s+/);
			return said.flatMap((name) => {
				const [, index] = /^\$\{(\d+)\}$/.exec(name) ?? [];
				return index === undefined ? [name] : wordsOf(program, expressions[Number(index)] as ts.Expression);
			});
		}),
	);
	return names.filter((name) => name !== '');
}

export function slotsIn(program: Program): string[] {
	const names = templatesIn(program, 'html').flatMap(({ text }) =>
		[...text.matchAll(/<slot name="([^"]+)"/g)].map(([, name]) => name as string),
	);
	return sorted(names);
}

/** In the order of the style sheets. @throws Error where two places have different defaults for one token */
export function tokensIn(program: Program): Token[] {
	const found = new Map<string, string>();
	for (const { text } of templatesIn(program, 'css')) {
		for (const { index } of text.matchAll(/var\(--deskbell-/g)) {
			const { name, fallback } = variableAt(text, index);
			const before = found.get(name) ?? fallback;
			if (before !== fallback) throw new Error(`${name} is ${before} by default, and elsewhere ${fallback}`);
			found.set(name, fallback);
		}
	}
	return [...found].map(([name, fallback]) => ({ name, default: fallback }));
}

/** Every name of that form in the source, style sheets and code alike. */
export function mentionsOf(program: Program, form: RegExp): string[] {
	return sorted(program.files.flatMap(({ text }) => text.match(form) ?? []));
}

interface Template {
	/** With `${n}` where the nth expression stands. */
	readonly text: string;
	readonly expressions: readonly ts.Expression[];
}

function templatesIn({ files }: Program, tag: 'html' | 'css'): Template[] {
	const tagged = files.flatMap((file) => [...nodesOf(file)].filter(ts.isTaggedTemplateExpression));
	return tagged.filter((node) => node.tag.getText() === tag).map(({ template }) => read(template));
}

function read(template: ts.TemplateLiteral): Template {
	if (ts.isNoSubstitutionTemplateLiteral(template)) return { text: template.text, expressions: [] };
	const spans = template.templateSpans;
	const text = spans.map(({ literal }, index) => `\${${index}}${literal.text}`).join('');
	return { text: template.head.text + text, expressions: spans.map(({ expression }) => expression) };
}

/** `var(--name, fallback)` from its beginning to the parenthesis that closes it. */
function variableAt(text: string, start: number): { name: string; fallback: string } {
	let depth = 0;
	let end = start;
	do {
		if (text[end] === '(') depth += 1;
		if (text[end] === ')') depth -= 1;
		end += 1;
	} while (end < text.length && (depth > 0 || end < start + 'var('.length));
	const inside = text.slice(start + 'var('.length, end - 1);
	const [name = ''] = inside.split(',', 1);
	return {
		name: name.trim(),
		fallback: inside
			.slice(name.length + 1)
			.replaceAll(/\s+/g, ' ')
			.trim(),
	};
}

function sorted(names: readonly string[]): string[] {
	return [...new Set(names)].sort();
}
