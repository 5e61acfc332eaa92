// A disk that can be filled and freed: a small file system in memory where one may be mounted, else a limit on the size of
// the host's files. Both end a write on the same path of the database.

import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import type { HostProcess } from './process.ts';

export interface SmallDisk {
	readonly folder: string;
	/** How it is made full. */
	readonly how: string;
	/** No write of this host finds room from now on. */
	fill(host: HostProcess): Promise<void>;
	free(host: HostProcess): Promise<void>;
}

const run = promisify(execFile);

export async function smallDisk(test: TestContext): Promise<SmallDisk> {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-disk-${process.pid}-`));
	const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]).then(
		() => true,
		() => false,
	);
	test.after(async () => {
		if (mounted) await run('umount', ['--lazy', folder]);
		rmSync(folder, { recursive: true, force: true });
	});
	return mounted ? filledByAFile(folder) : limitedByTheSystem(folder);
}

function filledByAFile(folder: string): SmallDisk {
	const filler = join(folder, 'filler');
	return {
		folder,
		how: 'a file system of 8 MB',
		async fill() {
			const file = openSync(filler, 'w');
			for (let size = 65_536; size >= 1; size /= 16) writeUntilFull(file, Buffer.alloc(size));
			closeSync(file);
		},
		async free() {
			rmSync(filler);
		},
	};
}

function writeUntilFull(file: number, block: Buffer): void {
	try {
		for (;;) writeSync(file, block);
	} catch (fault) {
		if ((fault as NodeJS.ErrnoException).code !== 'ENOSPC') throw fault;
	}
}

function limitedByTheSystem(folder: string): SmallDisk {
	const limit = (host: HostProcess, bytes: string) => run('prlimit', ['--pid', String(host.pid), `--fsize=${bytes}:`]);
	return {
		folder,
		how: 'a limit on the size of files',
		fill: async (host) => void (await limit(host, '4096')),
		free: async (host) => void (await limit(host, 'unlimited')),
	};
}
