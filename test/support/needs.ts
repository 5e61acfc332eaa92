// What the tests need of the machine: found, or installed where we may, or named with the command that installs it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	findChromium,
	findMariadb,
	findNginx,
	findPostgres,
	findProgram,
	findRedis,
	type Machine,
	thisMachine,
} from './programs.ts';

export type NeedName = 'chromium' | 'mariadb' | 'postgres' | 'redis' | 'nginx';

interface Need {
	what: string;
	/** Debian packages. */
	packages: readonly string[];
	find(machine: Machine): unknown;
}

const NEEDS: Record<NeedName, Need> = {
	chromium: { what: 'Chromium', packages: ['chromium', 'fonts-liberation'], find: findChromium },
	mariadb: { what: 'MariaDB', packages: ['mariadb-server'], find: findMariadb },
	postgres: { what: 'PostgreSQL', packages: ['postgresql'], find: findPostgres },
	redis: { what: 'Redis', packages: ['redis-server'], find: findRedis },
	nginx: { what: 'nginx', packages: ['nginx-light'], find: findNginx },
};

/** The part of the machine that installing touches; a test hands in another one. */
export interface Installer {
	machine: Machine;
	isRoot: boolean;
	say(line: string): void;
	/** Runs a command with its output shown and says whether it succeeded. */
	run(command: string, args: readonly string[], env: Record<string, string>): Promise<boolean>;
}

const realInstaller: Installer = {
	machine: thisMachine,
	isRoot: process.getuid?.() === 0,
	say: (line) => console.log(line),
	async run(command, args, env) {
		const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
		const [code] = await once(child, 'close');
		return code === 0;
	},
};

/** Makes sure that everything wanted is there. False, with the reason said, where it cannot be. */
export async function provide(wanted: Iterable<NeedName>, installer: Installer = realInstaller): Promise<boolean> {
	const missing = missingOf(wanted, installer.machine);
	if (missing.length === 0) return true;
	const mayInstall = installer.isRoot && findProgram(['apt-get'], installer.machine) !== null;
	if (mayInstall && (await install(missing, installer))) return true;
	explain(missingOf(missing, installer.machine), installer);
	return false;
}

function missingOf(wanted: Iterable<NeedName>, machine: Machine): NeedName[] {
	return [...new Set(wanted)].filter((name) => !NEEDS[name].find(machine));
}

function packagesOf(missing: readonly NeedName[]): string[] {
	return missing.flatMap((name) => NEEDS[name].packages);
}

async function install(missing: readonly NeedName[], { machine, say, run }: Installer): Promise<boolean> {
	const packages = packagesOf(missing);
	say(`Installing what the tests need and this machine lacks: ${packages.join(' ')}`);
	// A package list that cannot be renewed may still be good enough to install from.
	if (!(await run('apt-get', ['update'], {})))
		say('The package list could not be renewed; trying with the one at hand.');
	const installed = await run('apt-get', ['install', '-y', ...packages], { DEBIAN_FRONTEND: 'noninteractive' });
	return installed && missingOf(missing, machine).length === 0;
}

function explain(missing: readonly NeedName[], { say }: Installer): void {
	const names = missing.map((name) => NEEDS[name].what).join(', ');
	say(`The tests need programs that are missing here: ${names}`);
	say('On Debian or Ubuntu this installs them:');
	say(`  sudo apt-get update && sudo apt-get install -y ${packagesOf(missing).join(' ')}`);
	if (missing.includes('chromium')) say('CHROMIUM_PATH may name a Chromium or Chrome in another place.');
}
