// What the packages promise: the public names, exact versions, and a lockfile that installs on every platform.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { exportedNames } from '../support/exports.ts';
import { ROOT } from '../support/source-files.ts';

type Versions = Record<string, string>;

interface Manifest {
	name?: string;
	version?: string;
	dependencies?: Versions;
	devDependencies?: Versions;
	optionalDependencies?: Versions;
	workspaces?: string[];
}

interface Lockfile {
	packages: Record<string, Manifest & { link?: boolean; resolved?: string; optional?: boolean }>;
}

const read = <T>(path: string): T => JSON.parse(readFileSync(resolve(ROOT, path), 'utf8'));
const root = read<Manifest>('package.json');
const manifests = ['.', ...(root.workspaces ?? [])].map((folder) => ({
	folder,
	manifest: read<Manifest>(`${folder}/package.json`),
}));

describe('versions', () => {
	for (const { folder, manifest } of manifests) {
		test(`${folder}/package.json names exact versions`, () => {
			const named = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
			const loose = named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
			assert.deepEqual(loose, []);
		});
	}
});

describe('lockfile', () => {
	const lock = read<Lockfile>('package-lock.json');

	test('agrees with every package.json', () => {
		for (const { folder, manifest } of manifests) {
			const locked = lock.packages[folder === '.' ? '' : folder];
			assert.deepEqual(locked?.dependencies ?? {}, manifest.dependencies ?? {}, folder);
			assert.deepEqual(locked?.devDependencies ?? {}, manifest.devDependencies ?? {}, folder);
		}
	});

	// npm drops a platform package that its registry lacks without a word, and the next `npm ci` fails for it.
	test('misses no platform package', () => {
		assert.deepEqual(missingPlatforms(lock), []);
	});

	test('a missing platform package would be seen', () => {
		const damaged = structuredClone(lock);
		const victim = Object.keys(damaged.packages).find((path) => path.includes('/@rollup/rollup-'));
		assert.ok(victim, 'rollup has no platform packages any more');
		delete damaged.packages[victim];
		assert.equal(missingPlatforms(damaged).length, 1);
	});
});

function missingPlatforms({ packages }: Lockfile): string[] {
	return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter((name) => !foldersAbove(path).some((folder) => `${folder}node_modules/${name}` in packages))
			.map((name) => `${path} → ${name}`),
	);
}

/** Where node looks for what a package imports: its own folder, then every one that holds it. */
function foldersAbove(path: string): string[] {
	const steps = path.split('node_modules/');
	return [`${path}/`, ...steps.map((_, index) => steps.slice(0, index).join('node_modules/'))];
}

describe('public names', () => {
	const committed = resolve(import.meta.dirname, 'exports.txt');

	test('the kit exports what exports.txt lists', () => {
		const names = exportedNames(resolve(ROOT, 'server-kit/src/index.ts'));
		assert.ok(existsSync(committed), 'exports.txt is missing');
		const hint = 'a public name is a promise: change test/architecture/exports.txt on purpose';
		assert.equal(`${names.join('\n')}\n`, readFileSync(committed, 'utf8'), hint);
	});
});
