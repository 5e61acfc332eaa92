// F-11: a reader who comes back goes on where it was, whichever process it comes back to and whatever became of the answer.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, startKit } from '@deskbell/server-kit/testing';
import type { ConversationView, StreamPart } from '../../../server-kit/src/protocol/index.ts';
import type { Streamed } from '../../../server-kit/src/testing/client.ts';
import { codeOf, eventually, heldAnswer, kitFor, pacedAnswer, textOf, twoKits } from './kits.ts';

const kit = await startKit({ rates: { messages: { limit: 10_000, windowSeconds: 60 } } });
after(() => kit.close());

type Person = Client & { path: string };

const resumed = ({ path, follow }: Person, id: string) => follow(`${path}/stream`, { 'last-event-id': id });
const positionIn = (id = '') => Number(id.split('.')[1] ?? 0);

/** The id of the answer that is being written. */
async function answering(person: Person): Promise<number> {
	return (await person.get<ConversationView>(person.path)).body.answering_message_id ?? 0;
}

/** Whether the store holds the beginning of an answer: every process can read it. */
async function isKept(person: Person): Promise<boolean> {
	const last = (await person.get<ConversationView>(person.path)).body.messages.at(-1);
	return last?.role === 'assistant' && last.content !== '';
}

const asItIs = (part: StreamPart): unknown => part;
/** Told from the store, an end does not say what it cost. */
const bare = ({ type }: StreamPart): unknown => type;

/** The text that a reader has who read up to each frame, then came back with its id and read the rest. */
async function cutAtEveryFrame(
	{ parts, ids }: Streamed,
	whole: string,
	rest: (id: string) => Promise<Streamed>,
	seen = asItIs,
) {
	const end = parts.at(-1) ?? assert.fail('nothing was told');
	await Promise.all(
		ids.map(async (id, at) => {
			const before = textOf(parts.slice(0, at + 1));
			const later = await rest(id);
			assert.equal(before + textOf(later.parts), whole, `cut after frame ${at}, ${parts[at]?.type}`);
			const last = [...parts.slice(0, at + 1), ...later.parts].at(-1) ?? end;
			assert.deepEqual(seen(last), seen(end), `how it ended, cut after frame ${at}`);
			assert.ok(!later.parts.some(({ type }) => type === 'start'), 'an answer begins once');
		}),
	);
}

test('resuming at any frame while the answer runs gives what followed; without an id, the whole answer', async () => {
	const ana = await kit.ready('ana-resume');
	const held = heldAnswer('One two ');
	kit.model.says(held.script);
	const uncut = ana.stream(`${ana.path}/messages`, { content: 'hello' });
	await held.started;
	const whole = ana.follow(`${ana.path}/stream`);
	const answerId = await answering(ana);
	const positions = [1, 2, 3, 4, 5, 100_000, 300_000, 400_000];
	const readers = positions.map((position) => resumed(ana, `${answerId}.${position}`));
	await pause(50);
	held.release();
	const said = textOf((await uncut).parts);
	assert.equal(said, 'One two the end.');
	assert.equal(textOf((await whole).parts), said);
	assert.deepEqual((await whole).parts.at(0), (await uncut).parts.at(0));
	for (const [at, reader] of (await Promise.all(readers)).entries()) {
		const known = Math.floor((positions[at] ?? 0) / 100_000);
		assert.equal(textOf(reader.parts), said.slice(known), `after ${positions[at]}`);
		assert.deepEqual(reader.parts.at(-1), (await uncut).parts.at(-1));
		assert.ok(reader.done);
	}
});

test('after the end: with an id the rest, without one 204', async () => {
	const ana = await kit.ready('ana-late');
	const idle = await ana.raw('GET', `${ana.path}/stream`);
	assert.deepEqual([idle.status, await idle.text()], [204, '']);
	assert.equal((await resumed(ana, '999999.4')).status, 404, 'no answer was ever begun');
	kit.model.says(pacedAnswer(['One ', 'two ', 'three.']));
	const uncut = await ana.stream(`${ana.path}/messages`, { content: 'hello' });
	await cutAtEveryFrame(uncut, 'One two three.', (id) => resumed(ana, id));
	const nothing = await resumed(ana, uncut.ids.at(-1) ?? '');
	assert.deepEqual([nothing.parts, nothing.done], [[], true]);
	assert.equal((await ana.raw('GET', `${ana.path}/stream`)).status, 204);
	for (const strange of ['-1', 'abc', '1', '300000', '1.5.2', '.5', 'refused-1.50001', '9'.repeat(30)])
		assert.equal((await resumed(ana, strange)).status, 204, `${strange} names no answer`);
});

test('an id that names no answer is none: the one that runs is told from its start', async (t) => {
	const desk = await kitFor(t);
	const ana = await desk.ready('ana');
	const held = heldAnswer('One two ');
	desk.model.says(held.script);
	const uncut = ana.stream(`${ana.path}/messages`, { content: 'hello' });
	await held.started;
	const open = (id: string) => ana.raw('GET', `${ana.path}/stream`, { headers: { 'last-event-id': id } });
	const readers = await Promise.all(['300000', 'abc', 'refused-1.50001'].map(open));
	held.release();
	const whole = JSON.stringify((await uncut).parts.at(0));
	for (const reader of readers) assert.ok((await reader.text()).includes(`data: ${whole}\n`));
});

test('who comes back after another question gets the rest of its own answer, not of that one', async (t) => {
	const { one, ana, elsewhere } = await twoKits(t);
	one.model.says(pacedAnswer(['The first ', 'answer.']));
	const first = await ana.stream(`${ana.path}/messages`, { content: 'one' });
	const held = heldAnswer('The second ', 'answer.');
	one.model.says(held.script);
	const second = ana.stream(`${ana.path}/messages`, { content: 'two' });
	await held.started;
	const people = [ana, elsewhere];
	for (const person of people) await cutAtEveryFrame(first, 'The first answer.', (id) => resumed(person, id), bare);
	held.release();
	await second;
	for (const person of people) {
		await cutAtEveryFrame(first, 'The first answer.', (id) => resumed(person, id), bare);
		await cutAtEveryFrame(await second, 'The second answer.', (id) => resumed(person, id), bare);
	}
});

test('S-12 an id that names a question, another person’s answer or none is as good as a missing one', async (t) => {
	const desk = await kitFor(t);
	const [ana, ben] = [await desk.ready('ana'), await desk.ready('ben')];
	const { ids } = await ben.stream(`${ben.path}/messages`, { content: 'Ben’s question' });
	await ana.stream(`${ana.path}/messages`, { content: 'Ana’s question' });
	const question = (await ana.get<ConversationView>(ana.path)).body.messages[0]?.id;
	for (const id of [ids[2], ids.at(-1), `${question}.1`, '987654321.1', '0.0']) {
		const { status, body } = await resumed(ana, id ?? '');
		assert.deepEqual([status, codeOf({ body })], [404, 'not_found'], id);
	}
});

describe('on another instance', () => {
	test('an answer that has ended goes on at every frame, in both directions', async (t) => {
		const { one, ana, elsewhere } = await twoKits(t);
		one.model.says(pacedAnswer(['Größe: ', 'up to ', '50 MB. ', '📎 ', 'That is all.']));
		const uncut = await ana.stream(`${ana.path}/messages`, { content: 'hello' });
		const whole = 'Größe: up to 50 MB. 📎 That is all.';
		await Promise.all(
			uncut.ids.map(async (id, at) => {
				const rest = await resumed(elsewhere, id);
				assert.equal(textOf(uncut.parts.slice(0, at + 1)) + textOf(rest.parts), whole, `after ${id}`);
				const ended = at === uncut.ids.length - 1 || rest.parts.at(-1)?.type === 'finish';
				assert.ok(ended && rest.done, 'it ends');
			}),
		);
		const told = await resumed(elsewhere, `${uncut.ids[0]}`);
		for (const [at, id] of told.ids.entries()) {
			const rest = await resumed(ana, id);
			assert.equal(textOf(told.parts.slice(0, at + 1)) + textOf(rest.parts), whole, `after ${id}, back again`);
		}
	});

	test('an answer under way is followed through its checkpoints to its end', async (t) => {
		const { one, ana, elsewhere } = await twoKits(t);
		const held = heldAnswer('What is kept by the first checkpoint. ', 'And the end.');
		one.model.says(held.script);
		const reading = ana.stream(`${ana.path}/messages`, { content: 'hello' });
		await held.started;
		const whole = elsewhere.follow(`${ana.path}/stream`);
		const rest = resumed(elsewhere, `${await answering(ana)}.500000`);
		await eventually(() => isKept(elsewhere), 'the first checkpoint');
		await pause(1_500);
		held.release();
		const said = textOf((await reading).parts);
		assert.equal(textOf((await whole).parts), said);
		assert.equal(textOf((await rest).parts), said.slice(5));
		for (const { parts, ids, done } of [await whole, await rest]) {
			assert.deepEqual([parts.at(-1)?.type, done], ['finish', true]);
			assert.ok(parts.filter(({ type }) => type === 'text-delta').length > 1, 'it was told as it grew');
			assert.ok(ids.every((id, at) => positionIn(id) > positionIn(ids[at - 1])));
		}
		assert.equal((await whole).parts[0]?.type, 'start');
	});

	test('stop ends an answer of another process, which notices and tells its own readers', async (t) => {
		const { one, ana, elsewhere } = await twoKits(t);
		let aborted = false;
		one.model.says(async function* (_request, signal) {
			yield [{ type: 'text', text: 'What was said. ' }];
			await pause(20_000, undefined, { signal }).catch(() => {
				aborted = true;
			});
		});
		const reading = ana.stream(`${ana.path}/messages`, { content: 'hello' });
		await eventually(() => isKept(elsewhere), 'the first checkpoint');
		const { body } = await elsewhere.post(`${ana.path}/stop`);
		assert.equal(body.stopped, true);
		assert.equal((await elsewhere.post(`${ana.path}/stop`)).body.stopped, false);
		const { body: thread } = await elsewhere.get<ConversationView>(ana.path);
		const answer = thread.messages.at(-1);
		assert.deepEqual([answer?.status, answer?.content, thread.can_send], ['stopped', 'What was said. ', true]);
		const told = await reading;
		assert.equal(aborted, true, 'the model call was ended');
		assert.deepEqual([textOf(told.parts), told.parts.at(-1)], [answer?.content, { type: 'abort' }]);
	});
});
