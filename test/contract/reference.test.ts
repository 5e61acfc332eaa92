// What is written about the API is what the routes say: documents, pages, the table of codes; all faces alike.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { codesIn, endpointsOf } from '../../server-kit/scripts/document.ts';
import { exampleOf } from '../../server-kit/scripts/example.ts';
import { referenceOf } from '../../server-kit/scripts/reference.ts';
import { DEGRADED } from '../../server-kit/src/core/faults.ts';
import { ERRORS, type ErrorCode } from '../../server-kit/src/errors.ts';
import { ROOT } from '../support/source-files.ts';
import { compiled, documents } from './documents.ts';

const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');
const written = await referenceOf();

describe('written down and current', () => {
	for (const [path, text] of Object.entries(written))
		test(path, () => assert.equal(read(path), text, 'run `npm run openapi` and commit what changed'));

	test('and nothing else stands there', () => {
		const there = globSync(['docs/api/**/*.md', 'server-kit/openapi/*.json'], { cwd: ROOT }).sort();
		const made = Object.keys(written).filter((path) => path !== 'docs/errors.md');
		assert.deepEqual(there, made.sort());
	});
});

/** Codes that depend on no route: a path that is not there, a rate that is told as a degraded state, the desk's own. */
const OF_NO_ROUTE: readonly ErrorCode[] = ['method_not_allowed', 'rate_limited', 'case_status_conflict'];

describe('the table of codes', () => {
	const table = Object.keys(ERRORS) as ErrorCode[];
	const listed = [...documents.values()].flatMap((api) =>
		endpointsOf(api).flatMap(({ responses }) => Object.entries(responses)),
	);

	test('is the codes of the documents, and they are of the table', () => {
		const told = new Set(listed.flatMap(([, { description }]) => codesIn(description)));
		const elsewhere = OF_NO_ROUTE.filter((code) => !told.has(code));
		assert.deepEqual([...told, ...elsewhere].sort(), table.toSorted());
	});

	test('gives each code the status of the documents; a face of another habit keeps to one, and the table says so', () => {
		for (const [face, api] of documents)
			for (const [status, { description }] of endpointsOf(api).flatMap(({ responses }) => Object.entries(responses)))
				for (const code of codesIn(description)) {
					const row = read('docs/errors.md').match(new RegExp(`^\\| \`${code}\` \\|.*$`, 'm'))?.[0] ?? '';
					const usual = String(ERRORS[code as ErrorCode].status) === status;
					assert.ok(
						usual ? !row.includes(`${face} (`) : row.includes(`${face} (${status})`),
						`${face} ${code} ${status}`,
					);
				}
	});

	test('is the rows of docs/errors.md, with their status', () => {
		const [codes, states] = read('docs/errors.md').split('## Degraded states');
		const rowsOf = (part = '') =>
			[...part.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, code, status]) => [code, status]);
		const said = (all: Readonly<Record<string, { status: number }>>) =>
			Object.entries(all).map(([code, { status }]) => [code, String(status)]);
		assert.deepEqual(rowsOf(codes).sort(), said(ERRORS).sort());
		assert.deepEqual(rowsOf(states).sort(), said(DEGRADED).sort());
	});
});

describe('the examples', () => {
	for (const [face, api] of documents)
		for (const { operationId, requestBody } of endpointsOf(api)) {
			const schema = requestBody?.content?.['application/json']?.schema;
			if (!schema) continue;
			test(`${face} ${operationId}: a request as the reference shows it has the documented shape`, () => {
				const validate = compiled(face, schema);
				const example = exampleOf(schema, api);
				assert.ok(validate(example), JSON.stringify([example, validate.errors]));
			});
		}
});
