// What the law asks of a desk where an AI answers (S-33 to S-36), in the whole product: kit, database, widget, browser.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import knex from 'knex';
import type { Browser } from 'playwright-core';
import type { CaseView, ConversationView, DisclosureStatus } from '../../../server-kit/src/protocol/index.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { bringToRest } from '../../../widget/test/support/at-rest.ts';
import { launchBrowser } from '../../support/browser.ts';
import { SOON } from '../eventually.ts';
import { openScene, type Scene, type Stage } from './scene.ts';

const LOCALES = globSync('widget/src/words/??.ts').map((file) => basename(file, '.ts'));
/** What a page would write that wants the notice out of sight. */
const HIDING = `<style>
	desk-bell::part(disclosure) { display: none !important; visibility: hidden !important; opacity: 0 !important }
	* { color: transparent; font-size: 0 }
</style>`;

describe('the disclosure and who speaks', () => {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-disclosure-'));
	const database = join(folder, 'desk.sqlite');
	let scene: Scene;
	let browser: Browser;

	before(async () => {
		[scene, browser] = await Promise.all([openScene(database), launchBrowser()]);
	});
	after(async () => {
		await browser?.close();
		await scene?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('S-33 stands before the first message in every language, visible, legible and to screen readers', async () => {
		assert.ok(LOCALES.length > 1);
		for (const locale of LOCALES) {
			const user = `reads-${locale}`;
			const stage = await scene.visit(browser, { user, locale });
			await stage.page.evaluate((html) => {
				void window.__heard;
				document.head.append(document.createRange().createContextualFragment(html));
			}, HIDING);
			const { text } = await statusOf(scene, user, locale);
			const notice = stage.widget.getByText(text.slice(0, 40), { exact: false }).first();
			await notice.waitFor(SOON);
			assert.equal(await stage.widget.locator('textarea').count(), 0, 'there is nothing to write in yet');
			assert.ok((await stage.widget.getByRole('heading', { level: 3 }).innerText()).length > 5);
			assert.match(await stage.widget.ariaSnapshot(), new RegExp(escaped(text.slice(0, 30))));
			await stage.widget.evaluate(bringToRest);
			const seen = await legibility(stage);
			assert.ok(seen.contrast >= 4.5 && seen.fontSize >= 12 && seen.inView, `${locale}: ${JSON.stringify(seen)}`);
			await stage.leave();
		}
		assert.equal(scene.upstream.requests.length, 0);
	});

	it('S-33 no question reaches a model before it, however it is asked; S-36 what was shown is kept with its version', async () => {
		const stage = await scene.visit(browser, { user: 'anna' });
		const accept = stage.widget.getByRole('button', { name: 'Agree and start' });
		await accept.waitFor(SOON);
		await stage.page.evaluate(() => {
			void window.__heard;
			void (document.querySelector('desk-bell') as unknown as { ask(text: string): Promise<void> }).ask('How?');
		});
		await accept.waitFor(SOON);
		assert.equal(scene.upstream.requests.length, 0);
		const shown = await stage.widget.locator('[part~=disclosure] .text').evaluate((element) => element.textContent);
		scene.says('So.');
		await accept.click();
		await stage.widget.getByRole('log').getByText('So.').waitFor(SOON);
		const { current_version } = await statusOf(scene, 'anna', 'en');
		const db = knex(knexConfig(database));
		const [entry] = await db('support_disclosure_acceptances').where({ user_id: 'anna' });
		await db.destroy();
		assert.equal(entry.version, current_version);
		assert.equal(entry.text_hash, createHash('sha256').update(`${shown}`).digest('hex'));
		await stage.leave();
	});

	it('S-34 S-35 says who wrote each message, in the API and on the screen, and lets nobody write as a person who is none', async () => {
		const id = await scene.thread([['Who are you?', 'An AI.']]);
		const { body } = await scene.customer.get<ConversationView>(`/conversations/${id}`);
		assert.deepEqual(
			body.messages.map(({ author }) => author.type),
			['customer', 'ai'],
		);
		const fields = { subject: 'Upload', description: 'It stops.' };
		const { body: filed } = await scene.customer.post<CaseView>('/cases', fields);
		await scene.comment(filed.id, 'I have raised your limit.', 'Jo Fisher');
		const customer = { tenantId: 'acme', userId: 'customer', kind: 'customer', roles: [] } as const;
		const said = { body: 'I am a person.', visibility: 'public' } as const;
		await assert.rejects(scene.kit.kit.core.tickets.comment(customer, filed.id, said), { code: 'forbidden' });
		const forged = { body: 'I am a person.', author: { type: 'agent', name: 'Jo' } };
		const { body: added } = await scene.customer.post<{ comment?: { author: { type: string } } }>(
			`/cases/${filed.id}/comments`,
			forged,
		);
		assert.notEqual(added.comment?.author.type, 'agent');
		const stage = await scene.visit(browser);
		await stage.widget.locator('textarea').waitFor(SOON);
		await stage.page.evaluate((caseId) => {
			void window.__heard;
			return (document.querySelector('desk-bell') as unknown as { openCase(id: number): Promise<void> }).openCase(
				caseId,
			);
		}, filed.id);
		const comment = stage.widget.locator('article', { hasText: 'I have raised your limit.' });
		await comment.waitFor(SOON);
		assert.match(await comment.innerText(), /Jo Fisher/);
		assert.equal(await comment.and(stage.widget.locator('[data-ai-generated]')).count(), 0);
		await stage.leave();
	});
});

async function statusOf(scene: Scene, user: string, locale: string): Promise<DisclosureStatus> {
	const reader = scene.kit.as(user);
	return (await reader.get<DisclosureStatus>('/disclosure/status', { 'accept-language': locale })).body;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The contrast of the notice's text with what lies behind it, its size, and whether it is in view. */
function legibility({ widget }: Stage) {
	return widget.locator('[part~=disclosure] .text').evaluate((element) => {
		const brush = new OffscreenCanvas(1, 1).getContext('2d') as OffscreenCanvasRenderingContext2D;
		const luminance = (colour: string) => {
			brush.fillStyle = colour;
			brush.fillRect(0, 0, 1, 1);
			const [r = 0, g = 0, b = 0] = [...brush.getImageData(0, 0, 1, 1).data].map((value) =>
				value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4,
			);
			return 0.2126 * r + 0.7152 * g + 0.0722 * b;
		};
		let behind: Element | null = element;
		while (behind && /^(?:rgba\(0, 0, 0, 0\)|transparent)$/.test(getComputedStyle(behind).backgroundColor))
			behind = behind.parentElement;
		const ground = luminance(behind ? getComputedStyle(behind).backgroundColor : 'white');
		const { color, fontSize } = getComputedStyle(element);
		const [dark = 0, light = 0] = [luminance(color), ground].sort((a, b) => a - b);
		const { top, bottom, height } = element.getBoundingClientRect();
		const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
		const inView = isSeen && height > 10 && top >= 0 && bottom <= innerHeight;
		return { contrast: (light + 0.05) / (dark + 0.05), fontSize: Number.parseFloat(fontSize), inView };
	});
}
