// A request that carries an Idempotency-Key is done once, however often it comes.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type StartedKit, startKit } from '@deskbell/server-kit/testing';
import type { TurnView } from '../../../server-kit/src/protocol/index.ts';
import { heldAnswer, textOf, twoKits } from './kits.ts';

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
