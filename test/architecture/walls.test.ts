// Every wall of .dependency-cruiser.mjs bites: for each rule a planted violation is reported, and nothing else is.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';
import { type Files, plantTree } from '../support/source-tree.ts';

interface Rule {
	name: string;
	comment: string;
}

interface Crime {
	/** The file that breaks the rule; it is planted with `text`. */
	path: string;
	text: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIG = resolve(ROOT, '.dependency-cruiser.mjs');
const KIT = 'server-kit/src';
const PACKAGES = ['koa', 'knex', 'openai', 'ioredis', 'zod', 'lit', 'yaml'];

const crimes: Record<string, Crime> = {
	'protocol-imports-nothing': { path: `${KIT}/protocol/codes.ts`, text: "import '../core/turn.ts';" },
	'widget-sees-only-protocol': {
		path: 'widget/src/server.ts',
		text: "import type {} from '../../server-kit/src/kit.ts';",
	},
	'widget-takes-types-only': {
		path: 'widget/src/values.ts',
		text: "import { part } from '../../server-kit/src/protocol/parts.ts';\npart;",
	},
	'widget-packages': { path: 'widget/src/heavy.ts', text: "import 'yaml';" },
	'koa-only-in-http': { path: `${KIT}/core/koa.ts`, text: "import type Koa from 'koa';\nexport type A = Koa;" },
	'sql-only-in-store': { path: `${KIT}/cli/sql.ts`, text: "import 'knex';" },
	'model-vendor-in-one-file': { path: `${KIT}/answer/models/other.ts`, text: "import 'openai';" },
	'outside-systems-only-in-connect': { path: `${KIT}/store/bus.ts`, text: "import 'ioredis';" },
	'core-knows-core-and-protocol': { path: `${KIT}/core/asks.ts`, text: "import '../answer/gather.ts';" },
	'core-has-no-packages': { path: `${KIT}/core/shape.ts`, text: "import 'zod';" },
	'core-does-no-io': { path: `${KIT}/core/file.ts`, text: "import 'node:fs';" },
	'answer-knows-core-and-protocol': { path: `${KIT}/answer/wire.ts`, text: "import '../http/route.ts';" },
	'face-sees-core-route-protocol': { path: `${KIT}/faces/one/steps.ts`, text: "import '../../http/steps.ts';" },
	'face-never-sees-a-face': { path: `${KIT}/faces/one/other.ts`, text: "import '../two/index.ts';" },
	'face-packages': { path: `${KIT}/faces/one/yaml.ts`, text: "import 'yaml';" },
	'errors-know-protocol': { path: `${KIT}/errors.ts`, text: "import './core/words.ts';" },
	'store-knows-core-and-protocol': { path: `${KIT}/store/serves.ts`, text: "import '../http/route.ts';" },
	'http-knows-no-concrete-part': { path: `${KIT}/http/composes.ts`, text: "import type {} from '../store/open.ts';" },
	'only-kit-imports-the-store': { path: `${KIT}/jobs/sweep.ts`, text: "import '../store/open.ts';" },
	'only-kit-imports-models': { path: `${KIT}/answer/picks.ts`, text: "import './models/openai.ts';" },
	'only-kit-imports-faces': { path: `${KIT}/jobs/serve.ts`, text: "import '../faces/two/index.ts';" },
	'only-kit-imports-connectors': { path: `${KIT}/http/mail.ts`, text: "import '../connect/zendesk.ts';" },
	'source-never-imports-tests': { path: 'demo/src/helper.ts', text: "import '../../test/helper.ts';" },
	'no-undeclared-packages': { path: `${KIT}/store/lucky.ts`, text: "import 'undeclared';" },
	'everything-resolves': { path: `${KIT}/http/gone.ts`, text: "import './nowhere.ts';" },
	'no-cycles': { path: `${KIT}/store/a.ts`, text: "import './b.ts';" },
	'no-orphans': { path: `${KIT}/jobs/forgotten.ts`, text: 'export const forgotten = 1;' },
};

/** A small kit that keeps every rule, and what the crimes refer to. */
const lawful: Files = {
	'package.json': JSON.stringify({ name: 'tree', workspaces: ['server-kit', 'widget', 'demo'] }),
	'tsconfig.json': '{}',
	'server-kit/package.json': manifest('server-kit'),
	'widget/package.json': manifest('widget'),
	'demo/package.json': manifest('demo'),
	[`${KIT}/kit.ts`]: [
		"import './store/open.ts';",
		"import './http/steps.ts';",
		"import './faces/one/index.ts';",
		"import './faces/two/index.ts';",
		"import './answer/gather.ts';",
		"import './answer/models/openai.ts';",
		"import './connect/zendesk.ts';",
	].join('\n'),
	[`${KIT}/index.ts`]: "import './kit.ts';",
	[`${KIT}/protocol/parts.ts`]: 'export const part = 1;',
	[`${KIT}/core/turn.ts`]: "import 'node:crypto';\nimport './words.ts';\nimport '../protocol/parts.ts';",
	[`${KIT}/core/words.ts`]: 'export const word = 1;',
	[`${KIT}/store/open.ts`]: "import 'knex';\nimport '../core/turn.ts';",
	[`${KIT}/store/b.ts`]: "import './a.ts';",
	[`${KIT}/http/route.ts`]: "import 'koa';",
	[`${KIT}/http/steps.ts`]: "import './route.ts';",
	[`${KIT}/faces/one/index.ts`]: "import 'zod';\nimport '../../http/route.ts';\nimport '../../core/turn.ts';",
	[`${KIT}/faces/two/index.ts`]: "import '../../http/route.ts';",
	[`${KIT}/answer/gather.ts`]: "import '../core/turn.ts';",
	[`${KIT}/answer/models/openai.ts`]: "import 'openai';",
	[`${KIT}/connect/zendesk.ts`]: "import 'ioredis';",
	'widget/src/index.ts': "import 'lit';\nimport type {} from '../../server-kit/src/protocol/parts.ts';",
	'demo/src/main.ts': "import '../../server-kit/src/index.ts';",
	'test/helper.ts': "import '../server-kit/src/store/open.ts';",
	...Object.fromEntries([...PACKAGES, 'undeclared'].flatMap(stubPackage)),
};

function manifest(name: string): string {
	return JSON.stringify({ name, dependencies: Object.fromEntries(PACKAGES.map((each) => [each, '1.0.0'])) });
}

function stubPackage(name: string): [string, string][] {
	return [
		[`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
		[`node_modules/${name}/index.js`, ''],
	];
}

/** Rule → files it was reported for. */
function cruise(files: Files): Map<string, string[]> {
	const tree = plantTree(files);
	try {
		const program = resolve(ROOT, 'node_modules/.bin/depcruise');
		const folders = ['server-kit', 'widget', 'demo', 'test'];
		const ran = spawnSync(program, ['--config', CONFIG, '-T', 'json', ...folders], {
			cwd: tree.root,
			encoding: 'utf8',
		});
		assert.ok(ran.stdout.startsWith('{'), ran.stderr);
		const { violations } = JSON.parse(ran.stdout).summary as { violations: { from: string; rule: { name: string } }[] };
		const reported = new Map<string, string[]>();
		for (const { rule, from } of violations) reported.set(rule.name, [...(reported.get(rule.name) ?? []), from]);
		return reported;
	} finally {
		tree.remove();
	}
}

const rules: Rule[] = (await import(CONFIG)).default.forbidden;

describe('walls', () => {
	let reported: Map<string, string[]>;
	before(() => {
		const planted = Object.values(crimes).map(({ path, text }) => [path, text]);
		reported = cruise({ ...lawful, ...Object.fromEntries(planted) });
	});

	test('a lawful tree is not reported', () => {
		const { [`${KIT}/store/b.ts`]: _, ...tree } = lawful;
		assert.deepEqual([...cruise(tree)], []);
	});

	test('every rule has a planted violation', () => {
		assert.deepEqual(Object.keys(crimes).sort(), rules.map((rule) => rule.name).sort());
	});

	test('every rule says why', () => {
		for (const rule of rules) assert.ok(rule.comment.length > 20, rule.name);
	});

	for (const [rule, { path }] of Object.entries(crimes)) {
		test(`${rule} bites`, () => {
			const files = reported.get(rule) ?? [];
			assert.ok(files.includes(path), `${path} broke ${rule}; reported: ${files.join(', ') || 'nothing'}`);
		});
	}
});
