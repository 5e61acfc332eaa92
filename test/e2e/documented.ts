// The blocks of docs/widget.md, as a reader would paste them.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROOT } from '../support/source-files.ts';

export interface Block {
	/** What stands in the comment before it; null where none does. */
	name: string | null;
	language: string;
	code: string;
}

const text = readFileSync(resolve(ROOT, 'docs/widget.md'), 'utf8');

export const blocks: readonly Block[] = [
	...text.matchAll(/(?:<!-- tested: ([\w-]+) -->\n)?```(\w+)\n([\s\S]*?)\n```/g),
].map(([, name = null, language = '', code = '']) => ({ name, language, code }));

export const recipeNames: readonly string[] = [...new Set(blocks.flatMap(({ name }) => name ?? []))];

/** @throws Error where the document has no such block */
export function blockOf(name: string, language: string): string {
	const found = blocks.find((block) => block.name === name && block.language === language);
	if (!found) throw new Error(`docs/widget.md has no ${language} block named ${name}`);
	return found.code;
}

/** All of a recipe on one page, with the addresses that it stands for. */
export function pageOf(name: string, desk: string, around: { head?: string; tail?: string } = {}): string {
	const markup = blocks.filter((block) => block.name === name).map(({ language, code }) => inMarkup(language, code));
	const parts = ['<!doctype html><html lang="en"><title>Page</title><body>', around.head, ...markup, around.tail];
	return parts.join('\n').replaceAll('https://app.example.com', desk);
}

function inMarkup(language: string, code: string): string {
	if (language === 'js') return `<script>${code}</script>`;
	return language === 'css' ? `<style>${code}</style>` : code;
}
