// F-10: SIGTERM under open streams. Newcomers are told to come again, short answers end, long ones are to be resumed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Client, createClient, type Streamed } from '../../src/testing/client.ts';
import { startKit } from '../../src/testing/index.ts';

const textOf = ({ parts }: Streamed) => parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');

function startDesk(database: string) {
	const script = fileURLToPath(import.meta.resolve('./closing-desk.ts'));
	return spawn(process.execPath, ['--conditions=deskbell-src', script, database], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
}

async function conversationOf(client: Client): Promise<string> {
	const { body } = await client.post<{ conversation_id: number }>('/conversations', {});
	return `/conversations/${body.conversation_id}`;
}

test('SIGTERM: 503 for newcomers, answers ended or to be resumed, nothing lost, exit 0', {
	timeout: 60_000,
}, async (t) => {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-closing-${process.pid}-`));
	const database = join(folder, 'desk.sqlite');
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	const child = startDesk(database);
	t.after(() => child.kill('SIGKILL'));
	const ended = once(child, 'exit');
	const [port] = await once(child.stdout, 'data');
	const face = `http://127.0.0.1:${Number(port)}/api/support/ai`;
	const people = Array.from({ length: 50 }, (_, at) => createClient(face, { 'x-user': `person-${at}` }));
	const paths = await Promise.all(people.map(conversationOf));
	const turns = people.map((person, at) => {
		const content = at % 2 === 0 ? 'How large may uploads be? Answer briefly.' : 'How large may uploads be?';
		return person.stream(`${paths[at]}/messages`, { content });
	});
	for (let begun = false; !begun; ) begun = (await statusesOf(people[49] as Client, paths[49] ?? '')).length === 2;
	child.kill('SIGTERM');
	await isToldToComeAgain(createClient(face, { 'x-user': 'newcomer' }));

	const told = await Promise.all(turns);
	assert.deepEqual(await ended, [0, null]);
	const again = await startKit({ database, clock: { now: () => Date.now() } });
	t.after(again.close);
	for (const [at, turn] of told.entries()) {
		const whole = at % 2 === 0;
		assert.deepEqual([turn.parts.at(-1)?.type === 'finish', turn.done], [whole, whole], `person ${at}`);
		const person = again.as(`person-${at}`);
		assert.equal((await statusesOf(person, paths[at] ?? '')).at(-1), whole ? 'complete' : 'interrupted');
		const rest = await person.follow(`${paths[at]}/stream`, { 'last-event-id': turn.ids.at(-1) ?? '' });
		const { body } = await person.get<{ messages: { content: string }[] }>(paths[at] ?? '');
		assert.equal(textOf(turn) + textOf(rest), body.messages.at(-1)?.content, 'what was told and what was kept agree');
		if (!whole) assert.equal(rest.parts.at(-1)?.type, 'error', 'who comes back is told that it was interrupted');
	}
});

async function isToldToComeAgain(newcomer: Client): Promise<void> {
	let refused = await newcomer.get<{ code: string }>('/quota');
	while (refused.status === 200) refused = await newcomer.get('/quota');
	assert.deepEqual([refused.status, refused.body.code], [503, 'shutting_down']);
	assert.ok(Number(refused.headers.get('retry-after')) > 0);
}

async function statusesOf(client: Client, path: string): Promise<string[]> {
	const { body } = await client.get<{ messages: { status: string }[] }>(path);
	return body.messages.map(({ status }) => status);
}
