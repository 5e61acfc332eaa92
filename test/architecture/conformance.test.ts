// docs/conformance.md is true: its tests are there under the titles that it gives, and nothing that is promised lacks a row.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { endpointsOf, type OpenApi } from '../../server-kit/scripts/document.ts';
import { DEGRADED } from '../../server-kit/src/core/faults.ts';
import { ROOT } from '../support/source-files.ts';
import { testTitles } from '../support/test-titles.ts';

interface Row {
	promise: string;
	tests: readonly { file: string; title: string }[];
}

const FACE = '/api/support/ai';
const page = readFileSync(resolve(ROOT, 'docs/conformance.md'), 'utf8');
const rows = rowsOf(page);

function rowsOf(text: string): Row[] {
	return [...text.matchAll(/^\| (?!what holds|---)(.+?) \| (.*) \|$/gm)].map(([, promise = '', cell = '']) => ({
		promise,
		tests: cell.split('<br>').flatMap(citedIn),
	}));
}

/** A file, and the titles that are named behind it. */
function citedIn(cell: string): Row['tests'] {
	const [, file = '', named = ''] = /^\[[^\]]+\]\(\.\.\/([^)]+)\) (.*)$/.exec(cell) ?? [];
	return [...named.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title }));
}

function titlesIn(file: string): ReadonlySet<string> {
	const path = resolve(ROOT, file);
	return existsSync(path) ? testTitles(readFileSync(path, 'utf8')) : new Set();
}

function untrue(of: readonly Row[]): string[] {
	const files = new Set(of.flatMap(({ tests }) => tests.map(({ file }) => file)));
	const known = new Map([...files].map((file) => [file, titlesIn(file)]));
	const missing = ({ file, title }: Row['tests'][number]) => !known.get(file)?.has(title);
	return of.flatMap(({ tests }) => tests.filter(missing).map(({ file, title }) => `${file}: ${title}`));
}

test('each row names a test', () => {
	assert.ok(rows.length > 100, `${rows.length} rows`);
	const bare = rows.filter(({ tests }) => tests.length === 0);
	assert.deepEqual(
		bare.map(({ promise }) => promise),
		[],
	);
});

test('each test that is named is there under that title', () => {
	assert.deepEqual(untrue(rows), []);
});

test('a title that is changed by one letter, and a file that is gone, are found', () => {
	const [first] = rows.flatMap(({ tests }) => tests);
	assert.ok(first);
	const changed = { ...first, title: `${first.title}s` };
	const moved = { ...first, file: `${first.file}x` };
	assert.equal(untrue([{ promise: '', tests: [first, changed, moved] }]).length, 2);
});

test('each operation of the face has one row, and no row speaks of another', () => {
	const api = JSON.parse(readFileSync(resolve(ROOT, 'server-kit/openapi/support-ai.json'), 'utf8')) as OpenApi;
	const told = rows.flatMap(({ promise }) => /^`([A-Z]+ \/[^`]*)`:/.exec(promise)?.[1] ?? []);
	const documented = endpointsOf(api).map(({ method, path }) => `${method.toUpperCase()} ${path.slice(FACE.length)}`);
	assert.deepEqual(told.sort(), documented.sort());
});

test('each state that comes in place of an error has a row', () => {
	const promises = rows.map(({ promise }) => promise).join('\n');
	assert.deepEqual(
		Object.keys(DEGRADED).filter((code) => !promises.includes(`\`${code}\``)),
		[],
	);
});
