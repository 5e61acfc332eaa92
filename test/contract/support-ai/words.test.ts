// What a model's words become: sources only of what was handed out, secrets and strangers' addresses masked, stored as shown.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Client, startKit } from '@deskbell/server-kit/testing';
import knex from 'knex';
import type { ArticleInput } from '../../../server-kit/src/index.ts';
import type { ConversationView, StreamPart } from '../../../server-kit/src/protocol/index.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { databaseFor, kitFor, textOf } from './kits.ts';

const kit = await startKit({ rates: { messages: { limit: 100_000, windowSeconds: 60 } } });
after(() => kit.close());

const article = (slug: string, title: string, text: string, url: string | null): ArticleInput => ({
	slug,
	title,
	url,
	locale: 'en',
	body: text,
	passages: [{ headings: ['Limits'], anchor: 'limits', text }],
});

before(async () => {
	await kit.kit.core.knowledge.write('acme', [
		article(
			'upload',
			'Upload limits',
			'Uploads stop at 50 MB. Write to uploads@acme.example.',
			'https://acme.example/upload',
		),
		article('share', 'Share uploads', 'Uploads can be shared with a link.', null),
	]);
	const foreign = article('secret', 'Foreign uploads', 'Uploads of canary-globex.', null);
	await kit.kit.core.knowledge.write('globex', [foreign]);
});

let people = 0;

/** The question finds both articles: [1] and [2] were handed out. */
async function answered(pieces: readonly string[], content = 'How large may uploads be?') {
	people += 1;
	const ana = await kit.ready(`ana-${people}`, { email: 'ana.own@example.com' });
	kit.model.says([...pieces.map((text) => [{ type: 'text', text }] as const), [{ type: 'finish', reason: 'stop' }]]);
	const { parts } = await ana.stream(`${ana.path}/messages`, { content });
	return { ana, parts, shown: textOf(parts), stored: await storedOf(ana) };
}

async function storedOf(client: Client & { path: string }) {
	const { messages } = (await client.get<ConversationView>(client.path)).body;
	const answer = messages.at(-1);
	assert.ok(answer);
	return answer;
}

const sourcesOf = (parts: readonly StreamPart[]) =>
	parts.filter((part) => part.type === 'source-url' || part.type === 'source-document');

test('the model is handed the tenant’s own numbered passages, and no other’s', async () => {
	await answered(['ok']);
	const asked = kit.model.asked.at(-1);
	assert.deepEqual(asked?.passages.map(({ number }) => number).sort(), [1, 2]);
	assert.doesNotMatch(JSON.stringify(asked), /canary-globex/);
});

test('citations are renumbered in the order of use, announced once, and stored', async () => {
	const { parts, shown, stored } = await answered(['By link [2]. At most 50 MB [1], as said [2][1].']);
	assert.equal(shown, 'By link [1]. At most 50 MB [2], as said [1][2].');
	assert.equal(stored.content, shown);
	assert.equal(sourcesOf(parts).length, 2);
	const handedOut = kit.model.asked.at(-1)?.passages ?? [];
	const titleOf = (number: number) => handedOut.find((passage) => passage.number === number)?.title;
	assert.deepEqual(
		stored.citations.map(({ number, title }) => [number, title]),
		[
			[1, titleOf(2)],
			[2, titleOf(1)],
		],
	);
	for (const { url, heading, excerpt, title } of stored.citations) {
		assert.equal(heading, 'Limits');
		assert.ok(excerpt.startsWith('Uploads'));
		assert.equal(url, title === 'Upload limits' ? 'https://acme.example/upload#limits' : null);
	}
	const last = parts.at(-1);
	assert.deepEqual(last?.type === 'finish' && last.messageMetadata.citations, stored.citations);
});

test('a source is announced before the text that cites it ends, a linked one as source-url', async () => {
	const { parts } = await answered(['One [1] and', ' two [2].']);
	const byTitle = Object.fromEntries(sourcesOf(parts).map((part) => [part.title, part.type]));
	assert.deepEqual(byTitle, { 'Upload limits': 'source-url', 'Share uploads': 'source-document' });
	const firstSource = parts.findIndex((part) => part.type.startsWith('source-'));
	const textEnd = parts.findIndex((part) => part.type === 'text-end');
	assert.ok(firstSource < textEnd);
});

const CITED: readonly (readonly [said: string, shown: string, sources: number])[] = [
	['Invented [7].', 'Invented.', 0],
	['Half invented [1, 9].', 'Half invented [1].', 1],
	['All of them [2,1].', 'All of them [1][2].', 2],
	['Zero [0] and [999].', 'Zero and.', 0],
	['In code `a[1]` and\n```\nb[2]\n```\nonly.', 'In code `a[1]` and\n```\nb[2]\n```\nonly.', 0],
	['A link [1](https://acme.example/help) stays.', 'A link [1](https://acme.example/help) stays.', 0],
	['A link [to nowhere](https://x.example/) goes.', 'A link [to nowhere] goes.', 0],
	['No number [a] [1a] [] stays.', 'No number [a] [1a] [] stays.', 0],
	['At the end [1]', 'At the end [1]', 1],
	['An open bracket [1', 'An open bracket [1', 0],
	['A price of [12345] stays.', 'A price of [12345] stays.', 0],
];

for (const [said, shown, sources] of CITED)
	test(`${JSON.stringify(said)} is shown as ${JSON.stringify(shown)}, however it is cut`, async () => {
		for (const pieces of [[said], [...said], said.match(/.{1,3}/gs) ?? []]) {
			const answer = await answered(pieces);
			assert.equal(answer.shown, shown);
			assert.equal(answer.stored.content, shown);
			assert.equal(sourcesOf(answer.parts).length, sources);
			assert.equal(answer.stored.citations.length, sources);
		}
	});

/** Keys are put together here, or scanners of this repository would take them for real ones. */
const key = (...halves: string[]) => halves.join('');
const PRIVATE = key('-----BEGIN RSA PRIVATE', ' KEY-----\nMIIEow IBAAK\nabc=\n-----END RSA PRIVATE', ' KEY-----');

const MASKED: readonly (readonly [said: string, shown: string])[] = [
	[`Use ${key('sk-', 'abcdefghijklmnopqrstuvwx')}, then go.`, 'Use [redacted], then go.'],
	[`Key=${key('AKIA', 'ABCDEFGHIJKLMNOP')} end`, 'Key=[redacted] end'],
	[`(${key('ghp_', 'abcdefghijklmnopqrstuvwxyz0123456789')})`, '([redacted])'],
	[`**${key('xoxb-', '1234567890-abcdefghij')}**`, '**[redacted]**'],
	[`token ${key('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.abc-DEF_123')} end`, 'token [redacted] end'],
	['see postgres://user:pass@db.internal/main now', 'see [redacted]/main now'],
	['see postgres://user:p!s$w#rd&(x)@db.internal/main now', 'see [redacted]/main now'],
	['mail max.muster@example.org.', 'mail [redacted].'],
	['[mail](mailto:max@example.org)', '[mail](mailto:[redacted])'],
	['Max <max@example.org>, Eva <eva+x@sub.example.co.uk>', 'Max <[redacted]>, Eva <[redacted]>'],
	['yours is ana.own@example.com', 'yours is ana.own@example.com'],
	['write to uploads@acme.example', 'write to uploads@acme.example'],
	['a @ b, @handle, 5@6', 'a @ b, @handle, 5@6'],
	[`before ${PRIVATE} after`, 'before [redacted] after'],
	[`before ${PRIVATE.slice(0, 60)}`, 'before [redacted]'],
	['--- a rule --- and ----- dashes', '--- a rule --- and ----- dashes'],
	['Grüße 👋 max@example.org 漢字', 'Grüße 👋 [redacted] 漢字'],
];

for (const [said, shown] of MASKED)
	test(`masked, however it is cut: ${JSON.stringify(shown)}`, async () => {
		const cuts = [[said], [...said], said.match(/.{1,7}/gsu) ?? [], said.split(/(?<=[@.:-])/u)];
		for (const pieces of cuts) {
			const answer = await answered(pieces);
			assert.equal(answer.shown, shown);
			assert.equal(answer.stored.content, shown, 'what left is what is stored');
		}
	});

test('an address that the customer wrote may be said back, another may not', async () => {
	const { shown } = await answered(
		['You wrote me@home.example, he is he@home.example.'],
		'My mail is me@home.example, uploads?',
	);
	assert.equal(shown, 'You wrote me@home.example, he is [redacted].');
});

test('a secret cut off by the end of the answer never shows its head', async () => {
	for (const length of [5, 12, 20]) {
		const head = key('sk-', 'abcdefghijklmnopqrstuvwxyz').slice(0, length + 3);
		const { shown } = await answered([...`it is ${head}`]);
		assert.ok(shown === 'it is [redacted]' || head.length < 19, shown);
	}
});

test('what was shown is always a prefix of what is stored at the end, at every frame', async () => {
	const { parts, stored } = await answered([
		...`By link [2], key ${key('sk-', 'abcdefghijklmnopqrstuvwx')} at max@example.org. [1] [8]`,
	]);
	let shown = '';
	for (const part of parts) {
		if (part.type === 'text-delta') shown += part.delta;
		assert.ok(stored.content.startsWith(shown));
	}
	assert.equal(shown, stored.content);
});

test('a hit of the filter is kept with its detector and its action, never with what was found', async (t) => {
	const database = databaseFor(t);
	const { ready, model } = await kitFor(t, { database });
	const ana = await ready('ana');
	model.says('Write to nobody@canary.example or to second@canary.example, please. ');
	await ana.stream(`${ana.path}/messages`, { content: 'To whom?' });
	const db = knex(knexConfig(database));
	t.after(() => db.destroy());
	const [row] = await db('support_ai_messages').where({ role: 'assistant' });
	assert.deepEqual(JSON.parse(row.filter_hits), [{ detector: 'email', action: 'mask', count: 2 }]);
	assert.doesNotMatch(JSON.stringify(row), /canary/);
});
