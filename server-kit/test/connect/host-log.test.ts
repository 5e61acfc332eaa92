// The host's log: told in its own form, without secrets or what people wrote, one line each; one that throws does no harm.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import pino from 'pino';
import { redact } from '../../src/answer/filter/index.ts';
import { hostLog } from '../../src/connect/host-log.ts';
import type { Log } from '../../src/core/ports.ts';

interface Line {
	level: keyof Log;
	message: string;
	facts: Record<string, unknown>;
}

function kept(): { lines: Line[]; log: Log } {
	const lines: Line[] = [];
	const on =
		(level: keyof Log) =>
		(message: string, facts: Record<string, unknown> = {}) => {
			lines.push({ level, message, facts });
		};
	return { lines, log: { info: on('info'), warn: on('warn'), error: on('error') } };
}

/** What a host reads after one line. */
function told(facts: Record<string, unknown>, message = 'it happened'): Line {
	const { lines, log } = kept();
	hostLog(log, redact).error(message, facts);
	return lines[0] as Line;
}

describe('what may stand in a log', () => {
	test('values under names of secrets, and what people wrote, are left out at every depth', () => {
		const words = 'marmalade';
		const secrets = {
			authorization: words,
			apiKey: words,
			api_key: words,
			cookie: words,
			password: words,
			token: words,
		};
		const { facts } = told({ secrets, deep: { list: [{ content: words, question: words }] }, accessToken: words });
		assert.doesNotMatch(JSON.stringify(facts), /marmalade/);
		assert.deepEqual(Object.keys(facts), ['secrets', 'deep', 'accessToken']);
	});

	test('ids, counts and codes stay readable', () => {
		const facts = { conversation: 12, messages: [3, 4], job: 'forget repeats', code: 'ECONNRESET', retry: null };
		assert.deepEqual(told(facts).facts, facts);
	});

	test('a fault is told by name, message, code, frames and cause; what a driver hangs onto it stays behind', () => {
		const cause = Object.assign(new Error('key sk-proj-aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7b of ada@example.com'), {
			code: '23505',
			detail: 'Key (user_id)=(marmalade)',
			sql: "insert into t values ('marmalade')",
			config: { headers: { authorization: 'Bearer marmalade' } },
		});
		const { facts } = told({ fault: new Error('not stored', { cause }) });
		const fault = facts.fault as Record<string, Record<string, unknown>>;
		assert.deepEqual(Object.keys(fault), ['name', 'message', 'stack', 'cause']);
		assert.deepEqual(Object.keys(fault.cause ?? {}), ['name', 'message', 'code', 'stack']);
		assert.equal(fault.cause?.code, '23505');
		assert.doesNotMatch(JSON.stringify(facts), /marmalade|sk-proj|ada@example/);
		assert.match(JSON.stringify(fault.stack), /host-log\.test\.ts/);
	});

	test('no character begins a line of its own or moves a cursor', () => {
		const forged = 'a\r\n{"level":50}\u001b[2J\u009b1A\u2028b\u202ec';
		const line = told({ [forged]: forged, fault: new Error(forged) }, forged);
		for (const raw of ['\r', '\n', '\u001b', '\u009b', '\u2028', '\u202e'])
			assert.ok(!line.message.includes(raw), JSON.stringify(raw));
		const plain = JSON.stringify(line.facts);
		for (const hidden of ['\\r', '\\n', '\u009b', '\u2028', '\u202e']) {
			const raw = JSON.stringify(hidden).slice(1, -1);
			assert.ok(!plain.replaceAll('\\\\', '').includes(raw), raw);
		}
		assert.match(line.message, /^a\\u000d\\u000a/);
	});

	test('facts that go round in a circle, or are endless, come to an end', () => {
		const circle: Record<string, unknown> = { text: 'x' };
		circle.circle = circle;
		const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, at]));
		const { facts } = told({ circle, wide, long: 'y '.repeat(100_000) });
		assert.ok(JSON.stringify(facts).length < 10_000);
	});

	test('a masker that throws leaves the words out, not the line', () => {
		const { lines, log } = kept();
		hostLog(log, () => {
			throw new Error('broken');
		}).warn('it happened', { why: 'marmalade', id: 3 });
		assert.deepEqual(lines, [{ level: 'warn', message: 'it happened', facts: { why: '[left out]', id: 3 } }]);
	});
});

test('a pino logger is taken as it is: facts first, at its own levels', async (t) => {
	const lines: Record<string, unknown>[] = [];
	const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
	const desk = await startKit({ log });
	t.after(desk.close);
	const ada = await desk.ready('ada');
	desk.model.says(async function* () {
		yield [{ type: 'text', text: 'Half of ' }];
		throw new Error('cut off');
	});
	await ada.stream(`${ada.path}/messages`, { content: 'What is marmalade?' });
	const line = lines.find(({ msg }) => msg === 'answer failed');
	assert.equal(line?.level, 40);
	assert.equal(line?.conversation, ada.conversationId);
	assert.match(JSON.stringify(line?.fault), /cut off/);
	assert.doesNotMatch(JSON.stringify(lines), /marmalade/);
});

for (const [how, fails] of Object.entries({
	throws: () => {
		throw new Error('no disk');
	},
	rejects: () => Promise.reject(new Error('no disk')),
}))
	test(`a log that ${how} does no harm`, async () => {
		const lost: unknown[] = [];
		const note = (fault: unknown) => lost.push(fault);
		process.on('unhandledRejection', note);
		const log = hostLog({ info: fails, warn: fails, error: fails } as Log, redact);
		log.info('a');
		log.warn('b', { fault: new Error('c') });
		log.error('d');
		await new Promise((soon) => setImmediate(soon));
		process.off('unhandledRejection', note);
		assert.deepEqual(lost, []);
	});

describe('the log of a host that gave none', () => {
	const source = new URL('../../src/connect/console-log.ts', import.meta.url).href;
	const child = (script: string, stderr: 'pipe' | number) =>
		spawn(process.execPath, ['--conditions=deskbell-src', '--input-type=module', '-e', script], {
			stdio: ['ignore', 'pipe', stderr],
		});
	const using = (body: string) =>
		`import { createConsoleLog } from ${JSON.stringify(source)}; const log = createConsoleLog(); ${body}`;

	test('writes one JSON line per warning and error', async () => {
		const ended = child(using(`log.info('no'); log.warn('one', { a: 1 }); log.error('two\\u000athree');`), 'pipe');
		let text = '';
		ended.stderr?.on('data', (chunk) => (text += chunk));
		await once(ended, 'close');
		const lines = text
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
		assert.deepEqual(
			lines.map(({ level, message, a }) => ({ level, message, a })),
			[
				{ level: 'warn', message: 'one', a: 1 },
				{ level: 'error', message: 'two\nthree', a: undefined },
			],
		);
	});

	test('a reader that stands still costs lines, not memory or the process', { timeout: 60_000 }, async () => {
		const script = using(`
			const out = { writableLength: 0, on() {}, write(line) { this.writableLength += line.length; this.last = line; } };
			const stuck = createConsoleLog(out);
			for (let at = 0; at < 20000; at += 1) stuck.error('x'.repeat(200));
			const held = out.writableLength;
			out.writableLength = 0;
			stuck.error('back');
			console.log(JSON.stringify({ held, last: JSON.parse(out.last) }));`);
		const ended = child(script, 'pipe');
		let text = '';
		ended.stdout?.on('data', (chunk) => (text += chunk));
		const [code] = await once(ended, 'close');
		assert.equal(code, 0);
		const { held, last } = JSON.parse(text);
		assert.ok(held < 1024 * 1024 + 1000, `${held} bytes wait`);
		assert.equal(last.message, 'back');
		assert.ok(last.lost > 10_000, 'it says how many lines were lost');
	});
});
