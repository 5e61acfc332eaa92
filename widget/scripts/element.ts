// What <desk-bell> takes and does, read off its class, its surface and its events.

import ts from 'typescript';
import { commentOf, nodesOf, type Program, tagOf, typeText } from './program.ts';

export interface Property {
	readonly name: string;
	readonly type: string;
	readonly description: string;
	/** As it is written in code, or said in words. */
	readonly default: string;
	/** Null where markup cannot say it. */
	readonly attribute: string | null;
	readonly reflects: boolean;
}

export interface Method {
	readonly name: string;
	readonly description: string;
	readonly parameters: readonly { readonly name: string; readonly type: string }[];
	readonly returns: string;
}

export interface Event {
	readonly name: string;
	readonly description: string;
	readonly detail: string;
}

export function propertiesOf(program: Program): Property[] {
	const element = program.declaration('element.ts', 'DeskBell');
	const reactive = reactiveOf(element);
	const defaults = defaultsOf(element);
	return membersOf(program, 'surface.ts', 'DeskBellProperties').map((member) => {
		const name = member.name.getText();
		const options = reactive.get(name);
		if (!options) throw new Error(`${name} is no reactive property of the element`);
		const fallback = defaults.get(name) ?? tagOf(member, 'default');
		if (!fallback) throw new Error(`${name}: neither the constructor nor a comment says what it is by default`);
		return {
			name,
			type: typeText(program, member.type),
			description: commentOf(member, name),
			default: fallback,
			attribute: attributeOf(name, options),
			reflects: textOf(options, 'reflect') === 'true',
		};
	});
}

/** Reactive properties that no page is told of would be a surface nobody has described. */
export function undescribedOf(program: Program): string[] {
	const told = membersOf(program, 'surface.ts', 'DeskBellProperties').map((member) => member.name.getText());
	const all = [...reactiveOf(program.declaration('element.ts', 'DeskBell')).keys()];
	return all.filter((name) => !told.includes(name));
}

export function methodsOf(program: Program): Method[] {
	return signaturesOf(program, 'surface.ts', 'DeskBellMethods');
}

/** What `window.deskbell` has besides. */
export function globalMethodsOf(program: Program): Method[] {
	const file = program.files.find(({ fileName }) => fileName.endsWith('/global.ts'));
	const alias = file?.statements.find(
		(node): node is ts.TypeAliasDeclaration => ts.isTypeAliasDeclaration(node) && node.name.text === 'DeskBellGlobal',
	);
	const own = alias && [...nodesOf(alias)].find(ts.isTypeLiteralNode);
	return [...(own?.members ?? [])].filter(ts.isMethodSignature).map(methodFrom);
}

export function eventsOf(program: Program): Event[] {
	return membersOf(program, 'events.ts', 'DeskBellEvents').map((member) => {
		const name = (member.name as ts.StringLiteral).text;
		return { name, description: commentOf(member, name), detail: detailOf(program, member) };
	});
}

export function slotsOf(program: Program): { name: string; description: string }[] {
	const tags = ts.getJSDocTags(program.declaration('element.ts', 'DeskBell'));
	return tags
		.filter(({ tagName }) => tagName.text === 'slot')
		.map(({ comment }) => {
			const [name = '', description = ''] = String(ts.getTextOfJSDocComment(comment)).split(' - ');
			return { name, description };
		});
}

/** The types that details name, and those that these name, as they stand in the source. */
export function detailTypesOf(program: Program): Map<string, string> {
	const found = new Map<string, string>();
	const take = (node: ts.Node): void => {
		for (const name of namedIn(node)) {
			const declared = declaredAs(program, name);
			if (!declared || found.has(name.text)) continue;
			found.set(name.text, declared.getText().replace(/^export /, ''));
			take(declared);
		}
	};
	for (const member of membersOf(program, 'events.ts', 'DeskBellEvents')) take(member);
	return found;
}

function* namedIn(node: ts.Node): Generator<ts.Identifier> {
	// `Message['status']` names the status, not the message.
	if (ts.isIndexedAccessTypeNode(node)) return;
	if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) yield node.typeName;
	const children: ts.Node[] = [];
	ts.forEachChild(node, (child) => {
		children.push(child);
	});
	for (const child of children) yield* namedIn(child);
}

function declaredAs({ checker }: Program, name: ts.Identifier): ts.Declaration | undefined {
	const symbol = checker.getSymbolAtLocation(name);
	const origin = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
	const declared = origin?.declarations?.[0];
	return declared?.getSourceFile().isDeclarationFile ? undefined : declared;
}

function detailOf(program: Program, member: ts.PropertySignature): string {
	if (!member.type || !ts.isTypeLiteralNode(member.type)) return member.type?.getText() ?? 'null';
	const fields = member.type.members
		.filter(ts.isPropertySignature)
		.map((field) => `${field.name.getText()}: ${typeText(program, field.type)}`);
	return `{ ${fields.join('; ')} }`;
}

function membersOf(program: Program, file: string, name: string): ts.PropertySignature[] {
	return [...program.declaration(file, name).members].filter(ts.isPropertySignature);
}

function signaturesOf(program: Program, file: string, name: string): Method[] {
	return [...program.declaration(file, name).members].filter(ts.isMethodSignature).map(methodFrom);
}

function methodFrom(method: ts.MethodSignature): Method {
	const name = method.name.getText();
	return {
		name,
		description: commentOf(method, name),
		parameters: method.parameters.map((parameter) => ({
			name: `${parameter.dotDotDotToken ? '...' : ''}${parameter.name.getText()}`,
			type: parameter.type?.getText() ?? 'unknown',
		})),
		returns: method.type?.getText() ?? 'void',
	};
}

function reactiveOf(element: ts.Node): Map<string, ts.ObjectLiteralExpression> {
	const isTable = (node: ts.Node): node is ts.PropertyDeclaration =>
		ts.isPropertyDeclaration(node) && node.name.getText() === 'properties';
	const table = [...nodesOf(element)].find(isTable)?.initializer;
	if (!table || !ts.isObjectLiteralExpression(table)) throw new Error('the element has no table of properties');
	return new Map(
		table.properties
			.filter(ts.isPropertyAssignment)
			.map((row) => [row.name.getText(), row.initializer as ts.ObjectLiteralExpression]),
	);
}

/** What the constructor assigns. */
function defaultsOf(element: ts.Node): Map<string, string> {
	const made = [...nodesOf(element)].find(ts.isConstructorDeclaration);
	const rows = made ? [...nodesOf(made)].filter(ts.isPropertyAssignment) : [];
	return new Map(rows.map((row) => [row.name.getText(), row.initializer.getText().replaceAll("'", '')]));
}

function attributeOf(name: string, options: ts.ObjectLiteralExpression): string | null {
	const said = textOf(options, 'attribute');
	if (said === 'false') return null;
	return said?.replaceAll("'", '') ?? name.toLowerCase();
}

function textOf(options: ts.ObjectLiteralExpression, key: string): string | undefined {
	const row = options.properties.filter(ts.isPropertyAssignment).find(({ name }) => name.getText() === key);
	return row?.initializer.getText();
}
