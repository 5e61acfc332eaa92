// A small tree of files in a folder of its own, for tests that must see a rule bite.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Path within the tree → text. */
export type Files = Record<string, string>;

export interface SourceTree {
	root: string;
	remove(): void;
}

export function plantTree(files: Files): SourceTree {
	const root = mkdtempSync(join(tmpdir(), 'deskbell-tree-'));
	for (const [path, text] of Object.entries(files)) {
		const target = join(root, path);
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, text);
	}
	return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
