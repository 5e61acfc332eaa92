// The documents lead somewhere: every link to a file and to a heading in it, and every document from the index.

import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { ROOT } from '../support/source-files.ts';

const documents = globSync(
	['*.md', 'docs/**/*.md', '{widget,server-kit,demo}/README.md', 'widget/examples/README.md'],
	{ cwd: ROOT },
);
const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');

/** Without what stands in blocks and in code. */
const prose = (path: string) => read(path).replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');

const linksIn = (path: string) =>
	[...prose(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to as string).filter((to) => !/^[a-z]+:/.test(to));

/** As the sites that show Markdown make them. */
const anchorsIn = (path: string) =>
	[...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N}\-_ ]/gu, '')
			.replaceAll(' ', '-'),
	);

function leadsNowhere(from: string, link: string): boolean {
	const [file = '', anchor] = link.split('#');
	const to = file === '' ? resolve(ROOT, from) : resolve(ROOT, dirname(from), file);
	if (!existsSync(to)) return true;
	return anchor !== undefined && statSync(to).isFile() && to.endsWith('.md') && !anchorsIn(to).includes(anchor);
}

describe('links', () => {
	for (const path of documents) {
		test(`of ${path}`, () => {
			assert.deepEqual(
				linksIn(path).filter((link) => leadsNowhere(path, link)),
				[],
			);
		});
	}
});

test('the index names every document', () => {
	const named = linksIn('docs/README.md').map((link) => relative(ROOT, resolve(ROOT, 'docs', link)));
	const all = documents.filter((path) => /^docs\/[^/]+\.md$/.test(path) && path !== 'docs/README.md');
	assert.deepEqual(
		all.filter((path) => !named.includes(path)),
		[],
	);
});
