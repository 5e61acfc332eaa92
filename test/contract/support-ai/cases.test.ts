// Human cases as their customer sees them: numbered, listed, answered, reopened, closed.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Client, startKit } from '@deskbell/server-kit/testing';
import type { CaseList, CaseView, CommentAdded } from '../../../server-kit/src/protocol/index.ts';
import { codeOf, kitFor } from './kits.ts';

const kit = await startKit();
after(() => kit.close());
const agent = { tenantId: 'acme', userId: 'agent-7', kind: 'agent' as const, roles: [], name: 'Jo' };
const desk = kit.kit.core.tickets;

async function open(client: Client, fields: Record<string, unknown> = {}): Promise<CaseView> {
	const { status, body } = await client.post<CaseView>('/cases', {
		subject: 'Upload',
		description: 'It stops.',
		...fields,
	});
	assert.equal(status, 200, JSON.stringify(body));
	return body;
}

async function ids(client: Client, query = ''): Promise<number[]> {
	return (await client.get<CaseList>(`/cases${query}`)).body.cases.map(({ id }) => id);
}

test('a new case has every documented field and the defaults', async () => {
	const made = await open(kit.as('ana'));
	const { id, number, ...rest } = made;
	assert.ok(Number.isInteger(id));
	assert.match(number, /^TKT-2026-\d{4,}$/);
	const at = new Date(kit.clock.now()).toISOString();
	assert.deepEqual(rest, {
		subject: 'Upload',
		description: 'It stops.',
		category: null,
		priority: 'normal',
		status: 'open',
		conversation_id: null,
		last_comment_at: null,
		unread: false,
		comments: [],
		created_at: at,
		updated_at: at,
	});
	assert.deepEqual((await kit.as('ana').get(`/cases/${id}`)).body, made);
});

test('numbers count per tenant and year, without a double under parallel requests', async (t) => {
	const own = await kitFor(t);
	const made = await Promise.all(Array.from({ length: 20 }, (_, at) => open(own.as(`user-${at}`))));
	const numbers = made.map(({ number }) => number).sort();
	assert.deepEqual(
		numbers,
		Array.from({ length: 20 }, (_, at) => `TKT-2026-${String(at + 1).padStart(4, '0')}`),
	);
	assert.equal((await open(own.as('zoe', { tenantId: 'globex' }))).number, 'TKT-2026-0001');
	own.clock.pass(Date.UTC(2027, 0, 1) - own.clock.now());
	assert.equal((await open(own.as('ana'))).number, 'TKT-2027-0001');
});

test('the list holds own cases only, latest activity first, filtered by status', async (t) => {
	const { as, clock, kit: own } = await kitFor(t);
	const ana = as('ana');
	const [first, second, third] = [await open(ana), await open(ana), await open(ana)];
	await open(as('ben'));
	assert.deepEqual(await ids(ana), [third.id, second.id, first.id], 'the newest first within one moment');
	clock.pass(1000);
	await own.core.tickets.comment(agent, first.id, { body: 'Hello', visibility: 'public' });
	assert.deepEqual(await ids(ana), [first.id, third.id, second.id]);
	await own.core.tickets.setStatus(agent, second.id, 'pending');
	await own.core.tickets.setStatus(agent, third.id, 'resolved');
	assert.deepEqual(await ids(ana, '?status_filter=pending'), [second.id]);
	assert.deepEqual((await ids(ana, '?status_filter=open,resolved')).sort(), [first.id, third.id].sort());
	assert.deepEqual(await ids(ana, '?status_filter=closed'), []);
	assert.equal((await ids(ana, '?status_filter=')).length, 3, 'an empty filter filters nothing');
});

test('pages follow each other without a gap or a double', async (t) => {
	const { as, clock } = await kitFor(t);
	const ana = as('ana');
	for (let made = 0; made < 7; made += 1) {
		await open(ana);
		if (made % 2) clock.pass(10);
	}
	const seen: number[] = [];
	let cursor: string | null = null;
	do {
		const { body }: { body: CaseList } = await ana.get<CaseList>(`/cases?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
		seen.push(...body.cases.map(({ id }) => id));
		cursor = body.next_cursor;
	} while (cursor);
	assert.deepEqual(seen, await ids(ana, '?limit=100'));
	assert.equal(seen.length, 7);
	const exact = await ana.get<CaseList>('/cases?limit=7');
	assert.equal(exact.body.next_cursor, null, 'a full last page leads nowhere');
});

test("another person's cursor leads to nothing of theirs", async (t) => {
	const { as } = await kitFor(t);
	for (let made = 0; made < 3; made += 1) await open(as('ana'));
	const { body } = await as('ana').get<CaseList>('/cases?limit=1');
	assert.deepEqual(await ids(as('ben'), `?cursor=${body.next_cursor}`), []);
});

test('an agent’s reply makes the case unread until it is opened; an internal note never shows', async () => {
	const ana = kit.as('ana-notes');
	const { id } = await open(ana);
	const before = await ana.get<CaseView>(`/cases/${id}`);
	kit.clock.pass(1000);
	await desk.comment(agent, id, { body: 'internal: canary-note-77', visibility: 'internal' });
	const untouched = await ana.get<CaseView>(`/cases/${id}`);
	assert.deepEqual(untouched.body, before.body, 'a note leaves no trace, not even a time');
	kit.clock.pass(1000);
	await desk.comment(agent, id, { body: 'Please try again.', visibility: 'public' });
	const [listed] = (await ana.get<CaseList>('/cases')).body.cases;
	assert.equal(listed?.unread, true);
	assert.equal(listed?.last_comment_at, new Date(kit.clock.now()).toISOString());
	const opened = await ana.get<CaseView>(`/cases/${id}`);
	assert.equal(opened.body.unread, false);
	assert.deepEqual(
		opened.body.comments.map(({ id: _id, ...comment }) => comment),
		[{ author: { type: 'agent', name: 'Jo' }, body: 'Please try again.', created_at: listed?.last_comment_at }],
	);
	assert.doesNotMatch(JSON.stringify(opened.body), /agent-7|canary-note/);
	assert.equal((await ana.get<CaseList>('/cases')).body.cases[0]?.unread, false);
});

test('a comment of the customer reopens a pending or resolved case and is no unread reply', async () => {
	for (const status of ['pending', 'resolved'] as const) {
		const ana = kit.as(`ana-${status}`, { name: 'Ana' });
		const { id } = await open(ana);
		await desk.setStatus(agent, id, status);
		kit.clock.pass(1000);
		const { status: code, body } = await ana.post<CommentAdded>(`/cases/${id}/comments`, { body: 'Still broken' });
		assert.equal(code, 200);
		assert.deepEqual(body.case, { id, status: 'open' });
		assert.deepEqual(body.comment.author, { type: 'customer', name: 'Ana' });
		assert.equal(body.comment.body, 'Still broken');
		const { comments, unread, status: now } = (await ana.get<CaseView>(`/cases/${id}`)).body;
		assert.deepEqual([comments.length, unread, now], [1, false, 'open']);
	}
});

test('a closed case takes no comment: 409 case_closed, and nothing is stored', async () => {
	const ana = kit.as('ana-closed');
	const { id } = await open(ana);
	await desk.setStatus(agent, id, 'resolved');
	await desk.setStatus(agent, id, 'closed');
	const refused = await ana.post(`/cases/${id}/comments`, { body: 'Hello?' });
	assert.equal(refused.status, 409);
	assert.equal(codeOf(refused), 'case_closed');
	const { comments, status } = (await ana.get<CaseView>(`/cases/${id}`)).body;
	assert.deepEqual([comments, status], [[], 'closed']);
});

test('a case from a conversation carries what was said, masked, to the desk and not to the wire', async () => {
	const ana = await kit.ready('ana-handover');
	kit.model.says('Write to leak@example.org.');
	await ana.post(`${ana.path}/messages`, { content: 'My key is sk-abcdefghijklmnopqrstuvwx, help' });
	const made = await open(ana, { conversation_id: ana.conversationId });
	assert.equal(made.conversation_id, ana.conversationId);
	assert.ok(!('handover' in made));
	const { handover } = await desk.getForDesk(agent, made.id);
	assert.equal(handover?.lastMessages.length, 2);
	assert.match(handover?.summary ?? '', /My key is \[redacted\]/);
	assert.doesNotMatch(JSON.stringify(handover), /sk-abcdef|leak@/);
});

test('a case cannot be hung on another person’s conversation', async () => {
	const ana = await kit.ready('ana-hang');
	const refused = await kit.as('ben').post('/cases', {
		subject: 'a',
		description: 'b',
		conversation_id: ana.conversationId,
	});
	assert.equal(refused.status, 404);
	assert.deepEqual(await ids(kit.as('ben')), []);
});

test('null fields count as left out, text is kept as it was written', async () => {
	const text = '  <b>Größe</b> & 漢字 👩‍👩‍👧 "quoted" \\ %_\n';
	const made = await open(kit.as('ana-text'), {
		description: text,
		category: null,
		priority: null,
		conversation_id: null,
	});
	assert.equal(made.description, text);
	assert.deepEqual([made.category, made.priority], [null, 'normal']);
});
