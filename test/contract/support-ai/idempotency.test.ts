// A request that carries an Idempotency-Key is done once, however often it comes.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type StartedKit, startKit } from '@deskbell/server-kit/testing';
import knex from 'knex';
import type { TurnView } from '../../../server-kit/src/protocol/index.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { adminOf } from './admins.ts';
import { databaseFor, heldAnswer, kitFor, textOf, twoKits } from './kits.ts';

const NEW_CASE = { subject: 'Upload', description: 'It stops at 50 MB.' };
const keyed = (key: string) => ({ 'idempotency-key': key });

describe('Idempotency-Key', () => {
	let started: StartedKit;
	before(async () => {
		started = await startKit();
	});
	after(() => started.close());

	const casesOf = async (user: string) =>
		(await started.as(user).get<{ cases: unknown[] }>('/cases')).body.cases.length;

	it('the same request again gets the first answer, and nothing is made twice', async () => {
		const ada = started.as('ada');
		const first = await ada.post('/cases', NEW_CASE, keyed('one'));
		const second = await ada.post('/cases', NEW_CASE, keyed('"one"'));
		assert.deepEqual([second.status, second.body], [200, first.body]);
		assert.equal(second.headers.get('idempotency-replayed'), 'true');
		assert.equal(await casesOf('ada'), 1);
	});

	it('another request under the same key is refused', async () => {
		const bea = started.as('bea');
		await bea.post('/cases', NEW_CASE, keyed('two'));
		const other = await bea.post('/cases', { ...NEW_CASE, subject: 'Another' }, keyed('two'));
		assert.deepEqual([other.status, other.body.code], [409, 'idempotency_key_reused']);
		const elsewhere = await bea.post('/conversations', {}, keyed('two'));
		assert.equal(elsewhere.body.code, 'idempotency_key_reused');
		assert.equal(await casesOf('bea'), 1);
	});

	it('ten at once make one', async () => {
		const cleo = started.as('cleo');
		const all = await Promise.all(Array.from({ length: 10 }, () => cleo.post('/cases', NEW_CASE, keyed('three'))));
		assert.ok(all.every(({ status, body }) => status === 200 || body.code === 'idempotency_in_progress'));
		assert.equal(await casesOf('cleo'), 1);
	});

	it('a key belongs to one person of one tenant', async () => {
		await started.as('dora').post('/cases', NEW_CASE, keyed('four'));
		const hers = await started.as('emma').post('/cases', NEW_CASE, keyed('four'));
		const elsewhere = await started.as('dora', { tenantId: 'globex' }).post('/cases', NEW_CASE, keyed('four'));
		assert.deepEqual([hers.status, elsewhere.status], [200, 200]);
		assert.equal(hers.headers.get('idempotency-replayed'), null);
		assert.equal(await casesOf('emma'), 1);
	});

	it('a request that failed may be tried again under its key', async () => {
		const fay = started.as('fay');
		const failed = await fay.post('/cases', { ...NEW_CASE, conversation_id: 999_999 }, keyed('five'));
		assert.equal(failed.status, 404);
		assert.equal((await fay.post('/cases', NEW_CASE, keyed('five'))).status, 200);
	});

	it('a turn takes the key for its client_message_id', async () => {
		const gia = await started.ready('gia');
		const ask = () =>
			gia.post<{ user_message_id: number }>(`${gia.path}/messages`, { content: 'Hello?' }, keyed('six'));
		const [first, second] = [await ask(), await ask()];
		assert.equal(second.body.user_message_id, first.body.user_message_id);
	});

	it('a turn under a key that named another question is refused as any other request', async () => {
		const jo = await started.ready('jo');
		const ask = (content: string) => jo.post(`${jo.path}/messages`, { content }, keyed('eight'));
		assert.equal((await ask('Hello?')).status, 200);
		const other = await ask('Goodbye.');
		assert.deepEqual([other.status, other.body.code], [409, 'idempotency_key_reused']);
	});

	it('what may be done again is, and another request under its key is refused', async () => {
		const kim = await started.ready('kim');
		const again = async (path: string, body: object, other: object) => {
			const key = keyed(path);
			const first = await kim.post(path, body, key);
			const second = await kim.post(path, body, key);
			const changed = await kim.post(path, other, key);
			assert.deepEqual([first.status, second.status, changed.status], [200, 200, 409], path);
			assert.equal(changed.body.code, 'idempotency_key_reused');
			assert.equal(second.headers.get('idempotency-replayed'), null, 'it was done again');
			return [first.body, second.body];
		};
		const { current_version: version } = (await kim.get<{ current_version: string }>('/disclosure/status')).body;
		await again('/disclosure/accept', { version }, { version, locale: 'de' });
		const [first, second] = await again(`${kim.path}/escalate`, { reason: 'slow' }, { reason: 'dear' });
		assert.equal(second?.escalated_at, first?.escalated_at);
	});

	it('a thumb that comes late a second time does not undo the one after it', async () => {
		const lea = await started.ready('lea');
		const rate = (helpful: boolean, key: string) => lea.post(`${lea.path}/feedback`, { helpful }, keyed(key));
		const first = await rate(false, 'nine');
		await rate(true, 'ten');
		const late = await rate(false, 'nine');
		assert.deepEqual([late.body, late.headers.get('idempotency-replayed')], [first.body, 'true']);
		const thread = await lea.get<{ feedback: { helpful: boolean } }>(lea.path);
		assert.equal(thread.body.feedback.helpful, true);
	});

	it('what was kept of a conversation goes with it', async () => {
		const max = await started.ready('max');
		const rate = () => max.post(`${max.path}/feedback`, { helpful: true }, keyed('eleven'));
		assert.deepEqual([(await rate()).status, (await rate()).headers.get('idempotency-replayed')], [200, 'true']);
		await max.delete(max.path);
		assert.equal((await rate()).status, 404);
	});

	it('after a day the key is new again', async () => {
		const hana = started.as('hana');
		await hana.post('/cases', NEW_CASE, keyed('seven'));
		started.clock.pass(25 * 60 * 60_000);
		assert.equal((await hana.post('/cases', NEW_CASE, keyed('seven'))).headers.get('idempotency-replayed'), null);
		assert.equal(await casesOf('hana'), 2);
	});

	for (const key of ['', 'with space', 'ü', 'x'.repeat(129)].filter(Boolean))
		it(`refuses ${JSON.stringify(key.slice(0, 20))}`, async () => {
			// fetch sends only what fits a header; the letter goes as its Latin-1 byte.
			const { status, body } = await started.as('ida').post('/cases', NEW_CASE, keyed(key));
			assert.deepEqual([status, body.code], [422, 'idempotency_key_invalid']);
		});
});

describe('an answer that cannot be repeated', () => {
	const HOOK = { url: 'https://hooks.example.com/in', events: ['case.created'] };

	it('comes no more where its process was killed: told to wait for a minute at most, then it is made', async (t) => {
		const database = databaseFor(t);
		const { as, clock } = await kitFor(t, { database });
		const eve = as('eve');
		const ask = () => eve.post('/cases', NEW_CASE, keyed('one'));
		await ask();
		const rows = knex(knexConfig(database));
		// As a process leaves it that dies before the transaction which makes the case.
		await rows('support_idempotency_keys').update({ response: null });
		await rows('support_tickets').delete();
		await rows.destroy();
		let [answer, waited] = [await ask(), 0];
		for (; answer.status === 409; answer = await ask()) {
			const seconds = Number(answer.headers.get('retry-after'));
			assert.ok(seconds > 0);
			clock.pass(seconds * 1000);
			waited += seconds;
		}
		assert.equal(answer.status, 200);
		assert.ok(waited > 0 && waited <= 62, `whoever does as it is told waits ${waited} s`);
		assert.equal((await eve.get<{ cases: unknown[] }>('/cases')).body.cases.length, 1);
	});

	it('is still to come: the repetition is told so, and makes nothing', async (t) => {
		const database = databaseFor(t);
		const ana = (await kitFor(t, { database })).as('ana');
		await ana.post('/cases', NEW_CASE, keyed('one'));
		const rows = knex(knexConfig(database));
		await rows('support_idempotency_keys').update({ response: null });
		await rows.destroy();
		const again = await ana.post('/cases', NEW_CASE, keyed('one'));
		assert.deepEqual([again.status, again.body.code], [409, 'idempotency_in_progress']);
		assert.equal(again.headers.get('retry-after'), '2');
		assert.equal((await ana.get<{ cases: unknown[] }>('/cases')).body.cases.length, 1);
	});

	it('was sealed with another secret of the host’s: the key is used up', async (t) => {
		const database = databaseFor(t);
		const before = adminOf(await kitFor(t, { database }));
		assert.equal((await before.post('/admin/webhooks', HOOK, keyed('one'))).status, 200);
		const after = adminOf(await kitFor(t, { database, secret: 'another secret of the host, 32 characters or more' }));
		const again = await after.post('/admin/webhooks', HOOK, keyed('one'));
		assert.deepEqual([again.status, again.body.code], [409, 'idempotency_key_reused']);
	});
});

describe('a turn sent again to another process while the first one answers it', () => {
	const turn = { content: 'How large may uploads be?', client_message_id: 'once' };

	it('is answered with the whole, as JSON and as a stream, and taken once', async (t) => {
		const { one, other, ana, elsewhere } = await twoKits(t);
		const held = heldAnswer('What is kept by the first checkpoint. ', 'That is all.');
		one.model.says(held.script);
		const first = ana.stream(`${ana.path}/messages`, turn);
		await held.started;
		const again = elsewhere.post<TurnView>(`${ana.path}/messages`, turn);
		const { body: streamed } = await elsewhere.raw('POST', `${ana.path}/messages`, {
			body: JSON.stringify(turn),
			headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
		});
		let told = '';
		for await (const chunk of streamed ?? []) {
			told += Buffer.from(chunk).toString();
			// Its beginning is told there: it goes on only now.
			if (told.includes('What is kept')) held.release();
		}
		const said = textOf((await first).parts);
		assert.equal(said, 'What is kept by the first checkpoint. That is all.');
		const { status, body } = await again;
		assert.deepEqual([status, body.message?.status, body.message?.content], [200, 'complete', said]);
		assert.match(told, /That is all\..*"finish".*\[DONE\]/s);
		assert.deepEqual([one.model.asked.length, other.model.asked.length], [1, 0]);
	});
});
