// The AI disclosure: shown in the reader's language, accepted in its current version, enforced before the first message.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import type { DisclosureAccepted, DisclosureStatus } from '../../../server-kit/src/protocol/index.ts';
import { codeOf, faultsOf, kitFor } from './kits.ts';

const kit = await startKit({
	disclosure: {
		version: '2026-11',
		texts: { en: 'An AI answers.', de: 'Eine KI antwortet.' },
		url: 'https://acme.example/ai',
	},
});
after(() => kit.close());

test('before any acceptance: required, not accepted, with the text to show', async () => {
	const { status, body } = await kit.as('ana').get<DisclosureStatus>('/disclosure/status');
	assert.equal(status, 200);
	assert.deepEqual(body, {
		required: true,
		current_version: '2026-11',
		accepted: false,
		accepted_version: null,
		accepted_at: null,
		text: 'An AI answers.',
		url: 'https://acme.example/ai',
	});
});

test('the text follows the language that is asked for', async () => {
	const textFor = async (language: string, locale?: string) =>
		(await kit.as('ana', { locale }).get<DisclosureStatus>('/disclosure/status', { 'accept-language': language })).body
			.text;
	assert.equal(await textFor('de-CH, en;q=0.5'), 'Eine KI antwortet.');
	assert.equal(await textFor('*', 'de'), 'Eine KI antwortet.');
	assert.equal(await textFor('en-GB', 'de'), 'An AI answers.');
	assert.match(await textFor('fr'), /assistant IA/, 'the built-in text where the host gave none');
});

test('accepting is kept, and accepting again moves the moment forward', async () => {
	const ana = kit.as('ana-accepts');
	const first = await ana.post<DisclosureAccepted>('/disclosure/accept', { version: '2026-11' });
	const at = new Date(kit.clock.now()).toISOString();
	assert.deepEqual([first.status, first.body], [200, { accepted: true, version: '2026-11', accepted_at: at }]);
	kit.clock.pass(60_000);
	const again = await ana.post<DisclosureAccepted>('/disclosure/accept', { version: '2026-11', locale: 'de' });
	assert.equal(again.body.accepted_at, new Date(kit.clock.now()).toISOString());
	const { body } = await ana.get<DisclosureStatus>('/disclosure/status');
	assert.deepEqual([body.accepted, body.accepted_version, body.accepted_at], [true, '2026-11', again.body.accepted_at]);
	const stranger = await kit.as('ana-accepts', { tenantId: 'globex' }).get<DisclosureStatus>('/disclosure/status');
	assert.equal(stranger.body.accepted, false, 'acceptance belongs to a person of one tenant');
});

test('another version than the current one is a 422 and accepts nothing', async () => {
	const ana = kit.as('ana-outdated');
	for (const version of ['2026-10', '', '2026-11 ']) {
		const refused = await ana.post('/disclosure/accept', { version });
		assert.equal(refused.status, 422);
		assert.deepEqual(faultsOf(refused), ['body.version value_error']);
		assert.equal(codeOf(refused), 'disclosure_version_outdated');
	}
	assert.equal((await ana.get<DisclosureStatus>('/disclosure/status')).body.accepted, false);
});

test('without acceptance a turn is a degraded state: nothing stored, nothing asked, nothing counted', async () => {
	const ana = kit.as('ana-silent');
	const { body: made } = await ana.post<{ conversation_id: number }>('/conversations', {});
	const asked = kit.model.asked.length;
	const path = `/conversations/${made.conversation_id}`;
	for (const accept of ['application/json', 'text/event-stream']) {
		const refused = await ana.post(`${path}/messages`, { content: 'hello' }, { accept });
		assert.equal(refused.status, 200);
		assert.match(refused.headers.get('content-type') ?? '', /^application\/json/);
		const { degraded, code, conversation_id, user_message_id, retryable, request_id } = refused.body;
		assert.deepEqual([degraded, code, retryable], [true, 'disclosure_required', false]);
		assert.deepEqual([conversation_id, user_message_id], [made.conversation_id, null]);
		assert.equal(request_id, refused.headers.get('x-request-id'));
	}
	assert.equal(kit.model.asked.length, asked);
	assert.deepEqual((await ana.get(path)).body.messages, []);
	const { messages } = (await ana.get<{ messages: { used: number; reserved: number } }>('/quota')).body;
	assert.deepEqual([messages.used, messages.reserved], [0, 0]);
});

test('a new version must be accepted anew, on the same database', async (t) => {
	const { mkdtempSync, rmSync } = await import('node:fs');
	const { tmpdir } = await import('node:os');
	const { join } = await import('node:path');
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-disclosure-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const database = join(folder, 'desk.sqlite');
	const old = await startKit({ database, disclosure: { version: '1' } });
	const before = await old.ready('ana');
	assert.equal((await before.post(`${before.path}/messages`, { content: 'hello' })).status, 200);
	await old.close();
	const renewed = await kitFor(t, { database, disclosure: { version: '2' } });
	const ana = renewed.as('ana');
	const { body } = await ana.get<DisclosureStatus>('/disclosure/status');
	assert.deepEqual([body.accepted, body.accepted_version, body.current_version], [false, '1', '2']);
	assert.equal(codeOf(await ana.post(`${before.path}/messages`, { content: 'again' })), 'disclosure_required');
	await ana.post('/disclosure/accept', { version: '2' });
	assert.ok((await ana.post(`${before.path}/messages`, { content: 'again' })).body.message);
});

test('a host that requires no disclosure answers at once', async (t) => {
	const free = await kitFor(t, { disclosure: { required: false } });
	const ana = free.as('ana');
	const { body } = await ana.post<{ conversation_id: number }>('/conversations', {});
	assert.ok((await ana.post(`/conversations/${body.conversation_id}/messages`, { content: 'hello' })).body.message);
	assert.equal((await ana.get<DisclosureStatus>('/disclosure/status')).body.required, false);
});
