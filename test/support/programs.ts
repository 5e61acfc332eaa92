// Where programs of the machine are found: PATH, and the places where Debian puts servers that PATH leaves out.

import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** What finding depends on, as a value, so that a test can describe another machine. */
export interface Machine {
	env: Record<string, string | undefined>;
	/** Searched after PATH. */
	furtherFolders: readonly string[];
	/** Holds one folder per PostgreSQL version, each with a `bin`. */
	postgresHome: string;
}

export const thisMachine: Machine = {
	env: process.env,
	furtherFolders: ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin'],
	postgresHome: '/usr/lib/postgresql',
};

const CHROMIUM_NAMES = [
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The first of the names that can be run, as an absolute path. */
export function findProgram(names: readonly string[], machine: Machine = thisMachine): string | null {
	const folders = [...(machine.env.PATH ?? '').split(delimiter).filter(Boolean), ...machine.furtherFolders];
	for (const name of names) {
		const places = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
		const found = places.find(canRun);
		if (found) return found;
	}
	return null;
}

export function findChromium(machine: Machine = thisMachine): string | null {
	const chosen = machine.env.CHROMIUM_PATH;
	return findProgram(chosen ? [chosen] : CHROMIUM_NAMES, machine);
}

export function findMariadb(machine: Machine = thisMachine): { server: string; install: string } | null {
	const server = findProgram(['mariadbd', 'mysqld'], machine);
	const install = findProgram(['mariadb-install-db', 'mysql_install_db'], machine);
	return server && install ? { server, install } : null;
}

export function findPostgres(machine: Machine = thisMachine): { server: string; init: string } | null {
	const homes = postgresVersions(machine.postgresHome).map((version) => join(machine.postgresHome, version, 'bin'));
	const withHomes = { ...machine, furtherFolders: [...homes, ...machine.furtherFolders] };
	const server = findProgram(['postgres'], withHomes);
	const init = findProgram(['initdb'], withHomes);
	return server && init ? { server, init } : null;
}

export function findRedis(machine: Machine = thisMachine): string | null {
	return findProgram(['redis-server', 'valkey-server'], machine);
}

export function findNginx(machine: Machine = thisMachine): string | null {
	return findProgram(['nginx'], machine);
}

function postgresVersions(home: string): string[] {
	try {
		return readdirSync(home).sort((a, b) => Number(b) - Number(a));
	} catch {
		return [];
	}
}

function canRun(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
