// The blocks of a document, as a reader would paste them.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROOT } from '../support/source-files.ts';

export interface Block {
	/** What stands in the comment before it; null where none does. */
	name: string | null;
	language: string;
	code: string;
}

export interface Documented {
	blocks: readonly Block[];
	recipeNames: readonly string[];
	/** @throws Error where the document has no such block */
	blockOf(name: string, language: string): string;
	/** All of a recipe on one page, with the addresses that it stands for. */
	pageOf(name: string, desk: string, around?: { head?: string; tail?: string }): string;
}

/** @param path from the root of the repository */
export function readDocument(path: string): Documented {
	const text = readFileSync(resolve(ROOT, path), 'utf8');
	const found = text.matchAll(/(?:<!-- tested: ([\w-]+) -->\n)?```(\w*)\n([\s\S]*?)\n```/g);
	const blocks: Block[] = [...found].map(([, name = null, language = '', code = '']) => ({ name, language, code }));
	const named = (name: string) => blocks.filter((block) => block.name === name);
	return {
		blocks,
		recipeNames: [...new Set(blocks.flatMap(({ name }) => name ?? []))],
		blockOf(name, language) {
			const block = named(name).find((one) => one.language === language);
			if (!block) throw new Error(`${path} has no ${language} block named ${name}`);
			return block.code;
		},
		pageOf(name, desk, { head, tail } = {}) {
			const markup = named(name).map(({ language, code }) => inMarkup(language, code));
			const parts = ['<!doctype html><html lang="en"><title>Page</title><body>', head, ...markup, tail];
			return parts.join('\n').replaceAll('https://app.example.com', desk);
		},
	};
}

function inMarkup(language: string, code: string): string {
	if (language === 'js') return `<script>${code}</script>`;
	return language === 'css' ? `<style>${code}</style>` : code;
}
