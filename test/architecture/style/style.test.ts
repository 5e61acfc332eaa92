// Every source file keeps the rules of style, and every rule bites.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sourceFiles } from '../../support/source-files.ts';
import { styleRules } from '../../support/style-rules.ts';

const files = sourceFiles();

const word = (...halves: string[]) => halves.join('');
const long = (lines: number) => `// A station.\n${'const line = 1;\n'.repeat(lines)}`;
const body = (lines: number) => `// A station.\nfunction story() {\n${'\tstep();\n'.repeat(lines)}}\n`;
const nested = (levels: number) => `// A station.\nfunction f() {${'if (a) {'.repeat(levels)}${'}'.repeat(levels)}}\n`;

/** Rule → files that break it. */
const planted: Record<string, { path: string; text: string }[]> = {
	'file-length': [
		{ path: 'server-kit/src/core/turn.ts', text: long(250) },
		{ path: 'test/e2e/path.test.ts', text: long(500) },
	],
	'no-drawers': [{ path: 'server-kit/src/utils/text.ts', text: '// Text.\n' }],
	'first-line': [
		{ path: 'widget/src/index.ts', text: "import './define.ts';\n" },
		{ path: 'server-kit/src/cli/main.ts', text: '#!/usr/bin/env node\nmain();\n' },
	],
	finished: [
		{ path: 'widget/src/a.ts', text: `// Later.\n// ${word('TO', 'DO')}: write it\n` },
		{ path: 'widget/src/b.ts', text: `// Later.\nthrow new Error('Not ${word('imple', 'mented')}');\n` },
		{ path: 'widget/src/c.ts', text: `// Good enough ${word('for', ' now')}.\n` },
	],
	'not-muted': [{ path: 'demo/src/a.ts', text: `// A.\n// @ts-${word('ig', 'nore')}\nx;\n` }],
	'no-html-strings': [{ path: 'widget/src/parts/message.ts', text: '// A message.\nelement.innerHTML = text;\n' }],
	'function-length': [
		{ path: 'server-kit/src/core/turn.ts', text: body(39) },
		{ path: 'server-kit/src/core/turn.ts', text: body(39).replace(/step\(\);\n}/, 'return step;\n}') },
		{ path: 'test/databases/a.test.ts', text: `// Tests.\ntest('a', () => {\n${'\tstep();\n'.repeat(39)}});\n` },
	],
	nesting: [{ path: 'server-kit/src/core/turn.ts', text: nested(4) }],
};

/** Files that keep every rule, each of them close to breaking one. */
const lawful = [
	{ path: 'server-kit/src/core/turn.ts', text: long(249) },
	{ path: 'test/e2e/path.test.ts', text: long(499) },
	{ path: 'server-kit/src/cli/main.ts', text: '#!/usr/bin/env node\n// The command line.\nmain();\n' },
	{ path: 'server-kit/src/core/turn.ts', text: body(38) },
	{ path: 'server-kit/src/core/turn.ts', text: nested(3) },
	{
		path: 'server-kit/src/core/turn.ts',
		text: '// Else.\nfunction f() {\n\tif (a) b();\n\telse if (c) d();\n\telse if (e) for (;;) while (x) y();\n}\n',
	},
	{
		path: 'server-kit/src/core/turn.ts',
		text: `// A factory.\nfunction createTurn() {\n${body(30).slice(14)}${body(30).slice(14)}return { story };\n}\n`,
	},
	{
		path: 'test/databases/tickets.test.ts',
		text: `// Tests.\non(() => {\n\ttest('a', () => {\n${'\tstep();\n'.repeat(38)}});\n\ttest('b', () => {});\n});\n`,
	},
	{ path: 'widget/src/words/en.ts', text: `// English.\nconst limit = 'Enough ${word('for', ' now')}.';\n` },
	{ path: 'widget/test/xss.test.ts', text: '// Tests.\nassert(!element.innerHTML.includes(text));\n' },
];

describe('style', () => {
	test('there are files to judge', () => {
		assert.ok(files.length > 50, `${files.length} files`);
	});

	for (const rule of styleRules) {
		test(`the repository keeps ${rule.name}`, () => {
			const faults = files
				.filter(({ path }) => !rule.exceptions.includes(path))
				.flatMap((file) => rule.faults(file).map((fault) => `${file.path}: ${fault}`));
			assert.deepEqual(faults, [], `${rule.why}\n${faults.join('\n')}`);
		});

		test(`${rule.name} bites`, () => {
			const crimes = planted[rule.name] ?? [];
			assert.ok(crimes.length > 0, 'no planted violation');
			for (const file of crimes) assert.equal(rule.faults(file).length, 1, file.text.slice(0, 200));
		});

		test(`${rule.name} lets lawful files be`, () => {
			for (const file of lawful) assert.deepEqual(rule.faults(file), [], file.text.slice(0, 200));
		});

		test(`${rule.name} has no exception that is no longer needed`, () => {
			const needed = files.filter((file) => rule.faults(file).length > 0).map((file) => file.path);
			assert.deepEqual(
				rule.exceptions.filter((path) => !needed.includes(path)),
				[],
			);
		});
	}
});
