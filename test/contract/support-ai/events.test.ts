// Pushes to an open widget: what an agent does with a case arrives at once, in order, resumable, and at its owner alone.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { followPushes as follow } from './follow-pushes.ts';
import { eventually, kitFor } from './kits.ts';

const agent = { tenantId: 'acme', userId: 'agent-7', kind: 'agent' as const, roles: [], name: 'Jo' };

async function started(t: TestContext) {
	const kit = await kitFor(t);
	const open = async (user: string) =>
		(await kit.as(user).post<{ id: number; number: string }>('/cases', { subject: 'a', description: 'b' })).body;
	return { ...kit, desk: kit.kit.core.tickets, open };
}

test('a comment and a status arrive while the widget is open, notes do not, strangers get nothing', async (t) => {
	const { as, open, desk } = await started(t);
	const { id, number } = await open('ana');
	const ana = await follow(t, as('ana'));
	const ben = await follow(t, as('ben'));
	const namesake = await follow(t, as('ana', { tenantId: 'globex' }));
	assert.match(ana.headers.get('content-type') ?? '', /^text\/event-stream/);
	assert.equal(ana.headers.get('cache-control'), 'no-cache, no-transform');
	assert.equal(ana.headers.get('x-accel-buffering'), 'no');
	await desk.comment(agent, id, { body: 'note', visibility: 'internal' });
	await desk.comment(agent, id, { body: 'Hello', visibility: 'public' });
	await desk.setStatus(agent, id, 'resolved');
	await eventually(() => ana.seen.length === 2, 'two pushes');
	const [comment, status] = ana.seen.map(({ event }) => event);
	assert.equal(comment?.type === 'case-comment' && comment.comment.body, 'Hello');
	assert.deepEqual(comment?.type === 'case-comment' && comment.comment.author, { type: 'agent', name: 'Jo' });
	assert.deepEqual(status, { type: 'case-status', case_id: id, case_number: number, status: 'resolved' });
	assert.deepEqual([ben.seen, namesake.seen], [[], []]);
});

test('a reader who was away goes on after the last id it saw, without a gap or a double', async (t) => {
	const { as, open, desk } = await started(t);
	const { id } = await open('ana');
	const first = await follow(t, as('ana'));
	for (let said = 1; said <= 3; said += 1) await desk.comment(agent, id, { body: `${said}`, visibility: 'public' });
	await eventually(() => first.seen.length === 3, 'three pushes');
	for (let said = 4; said <= 150; said += 1) await desk.comment(agent, id, { body: `${said}`, visibility: 'public' });
	const back = await follow(t, as('ana'), first.seen[1]?.id ?? '');
	await eventually(() => back.seen.length === 148, 'everything since the second');
	const bodies = back.seen.map(({ event }) => event.type === 'case-comment' && Number(event.comment.body));
	assert.deepEqual(
		bodies,
		Array.from({ length: 148 }, (_, at) => at + 3),
	);
});

test('an id from before a backup was put back is ahead of all rows: its reader hears what comes next', async (t) => {
	const { as, open, desk } = await started(t);
	const { id } = await open('ana');
	await desk.comment(agent, id, { body: 'before', visibility: 'public' });
	const ahead = await follow(t, as('ana'), '999999999999999');
	await desk.comment(agent, id, { body: 'after', visibility: 'public' });
	await eventually(() => ahead.seen.length > 0, 'the new push');
	const bodies = ahead.seen.map(({ event }) => event.type === 'case-comment' && event.comment.body);
	assert.deepEqual(bodies, ['after']);
});

test('without an id it begins with what comes next; a strange id is none', async (t) => {
	const { as, open, desk } = await started(t);
	const { id } = await open('ana');
	await desk.comment(agent, id, { body: 'before', visibility: 'public' });
	const plain = await follow(t, as('ana'));
	const strange = await follow(t, as('ana'), "1'; drop table support_pushes; --");
	await desk.comment(agent, id, { body: 'after', visibility: 'public' });
	await eventually(() => plain.seen.length > 0 && strange.seen.length > 0, 'the new push');
	for (const { seen } of [plain, strange])
		assert.deepEqual(
			seen.map(({ event }) => event.type === 'case-comment' && event.comment.body),
			['after'],
		);
});

test('another person’s ids lead to nothing of theirs', async (t) => {
	const { as, open, desk } = await started(t);
	const { id } = await open('ana');
	await desk.comment(agent, id, { body: 'for ana', visibility: 'public' });
	const ben = await follow(t, as('ben'), '0');
	await desk.comment(agent, (await open('ben')).id, { body: 'for ben', visibility: 'public' });
	await eventually(() => ben.seen.length > 0, 'ben’s own push');
	assert.deepEqual(
		ben.seen.map(({ event }) => event.type === 'case-comment' && event.comment.body),
		['for ben'],
	);
});

test('closing the kit ends open streams', async (t) => {
	const { as, kit } = await started(t);
	const response = await as('ana').raw('GET', '/events');
	const reading = response.text();
	await kit.close();
	assert.match(await reading, /^: stream-open/);
});
