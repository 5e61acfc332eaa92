// The smaller parts of the store on every database: feedback, pushes, disclosures, knowledge; and transactions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ArticleInput } from '../../server-kit/src/core/knowledge.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import { onEveryDatabase, SHARED } from './every-database.ts';
import { AT, answered, begin, conversationOf, somebody, together, turnIn } from './rows.ts';

const CANDIDATE = { comment: 'c 🔔', question: 'q', answer: null };

onEveryDatabase((database) => {
	test('feedback: one per person and message, a later one replaces, null stays null', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		const { answerId } = await answered(owner, id, store);
		const save = (messageId: number | null, helpful: boolean | null, rating: number | null) =>
			store.feedback.save(owner, { helpful, rating, comment: null, reasons: [], conversationId: id, messageId }, AT);
		const ids = await together(10, () => save(answerId, false, 1));
		assert.equal(new Set(ids).size, 1);
		assert.equal(await save(answerId, null, 5), ids[0]);
		const whole = await save(null, true, null);
		assert.notEqual(whole, ids[0]);
		assert.deepEqual(await store.feedback.find(owner, id, answerId), {
			id: ids[0],
			helpful: null,
			rating: 5,
			comment: null,
			reasons: [],
		});
		assert.equal((await store.feedback.find(owner, id, null))?.helpful, true);
		assert.equal(await store.feedback.find({ ...owner, userId: 'Ada' }, id, answerId), null);
		assert.equal(await store.feedback.find({ ...owner, tenantId: 'another' }, id, answerId), null);
	});

	test('an answer for a repetition stays, once it is kept; a claim that came to nothing is free again', async () => {
		const { idempotency } = database.store;
		const times = { at: AT, staleBefore: AT - 1, expiredBefore: AT - 2 };
		const asked = { ...somebody(), key: 'once', operation: 'createCase', fingerprint: 'f', ...times };
		const first = await idempotency.claim(asked);
		assert.ok(first);
		await idempotency.release(first.id);
		const second = await idempotency.claim(asked);
		assert.ok(second && second.earlier === null);
		await idempotency.complete(second.id, '{}');
		await idempotency.release(second.id);
		assert.deepEqual((await idempotency.claim(asked))?.earlier, { fingerprint: 'f', response: '{}' });
	});

	test('a candidate is new once, withdrawn and renewed', async () => {
		const { store } = database;
		const owner = somebody();
		const queue = () => store.transaction((bound) => bound.feedback.queueCandidate(owner, 1, AT % 1e6, CANDIDATE, AT));
		assert.equal(await queue(), true);
		assert.equal(await queue(), false);
		await store.feedback.withdrawCandidate(owner.tenantId, AT % 1e6, AT);
		assert.equal(await queue(), true);
	});

	test('pushes: in their order, after a position, for one person, at most a hundred', async () => {
		const { store } = database;
		const owner = somebody();
		const event = (case_id: number) => ({
			type: 'case-status' as const,
			case_id,
			case_number: 'n',
			status: 'open' as const,
		});
		assert.equal(await store.pushes.lastId(owner), 0);
		await store.pushes.add({ ...owner, userId: 'ada ' }, event(0), AT);
		const ids: number[] = [];
		for (let made = 1; made <= 103; made += 1) ids.push(await store.pushes.add(owner, event(made), AT));
		assert.equal(await store.pushes.lastId(owner), ids.at(-1));
		const first = await store.pushes.after(owner, 0);
		assert.deepEqual(
			first.map(({ id }) => id),
			ids.slice(0, 100),
		);
		const rest = await store.pushes.after(owner, first.at(-1)?.id ?? 0);
		assert.deepEqual(
			rest.map((push) => push.event),
			[event(101), event(102), event(103)],
		);
		assert.deepEqual(await store.pushes.after({ ...owner, tenantId: 'another' }, 0), []);
	});

	test('disclosures: accepting again moves the moment; the version asked for counts, else the latest', async () => {
		const { disclosures } = database.store;
		const owner = somebody();
		const accept = (version: string, acceptedAt: number) =>
			disclosures.accept(owner, { version, locale: 'de-CH', textHash: 'h'.repeat(64), acceptedAt });
		assert.equal(await disclosures.latest(owner, '1'), null);
		await together(10, () => accept('1', AT));
		await accept('2', AT + 1);
		assert.equal((await disclosures.latest(owner, '3'))?.version, '2');
		await accept('1', AT + 2);
		for (const version of ['1', '3'])
			assert.deepEqual(await disclosures.latest(owner, version), {
				version: '1',
				locale: 'de-CH',
				textHash: 'h'.repeat(64),
				acceptedAt: AT + 2,
			});
		assert.equal(await disclosures.latest({ ...owner, userId: 'ADA' }, '1'), null);
	});

	test('disclosures: a clock that is late moves no acceptance back, and hides none', async () => {
		const { disclosures } = database.store;
		const owner = somebody();
		const accept = (version: string, acceptedAt: number, locale: string) =>
			disclosures.accept(owner, { version, locale, textHash: 'h'.repeat(64), acceptedAt });
		const kept = async (version: string) => {
			const found = await disclosures.latest(owner, version);
			return [found?.version, found?.acceptedAt, found?.locale];
		};
		await accept('1', AT + 5_000, 'en');
		await accept('1', AT, 'de');
		assert.deepEqual(await kept('1'), ['1', AT + 5_000, 'de'], 'what was shown last stands, its moment not earlier');
		await together(20, (at) => accept('1', AT + 5_000 + at, 'de'));
		assert.deepEqual(await kept('1'), ['1', AT + 5_019, 'de']);
		await accept('2', AT + 1, 'de');
		assert.deepEqual(await kept('2'), ['2', AT + 1, 'de'], 'accepted by a process whose clock is late');
	});

	test('knowledge: written, counted, replaced; the revision moves; tenants are apart', async () => {
		const { store } = database;
		const { tenantId } = somebody();
		const passage = (text: string) => ({ headings: ['H 🔔'], anchor: null, text });
		const article = (slug: string, texts: string[]): ArticleInput => {
			return {
				slug,
				title: `Title ${slug}`,
				url: null,
				locale: 'de',
				body: texts.join('\n'),
				passages: texts.map(passage),
			};
		};
		const write = (articles: ArticleInput[]) =>
			store.transaction((bound) => bound.knowledge.write(tenantId, articles, AT));
		const passages = async () => (await store.knowledge.read(tenantId, 0, 10)).flatMap((each) => each.passages);
		assert.deepEqual([await store.knowledge.count(tenantId), await store.knowledge.revision(tenantId)], [0, 0]);
		await write([article('a', ['one', 'two']), article('A', ['three'])]);
		const first = await store.knowledge.revision(tenantId);
		assert.deepEqual(
			(await passages()).map(({ title, text, headings }) => [title, text, headings]),
			[
				['Title a', 'one', ['H 🔔']],
				['Title a', 'two', ['H 🔔']],
				['Title A', 'three', ['H 🔔']],
			],
		);
		const many = Array.from({ length: 350 }, (_, index) => `passage ${index} ${'ü'.repeat(500)}`);
		await write([article('a', many)]);
		assert.equal(await store.knowledge.count(tenantId), 2);
		assert.equal((await passages()).length, 351);
		assert.ok((await store.knowledge.revision(tenantId)) > first);
		assert.equal(typeof (await passages())[0]?.id, 'number');
		await write([article('a', [])]);
		assert.equal((await passages()).length, 1);
		assert.deepEqual(await store.knowledge.read(somebody().tenantId, 0, 10), []);
	});

	test('knowledge: hints are kept, articles are read page by page, what is removed is gone', async () => {
		const { store } = database;
		const { tenantId } = somebody();
		const hints = { about: 'ü 🔔', names: ['a'], links: [{ words: 'to b', to: 'b' }] };
		const article = (slug: string): ArticleInput => {
			const passages = [{ headings: [], anchor: null, text: `text of ${slug}` }];
			return { slug, title: slug, url: null, locale: null, body: slug, hints, passages };
		};
		const withoutHints = ({ hints: _, ...rest }: ArticleInput): ArticleInput => rest;
		await store.knowledge.write(tenantId, ['a', 'b', 'c'].map(article), AT);
		await store.knowledge.write(tenantId, [withoutHints(article('d'))], AT);
		const first = await store.knowledge.read(tenantId, 0, 3);
		assert.deepEqual(first[0]?.hints, hints);
		const rest = await store.knowledge.read(tenantId, first[2]?.id ?? 0, 3);
		assert.deepEqual(
			[...first, ...rest].map((each) => [each.slug, each.passages[0]?.text]),
			['a', 'b', 'c', 'd'].map((slug) => [slug, `text of ${slug}`]),
		);
		assert.equal(rest[0]?.hints, null);
		const ids = [...first, ...rest].flatMap((each) => each.passages.map(({ id }) => id));
		const before = await store.knowledge.revision(tenantId);
		assert.equal(await store.knowledge.remove(somebody().tenantId, 'b'), false);
		assert.equal(await store.knowledge.remove(tenantId, 'b'), true);
		assert.equal(await store.knowledge.remove(tenantId, 'b'), false);
		assert.equal(await store.knowledge.revision(tenantId), before + 1);
		const standing = (await store.knowledge.standing(tenantId, ids)).toSorted((a, b) => a - b);
		assert.deepEqual(standing, [ids[0], ids[2], ids[3]]);
		assert.deepEqual(await store.knowledge.standing(somebody().tenantId, ids), []);
		assert.ok((await store.knowledge.tenants(1000)).includes(tenantId));
	});

	test('an import that fails half-way leaves everything as it was', async () => {
		const { store } = database;
		const { tenantId } = somebody();
		const good = { slug: 'a', title: 'A', url: null, locale: null, body: 'b', passages: [] };
		const broken = { ...good, slug: 'b', title: null as unknown as string };
		await store.transaction((bound) => bound.knowledge.write(tenantId, [good], AT));
		const revision = await store.knowledge.revision(tenantId);
		const renamed = { ...good, title: 'Changed', passages: [{ headings: [], anchor: null, text: 't' }] };
		await assert.rejects(store.transaction((bound) => bound.knowledge.write(tenantId, [renamed, broken], AT)));
		assert.deepEqual([await store.knowledge.count(tenantId), await store.knowledge.revision(tenantId)], [1, revision]);
		const [kept] = await store.knowledge.read(tenantId, 0, 10);
		assert.deepEqual([kept?.title, kept?.passages], ['A', []]);
	});

	test('a transaction is all or nothing over several parts, and a transaction in it is the same one', async () => {
		const { store } = database;
		const owner = somebody();
		const fault = new Error('no');
		const undone = store.transaction(async (bound) => {
			await conversationOf(owner, bound);
			await bound.transaction(async (inner) => {
				const { id } = await conversationOf(owner, inner);
				await begin(inner, turnIn(owner, id));
			});
			assert.equal((await bound.conversations.list(owner, { limit: 10, cursor: null })).items.length, 2);
			throw fault;
		});
		await assert.rejects(undone, fault);
		assert.deepEqual((await store.conversations.list(owner, { limit: 10, cursor: null })).items, []);
		assert.equal((await store.quota.used(owner, ['user'], AT))[0]?.reserved.messages, 0);
	});

	test('what a transaction returns comes through, and what it throws comes through untouched', async () => {
		const { store } = database;
		const thrown = { odd: true };
		assert.deepEqual(await store.transaction(async () => [1, null]), [1, null]);
		await assert.rejects(
			store.transaction(async () => {
				throw thrown;
			}),
			(fault) => fault === thrown,
		);
	});
});

onEveryDatabase(
	(database) => {
		test('a deadlock is taken back and done again: both of two crossing transactions succeed', async () => {
			const { store } = database;
			const owner = somebody();
			const [one, other] = [await conversationOf(owner, store), await conversationOf(owner, store)];
			let attempts = 0;
			const meet = rendezvous(2);
			const crossing = (first: number, second: number) =>
				store.transaction(async (bound) => {
					attempts += 1;
					await touch(bound, owner.tenantId, first);
					await meet();
					await touch(bound, owner.tenantId, second);
				});
			await Promise.all([crossing(one.id, other.id), crossing(other.id, one.id)]);
			assert.ok(attempts >= 3, 'the two never stood in each other’s way');
			for (const { id } of [one, other]) assert.equal((await store.conversations.find(owner, id))?.version, 3);
		});
	},
	SHARED.filter((name) => name !== 'SQLite file'),
);

function touch(store: Store, tenantId: string, id: number) {
	return store.conversations.changeStatus(tenantId, id, ['open'], 'open', AT);
}

/** Lets nobody pass before so many have come; after that, everybody. */
function rendezvous(people: number): () => Promise<void> {
	let come = 0;
	let open = () => {};
	const all = new Promise<void>((resolve) => {
		open = resolve;
	});
	return () => {
		come += 1;
		if (come >= people) open();
		return all;
	};
}
