// The block between `---` lines above an article: untrusted, of any shape; few keys of it are used.

import { parse } from 'yaml';
import { ArticleFault } from './article-fault.ts';

export interface FrontMatter {
	title: string | null;
	url: string | null;
	locale: string | null;
	slug: string | null;
	/** Where the site generator puts the page. */
	permalink: string | null;
	/** Descriptions, keywords and further names. */
	about: readonly string[];
}

export const noFrontMatter: FrontMatter = {
	title: null,
	url: null,
	locale: null,
	slug: null,
	permalink: null,
	about: [],
};
const aboutKeys = ['description', 'summary', 'excerpt', 'subtitle', 'keywords', 'tags', 'aliases', 'sidebar_label'];
const fence = /^---[ \t]*\n(?:([\s\S]*?)\n)??---[ \t]*(?:\n|$)/;
const blockLimit = 16 * 1024;

/** @throws ArticleFault when the block is not YAML or is too large to be front matter. */
export function splitFrontMatter(file: string, text: string): { front: FrontMatter; body: string } {
	const match = fence.exec(text);
	if (!match) return { front: noFrontMatter, body: text };
	const block = match[1] ?? '';
	if (block.length > blockLimit) {
		throw new ArticleFault(
			'front_matter_broken',
			file,
			'its front matter is over 16 KiB. Move the text below the second --- line.',
		);
	}
	const value = parseYaml(file, block);
	// A rule, some words and a rule are Markdown too: only a mapping is front matter.
	if (value !== null && (typeof value !== 'object' || Array.isArray(value)))
		return { front: noFrontMatter, body: text };
	return { front: fromMapping(value), body: text.slice(match[0].length) };
}

function parseYaml(file: string, block: string): unknown {
	try {
		return parse(block, { logLevel: 'error', maxAliasCount: 20 }) ?? null;
	} catch (cause) {
		const line = lineOf(cause);
		const advice = `its front matter is not valid YAML${line}. Put values that hold a colon in quotes, or remove the block between the --- lines.`;
		throw new ArticleFault('front_matter_broken', file, advice, cause);
	}
}

function lineOf(cause: unknown): string {
	if (!(cause instanceof Error) || !('linePos' in cause) || !Array.isArray(cause.linePos)) return '';
	const line: unknown = cause.linePos[0]?.line;
	return typeof line === 'number' ? ` (line ${line + 1})` : '';
}

function fromMapping(value: object | null): FrontMatter {
	const held = (key: string): unknown => (value && Object.hasOwn(value, key) ? Reflect.get(value, key) : null);
	const word = (key: string): string | null => wordOf(held(key));
	return {
		title: word('title'),
		url: word('url'),
		locale: word('locale') ?? word('lang'),
		slug: word('slug'),
		permalink: word('permalink'),
		about: aboutKeys.flatMap((key) => {
			const said = held(key);
			return (Array.isArray(said) ? said : [said]).flatMap((each) => wordOf(each) ?? []);
		}),
	};
}

function wordOf(held: unknown): string | null {
	if (typeof held !== 'string' && typeof held !== 'number') return null;
	return String(held).trim() || null;
}
