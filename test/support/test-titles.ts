// The titles of the tests in a file, as a person would name them: what a template fills in is `…`.

import ts from 'typescript';

export function testTitles(text: string): ReadonlySet<string> {
	const titles = new Set<string>();
	const walk = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && /^(test|it)$/.test(node.expression.getText())) {
			const title = node.arguments[0] && spoken(node.arguments[0]);
			if (title) titles.add(title);
		}
		ts.forEachChild(node, walk);
	};
	walk(ts.createSourceFile('', text, ts.ScriptTarget.Latest, true));
	return titles;
}

function spoken(title: ts.Expression): string | null {
	if (ts.isStringLiteralLike(title)) return title.text;
	if (!ts.isTemplateExpression(title)) return null;
	return title.head.text + title.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}
