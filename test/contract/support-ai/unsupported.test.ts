// S-07: an answer that no source confirms says so, on the stream and for good.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import type { ConversationView } from '../../../server-kit/src/protocol/index.ts';

const kit = await startKit();
await kit.kit.core.knowledge.write('acme', [
	{
		slug: 'limits',
		title: 'Upload limits',
		url: null,
		locale: 'en',
		body: 'Uploads stop at 50 MB.',
		passages: [{ headings: [], anchor: null, text: 'Uploads stop at 50 MB.' }],
	},
]);
after(() => kit.close());

const QUESTION = 'How large may uploads be?';

for (const [said, content, expected] of [
	['Uploads stop at 50 MB [1].', QUESTION, false],
	['Uploads stop at 500 MB.', QUESTION, true],
	['Uploads stop at 500 MB [7].', QUESTION, true],
	['Hello, how can I help?', 'hello', false],
] as const)
	test(`"${said}" to "${content}" is ${expected ? '' : 'not '}told to be unsupported`, async () => {
		const ana = await kit.ready(`ana-${said}`);
		kit.model.says(said);
		const { parts } = await ana.stream(`${ana.path}/messages`, { content });
		const last = parts.at(-1);
		assert.ok(last?.type === 'finish');
		assert.equal(last.messageMetadata.unsupported ?? false, expected);
		const offered = parts.flatMap((part) => (part.type === 'data-actions' ? part.data.actions : []));
		assert.deepEqual(
			offered.map(({ kind, label }) => [kind, label]),
			expected ? [['escalate', 'No article confirms this. Ask a person']] : [],
		);
		const { messages } = (await ana.get<ConversationView>(ana.path)).body;
		assert.deepEqual(
			messages.map(({ unsupported }) => unsupported),
			[false, expected],
		);
	});
