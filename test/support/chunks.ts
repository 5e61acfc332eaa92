// What the browser loads for a part of the widget: the built files, followed along their imports.

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export interface Imports {
	/** Loaded together with the file. */
	still: string[];
	/** Loaded when they are asked for. */
	lazy: string[];
}

/** The built file whose name, without its hash, is `name`; throws unless there is exactly one. */
export function chunkNamed(folder: string, name: string): string {
	const found = globSync('**/*.js', { cwd: folder }).filter((file) => nameOf(file) === name);
	if (found.length !== 1) throw new Error(`${found.length} built files are named ${name}: ${found.join(', ')}`);
	return found[0] as string;
}

/** `deskbell/chat-Bx3_k9Qa.js` → `chat`. */
export function nameOf(file: string): string {
	return /([^/]+?)(-[\w-]{8})?\.js$/.exec(file)?.[1] ?? file;
}

/** The files themselves and all that they import without being asked, each once. */
export function loadedWith(folder: string, files: readonly string[]): string[] {
	const loaded = new Set<string>();
	const queue = [...files];
	for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
		if (loaded.has(file)) continue;
		loaded.add(file);
		queue.push(...importsOf(folder, file).still);
	}
	return [...loaded].sort();
}

export function importsOf(folder: string, file: string): Imports {
	const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true);
	const imports: Imports = { still: [], lazy: [] };
	const beside = (specifier: ts.Node | undefined) =>
		specifier && ts.isStringLiteralLike(specifier) ? [normalize(join(dirname(file), specifier.text))] : [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
			imports.still.push(...beside(node.moduleSpecifier));
		if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			imports.lazy.push(...beside(node.arguments[0]));
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return imports;
}
