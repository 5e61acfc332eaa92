// Turns on every database: begun once, ended once, checkpointed, read back whole.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../server-kit/src/core/store.ts';
import { DuplicateTurn } from '../../server-kit/src/core/turn-store.ts';
import { onEveryDatabase } from './every-database.ts';
import { AT, answered, conversationOf, endOf, somebody, together, turnIn } from './rows.ts';

const ALL = { limit: 100, cursor: null };

onEveryDatabase((database) => {
	const begun = async (more: Parameters<typeof turnIn>[2] = {}) => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		const turn = await store.messages.begin(turnIn(owner, id, more));
		assert.ok(turn && 'questionId' in turn);
		return { store, owner, id, questionId: turn.questionId, answerId: turn.answerId as number };
	};

	test('a turn writes question, classification and empty answer together', async () => {
		const { store, owner, id, questionId, answerId } = await begun({ clientMessageId: 'c-1', content: 'Why? 🔔' });
		const { items } = await store.messages.thread(owner, id, ALL);
		assert.deepEqual(
			items.map(({ id: own, role, content, status }) => ({ own, role, content, status })),
			[
				{ own: questionId, role: 'user', content: 'Why? 🔔', status: 'complete' },
				{ own: answerId, role: 'assistant', content: '', status: 'streaming' },
			],
		);
		assert.deepEqual(items[0]?.intent, { label: 'unknown', refused: false });
		assert.equal(items[1]?.intent, null);
		const now = await store.conversations.find(owner, id);
		assert.deepEqual([now?.answeringSince, now?.title, now?.preview], [AT, 'Why?', 'Why? 🔔']);
		assert.equal((await store.messages.streaming(owner.tenantId, id))?.id, answerId);
		assert.equal((await store.messages.byClientId(owner, id, 'c-1'))?.id, questionId);
		assert.equal((await store.messages.answerTo(owner, id, questionId))?.id, answerId);
		for (const other of ['c-2', 'C-1', 'c-1 ']) assert.equal(await store.messages.byClientId(owner, id, other), null);
	});

	test('twenty turns begun at once: exactly one', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		const all = await together(20, () => store.messages.begin(turnIn(owner, id)));
		assert.equal(all.filter((turn) => turn !== null).length, 1);
		const { items } = await store.messages.thread(owner, id, ALL);
		assert.deepEqual(
			items.map((message) => message.role),
			['user', 'assistant'],
		);
	});

	test('a turn that begins beside a transaction is no part of it', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		let beside: Promise<unknown> = Promise.resolve(null);
		const givenUp = store.transaction(async (bound) => {
			await bound.conversations.find(owner, id);
			beside = store.messages.begin(turnIn(owner, id));
			await bound.conversations.find(owner, id);
			throw new Error('given up');
		});
		await assert.rejects(givenUp, /given up/);
		assert.ok(await beside);
		assert.equal((await store.messages.thread(owner, id, ALL)).items.length, 2);
	});

	test('a preview looks behind as much markup as stands before the words', async () => {
		const { store } = database;
		const owner = somebody();
		for (const [content, preview] of [
			[`${'#'.repeat(500)} Title  of\n\n**it**`, 'Title of it'],
			['word '.repeat(100), 'word '.repeat(28)],
			[`${'word '.repeat(27)}${'*'.repeat(400)}more words`, `${'word '.repeat(27)}more `],
		] as const) {
			const { id } = await conversationOf(owner, store);
			await store.messages.begin(turnIn(owner, id, { content }));
			assert.equal((await store.conversations.find(owner, id))?.preview, preview);
		}
	});

	test('escalating against twenty turns: a turn that is begun was begun before the lock', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		const lock = () =>
			store.transaction((bound) => bound.conversations.changeStatus(owner.tenantId, id, ['open'], 'escalated', AT));
		const [, ...turns] = await Promise.all([
			lock(),
			...Array.from({ length: 20 }, () => store.messages.begin(turnIn(owner, id))),
		]);
		assert.ok(turns.filter((turn) => turn !== null).length <= 1);
		assert.equal(await store.messages.begin(turnIn(owner, id)), null);
	});

	test('the same client_message_id twice is a DuplicateTurn, also twenty at once, and only in its conversation', async () => {
		const { store } = database;
		const owner = somebody();
		const [{ id }, other] = [await conversationOf(owner, store), await conversationOf(owner, store)];
		const turn = turnIn(owner, id, {
			clientMessageId: 'same',
			answer: null,
			classification: { label: 'abuse', confidence: 1, refused: true, reason: 'r' },
		});
		const all = await together(20, () =>
			store.messages.begin(turn).then(
				() => 'begun',
				(fault) => (fault instanceof DuplicateTurn ? 'duplicate' : String(fault)),
			),
		);
		assert.deepEqual(all.sort(), ['begun', ...Array.from({ length: 19 }, () => 'duplicate')]);
		assert.equal((await store.messages.thread(owner, id, ALL)).items.length, 1);
		assert.ok(await store.messages.begin({ ...turn, conversationId: other.id }));
		assert.ok(await store.messages.begin(turnIn(owner, id, { clientMessageId: 'Same' })));
	});

	test('a classifier of the host that says more than is kept stops no turn', async () => {
		const said = {
			label: 'billing' as const,
			confidence: 0.123_456_789,
			refused: false,
			reason: 'r'.repeat(500),
			extra: [1],
		};
		const { store, owner, id } = await begun({ classification: said });
		const [question] = (await store.messages.thread(owner, id, ALL)).items;
		assert.deepEqual(question?.intent, { label: 'billing', refused: false });
	});

	test('a refused turn leaves the conversation free and is not part of what a model reads', async () => {
		const { store, owner, id } = await begun({
			answer: null,
			classification: { label: 'prompt_injection', confidence: 0.9, refused: true, reason: 'rule x' },
		});
		assert.equal((await store.conversations.find(owner, id))?.answeringSince, null);
		assert.deepEqual(await store.messages.recent(owner.tenantId, id, 10), []);
		const [question] = (await store.messages.thread(owner, id, ALL)).items;
		assert.deepEqual(question?.intent, { label: 'prompt_injection', refused: true });
		assert.equal(await store.messages.answerTo(owner, id, question?.id as number), null);
	});

	test('nobody begins a turn in a conversation of another person or one that is not open', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		assert.equal(await store.messages.begin(turnIn({ ...owner, userId: 'eve' }, id)), null);
		assert.equal(await store.messages.begin(turnIn(somebody(), id)), null);
		await store.conversations.changeStatus(owner.tenantId, id, ['open'], 'closed', AT);
		assert.equal(await store.messages.begin(turnIn(owner, id)), null);
		assert.deepEqual((await store.messages.thread(owner, id, ALL)).items, []);
	});

	test('an answer ends once; a checkpoint after its end changes nothing', async () => {
		const { store, owner, id, answerId } = await begun();
		const { tenantId } = owner;
		assert.deepEqual(
			await store.messages.checkpoint([{ tenantId, messageId: answerId, content: 'Bec', citations: [] }], AT + 1),
			[true],
		);
		const under = await store.messages.find(owner, id, answerId);
		assert.deepEqual([under?.content, under?.status, under?.heartbeatAt], ['Bec', 'streaming', AT + 1]);
		const ends = await together(10, (index) => store.messages.end(endOf(owner, id, answerId, `Because ${index}`)));
		assert.equal(ends.filter(Boolean).length, 1);
		const told = `Because ${ends.indexOf(true)}`;
		assert.deepEqual(
			await store.messages.checkpoint([{ tenantId, messageId: answerId, content: 'late', citations: [] }], AT),
			[false],
		);
		const ended = await store.messages.find(owner, id, answerId);
		assert.deepEqual(
			[ended?.content, ended?.status, ended?.runner, ended?.heartbeatAt],
			[told, 'complete', null, null],
		);
		const now = await store.conversations.find(owner, id);
		assert.deepEqual([now?.answeringSince, now?.preview], [null, told]);
		assert.equal(await store.messages.streaming(tenantId, id), null);
	});

	test('another tenant neither checkpoints nor ends an answer', async () => {
		const { store, owner, id, answerId } = await begun();
		const stranger = somebody();
		const theirs = { tenantId: stranger.tenantId, messageId: answerId, content: 'x', citations: [] };
		assert.deepEqual(await store.messages.checkpoint([theirs, theirs], AT), [false, false]);
		assert.equal(await store.messages.end(endOf(stranger, id, answerId)), false);
		assert.equal((await store.messages.find(owner, id, answerId))?.status, 'streaming');
	});

	test('an answer of a mebibyte comes back byte for byte', async () => {
		const { store, owner, id, answerId } = await begun();
		const line = 'Größer als 65.535 Zeichen: 🔔 — \'";\\ %_ \r\n\t';
		const content = line.repeat(Math.ceil((1024 * 1024) / Buffer.byteLength(line)));
		assert.equal(await store.messages.end(endOf(owner, id, answerId, content)), true);
		assert.ok((await store.messages.find(owner, id, answerId))?.content === content, 'the text was changed');
		assert.ok(((await store.conversations.find(owner, id))?.preview ?? '').length <= 200);
	});

	test('what a model may write does not keep its answer from being stored', async () => {
		const long = 'x'.repeat(300);
		const texts = ['a\u0000b', 'half \ud83d a pair', `${'n'.repeat(139)}🔔`];
		for (const content of texts) {
			const { store, owner, id, answerId } = await begun();
			const call = { id: long, name: long, title: '', input: content, status: 'running' as const, asks: null };
			const end = { ...endOf(owner, id, answerId, content), toolCalls: [call] };
			assert.equal(await store.messages.end(end), true, JSON.stringify(content));
			const [message] = (await store.messages.thread(owner, id, ALL)).items.slice(1);
			assert.equal(message?.status, 'complete');
			assert.equal(message?.toolCalls[0]?.status, 'failed');
			const preview = (await store.conversations.find(owner, id))?.preview ?? '';
			assert.ok(preview.isWellFormed(), `cut in a character: ${JSON.stringify(preview.slice(-3))}`);
		}
	});

	test('citations, tool calls and feedback come with the thread, each with its message', async () => {
		const { store, owner, id, answerId } = await begun();
		const citation = { number: 1, source_id: 's', title: 'T 🔔', heading: null, url: null, excerpt: 'e' };
		const call = { title: '', input: '{"a":1}', status: 'done' as const, asks: null };
		const calls = ['one', 'two'].map((name) => ({ id: name, name, ...call }));
		await store.messages.end({ ...endOf(owner, id, answerId), citations: [citation], toolCalls: calls });
		await answered(owner, id, store);
		const given = { helpful: true, rating: null, comment: 'ja', reasons: ['fast'], conversationId: id };
		await store.feedback.save(owner, { ...given, messageId: answerId }, AT);
		const { items } = await store.messages.thread(owner, id, ALL);
		assert.deepEqual(items[1]?.citations, [citation]);
		assert.deepEqual(items[1]?.toolCalls, calls);
		assert.deepEqual(
			[items[1]?.feedback?.helpful, items[1]?.feedback?.rating, items[1]?.feedback?.reasons],
			[true, null, ['fast']],
		);
		assert.deepEqual(
			items.map((message) => [message.toolCalls.length, message.feedback !== null]),
			[
				[0, false],
				[2, true],
				[0, false],
				[0, false],
			],
		);
	});

	test('the thread’s pages go back in time, each oldest first, and stay whole while the thread grows', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		const expected: number[] = [];
		for (let turn = 0; turn < 4; turn += 1) {
			const { questionId, answerId } = await answered(owner, id, store);
			expected.push(questionId, answerId);
		}
		const seen: number[] = [];
		let cursor: string | null = null;
		do {
			const page: Awaited<ReturnType<Store['messages']['thread']>> = await store.messages.thread(owner, id, {
				limit: 3,
				cursor,
			});
			seen.unshift(...page.items.map((message) => message.id));
			cursor = page.nextCursor;
			await answered(owner, id, store);
		} while (cursor);
		assert.deepEqual(seen, expected);
	});

	test('recent gives the last ones, oldest first, without the answer under way', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		for (const content of ['one', 'two', 'three']) await answered(owner, id, store, content);
		await store.messages.begin(turnIn(owner, id, { content: 'and now?' }));
		const recent = await store.messages.recent(owner.tenantId, id, 3);
		assert.deepEqual(
			recent.map((message) => message.content),
			['Why?', 'three', 'and now?'],
		);
		assert.deepEqual(await store.messages.recent('another', id, 3), []);
	});
});
