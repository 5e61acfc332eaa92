// What is missing is installed where we may, and named with its command where we may not.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { type Installer, provide } from '../support/needs.ts';
import { findChromium, findPostgres, type Machine } from '../support/programs.ts';
import { plantTree, type SourceTree } from '../support/source-tree.ts';

const trees: SourceTree[] = [];

afterEach(() => {
	for (const tree of trees.splice(0)) tree.remove();
});

/** A machine that has nothing but these programs; paths are below its root. */
function machineWith(...programs: string[]): Machine & { root: string; add(program: string): void } {
	const tree = plantTree({});
	trees.push(tree);
	const add = (program: string) => {
		const path = join(tree.root, program);
		mkdirSync(join(path, '..'), { recursive: true });
		writeFileSync(path, '');
		chmodSync(path, 0o755);
	};
	for (const program of programs) add(program);
	const env = { PATH: join(tree.root, 'bin') };
	return { env, furtherFolders: [join(tree.root, 'sbin')], postgresHome: join(tree.root, 'pg'), root: tree.root, add };
}

function installerOn(machine: Machine, further: Partial<Installer> = {}) {
	const said: string[] = [];
	const commands: string[] = [];
	const installer: Installer = {
		machine,
		isRoot: true,
		say: (line) => said.push(line),
		run: async (command, args) => {
			commands.push([command, ...args].join(' '));
			return true;
		},
		...further,
	};
	return { installer, said, commands };
}

describe('needs', () => {
	test('nothing is installed where everything is there', async () => {
		const machine = machineWith('bin/chromium', 'sbin/mariadbd', 'bin/mariadb-install-db', 'bin/apt-get');
		const { installer, said, commands } = installerOn(machine);
		assert.equal(await provide(['chromium', 'mariadb'], installer), true);
		assert.deepEqual([said, commands], [[], []]);
	});

	test('root on Debian: only what is missing is installed, and it is said', async () => {
		const machine = machineWith('bin/chromium', 'bin/apt-get');
		const { installer, said, commands } = installerOn(machine, {
			run: async (command, args, env) => {
				commands.push([command, ...args].join(' '));
				if (args[0] !== 'install') return true;
				assert.deepEqual(env, { DEBIAN_FRONTEND: 'noninteractive' });
				machine.add('bin/redis-server');
				return true;
			},
		});
		assert.equal(await provide(['chromium', 'redis', 'redis'], installer), true);
		assert.deepEqual(commands, ['apt-get update', 'apt-get install -y redis-server']);
		assert.match(said.join('\n'), /redis-server/);
	});

	test('a list that cannot be renewed does not stop the installation', async () => {
		const machine = machineWith('bin/apt-get');
		const { installer } = installerOn(machine, {
			run: async (_command, args) => {
				if (args[0] === 'install') machine.add('bin/redis-server');
				return args[0] === 'install';
			},
		});
		assert.equal(await provide(['redis'], installer), true);
	});

	test('an installation that fails names what is missing and the command', async () => {
		const { installer, said } = installerOn(machineWith('bin/apt-get'), { run: async () => false });
		assert.equal(await provide(['mariadb', 'postgres'], installer), false);
		assert.match(said.join('\n'), /MariaDB, PostgreSQL/);
		assert.match(said.join('\n'), /sudo apt-get update && sudo apt-get install -y mariadb-server postgresql/);
	});

	test('an installation that claims success but brings nothing has failed', async () => {
		const { installer, said } = installerOn(machineWith('bin/apt-get'));
		assert.equal(await provide(['chromium'], installer), false);
		assert.match(said.join('\n'), /CHROMIUM_PATH/);
	});

	test('another user than root is told, and nothing is run', async () => {
		const { installer, commands, said } = installerOn(machineWith('bin/apt-get'), { isRoot: false });
		assert.equal(await provide(['redis'], installer), false);
		assert.deepEqual(commands, []);
		assert.match(said.join('\n'), /apt-get install -y redis-server/);
	});

	test('root without apt-get is told, and nothing is run', async () => {
		const { installer, commands } = installerOn(machineWith());
		assert.equal(await provide(['redis'], installer), false);
		assert.deepEqual(commands, []);
	});
});

describe('programs', () => {
	test('CHROMIUM_PATH is believed and nothing else is looked for', () => {
		const machine = machineWith('bin/chromium', 'opt/my-chrome');
		assert.equal(findChromium(machine), join(machine.root, 'bin/chromium'));
		machine.env.CHROMIUM_PATH = join(machine.root, 'opt/my-chrome');
		assert.equal(findChromium(machine), join(machine.root, 'opt/my-chrome'));
		machine.env.CHROMIUM_PATH = join(machine.root, 'opt/gone');
		assert.equal(findChromium(machine), null);
	});

	test('the newest PostgreSQL wins, by number and not by letter', () => {
		const machine = machineWith('pg/9/bin/postgres', 'pg/9/bin/initdb', 'pg/15/bin/postgres', 'pg/15/bin/initdb');
		assert.equal(findPostgres(machine)?.server, join(machine.root, 'pg/15/bin/postgres'));
	});

	test('a server without its installer is not enough', () => {
		assert.equal(findPostgres(machineWith('pg/15/bin/postgres')), null);
	});
});
