// A process that is killed in the middle of an answer: the next one to read the thread settles it, and all goes on.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Client } from '../../src/testing/client.ts';
import { startKit } from '../../src/testing/index.ts';

interface Thread {
	can_send: boolean;
	answering_message_id: number | null;
	messages: { id: number; role: string; status: string; content: string }[];
}

interface Quota {
	messages: { used: number; reserved: number };
	tokens: { used: number; reserved: number };
	cost: { estimated: boolean };
}

async function killedMidAnswer(database: string): Promise<number> {
	const script = fileURLToPath(import.meta.resolve('./dying-desk.ts'));
	const child = spawn(process.execPath, ['--conditions=deskbell-src', script, database], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [conversationId] = await once(child.stdout, 'data');
	child.kill('SIGKILL');
	await once(child, 'exit');
	return Number(conversationId);
}

test('what was said is kept, the reservation is settled, and the conversation takes the next turn', {
	timeout: 60_000,
}, async (t) => {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-killed-${process.pid}-`));
	const database = join(folder, 'desk.sqlite');
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	const conversationId = await killedMidAnswer(database);
	const desk = await startKit({ database, clock: { now: () => Date.now() }, quota: { user: { messages: 3 } } });
	t.after(desk.close);
	const ada = desk.as('ada');
	const path = `/conversations/${conversationId}`;
	const reserved = (await ada.get<Quota>('/quota')).body;
	assert.equal(reserved.messages.reserved, 1, 'the killed process left no reservation behind');

	const { body: thread } = await ada.get<Thread>(path);
	const answer = thread.messages.at(-1) ?? assert.fail('nothing was kept');
	assert.deepEqual([answer.role, answer.status], ['assistant', 'interrupted']);
	assert.match(answer.content, /^The limit is 5 GB\. It holds for every plan\.{1000}/);
	assert.equal(thread.answering_message_id, null);
	assert.equal(thread.can_send, true);
	const settled = (await ada.get<Quota>('/quota')).body;
	assert.deepEqual([settled.messages.used, settled.messages.reserved, settled.tokens.reserved], [1, 0, 0]);
	assert.ok(settled.tokens.used > 0 && settled.cost.estimated);

	assert.equal((await ada.follow(`${path}/stream`)).status, 204);
	await comesBackToWhatWasKept(ada, path, answer);
	desk.model.says('As I said: 5 GB.');
	const next = await ada.stream(`${path}/messages`, { content: 'And for teams?' });
	assert.equal(next.parts.at(-1)?.type, 'finish');
	const history =
		desk.model.asked
			.at(-1)
			?.messages.map(({ content }) => content)
			.join('\n') ?? '';
	assert.match(history, /The limit is 5 GB/);
	const { body: after } = await ada.get<Thread>(path);
	assert.deepEqual(
		after.messages.map(({ status }) => status),
		['complete', 'interrupted', 'complete', 'complete'],
	);
	assert.equal((await ada.get<Quota>('/quota')).body.messages.used, 2);
});

/** F-11: whatever its reader had seen of it, also what was lost with the process. */
async function comesBackToWhatWasKept(
	ada: Client,
	path: string,
	{ id: answerId, content: kept }: Thread['messages'][number],
): Promise<void> {
	for (const seen of [0, 19, 1_000, kept.length, kept.length + 500]) {
		const id = `${answerId}.${seen * 100_000 + (seen === 0 ? 2 : 0)}`;
		const { parts, done } = await ada.follow(`${path}/stream`, { 'last-event-id': id });
		const rest = parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
		assert.equal(rest, kept.slice(seen), `after ${seen} characters`);
		assert.deepEqual([parts.at(-1)?.type, done], ['error', true], 'it says that it was interrupted');
	}
}

/** A desk on the database of one that was killed in the middle of an answer. */
async function openedAfterKill(t: TestContext) {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-killed-${process.pid}-`));
	const database = join(folder, 'desk.sqlite');
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	const conversationId = await killedMidAnswer(database);
	const desk = await startKit({ database, clock: { now: () => Date.now() } });
	t.after(desk.close);
	return { desk, conversationId };
}

test('the stream endpoint settles it as well, and tells the rest of what was kept', { timeout: 60_000 }, async (t) => {
	const { desk, conversationId } = await openedAfterKill(t);
	const ada = desk.as('ada');
	const path = `/conversations/${conversationId}`;
	// The first rows of a new database: the question, and its answer.
	const { parts } = await ada.follow(`${path}/stream`, { 'last-event-id': '2.1900000' });
	const rest = parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
	const { body } = await ada.get<Thread>(path);
	assert.deepEqual([body.messages.at(-1)?.status, body.can_send], ['interrupted', true]);
	assert.equal(rest, body.messages.at(-1)?.content.slice(19));
});

test('the next message settles it as well, without a read before', { timeout: 60_000 }, async (t) => {
	const { desk, conversationId } = await openedAfterKill(t);
	const next = await desk.as('ada').stream(`/conversations/${conversationId}/messages`, { content: 'Hello?' });
	assert.equal(next.status, 200);
	assert.equal(next.parts.at(-1)?.type, 'finish');
});
