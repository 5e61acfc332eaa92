// F-09: a process that is killed between the effect of a tool and its record. The tool is never run a second time by
// itself, and its reader is told that nobody knows.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createScriptedModel, startKit } from '../../src/testing/index.ts';
import { retryJob } from './retry-job.ts';

interface Thread {
	can_send: boolean;
	messages: { status: string; tool_calls: { status: string }[] }[];
}

/** Killed when the tool has had its effect. @returns the path of the decision */
async function killedMidTool(database: string, effects: string): Promise<string> {
	const script = fileURLToPath(import.meta.resolve('./dying-tool.ts'));
	const child = spawn(process.execPath, ['--conditions=deskbell-src', script, database, effects], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [decision] = await once(child.stdout, 'data');
	while (!existsSync(effects)) await pause(20);
	child.kill('SIGKILL');
	await once(child, 'exit');
	return String(decision).trim();
}

test('F-09 kill -9 between the effect of a tool and its record: unknown, and never run again', {
	timeout: 60_000,
}, async (t) => {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-killed-${process.pid}-`));
	const [database, effects] = [join(folder, 'desk.sqlite'), join(folder, 'effects')];
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	const decision = await killedMidTool(database, effects);
	const again: string[] = [];
	const model = { ...createScriptedModel(), tools: true };
	const tools = [retryJob((key) => again.push(key))];
	const desk = await startKit({ database, clock: { now: () => Date.now() }, model, tools });
	t.after(desk.close);
	const ada = desk.as('ada');
	const { body } = await ada.get<Thread>(decision.replace(/\/tool-approvals.*/, ''));
	assert.deepEqual(
		body.messages.map(({ status, tool_calls: calls }) => [status, calls.map((call) => call.status)]),
		[
			['complete', []],
			['complete', ['unknown']],
			['interrupted', []],
		],
	);
	assert.equal(body.can_send, true);
	await desk.kit.jobs.tick();
	const same = await ada.stream(decision, { approved: true });
	assert.equal(same.parts.at(-1)?.type, 'error', 'the same decision tells the answer as it ended');
	const other = await ada.post<{ code: string }>(decision, { approved: false });
	assert.equal(other.body.code, 'already_decided');
	assert.deepEqual([readFileSync(effects, 'utf8').trim().split('\n').length, again], [1, []]);
});
