// Private MariaDB, PostgreSQL and Redis servers for tests, started from the machine's own programs.

import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, launch, type PrivateServer, privateFolder, type RunAs, run } from './private-server.ts';
import { findMariadb, findPostgres, findRedis } from './programs.ts';

export type { PrivateServer } from './private-server.ts';

const AS_ROOT = process.getuid?.() === 0;

export interface Durability {
	/** What was committed is there after the server has crashed. Not needed where nothing crashes, and slower. */
	survivesCrash?: boolean;
}

// A test database may forget everything when the machine stops: that is where its speed comes from.
const MARIADB_FAST = [
	'--innodb-flush-method=nosync',
	'--innodb-doublewrite=OFF',
	'--innodb-buffer-pool-size=32M',
	'--innodb-log-file-size=4M',
	'--performance-schema=OFF',
	'--skip-log-bin',
	'--skip-name-resolve',
];
const POSTGRES_FAST = ['-c', 'fsync=off', '-c', 'full_page_writes=off'];

/** An empty database `deskbell`, utf8mb4, user root without a password. */
export async function startMariadb({ survivesCrash = false }: Durability = {}): Promise<PrivateServer> {
	const programs = findMariadb();
	if (!programs) throw new Error('MariaDB is not installed');
	const template = await mariadbTemplate(programs);
	const folder = privateFolder('mariadb');
	const data = join(folder, 'data');
	cpSync(template, data, { recursive: true });
	const firstWords = join(folder, 'init.sql');
	writeFileSync(firstWords, 'CREATE DATABASE IF NOT EXISTS deskbell CHARACTER SET utf8mb4;\n');
	const port = await freePort();
	const server = await launch({
		program: programs.server,
		args: [
			'--no-defaults',
			...(AS_ROOT ? ['--user=root'] : []),
			`--datadir=${data}`,
			`--socket=${join(folder, 'socket')}`,
			`--pid-file=${join(folder, 'pid')}`,
			`--port=${port}`,
			'--bind-address=127.0.0.1',
			'--character-set-server=utf8mb4',
			`--init-file=${firstWords}`,
			...MARIADB_FAST,
			`--innodb-flush-log-at-trx-commit=${survivesCrash ? 2 : 0}`,
		],
		folder,
		ready: /ready for connections/,
	});
	return { url: `mysql://root@127.0.0.1:${port}/deskbell`, port, ...server };
}

/** Installing takes 1.4 s, copying an installed folder 0.1 s: so it is installed once per machine and user. */
async function mariadbTemplate({ server, install }: { server: string; install: string }): Promise<string> {
	const version = /(\d+\.\d+\.\d+)/.exec(await run(server, ['--version']))?.[1];
	const template = join(tmpdir(), `deskbell-mariadb-template-${version}-${process.getuid?.() ?? 'user'}`);
	if (existsSync(template)) return template;
	const draft = mkdtempSync(join(tmpdir(), `deskbell-mariadb-${process.pid}-`));
	const asRoot = AS_ROOT ? ['--user=root'] : [];
	const args = ['--no-defaults', ...asRoot, '--auth-root-authentication-method=normal', '--skip-test-db'];
	await run(install, [...args, `--datadir=${draft}`]);
	try {
		renameSync(draft, template);
	} catch (error) {
		if (!existsSync(template)) throw error;
		// Another test process was first.
		rmSync(draft, { recursive: true, force: true });
	}
	return template;
}

/** The empty database `postgres`, user postgres without a password. */
export async function startPostgres({ survivesCrash = false }: Durability = {}): Promise<PrivateServer> {
	const programs = findPostgres();
	if (!programs) throw new Error('PostgreSQL is not installed');
	// PostgreSQL refuses to run as root.
	const as = AS_ROOT ? await systemUser('postgres') : undefined;
	const folder = privateFolder('postgres', as);
	const data = join(folder, 'data');
	const who = as ? { as } : {};
	const commits = ['-c', `synchronous_commit=${survivesCrash ? 'on' : 'off'}`];
	const args = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--locale=C.UTF-8', '--encoding=UTF8'];
	await run(programs.init, args, { cwd: folder, ...who });
	const port = await freePort();
	const server = await launch({
		program: programs.server,
		args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...POSTGRES_FAST, ...commits],
		folder,
		ready: /ready to accept connections/,
		// It takes its children along; where it is killed outright, they live on for a moment and hold what it needs.
		crashSignal: 'SIGQUIT',
		...who,
	});
	return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, port, ...server };
}

async function systemUser(name: string): Promise<RunAs> {
	const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
	return { uid: Number(uid), gid: Number(gid) };
}

/** Nothing durable: what is published and queued lives as long as the test. On a given port: one that comes back, empty. */
export async function startRedis(givenPort?: number): Promise<PrivateServer> {
	const program = findRedis();
	if (!program) throw new Error('Redis is not installed');
	const folder = privateFolder('redis');
	const port = givenPort ?? (await freePort());
	// A job queue loses work where keys may be evicted.
	const policy = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
	const server = await launch({
		program,
		args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...policy],
		folder,
		ready: /Ready to accept connections/,
	});
	return { url: `redis://127.0.0.1:${port}`, port, ...server };
}
