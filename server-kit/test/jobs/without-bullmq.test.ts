// A host that has not installed bullmq: told so where it asks for it by name, and served by each process where it does not.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { freePort } from '../../../test/support/free-port.ts';

const KIT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'deskbell-without-'));
after(() => rmSync(folder, { recursive: true }));

/** The kit's source in a place where every package is installed but one. */
function install(missing: string): void {
	cpSync(join(KIT, 'src'), join(folder, 'src'), { recursive: true });
	cpSync(join(KIT, 'package.json'), join(folder, 'package.json'));
	for (const from of [join(KIT, 'node_modules'), resolve(KIT, '../node_modules')]) linkAll(from, '', missing);
	writeFileSync(join(folder, 'start.mjs'), START);
}

function linkAll(from: string, scope: string, missing: string): void {
	const to = join(folder, 'node_modules', scope);
	mkdirSync(to, { recursive: true });
	const packages = existsSync(from) ? readdirSync(from) : [];
	for (const name of packages.filter((each) => each !== missing && !each.startsWith('.'))) {
		if (name.startsWith('@')) linkAll(join(from, name), name, missing);
		else if (!existsSync(join(to, name))) symlinkSync(join(from, name), join(to, name));
	}
}

/** Starts a kit with this engine of jobs, runs them once, and tells what happened. */
const START = `
import { createSupportKit } from './src/kit.ts';

const [engine, url] = process.argv.slice(2);
const said = [];
const note = (message) => void said.push(message);
try {
	const kit = createSupportKit({
		database: ':memory:',
		secret: 'a secret for tests, 32 characters or more',
		auth: { authenticate: () => null },
		redis: { url },
		jobs: { engine },
		log: { info: note, warn: note, error: note },
	});
	await kit.migrate();
	await kit.jobs.tick();
	await kit.close();
	console.log(JSON.stringify({ said, fault: null }));
} catch (fault) {
	console.log(JSON.stringify({ said, fault: fault.message }));
}
`;

interface Told {
	said: string[];
	fault: string | null;
}

async function started(engine: string): Promise<Told> {
	const url = `redis://127.0.0.1:${await freePort()}`;
	const args = ['--conditions=deskbell-src', join(folder, 'start.mjs'), engine, url];
	const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
	return JSON.parse(stdout);
}

test('without the package bullmq: an error that says what to install, or each process runs the jobs', async () => {
	install('bullmq');
	const named = await started('bullmq');
	assert.equal(named.fault, 'createSupportKit: jobs.engine: the package bullmq is not installed: npm install bullmq');
	const left = await started('auto');
	assert.equal(left.fault, null);
	const about = (told: Told) => told.said.filter((message) => /bullmq/.test(message));
	assert.deepEqual(about(left), ['bullmq is not installed: each process runs every job']);
	const own = await started('process');
	assert.deepEqual([own.fault, about(own)], [null, []]);
});
