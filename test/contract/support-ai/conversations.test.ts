// Conversations: begun without a model call, listed, read page by page, and honest about whether they take a message.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import type {
	ConversationCreated,
	ConversationList,
	ConversationView,
} from '../../../server-kit/src/protocol/index.ts';
import { eventually, heldAnswer, kitFor } from './kits.ts';

const kit = await startKit();
after(() => kit.close());

test('a conversation begins without a model call, with or without a body', async () => {
	const asked = kit.model.asked.length;
	const ana = kit.as('ana');
	for (const body of [undefined, {}, { title: null, context: null, locale: null }]) {
		const { status, body: made } = await ana.post<ConversationCreated>('/conversations', body);
		assert.equal(status, 200);
		const { conversation_id: id, ...rest } = made;
		assert.ok(Number.isInteger(id));
		const created_at = new Date(kit.clock.now()).toISOString();
		assert.deepEqual(rest, { status: 'open', title: null, locale: 'en', created_at });
	}
	assert.equal(kit.model.asked.length, asked);
});

test('the locale comes from the body, then Accept-Language, then the person, then the host', async (t) => {
	const { as } = await kitFor(t, { defaultLocale: 'fr' });
	const begin = async (body: object, headers: Record<string, string>, locale?: string) =>
		(await as('ana', { locale }).post<ConversationCreated>('/conversations', body, headers)).body.locale;
	const german = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' };
	assert.equal(await begin({ locale: 'pt-br' }, german, 'it'), 'pt-BR');
	assert.equal(await begin({}, german, 'it'), 'de-AT');
	assert.equal(await begin({}, { 'accept-language': '*' }, 'it'), 'it');
	assert.equal(await begin({}, { 'accept-language': 'not a language!' }), 'fr');
});

test('the list is own, newest first, with title and preview of what was said last', async (t) => {
	const { ready, as, model } = await kitFor(t);
	const ana = await ready('ana');
	model.says('**Bold** answer with `code`.');
	await ana.post(`${ana.path}/messages`, { content: 'How do I share a folder?\nSecond line' });
	const second = await ana.post<ConversationCreated>('/conversations', { title: 'Billing' });
	await as('ben').post('/conversations', {});
	const { body } = await ana.get<ConversationList>('/conversations');
	assert.deepEqual(
		body.conversations.map(({ id, conversation_id, title, preview, status }) => [
			id,
			conversation_id,
			title,
			preview,
			status,
		]),
		[
			[second.body.conversation_id, second.body.conversation_id, 'Billing', null, 'open'],
			[ana.conversationId, ana.conversationId, 'How do I share a folder?', 'Bold answer with code.', 'open'],
		],
	);
	assert.equal(body.next_cursor, null);
});

test('titles and previews are cut between characters, never within one', async () => {
	for (const before of ['', 'a']) {
		const ana = await kit.ready(`ana-emoji-${before}`);
		kit.model.says(before + '👋'.repeat(300));
		await ana.post(`${ana.path}/messages`, { content: before + '😀'.repeat(300) });
		const [listed] = (await ana.get<ConversationList>('/conversations')).body.conversations;
		for (const text of [listed?.title ?? '', listed?.preview ?? '']) {
			assert.ok(text.length > 50);
			assert.ok(text.isWellFormed() && !text.includes('\ufffd'), text);
		}
	}
});

test('conversations come in pages', async () => {
	const ana = kit.as('ana-pages');
	const made: number[] = [];
	for (let at = 0; at < 5; at += 1)
		made.unshift((await ana.post<ConversationCreated>('/conversations', {})).body.conversation_id);
	const first = (await ana.get<ConversationList>('/conversations?limit=2')).body;
	const second = (await ana.get<ConversationList>(`/conversations?limit=2&cursor=${first.next_cursor}`)).body;
	const last = (await ana.get<ConversationList>(`/conversations?limit=2&cursor=${second.next_cursor}`)).body;
	const seen = [first, second, last].flatMap((page) => page.conversations.map(({ id }) => id));
	assert.deepEqual(seen, made);
	assert.equal(last.next_cursor, null);
});

test('a thread tells every message in full, oldest first, and leads to older ones', async (t) => {
	const { ready, model } = await kitFor(t);
	const ana = await ready('ana');
	for (const said of ['one', 'two', 'three']) {
		model.says(`answer ${said}`);
		await ana.post(`${ana.path}/messages`, { content: `question ${said}`, client_message_id: `client-${said}` });
	}
	const all = (await ana.get<ConversationView>(ana.path)).body;
	assert.deepEqual(
		all.messages.map(({ role, content }) => `${role}: ${content}`),
		['one', 'two', 'three'].flatMap((said) => [`user: question ${said}`, `assistant: answer ${said}`]),
	);
	const [question, answer] = all.messages;
	assert.deepEqual(Object.keys(question ?? {}).sort(), Object.keys(answer ?? {}).sort());
	assert.equal(question?.client_message_id, 'client-one');
	assert.deepEqual(question?.author, { type: 'customer', name: null });
	assert.deepEqual(answer?.author, { type: 'ai', name: null });
	assert.deepEqual([answer?.status, answer?.degraded_code, answer?.refused], ['complete', null, null]);
	assert.deepEqual([all.can_send, all.can_send_reason, all.answering_message_id], [true, null, null]);
	const newest = (await ana.get<ConversationView>(`${ana.path}?limit=4`)).body;
	const older = (await ana.get<ConversationView>(`${ana.path}?limit=4&cursor=${newest.next_cursor}`)).body;
	assert.deepEqual([...older.messages, ...newest.messages], all.messages);
	assert.equal(older.next_cursor, null);
});

test('an answer under way is named, and gone when it has ended', async () => {
	const ana = await kit.ready('ana-live');
	const held = heldAnswer('Half ');
	kit.model.says(held.script);
	const turn = ana.post(`${ana.path}/messages`, { content: 'hello' });
	await held.started;
	const during = (await ana.get<ConversationView>(ana.path)).body;
	assert.equal(during.messages.at(-1)?.status, 'streaming');
	assert.equal(during.answering_message_id, during.messages.at(-1)?.id);
	held.release();
	await turn;
	const after = (await ana.get<ConversationView>(ana.path)).body;
	assert.equal(after.answering_message_id, null);
	assert.equal(after.messages.at(-1)?.content, 'Half the end.');
});

test('can_send_reason says why a message would not be taken', async (t) => {
	const reasonOf = async (client: Awaited<ReturnType<typeof kit.ready>>) => {
		const { can_send, can_send_reason } = (await client.get<ConversationView>(client.path)).body;
		assert.equal(can_send, can_send_reason === null);
		return can_send_reason;
	};
	const off = await kitFor(t, { enabled: false });
	assert.equal(await reasonOf(await off.ready('ana')), 'master_flag_off');
	const bare = await kitFor(t, { model: null });
	assert.equal(await reasonOf(await bare.ready('ana')), 'master_flag_off');
	const small = await kitFor(t, { quota: { user: { messages: 1 } } });
	const spender = await small.ready('ana');
	assert.equal(await reasonOf(spender), null);
	await spender.post(`${spender.path}/messages`, { content: 'hello' });
	assert.equal(await reasonOf(spender), 'quota_exhausted');
	const locked = await kit.ready('ana-locked');
	await locked.post(`${locked.path}/escalate`);
	assert.equal(await reasonOf(locked), 'escalated');
	const fresh = kit.as('ana-fresh');
	const { conversation_id } = (await fresh.post<ConversationCreated>('/conversations', {})).body;
	const thread = (await fresh.get<ConversationView>(`/conversations/${conversation_id}`)).body;
	assert.equal(thread.can_send_reason, 'disclosure_required');
});

test('what the page says reaches the model as material, the message’s own page before the conversation’s', async () => {
	const ana = await kit.ready('ana-context');
	const { body } = await ana.post<ConversationCreated>('/conversations', { context: { page: '/prices' } });
	const path = `/conversations/${body.conversation_id}`;
	await ana.post(`${path}/messages`, { content: 'hello' });
	assert.match(kit.model.asked.at(-1)?.messages[0]?.content ?? '', /"page":"\/prices"/);
	await ana.post(`${path}/messages`, { content: 'hello', context: { page: '/files' } });
	const told = kit.model.asked.at(-1)?.messages[0]?.content ?? '';
	assert.match(told, /"page":"\/files"/);
	assert.doesNotMatch(told, /prices/);
});

test('one person’s words never reach the model in another’s turn', async () => {
	const ana = await kit.ready('ana-secretive');
	await ana.post(`${ana.path}/messages`, { content: 'canary-of-ana' });
	const ben = await kit.ready('ben-curious');
	await ben.post(`${ben.path}/messages`, { content: 'hello' });
	await eventually(() => kit.model.asked.length > 0, 'the model was asked');
	assert.doesNotMatch(JSON.stringify(kit.model.asked.at(-1)), /canary-of-ana/);
});
