// The widget's source as the compiler sees it: declarations by name, their comments, and their types in words.

import { resolve } from 'node:path';
import ts from 'typescript';

const widget = resolve(import.meta.dirname, '..');
const source = resolve(widget, 'src');

export interface Program {
	readonly checker: ts.TypeChecker;
	/** The widget's own files. */
	readonly files: readonly ts.SourceFile[];
	/** @throws Error where the file declares nothing of that name */
	declaration(file: string, name: string): ts.ClassDeclaration | ts.InterfaceDeclaration;
}

export function openProgram(): Program {
	const { config } = ts.readConfigFile(resolve(widget, 'tsconfig.json'), ts.sys.readFile);
	const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, widget);
	const program = ts.createProgram(fileNames, { ...options, noEmit: true });
	const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${source}/`));
	return {
		checker: program.getTypeChecker(),
		files,
		declaration(file, name) {
			const statements = program.getSourceFile(resolve(source, file))?.statements ?? [];
			const isIt = (node: ts.Statement) =>
				(ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) && node.name?.text === name;
			const found = statements.find(isIt);
			if (!found) throw new Error(`${file} declares no ${name}`);
			return found as ts.ClassDeclaration | ts.InterfaceDeclaration;
		},
	};
}

/** Every node beneath one, and itself. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
	yield node;
	const children: ts.Node[] = [];
	ts.forEachChild(node, (child) => {
		children.push(child);
	});
	for (const child of children) yield* nodesOf(child);
}

/** The comment before a declaration, on one line. @throws Error where there is none: the reference would lack it */
export function commentOf(node: ts.Node, name: string): string {
	const said = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
	const text = ts.getTextOfJSDocComment(said?.comment)?.replaceAll(/\s+/g, ' ').trim();
	if (!text) throw new Error(`${name}: no comment says what it is`);
	return text;
}

export function tagOf(node: ts.Node, tag: string): string | null {
	const found = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === tag);
	return ts.getTextOfJSDocComment(found?.comment) ?? null;
}

/** The words a type consists of, where that is all it does; else the type as it is written. */
export function typeText({ checker }: Program, written: ts.TypeNode | undefined): string {
	if (!written) return 'unknown';
	const type = checker.getTypeFromTypeNode(written);
	const words = type.isUnion() ? type.types.map(wordOf) : [null];
	// The compiler's own order changes with what it has read before.
	if (words.every((word) => word !== null)) return words.sort(byName).join(' | ');
	return written.getText().replaceAll(/\s+/g, ' ');
}

function wordOf(type: ts.Type): string | null {
	if (type.isStringLiteral()) return `'${type.value}'`;
	return type.flags & ts.TypeFlags.Null ? 'null' : null;
}

/** Quotes come before letters, so null comes last. */
function byName(one: string, other: string): number {
	return one < other ? -1 : 1;
}

/** The words that an expression in a template may be. @throws Error where it may be anything */
export function wordsOf({ checker }: Program, expression: ts.Expression): string[] {
	const type = checker.getTypeAtLocation(expression);
	const parts = type.isUnion() ? type.types : [type];
	return parts.map((part) => {
		if (part.isStringLiteral()) return part.value;
		const { fileName } = expression.getSourceFile();
		throw new Error(`${fileName}: the type of \`${expression.getText()}\` does not say which words it may be`);
	});
}
