// The article files of a folder, found and read with care: a folder to import may hold anything.

import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { articleLimit } from '../answer/knowledge/article.ts';
import { ArticleFault } from '../answer/knowledge/article-fault.ts';

export interface SkippedFile {
	/** Relative to the folder, with `/`. */
	file: string;
	/** What is wrong with it and what to do. */
	reason: string;
}

export interface FoundFiles {
	/** Relative to the folder, with `/`, sorted. */
	files: readonly string[];
	skipped: readonly SkippedFile[];
}

const kinds = new Set(['.md', '.markdown', '.html', '.htm']);

/** Markdown and HTML below the folder, without hidden files and without links that lead out of it. */
export async function findArticleFiles(folder: string): Promise<FoundFiles> {
	const root = await realpath(folder).catch((cause) => {
		throw new Error(`There is no folder ${folder}. Give the path of the folder that holds the articles.`, { cause });
	});
	const files: string[] = [];
	const skipped: SkippedFile[] = [];
	const seen = new Set<string>();

	async function walk(below: string): Promise<void> {
		const here = await realpath(join(root, below));
		// A link to a folder above would lead round and round.
		if (seen.has(here)) return;
		seen.add(here);
		for (const entry of await readdir(here, { withFileTypes: true })) {
			if (entry.name.startsWith('.')) continue;
			const path = below ? `${below}/${entry.name}` : entry.name;
			if (entry.isSymbolicLink()) await follow(path);
			else if (entry.isDirectory()) await walk(path);
			else if (entry.isFile()) take(path);
		}
	}

	async function follow(path: string): Promise<void> {
		const target = await realpath(join(root, path)).catch(() => null);
		if (target === null) return leave(path, 'it is a link that leads nowhere. Remove it.');
		if (target !== root && !target.startsWith(root + sep)) {
			return leave(path, 'it is a link that leads out of the folder. Copy the file into the folder.');
		}
		const kind = await stat(target);
		if (kind.isDirectory()) await walk(path);
		else if (kind.isFile()) take(path);
	}

	function take(path: string): void {
		if (isArticle(path)) files.push(path);
	}

	function leave(path: string, reason: string): void {
		if (isArticle(path) || !extname(path)) skipped.push({ file: path, reason });
	}

	await walk('');
	return { files: files.sort(), skipped };
}

function isArticle(path: string): boolean {
	return kinds.has(extname(path).toLowerCase());
}

/** @throws ArticleFault when the file is too large or no text. */
export async function readArticleFile(folder: string, file: string): Promise<string> {
	const path = join(folder, file);
	// Asked first: a file of gigabytes is refused without being read.
	if ((await stat(path)).size > articleLimit) {
		throw new ArticleFault('too_large', file, 'it is over 1 MiB. Split it into several articles.');
	}
	const bytes = await readFile(path);
	try {
		return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
	} catch (cause) {
		throw new ArticleFault('not_text', file, 'it is not UTF-8 text. Save it as UTF-8, or remove it.', cause);
	}
}

// Windows editors still save UTF-16, and say so in the first two bytes.
function encodingOf(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
	return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}
