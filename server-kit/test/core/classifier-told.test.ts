// What a host says to an intent of its own that it refuses: in the stream, in the thread, and when the message comes again.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ConversationView } from '../../src/protocol/index.ts';
import { type Client, startKit } from '../../src/testing/index.ts';

const kit = await startKit({
	classifier: {
		intents: [
			{
				label: 'politics',
				refused: true,
				examples: ['which party should I vote for', 'welche Partei soll ich wählen'],
				answer: { en: 'No politics here.', de: 'Keine Politik hier.', 'de-CH': 'Keine Politik, bitte.' },
			},
			{ label: 'gossip', refused: true, examples: ['what do you know about the king'] },
		],
	},
});
after(() => kit.close());

type Reader = Client & { conversationId: number };

async function conversationIn(locale: string): Promise<Reader> {
	const reader = await kit.ready(`reader-${locale}`);
	const { body } = await reader.post<{ conversation_id: number }>('/conversations', { locale });
	return { ...reader, conversationId: body.conversation_id };
}

async function told(reader: Reader, content: string, key = 'once') {
	const path = `/conversations/${reader.conversationId}`;
	const { parts } = await reader.stream(`${path}/messages`, { content, client_message_id: key });
	const refused = parts.find((part) => part.type === 'data-refused');
	const { messages } = (await reader.get<ConversationView>(path)).body;
	return { streamed: refused?.data, kept: messages.at(-1)?.refused };
}

for (const [locale, message] of [
	['en', 'No politics here.'],
	['en-GB', 'No politics here.'],
	['de', 'Keine Politik hier.'],
	['de-AT', 'Keine Politik hier.'],
	['de-CH', 'Keine Politik, bitte.'],
	['fr', 'Ici, je peux seulement répondre aux questions sur notre produit et sur votre compte.'],
	['fi', 'I can only help with questions about our product and your account here.'],
] as const)
	test(`${locale}: ${message}`, async () => {
		const reader = await conversationIn(locale);
		const first = await told(reader, 'Which party should I vote for?');
		assert.deepEqual([first.streamed?.label, first.streamed?.message], ['politics', message]);
		assert.deepEqual(first.kept, { label: 'politics', message });
		const again = await told(reader, 'Which party should I vote for?');
		assert.deepEqual(again, first);
		assert.equal(kit.model.asked.length, 0, 'no model was asked');
	});

test('an intent without a sentence of its own is told ours', async () => {
	const reader = await conversationIn('de-DE');
	const { streamed } = await told(reader, 'What do you know about the king?');
	assert.deepEqual(
		[streamed?.label, streamed?.message],
		['gossip', 'Ich kann hier nur bei Fragen zu unserem Produkt und zu Ihrem Konto helfen.'],
	);
});
