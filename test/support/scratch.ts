// Where a run of the tests puts what it throws away: in memory where there is room, for a disk is waited for.

import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAway, privateFolder } from './private-server.ts';

const GIB = 2 ** 30;
/** Several databases, a browser and their profiles live there at once. */
const ROOM = 4 * GIB;
/** What lies there is taken from what the programs need. */
const MEMORY = 8 * GIB;

/** A folder that is gone with our process; the usual one for temporary files where memory will not do. */
export function scratchFolder(inMemory = '/dev/shm', memory = process.availableMemory(), room = ROOM): string {
	if (memory < MEMORY || !hasRoom(inMemory, room)) return tmpdir();
	const folder = privateFolder('run', { home: inMemory });
	process.once('exit', () => clearAway(folder));
	// PostgreSQL runs as somebody else, and must find its folder in here.
	chmodSync(folder, 0o711);
	return mayRunFrom(folder) ? folder : tmpdir();
}

function hasRoom(folder: string, room: number): boolean {
	try {
		accessSync(folder, constants.W_OK);
		const { bavail, bsize } = statfsSync(folder);
		return bavail * bsize >= room;
	} catch {
		return false;
	}
}

/** In many containers no program runs from such a place; some tests install programs. */
function mayRunFrom(folder: string): boolean {
	const program = join(folder, 'probe');
	writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
	return spawnSync(program).status === 0;
}
