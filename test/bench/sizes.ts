// What the widget weighs, file by file, as it would go over the wire, and what others do.

import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chunkNamed, loadedWith, nameOf } from '../support/chunks.ts';
import type { Measuring, Section } from './section.ts';

interface Size {
	what: string;
	raw: number;
	gzip: number;
	brotli: number;
}

export const weight: Section<Measuring> = {
	title: 'Weight of the widget',
	says: 'As it goes over the wire. The budgets stand in `.size-limit.mjs` and are checked by `npm test`.',
	head: ['file', 'kB', 'gzip', 'brotli'],
	*rows() {
		// The hash in a name changes with every build and says nothing.
		const sizes = widgetFiles().map((file) => sizeOf(file.replace(/-[\w-]{8}\.js$/, '.js'), [built(file)]));
		for (const size of [...sizes, sum('**all**', sizes)]) yield cells(size);
	},
};

export const weightBeside: Section<Measuring> = {
	title: 'Weight beside others',
	says: 'What a page loads to show a conversation, an answer streaming in. Of marked and DOMPurify it is the two libraries alone: there is no chat yet.',
	head: ['what', 'kB', 'gzip', 'brotli', 'gzip ÷ Deskbell'],
	*rows() {
		const conversation = sizeOf('Deskbell, to the first conversation', loading('deskbell', 'chat'));
		const beside = [
			sizeOf('Deskbell, its loader', [built(LOADER)]),
			sizeOf('Deskbell, to the launcher and home', loading('deskbell')),
			conversation,
			sizeOf('Deskbell, everything in one language', inEnglish()),
			sizeOf('deep-chat', [installed('deep-chat/dist/deepChat.bundle.js')]),
			sizeOf('marked + DOMPurify', [installed('marked/lib/marked.umd.js'), installed('dompurify/dist/purify.min.js')]),
		];
		for (const size of beside) yield [...cells(size), (size.gzip / conversation.gzip).toFixed(2)];
	},
};

const DIST = resolve(import.meta.dirname, '../../widget/dist');
const LOADER = 'deskbell.js';

const built = (file: string) => resolve(DIST, file);
const installed = (file: string) => resolve(import.meta.dirname, '../../node_modules', file);

function widgetFiles(): string[] {
	const files = globSync('{deskbell.js,deskbell/**/*.js}', { cwd: DIST }).sort();
	if (files.length === 0) throw new Error('the widget is not built: npm run build');
	return files;
}

/** The loader, these chunks, and what they import without being asked. */
function loading(...chunks: string[]): string[] {
	const entries = chunks.map((name) => `deskbell/${chunkNamed(`${DIST}/deskbell`, name)}`);
	return [LOADER, ...loadedWith(DIST, entries)].map(built);
}

function inEnglish(): string[] {
	const words = globSync('../src/words/??.ts', { cwd: DIST }).map((file) => nameOf(file.replace(/\.ts$/, '.js')));
	const others = new Set([...words.filter((language) => language !== 'en'), 'others']);
	return widgetFiles()
		.filter((file) => !others.has(nameOf(file)))
		.map(built);
}

/** Each file compressed by itself, as it is sent. */
function sizeOf(what: string, files: readonly string[]): Size {
	return sum(
		what,
		files.map((file) => {
			const text = readFileSync(file);
			return {
				what,
				raw: text.length,
				gzip: gzipSync(text, { level: 9 }).length,
				brotli: brotliCompressSync(text).length,
			};
		}),
	);
}

function sum(what: string, sizes: readonly Size[]): Size {
	const all = (of: 'raw' | 'gzip' | 'brotli') => sizes.reduce((total, size) => total + size[of], 0);
	return { what, raw: all('raw'), gzip: all('gzip'), brotli: all('brotli') };
}

function cells({ what, raw, gzip, brotli }: Size): string[] {
	return [what, ...[raw, gzip, brotli].map((bytes) => (bytes / 1000).toFixed(2))];
}
