// Private MariaDB, PostgreSQL, Redis and nginx servers for tests, started from the machine's own programs.

import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.ts';
import { launch, type PrivateServer, privateFolder, type RunAs, run } from './private-server.ts';
import { findMariadb, findNginx, findPostgres, findRedis } from './programs.ts';

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
	'--performance-schema=OFF',
	'--skip-log-bin',
	'--skip-name-resolve',
	// Else each table that is made waits for the disk, and a migration makes dozens.
	'--loose-debug-no-sync',
];
/** Copied with each server. */
const MARIADB_SMALL = ['--innodb-log-file-size=4M'];
const RUN_BY = AS_ROOT ? ['--user=root'] : [];
const POSTGRES_FAST = ['-c', 'fsync=off', '-c', 'full_page_writes=off'];

/** An empty database `deskbell`, utf8mb4, user root without a password. */
export async function startMariadb({ survivesCrash = false }: Durability = {}): Promise<PrivateServer> {
	const programs = findMariadb();
	if (!programs) throw new Error('MariaDB is not installed');
	const folder = privateFolder('mariadb');
	const data = join(folder, 'data');
	await copyInstalled(data, {
		kind: 'mariadb',
		...programs,
		args: ['--no-defaults', ...RUN_BY, ...MARIADB_SMALL, '--auth-root-authentication-method=normal', '--skip-test-db'],
		into: '--datadir=',
	});
	const firstWords = join(folder, 'init.sql');
	writeFileSync(firstWords, 'CREATE DATABASE IF NOT EXISTS deskbell CHARACTER SET utf8mb4;\n');
	const port = await freePort();
	const server = await launch({
		program: programs.server,
		args: [
			'--no-defaults',
			...RUN_BY,
			`--datadir=${data}`,
			// A server that starts empties its folder of temporary tables: a shared one holds those of the others too.
			`--tmpdir=${folder}`,
			`--socket=${join(folder, 'socket')}`,
			`--pid-file=${join(folder, 'pid')}`,
			`--port=${port}`,
			'--bind-address=127.0.0.1',
			'--character-set-server=utf8mb4',
			`--init-file=${firstWords}`,
			...MARIADB_FAST,
			...MARIADB_SMALL,
			`--innodb-flush-log-at-trx-commit=${survivesCrash ? 2 : 0}`,
		],
		folder,
		ready: /ready for connections/,
	});
	return { url: `mysql://root@127.0.0.1:${port}/deskbell`, port, ...server };
}

interface Template {
	kind: string;
	/** The program whose version it is for. */
	server: string;
	/** Lays down an empty installation. */
	install: string;
	args: readonly string[];
	/** Its argument that names the folder, up to the name. */
	into: '--datadir=' | '--pgdata=';
	as?: RunAs | undefined;
}

/** Installing takes a second, copying an installed folder a tenth: so it is installed once for all of a run's servers. */
async function copyInstalled(folder: string, { kind, server, install, args, into, as }: Template): Promise<void> {
	const made = createHash('sha256').update(`${await run(server, ['--version'])} ${args.join(' ')}`);
	const owner = process.getuid?.() ?? 'user';
	const template = join(tmpdir(), `deskbell-${kind}-template-${owner}-${made.digest('hex').slice(0, 12)}`);
	if (!existsSync(template)) {
		const draft = join(privateFolder(kind, { owner: as }), 'data');
		await run(install, [...args, into + draft], { cwd: dirname(draft), as });
		moveUnlessThere(draft, template);
	}
	await run('cp', ['-R', template, folder], { cwd: dirname(folder), as });
}

/** Another test process may be first. */
function moveUnlessThere(draft: string, template: string): void {
	try {
		renameSync(draft, template);
	} catch (error) {
		if (!existsSync(template)) throw error;
	} finally {
		rmSync(dirname(draft), { recursive: true, force: true });
	}
}

/** The empty database `postgres`, user postgres without a password. */
export async function startPostgres({ survivesCrash = false }: Durability = {}): Promise<PrivateServer> {
	const programs = findPostgres();
	if (!programs) throw new Error('PostgreSQL is not installed');
	// PostgreSQL refuses to run as root.
	const as = AS_ROOT ? await systemUser('postgres') : undefined;
	const folder = privateFolder('postgres', { owner: as });
	const data = join(folder, 'data');
	const commits = ['-c', `synchronous_commit=${survivesCrash ? 'on' : 'off'}`];
	await copyInstalled(data, {
		kind: 'postgres',
		server: programs.server,
		install: programs.init,
		args: ['-U', 'postgres', '-A', 'trust', '--no-sync', '--locale=C.UTF-8', '--encoding=UTF8'],
		into: '--pgdata=',
		as,
	});
	const port = await freePort();
	const server = await launch({
		program: programs.server,
		args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...POSTGRES_FAST, ...commits],
		folder,
		ready: /ready to accept connections/,
		// It takes its children along; where it is killed outright, they live on for a moment and hold what it needs.
		crashSignal: 'SIGQUIT',
		as,
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

/** nginx in front of others: the locations of one server, as a host would write them. Its origin stands in `url`. */
export async function startNginx(locations: string): Promise<PrivateServer> {
	const program = findNginx();
	if (!program) throw new Error('nginx is not installed');
	const folder = privateFolder('nginx');
	const port = await freePort();
	const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
	const settings = join(folder, 'nginx.conf');
	writeFileSync(
		settings,
		`daemon off; master_process off; pid ${folder}/pid; error_log stderr notice;
${AS_ROOT ? 'user root;' : ''}
events {}
http {
  access_log off;
  gzip on;
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  server {
    listen 127.0.0.1:${port};
${locations}
  }
}
`,
	);
	const args = ['-p', folder, '-e', 'stderr', '-c', settings];
	await run(program, [...args, '-t']);
	const server = await launch({ program, args, folder, ready: /event method/ });
	return { url: `http://127.0.0.1:${port}`, port, ...server };
}
