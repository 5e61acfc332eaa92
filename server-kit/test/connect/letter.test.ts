// The letter that every ticket is made of: one name per case, bounded, and without characters that nobody sees.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { documentOf } from '../../src/connect/connectors/jira-document.ts';
import { fitted, LONGEST_SUBJECT, letterOf } from '../../src/connect/connectors/letter.ts';
import { plainLine, plainText } from '../../src/connect/connectors/plain.ts';
import type { CaseHandoff } from '../../src/core/ports.ts';
import { CASE, handoff, huge } from './desks/handoff.ts';

test('a case has one name: its own, or one made of what it is', () => {
	const nameOf = (changes: Partial<CaseHandoff['conversation']>) => {
		const made = handoff();
		return letterOf({ ...made, conversation: { ...made.conversation, ...changes } }).caseId;
	};
	assert.equal(nameOf({}), CASE);
	const unnamed = nameOf({ publicId: null });
	assert.match(unnamed, /^case_[0-9a-f]{24}$/);
	assert.equal(nameOf({ publicId: null }), unnamed);
	const others = [
		nameOf({ publicId: null, id: 8 }),
		nameOf({ publicId: null, tenantId: 'other' }),
		nameOf({ publicId: 'a"b' }),
	];
	assert.equal(new Set([unnamed, ...others]).size, 4);
	for (const name of others) assert.match(name, /^[\w-]+$/);
});

test('an address is one address, or none', () => {
	const replyTo = (email: string) => letterOf(handoff({ caller: { email } })).customer.email;
	assert.equal(replyTo('ada.o’hara@customer.example'), '');
	assert.equal(replyTo("ada.o'hara+desk@mail.customer.example"), "ada.o'hara+desk@mail.customer.example");
	const wrong = [
		'a@b.example, c@d.example',
		'Ada <a@b.example>',
		'a@b.example\r\nBcc: c@d.example',
		'a@localhost',
		'@b.example',
	];
	for (const email of wrong) assert.equal(replyTo(email), '', email);
});

test('whatever is handed over, it fits: a subject of one line, and a document that Jira takes', () => {
	const text = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 6000 }),
		fc.constantFrom('"\n'.repeat(9000), '\\'.repeat(9000)),
	);
	const message = fc.record({
		role: fc.constantFrom('user' as const, 'assistant' as const),
		content: text,
		createdAt: fc.nat(),
	});
	const any = fc.record({
		summary: text,
		intent: fc.option(text),
		attempted: fc.array(text),
		lastMessages: fc.array(message, { maxLength: 12 }),
	});
	fc.assert(
		fc.property(any, text, text, (handover, reason, name) => {
			const letter = letterOf(handoff({ handover, reason, caller: { name } }));
			assert.ok(letter.subject.length <= LONGEST_SUBJECT && letter.subject.endsWith(`[${CASE}]`));
			assert.ok(!/[\r\n\u2028]/.test(letter.subject + letter.reason + letter.customer.name));
			assert.ok(JSON.stringify(documentOf(letter)).length <= 32_767);
		}),
		{ numRuns: 60 },
	);
});

test('the oldest messages are left out first and counted; the last one is halved before it goes', () => {
	const letter = letterOf(huge());
	const size = (cut: typeof letter) => JSON.stringify(cut.transcript).length;
	const some = fitted(letter, (cut) => size(cut) < 30_000);
	assert.ok(some.transcript.length > 1 && some.omitted === 10 - some.transcript.length);
	assert.match(some.transcript.at(-1)?.text ?? '', /^message 9/);
	const little = fitted(letter, (cut) => size(cut) < 1000);
	assert.deepEqual([little.transcript.length, little.omitted], [1, 9]);
	const none = fitted(letter, () => false);
	assert.deepEqual([none.transcript.length, none.omitted], [0, 10]);
});

test('text keeps its lines and its right-to-left words; what nobody sees goes', () => {
	assert.equal(plainText('  a\r\nb\rc\u2028d\n\n\n\n e ', 100), 'a\nb\nc\nd\n\n e');
	assert.equal(plainText('\u202eabc\u0000\u001b[2J\ufeff', 100), 'abc[2J');
	assert.equal(plainText('مرحبا', 100), 'مرحبا');
	assert.equal(plainText('a\ud800b', 100), 'a\ufffdb');
	assert.equal(plainLine('a\r\nBcc: x\u0085y', 100), 'a Bcc: x y');
});
