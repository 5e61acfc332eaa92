// The public names of a package, read off its list of exports.

import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** One line per name, such as `value createSupportKit` or `type Caller`, sorted. */
export function exportedNames(entry: string): string[] {
	const tree = ts.createSourceFile(entry, readFileSync(entry, 'utf8'), ts.ScriptTarget.Latest, true);
	return tree.statements.flatMap(namesOf).sort();
}

/** The list names what it exports, one by one: everything else would make a name public unseen. */
function namesOf(statement: ts.Statement): string[] {
	if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) {
		throw new Error(`not an export by name: ${statement.getText()}`);
	}
	const { isTypeOnly, exportClause } = statement;
	return exportClause.elements.map((each) => `${isTypeOnly || each.isTypeOnly ? 'type' : 'value'} ${each.name.text}`);
}
