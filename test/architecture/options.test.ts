// docs/options.md names every option of the schema with its default, and no other.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { optionsSchema } from '../../server-kit/src/options.ts';
import { ROOT } from '../support/source-files.ts';

/** What we read of a JSON Schema. */
interface Schema {
	default?: unknown;
	properties?: Record<string, Schema>;
	anyOf?: Schema[];
}

const schema = z.toJSONSchema(optionsSchema, { io: 'input', unrepresentable: 'any' }) as Schema;

/** A section that is the same whether it is left out or empty has no row of its own. */
function rowsOf({ properties = {} }: Schema, path = '', given: unknown = {}): string[] {
	return Object.entries(properties).flatMap(([name, option]) => {
		const usual = usualOf(name, option, given);
		const below = sectionsOf(option).flatMap((section) => rowsOf(section, `${path}${name}.`, usual));
		const own = below.length === 0 || !isSection(usual);
		return [...(own ? [rowFor(path + name, usual)] : []), ...below];
	});
}

/** What a section is given where it is left out stands above what its own options say. */
function usualOf(name: string, option: Schema, given: unknown): unknown {
	const set = Object.entries(given ?? {}).find(([each]) => each === name);
	return set ? set[1] : option.default;
}

const isSection = (usual: unknown) => typeof usual === 'object' && usual !== null;
const sectionsOf = (option: Schema) => [option, ...(option.anyOf ?? [])].filter(({ properties }) => properties);
const rowFor = (path: string, usual: unknown) => `${path} | ${usual === undefined ? '' : JSON.stringify(usual)}`;

test('docs/options.md says of every option what holds where it is left out', () => {
	const page = readFileSync(join(ROOT, 'docs/options.md'), 'utf8');
	const documented = [...page.matchAll(/^\| `([\w.]+)` \| (?:`(.*?)`)? ?\|/gm)].map(
		([, path, usual = '']) => `${path} | ${usual}`,
	);
	assert.deepEqual(documented.toSorted(), rowsOf(schema).toSorted());
});
