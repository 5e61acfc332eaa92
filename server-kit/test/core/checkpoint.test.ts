// Checkpoints: never more than two kilobytes of an answer that are not kept, whatever its language; and few writes.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createCheckpoints } from '../../src/core/checkpoint.ts';
import { emptyDraft } from '../../src/core/draft.ts';
import type { Store } from '../../src/core/store.ts';

function desk() {
	const kept: string[][] = [];
	let mine = true;
	const checkpoint = async (due: readonly { content: string }[]) => {
		kept.push(due.map(({ content }) => content));
		return due.map(() => mine);
	};
	// Of the store, checkpoints know this one method.
	const store = { messages: { checkpoint } } as unknown as Store;
	const log = { info() {}, warn() {}, error() {} };
	const checkpoints = createCheckpoints({ store, clock: { now: () => 0 }, log });
	const open = (lost = () => {}) => {
		const draft = emptyDraft();
		return { draft, ...checkpoints.open({ tenantId: 'acme', messageId: 1, draft, lost }) };
	};
	return { kept, open, takeAway: () => (mine = false) };
}

for (const [language, token] of [
	['English', 'word '],
	['Chinese', '上传限制'],
	['pictures', '📎📎'],
] as const)
	test(`at most two kilobytes are not kept: ${language}`, async () => {
		const { kept, open } = desk();
		const answer = open();
		for (let at = 0; at < 3_000; at += 1) {
			answer.draft.content += token;
			answer.noticed();
			await Promise.resolve();
			await new Promise(setImmediate);
			const open = answer.draft.content.slice(kept.at(-1)?.[0]?.length ?? 0);
			assert.ok(Buffer.byteLength(open) < 2_048 + Buffer.byteLength(token), `${Buffer.byteLength(open)} bytes`);
		}
		const bytes = Buffer.byteLength(answer.draft.content);
		assert.ok(kept.length <= Math.ceil(bytes / 2_048), `${kept.length} writes for ${bytes} bytes`);
		await answer.close();
	});

test('each second what grew is kept, of all answers in one write; nothing after the close', async () => {
	mock.timers.enable({ apis: ['setInterval'] });
	try {
		const { kept, open } = desk();
		const [one, other, silent] = [open(), open(), open()];
		one.draft.content = 'One.';
		other.draft.content = 'Two.';
		mock.timers.tick(1_000);
		assert.deepEqual(kept, [['One.', 'Two.']]);
		await new Promise(setImmediate);
		mock.timers.tick(1_000);
		assert.equal(kept.length, 1, 'nothing has grown');
		one.draft.content = 'One. More.';
		await one.close();
		await other.close();
		await silent.close();
		mock.timers.tick(5_000);
		assert.equal(kept.length, 1);
	} finally {
		mock.timers.reset();
	}
});

test('an answer that is no longer ours to write learns so', async () => {
	mock.timers.enable({ apis: ['setInterval'] });
	try {
		const { open, takeAway } = desk();
		let lost = 0;
		const answer = open(() => {
			lost += 1;
		});
		answer.draft.content = 'Half an answer';
		takeAway();
		mock.timers.tick(1_000);
		await new Promise(setImmediate);
		assert.equal(lost, 1);
		await answer.close();
	} finally {
		mock.timers.reset();
	}
});
