// The metrics that docs/operations.md names, in its table and in its alerts, are those that there are.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createSupportKit } from '@deskbell/server-kit';
import { ROOT } from '../support/source-files.ts';

const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');

async function registered(): Promise<readonly string[]> {
	const kit = createSupportKit({
		database: ':memory:',
		secret: 'a secret for tests, 32 characters or more',
		auth: { authenticate: () => null },
		metrics: true,
	});
	await kit.migrate();
	const { body } = await kit.metrics();
	await kit.close();
	return [...body.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name).filter((name) => /^deskbell_/.test(name));
}

/** `a_{b,c}_d` is two names. */
function spelledOut(name: string): string[] {
	const [, before = '', either = '', after = ''] = /^(\w+)\{([\w,]+)\}(\w*)$/.exec(name) ?? [];
	return either ? either.split(',').map((each) => before + each + after) : [name];
}

const names = await registered();

test('the table has a row for each metric', () => {
	const cells = [...page.matchAll(/^\| (`deskbell_.*?) \|/gm)].map(([, cell = '']) => cell);
	const documented = cells
		.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)])
		.flatMap(([, name = '']) => spelledOut(name));
	assert.deepEqual(documented.toSorted(), names.toSorted());
});

test('the alerts ask for nothing else', () => {
	const [alerts = ''] = /```yaml\n[\s\S]*?```/.exec(page) ?? [];
	const asked = [...alerts.matchAll(/\bdeskbell_\w+/g)].map(([name]) => name.replace(/_(bucket|count|sum)$/, ''));
	assert.ok(asked.length > 0);
	assert.deepEqual(
		asked.filter((name) => !names.includes(name)),
		[],
	);
});
