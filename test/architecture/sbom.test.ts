// S-09: the bill of materials holds everything that an installation of the kit brings along, and nothing that tests need.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { readLockfile, sbomOf } from '../../server-kit/scripts/sbom.ts';
import { ROOT } from '../support/source-files.ts';

interface Manifest {
	name: string;
	version: string;
	license?: string;
	dependencies?: Record<string, string>;
	devDependencies?: Record<string, string>;
}

const lock = readLockfile();
const bom = sbomOf(lock, 'server-kit');
const listed = new Map(bom.components.map((component) => [`${component.name}@${component.version}`, component]));
const read = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8'));

/** What is really installed, asked of Node itself: the packages that the kit needs, and what those need. */
function installed(): Map<string, Manifest> {
	const found = new Map<string, Manifest>();
	const waiting = [resolve(ROOT, 'server-kit/package.json')];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		const manifest = read(path);
		const key = `${manifest.name}@${manifest.version}`;
		if (found.has(key)) continue;
		found.set(key, manifest);
		for (const name of Object.keys(manifest.dependencies ?? {})) waiting.push(manifestOf(name, path));
	}
	return found;
}

function manifestOf(name: string, from: string): string {
	return findPackageJSON(name, pathToFileURL(from)) ?? createRequire(from).resolve(`${name}/package.json`);
}

test('S-09 every package of an installation stands in it with its version, its license and its hash', () => {
	const missing: string[] = [];
	for (const [key, manifest] of installed()) {
		if (manifest.name === '@deskbell/server-kit') continue;
		const component = listed.get(key);
		if (!component) missing.push(key);
		else if (component.licenses.length === 0) missing.push(`${key}: its license`);
		else if (!component.hashes && !manifest.name.startsWith('@deskbell/')) missing.push(`${key}: its hash`);
	}
	assert.deepEqual(missing, []);
	assert.ok(listed.size > 50, `${listed.size}`);
});

test('S-09 what tests and builds need does not stand in it', () => {
	const root = read(resolve(ROOT, 'package.json'));
	const own = new Set(Object.keys(read(resolve(ROOT, 'server-kit/package.json')).dependencies ?? {}));
	const needed = new Set([...installed().values()].flatMap(({ dependencies = {} }) => Object.keys(dependencies)));
	const tools = Object.keys(root.devDependencies ?? {}).filter((name) => !own.has(name) && !needed.has(name));
	assert.ok(tools.includes('typescript') && tools.includes('playwright-core'));
	const names = new Set(bom.components.map(({ name }) => name));
	assert.deepEqual(
		tools.filter((name) => names.has(name)),
		[],
	);
});

test('it is CycloneDX: every reference leads somewhere, none twice; the same lockfile gives the same bytes', () => {
	assert.deepEqual([bom.bomFormat, bom.specVersion, bom.version], ['CycloneDX', '1.6', 1]);
	const refs = [bom.metadata.component, ...bom.components].map((component) => component['bom-ref']);
	assert.equal(new Set(refs).size, refs.length);
	assert.deepEqual(bom.dependencies.map(({ ref }) => ref).sort(), refs.toSorted());
	const led = bom.dependencies.flatMap(({ dependsOn }) => dependsOn);
	assert.deepEqual(
		led.filter((ref) => !refs.includes(ref)),
		[],
	);
	for (const { purl, hashes = [] } of bom.components) {
		assert.match(purl, /^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+[\w.+-]*$/);
		for (const { content } of hashes) assert.match(content, /^[0-9a-f]{128}$/);
	}
	assert.equal(JSON.stringify(sbomOf(readLockfile(), 'server-kit')), JSON.stringify(bom));
});

test('a package that the lockfile lacks is named', () => {
	const { 'node_modules/koa-compose': _gone, 'server-kit/node_modules/koa-compose': _own, ...damaged } = lock;
	assert.throws(() => sbomOf(damaged, 'server-kit'), /koa-compose, which .* needs/);
});
