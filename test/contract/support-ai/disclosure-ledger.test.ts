// The ledger of the disclosure: for each acceptance the version, the language and the hash of the text really shown.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { StartOptions } from '@deskbell/server-kit/testing';
import knex from 'knex';
import type { DisclosureAccepted, DisclosureStatus } from '../../../server-kit/src/protocol/index.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { kitFor } from './kits.ts';

const TEXTS = { en: 'An AI answers.', de: 'Eine KI antwortet.', 'de-CH': 'Eine KI gibt Antwort.' };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Entry {
	tenant_id: string;
	user_id: string;
	version: string;
	locale: string;
	text_hash: string;
	accepted_at: number;
}

async function ledgerFor(t: TestContext) {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-ledger-'));
	const database = join(folder, 'desk.sqlite');
	const db = knex(knexConfig(database));
	t.after(async () => {
		await db.destroy();
		rmSync(folder, { recursive: true });
	});
	return {
		/** A kit on this database, as after a restart with these options. */
		start: (disclosure: StartOptions['disclosure'], defaultLocale = 'en') =>
			kitFor(t, { database, disclosure, defaultLocale }),
		entries: async (userId: string): Promise<Entry[]> =>
			db('support_disclosure_acceptances').where({ user_id: userId }).orderBy('id'),
	};
}

test('each reader’s own language is pinned, with the hash of the very text that was shown', async (t) => {
	const { start, entries } = await ledgerFor(t);
	const kit = await start({ version: '1', texts: TEXTS });
	const readers = [
		['de-CH', 'de-CH', TEXTS['de-CH']],
		['de-AT, en;q=0.8', 'de', TEXTS.de],
		['en-GB', 'en', TEXTS.en],
	] as const;
	for (const [asked, locale, text] of readers) {
		const reader = kit.as(`reads ${asked}`);
		const headers = { 'accept-language': asked };
		assert.equal((await reader.get<DisclosureStatus>('/disclosure/status', headers)).body.text, text);
		await reader.post('/disclosure/accept', { version: '1' }, headers);
		assert.deepEqual(
			(await entries(`reads ${asked}`)).map((entry) => [
				entry.version,
				entry.locale,
				entry.text_hash,
				entry.accepted_at,
			]),
			[['1', locale, sha256(text), kit.clock.now()]],
		);
	}
});

test('where the host wrote nothing, our own text is pinned in the language that it was shown in', async (t) => {
	const { start, entries } = await ledgerFor(t);
	const kit = await start({ version: '1' });
	const readers = [
		['ja', 'ja', /AIアシスタント/],
		['ar-EG', 'ar', /مساعد ذكاء اصطناعي/],
		['zh-Hant-TW', 'zh', /AI 助手/],
		['pt-PT', 'pt', /assistente de IA/],
		['de-CH', 'de', /KI-Assistenten/],
		['fi', 'en', /AI assistant/],
	] as const;
	for (const [asked, locale, says] of readers) {
		const reader = kit.as(asked);
		const headers = { 'accept-language': asked };
		const { text } = (await reader.get<DisclosureStatus>('/disclosure/status', headers)).body;
		assert.match(text, says);
		await reader.post('/disclosure/accept', { version: '1' }, headers);
		const [entry] = await entries(asked);
		assert.deepEqual([entry?.locale, entry?.text_hash], [locale, sha256(text)]);
	}
});

test('a language that nobody wrote falls back to the desk’s own: to the host’s words in it, else to ours', async (t) => {
	const { start, entries } = await ledgerFor(t);
	const headers = { 'accept-language': 'fi' };
	const desks = [
		[{ version: '1', texts: TEXTS }, 'de-CH', 'de-CH', TEXTS['de-CH']],
		[{ version: '2' }, 'ko-KR', 'ko', /AI 어시스턴트/],
	] as const;
	for (const [disclosure, defaultLocale, locale, says] of desks) {
		const kit = await start(disclosure, defaultLocale);
		const reader = kit.as('aino');
		const { text } = (await reader.get<DisclosureStatus>('/disclosure/status', headers)).body;
		assert.match(text, new RegExp(says));
		await reader.post('/disclosure/accept', { version: disclosure.version }, headers);
		const entry = (await entries('aino')).at(-1);
		assert.deepEqual([entry?.version, entry?.locale, entry?.text_hash], [disclosure.version, locale, sha256(text)]);
	}
});

test('the language that the page names goes before the browser’s', async (t) => {
	const { start, entries } = await ledgerFor(t);
	const kit = await start({ version: '1', texts: TEXTS });
	await kit.as('ana').post('/disclosure/accept', { version: '1', locale: 'de' }, { 'accept-language': 'en' });
	const [entry] = await entries('ana');
	assert.deepEqual([entry?.locale, entry?.text_hash], ['de', sha256(TEXTS.de)]);
});

test('accepting again is one entry, whose moment moves forward; also when it happens twice at once', async (t) => {
	const { start, entries } = await ledgerFor(t);
	const kit = await start({ version: '1', texts: TEXTS });
	const ana = kit.as('ana');
	const accept = () => ana.post<DisclosureAccepted>('/disclosure/accept', { version: '1' });
	const first = (await accept()).body.accepted_at;
	kit.clock.pass(1000);
	const both = await Promise.all([accept(), accept()]);
	const later = new Date(kit.clock.now()).toISOString();
	assert.deepEqual(
		both.map(({ status, body }) => [status, body.accepted_at]),
		[
			[200, later],
			[200, later],
		],
	);
	assert.ok(first < later);
	const rows = await entries('ana');
	assert.deepEqual(
		rows.map(({ accepted_at }) => accepted_at),
		[kit.clock.now()],
	);
});

test('a text that changed under the same version is told by its hash; a new version leaves the old entry as it was', async (t) => {
	const { start, entries } = await ledgerFor(t);
	const first = await start({ version: '1', texts: TEXTS });
	await first.as('ana').post('/disclosure/accept', { version: '1' });
	const [before] = await entries('ana');
	const changed = { ...TEXTS, en: 'An AI answers, and keeps your words.' };
	const second = await start({ version: '1', texts: changed });
	const { body } = await second.as('ana').get<DisclosureStatus>('/disclosure/status');
	assert.deepEqual([body.accepted, body.text], [true, changed.en]);
	assert.notEqual(before?.text_hash, sha256(body.text), 'what was accepted is not what is shown now');
	assert.equal(before?.text_hash, sha256(TEXTS.en));
	const third = await start({ version: '2', texts: changed });
	await third.as('ana').post('/disclosure/accept', { version: '2' });
	assert.deepEqual(
		(await entries('ana')).map(({ version, text_hash }) => [version, text_hash]),
		[
			['1', sha256(TEXTS.en)],
			['2', sha256(changed.en)],
		],
	);
});

test('one person of two tenants has two entries', async (t) => {
	const { start, entries } = await ledgerFor(t);
	const kit = await start({ version: '1', texts: TEXTS });
	for (const tenantId of ['acme', 'globex'])
		await kit.as('ana', { tenantId }).post('/disclosure/accept', { version: '1' });
	assert.deepEqual(
		(await entries('ana')).map(({ tenant_id }) => tenant_id),
		['acme', 'globex'],
	);
});
