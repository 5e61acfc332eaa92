// Training candidates: reviewed in typed states, exported once, read again line for line, gone with their conversation.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { StartedKit } from '@deskbell/server-kit/testing';
import { adminOf, auditOf, badAnswer, type CandidateBody, candidatesOf } from './admins.ts';
import { codeOf, kitFor } from './kits.ts';

const PATH = '/admin/training-candidates';
const ROOMY = { rates: { messages: { limit: 10_000, windowSeconds: 60 } }, quota: { user: { messages: null } } };

async function deskFor(t: TestContext) {
	const kit = await kitFor(t, ROOMY);
	const admin = adminOf(kit);
	const act = (id: number, verb: string, body?: unknown) => admin.post<CandidateBody>(`${PATH}/${id}/${verb}`, body);
	return { kit, admin, act };
}

/** @returns their ids, oldest first */
async function queue(kit: StartedKit, questions: readonly string[]): Promise<number[]> {
	for (const [at, question] of questions.entries()) await badAnswer(kit, `customer-${at}`, question);
	return (await candidatesOf(adminOf(kit))).map(({ id }) => id).toReversed();
}

async function exported(kit: StartedKit, query = '', tenantId = 'acme') {
	const response = await adminOf(kit, tenantId).raw('GET', `${PATH}/export${query}`);
	const text = await response.text();
	const { status, headers } = response;
	return { status, text, headers, batch: headers.get('deskbell-batch'), code: status >= 400 && JSON.parse(text).code };
}

const linesIn = (text: string) =>
	text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line));

test('the list says question, answer and comment, masked; newest first, by pages', async (t) => {
	const { kit, admin } = await deskFor(t);
	kit.model.says('Write to help@private.example.');
	await badAnswer(kit, 'ana', 'I am ana@private.example, why?');
	await queue(kit, ['two', 'three']);
	const first = await admin.get<{ candidates: CandidateBody[]; next_cursor: string }>(`${PATH}?limit=2`);
	const second = await admin.get<{ candidates: CandidateBody[]; next_cursor: null }>(
		`${PATH}?limit=2&cursor=${first.body.next_cursor}`,
	);
	assert.deepEqual(
		[...first.body.candidates, ...second.body.candidates].map(({ question }) => question),
		['three', 'two', 'I am [redacted], why?'],
	);
	assert.equal(second.body.next_cursor, null);
	const [oldest] = second.body.candidates;
	assert.doesNotMatch(JSON.stringify(oldest), /private\.example/);
	assert.match(oldest?.comment ?? '', /^bad: I am \[redacted\]/);
	assert.equal((await admin.get(`${PATH}?status=approved`)).status, 200);
	assert.equal((await admin.get(`${PATH}?status=good`)).status, 422);
	assert.equal(codeOf(await admin.get(`${PATH}?cursor=x`)), 'cursor_invalid');
});

test('every verb in every state: where it leads, or a typed 409 that names the state', async (t) => {
	const { kit, admin, act } = await deskFor(t);
	const ways: Readonly<Record<string, readonly string[]>> = {
		queued: [],
		approved: ['approve'],
		rejected: ['reject'],
		exported: ['approve', 'export'],
		withdrawn: ['withdraw'],
	};
	const leads: Readonly<Record<string, string>> = {
		'queued approve': 'approved',
		'queued reject': 'rejected',
		'approved undo': 'queued',
	};
	const take = async (step: string, id: number, ana: Awaited<ReturnType<typeof badAnswer>>) => {
		if (step === 'export') return exported(kit);
		if (step !== 'withdraw') return act(id, step);
		return ana.post(`${ana.path}/feedback`, { helpful: true, message_id: ana.messageId });
	};
	for (const [state, way] of Object.entries(ways))
		for (const verb of ['approve', 'reject', 'undo']) {
			const ana = await badAnswer(kit, `${state}-${verb}`);
			const id = (await candidatesOf(admin))[0]?.id ?? 0;
			for (const step of way) await take(step, id, ana);
			const { status, body } = await act(id, verb);
			const led = leads[`${state} ${verb}`];
			if (led) assert.deepEqual([status, body.status], [200, led], `${state} ${verb}`);
			else assert.deepEqual([status, codeOf({ body }), body.status], [409, 'candidate_status_conflict', state], verb);
		}
});

test('ten reviewers at once: one approves, nine are told', async (t) => {
	const { kit, act } = await deskFor(t);
	const [id = 0] = await queue(kit, ['one']);
	const answers = await Promise.all(Array.from({ length: 10 }, () => act(id, 'approve')));
	assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(9).fill(409)]);
});

test('an approval that would leave nothing to train on is refused, unless a reviewer gives the answer', async (t) => {
	const { kit, admin, act } = await deskFor(t);
	const ana = await kit.ready('ana');
	await ana.post(`${ana.path}/feedback`, { helpful: false });
	const [empty] = await candidatesOf(admin);
	assert.equal(codeOf(await act(empty?.id ?? 0, 'approve', { better_answer: 'x' })), 'candidate_incomplete');
	assert.equal((await act(empty?.id ?? 0, 'reject', { note: 'nothing in it' })).body.note, 'nothing in it');
});

test('an export takes what is approved, once; the batch again gives the same lines', async (t) => {
	const { kit, admin, act } = await deskFor(t);
	assert.equal((await exported(kit)).status, 204);
	const [one = 0, two = 0, three = 0] = await queue(kit, ['one', 'two', 'three']);
	await act(one, 'approve');
	await act(two, 'approve', { better_answer: 'Better: write to me@private.example' });
	const file = await exported(kit);
	assert.equal(file.headers.get('content-type'), 'application/x-ndjson; charset=utf-8');
	assert.match(file.headers.get('content-disposition') ?? '', new RegExp(`deskbell-training-${file.batch}\\.jsonl`));
	assert.equal(file.headers.get('deskbell-batch-size'), '2');
	assert.deepEqual(linesIn(file.text), [
		{
			messages: [
				{ role: 'user', content: 'one' },
				{ role: 'assistant', content: 'OK.', weight: 0 },
			],
		},
		{
			messages: [
				{ role: 'user', content: 'two' },
				{ role: 'assistant', content: 'Better: write to [redacted]', weight: 1 },
			],
		},
	]);
	assert.deepEqual(
		(await candidatesOf(admin, 'exported')).map(({ id, batch_id }) => [id, batch_id]),
		[
			[two, file.batch],
			[one, file.batch],
		],
	);
	assert.equal((await exported(kit)).status, 204, 'nothing goes out twice');
	await act(three, 'approve');
	const next = await exported(kit);
	assert.notEqual(next.batch, file.batch);
	assert.equal(linesIn(next.text)[0].messages[0].content, 'three');
	assert.equal((await exported(kit, `?batch=${file.batch}`)).text, file.text);
});

test('more than a page is streamed whole, in order; two exports at once share nothing', {
	timeout: 60_000,
}, async (t) => {
	const { kit, admin, act } = await deskFor(t);
	const ana = await kit.ready('ana');
	for (let turn = 0; turn < 205; turn += 1) {
		await ana.post(`${ana.path}/messages`, { content: `question ${turn}` });
		const { body } = await ana.get<{ messages: { id: number }[] }>(`${ana.path}?limit=1`);
		await ana.post(`${ana.path}/feedback`, { helpful: false, message_id: body.messages[0]?.id });
	}
	for (let page = 0; page < 3; page += 1) {
		const { body } = await admin.get<{ candidates: CandidateBody[] }>(`${PATH}?limit=100`);
		for (const { id } of body.candidates) await act(id, 'approve');
	}
	const files = await Promise.all([exported(kit), exported(kit)]);
	assert.deepEqual(files.map(({ status }) => status).sort(), [200, 204]);
	const text = files.find(({ status }) => status === 200)?.text ?? '';
	assert.deepEqual(
		linesIn(text).map(({ messages }) => messages[0].content),
		Array.from({ length: 205 }, (_, turn) => `question ${turn}`),
	);
});

test('HEAD exports nothing', async (t) => {
	const { kit, admin, act } = await deskFor(t);
	const [id = 0] = await queue(kit, ['one']);
	await act(id, 'approve');
	assert.equal((await admin.raw('HEAD', `${PATH}/export`)).status, 204);
	assert.equal((await candidatesOf(admin, 'approved')).length, 1);
});

test('a candidate goes with its conversation until it is exported, and with its person always', async (t) => {
	const { kit, admin, act } = await deskFor(t);
	const people = [await badAnswer(kit, 'ana', 'of ana'), await badAnswer(kit, 'ben', 'of ben')];
	for (const { id } of await candidatesOf(admin)) await act(id, 'approve');
	await people[0]?.delete(people[0].path);
	assert.deepEqual(
		(await candidatesOf(admin, 'approved')).map(({ question }) => question),
		['of ben'],
	);
	const { batch } = await exported(kit);
	await people[1]?.delete(people[1].path);
	assert.match((await exported(kit, `?batch=${batch}`)).text, /of ben/);
	assert.deepEqual(
		(await candidatesOf(admin, 'exported')).map((one) => one.conversation_id),
		[null],
	);
	await people[1]?.delete('/me');
	const again = await exported(kit, `?batch=${batch}`);
	assert.deepEqual([again.status, again.text, again.headers.get('deskbell-batch-size')], [200, '', '0']);
});

test('another tenant’s candidate and batch are not there', async (t) => {
	const { kit, act } = await deskFor(t);
	const [id = 0] = await queue(kit, ['one']);
	const eve = adminOf(kit, 'globex');
	for (const verb of ['approve', 'reject', 'undo'])
		assert.equal(codeOf(await eve.post(`${PATH}/${id}/${verb}`)), 'not_found');
	assert.deepEqual(await candidatesOf(eve), []);
	await act(id, 'approve');
	assert.equal((await exported(kit, '', 'globex')).status, 204);
	const { batch } = await exported(kit);
	assert.equal((await exported(kit, `?batch=${batch}`, 'globex')).code, 'not_found');
	assert.equal((await exported(kit, '?batch=bat_none')).code, 'not_found');
});

test('each act is written down, without a word of what was said', async (t) => {
	const { kit, admin, act } = await deskFor(t);
	const [one = 0, two = 0] = await queue(kit, ['canary one', 'canary two']);
	await act(one, 'approve', { note: 'canary note', better_answer: 'canary answer' });
	await act(one, 'undo');
	await act(one, 'undo');
	await act(one, 'approve');
	await act(two, 'reject', { note: 'canary' });
	const { batch } = await exported(kit);
	await exported(kit, `?batch=${batch}`);
	const entries = await auditOf(admin);
	assert.deepEqual(
		entries.map(({ action, target, details }) => [action, target, details]),
		[
			['candidate.approve', `candidate:${one}`, {}],
			['candidate.undo', `candidate:${one}`, {}],
			['candidate.approve', `candidate:${one}`, {}],
			['candidate.reject', `candidate:${two}`, {}],
			['candidates.export', `batch:${batch}`, { candidates: 1 }],
			['candidates.export', `batch:${batch}`, { again: 1 }],
		],
	);
	assert.deepEqual([...new Set(entries.map(({ actor }) => `${actor.kind} ${actor.id}`))], ['admin grace']);
	assert.doesNotMatch(JSON.stringify(entries), /canary/);
});
