// How long a function is and how deep it nests, read off its syntax tree.

import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

export interface FunctionMeasure {
	name: string;
	/** Where it begins, counted from 1. */
	line: number;
	lines: number;
	/** Control statements within each other; an `else if` is no deeper than its `if`. */
	depth: number;
}

const REGISTERS = /^(test|it|describe|suite|before|after|beforeEach|afterEach)$/;

type FunctionNode = ts.FunctionLikeDeclaration & { body: ts.ConciseBody };

export function measureFunctions({ path, text }: SourceFile): FunctionMeasure[] {
	const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1;
	const linesOf = (node: ts.Node) => lineOf(node.getEnd()) - lineOf(node.getStart()) + 1;
	return functionsWithin(tree).map((node) => {
		const elsewhere = innerOf(node).reduce((sum, each) => sum + linesOf(each), 0);
		return {
			name: nameOf(node),
			line: lineOf(node.getStart()),
			lines: linesOf(node) - elsewhere,
			depth: depthOf(node.body),
		};
	});
}

/** Ends by handing out an object or a function that closes over what it declares. */
function isFactory({ body }: FunctionNode): boolean {
	if (!ts.isBlock(body)) return isHolder(body);
	const last = body.statements.at(-1);
	return last !== undefined && ts.isReturnStatement(last) && last.expression !== undefined && isHolder(last.expression);
}

function isHolder(node: ts.Node): boolean {
	if (ts.isParenthesizedExpression(node)) return isHolder(node.expression);
	return ts.isObjectLiteralExpression(node) || ts.isIdentifier(node) || isFunction(node);
}

function isFunction(node: ts.Node): node is FunctionNode {
	return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

function functionsWithin(node: ts.Node): FunctionNode[] {
	const found: FunctionNode[] = isFunction(node) ? [node] : [];
	ts.forEachChild(node, (child) => {
		found.push(...functionsWithin(child));
	});
	return found;
}

/** The functions that do not count to the length of the one that holds them. */
function innerOf(node: FunctionNode): FunctionNode[] {
	if (holdsTests(node)) return outermostFunctions(node.body);
	// What is handed to a call is part of the telling.
	return isFactory(node) ? outermostFunctions(node.body).filter((each) => !ts.isCallExpression(each.parent)) : [];
}

/** Registers tests, perhaps in a loop, and leaves the doing to them. */
function holdsTests(node: ts.Node): boolean {
	const found = ts.forEachChild(node, (child) => !isFunction(child) && (registersTest(child) || holdsTests(child)));
	return found === true;
}

function registersTest(node: ts.Node): boolean {
	return ts.isCallExpression(node) && REGISTERS.test(node.expression.getText());
}

function outermostFunctions(node: ts.Node): FunctionNode[] {
	if (isFunction(node)) return [node];
	const found: FunctionNode[] = [];
	ts.forEachChild(node, (child) => {
		found.push(...outermostFunctions(child));
	});
	return found;
}

/** Its own name, or that of what it is assigned or handed to. */
function nameOf(node: FunctionNode): string {
	if (node.name) return node.name.getText();
	const { parent } = node;
	if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
		return parent.name.getText();
	}
	return ts.isCallExpression(parent) ? parent.expression.getText() : '(anonymous)';
}

function depthOf(node: ts.Node): number {
	let deepest = 0;
	ts.forEachChild(node, (child) => {
		if (isFunction(child)) return;
		deepest = Math.max(deepest, (deepens(child) ? 1 : 0) + depthOf(child));
	});
	return deepest;
}

function deepens(node: ts.Node): boolean {
	if (ts.isIfStatement(node)) return !(ts.isIfStatement(node.parent) && node.parent.elseStatement === node);
	return ts.isIterationStatement(node, false) || ts.isSwitchStatement(node) || ts.isTryStatement(node);
}
