// `npm run sbom`: what an installation brings along, as CycloneDX, read off the lockfile: the same lockfile, the same bytes.
// `npm sbom` refuses this tree: it takes another version of an optional peer, which only tests bring along, for a fault.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

interface Locked {
	name?: string;
	version?: string;
	license?: string;
	integrity?: string;
	/** Of a link to a workspace: its folder. */
	resolved?: string;
	link?: boolean;
	dependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
}

export type Lockfile = Readonly<Record<string, Locked>>;

export interface Component {
	type: 'library';
	'bom-ref': string;
	name: string;
	version: string;
	purl: string;
	licenses: ({ license: { id: string } } | { expression: string })[];
	hashes?: { alg: 'SHA-512'; content: string }[];
}

export interface Bom {
	bomFormat: 'CycloneDX';
	specVersion: '1.6';
	version: 1;
	metadata: { component: Component };
	components: Component[];
	dependencies: { ref: string; dependsOn: string[] }[];
}

const ROOT = resolve(import.meta.dirname, '../..');
/** Goes out with the package. */
const OUT = 'server-kit/dist/sbom.cdx.json';

/** @param folder of the workspace whose installation is told of */
export function sbomOf(lock: Lockfile, folder: string): Bom {
	const found = new Map<string, readonly string[]>();
	const waiting = [folder];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (found.has(path)) continue;
		const below = dependenciesOf(path, lock);
		found.set(path, below);
		waiting.push(...below);
	}
	const byRef = new Map([...found].map(([path, below]) => [refOf(path, lock), { path, below }]));
	const sorted = [...byRef].sort(([one], [other]) => (one < other ? -1 : 1));
	const root = refOf(folder, lock);
	return {
		bomFormat: 'CycloneDX',
		specVersion: '1.6',
		version: 1,
		metadata: { component: componentOf(folder, lock) },
		components: sorted.filter(([ref]) => ref !== root).map(([, { path }]) => componentOf(path, lock)),
		dependencies: sorted.map(([ref, { below }]) => ({
			ref,
			dependsOn: [...new Set(below.map((path) => refOf(path, lock)))].sort(),
		})),
	};
}

function dependenciesOf(path: string, lock: Lockfile): string[] {
	const { dependencies = {}, optionalDependencies = {} } = lock[path] ?? {};
	const needed = Object.keys(dependencies).map((name) => placeOf(name, path, lock) ?? missing(name, path));
	// For other platforms: not every lockfile has all of them.
	const others = Object.keys(optionalDependencies).flatMap((name) => placeOf(name, path, lock) ?? []);
	return [...needed, ...others];
}

function missing(name: string, path: string): never {
	throw new Error(`${name}, which ${path} needs, does not stand in the lockfile`);
}

/** Where Node finds it: in the package's own folder, or in one that holds it. */
function placeOf(name: string, from: string, lock: Lockfile): string | null {
	const steps = from.split('/');
	for (let length = steps.length; length >= 0; length -= 1) {
		const path = [...steps.slice(0, length), 'node_modules', name].join('/');
		const entry = lock[path];
		if (entry) return entry.link ? (entry.resolved ?? path) : path;
	}
	return null;
}

function nameOf(path: string, lock: Lockfile): string {
	return lock[path]?.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** A package URL: of a scope, the sign is written in percent. */
function refOf(path: string, lock: Lockfile): string {
	return `pkg:npm/${nameOf(path, lock).replace('@', '%40')}@${lock[path]?.version}`;
}

function componentOf(path: string, lock: Lockfile): Component {
	const { version = '', license, integrity } = lock[path] ?? {};
	const purl = refOf(path, lock);
	return {
		type: 'library',
		'bom-ref': purl,
		name: nameOf(path, lock),
		version,
		purl,
		licenses: license === undefined ? [] : [licenseOf(license)],
		...(integrity && { hashes: [{ alg: 'SHA-512', content: hexOf(integrity) }] }),
	};
}

/** Of several the person who uses it may choose one: that is no id, but an expression. */
function licenseOf(license: string): Component['licenses'][number] {
	return /^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license };
}

function hexOf(integrity: string): string {
	return Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
}

export function readLockfile(): Lockfile {
	return JSON.parse(readFileSync(resolve(ROOT, 'package-lock.json'), 'utf8')).packages;
}

if (import.meta.main) {
	const bom = sbomOf(readLockfile(), 'server-kit');
	mkdirSync(dirname(resolve(ROOT, OUT)), { recursive: true });
	writeFileSync(resolve(ROOT, OUT), `${JSON.stringify(bom, null, '\t')}\n`);
	console.log(`${bom.components.length} components are written: ${OUT}`);
}
