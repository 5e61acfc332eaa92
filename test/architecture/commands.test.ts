// docs/command-line.md names every command with its options and every variable that they read, and no others.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { program } from '../../server-kit/src/cli/program.ts';
import { ROOT } from '../support/source-files.ts';

type Command = typeof program;

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/command-line.md');

/** Each command that does something, by all of its names. */
function commandsOf(command: Command, before = ''): { usage: string; command: Command }[] {
	const name = `${before}${command.name()}`;
	if (command.commands.length > 0) return command.commands.flatMap((each) => commandsOf(each, `${name} `));
	const inBrackets = command.registeredArguments.map((each) =>
		each.required ? `<${each.name()}>` : `[${each.name()}]`,
	);
	return [{ usage: [name, ...inBrackets].join(' '), command }];
}

const commands = commandsOf(program);

test('docs/command-line.md names every command and its options', () => {
	const rows = [...page.matchAll(/^\| `(deskbell [^`]+)` \| (.*?) ?\| /gm)];
	const documented = rows.map(([, usage, options = '']) => [usage, ...options.matchAll(/--[\w-]+/g)].join(' '));
	const all = commands.map(({ usage, command }) => [usage, ...command.options.map(({ long }) => long)].join(' '));
	assert.deepEqual(documented.toSorted(), all.toSorted());
});

test('docs/command-line.md names every variable that a command reads', () => {
	const documented = [...page.matchAll(/^\| `([A-Z_]+)` \| /gm)].map(([, name]) => name ?? '');
	const ofOptions = commands.flatMap(({ command }) => command.options.flatMap(({ envVar }) => envVar ?? []));
	const sources = globSync('server-kit/src/cli/**/*.ts', { cwd: ROOT }).map(read);
	const ofCode = sources.flatMap((text) => text.match(/\b(?:DESKBELL|OPENAI|REDIS)_[A-Z_]+\b/g) ?? []);
	assert.deepEqual(documented.toSorted(), [...new Set([...ofOptions, ...ofCode])].toSorted());
});
