// The browser oracle: hostile text goes API → database → stream → widget, and nothing runs, nothing is fetched, nothing
// stands on the page that is not of the widget's own making (S-04, S-14, S-16).

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { CaseView } from '../../../server-kit/src/protocol/index.ts';
import { launchBrowser } from '../../support/browser.ts';
import { eventually, SOON } from '../eventually.ts';
import { LINES, LIVE, PAYLOADS } from './payloads.ts';
import { publicSets } from './public-sets.ts';
import { openScene, type Scene, type Stage } from './scene.ts';

/** Characters of one message, and messages of one thread. */
const MESSAGE = 3_000;
const THREAD = 20;
/** As many messages a public set is spread over, about. */
const MESSAGES = 60;

describe('the browser oracle', () => {
	let scene: Scene;
	let browser: Browser;

	before(async () => {
		[scene, browser] = await Promise.all([openScene(), launchBrowser()]);
	});
	after(async () => {
		await browser?.close();
		await scene?.close();
	});

	it('hears everything that hostile text can do, where a page takes it as HTML', async () => {
		const body = LIVE.map((text) => `<template>${escaped(text)}</template>`).join('');
		const careless = `<main></main>${body}<script>
			for (const { content } of document.querySelectorAll('template')) {
				const frame = document.createElement('div');
				document.querySelector('main').append(frame);
				frame.innerHTML = content.textContent;
				for (const script of frame.querySelectorAll('script')) {
					const live = document.createElement('script');
					live.append(script.textContent);
					if (script.src) live.src = script.src;
					script.replaceWith(live);
				}
			}
		</script>`;
		const stage = await scene.visit(browser, { body: careless });
		const expected =
			'alert confirm prompt open document.write sendBeacon eval fetch setTimeout setInterval Image WebSocket ' +
			'EventSource Worker Function XMLHttpRequest location';
		const hosts = 'img.png set.png picture.png input.png poster.png frame script.js style.css background.png svg.png';
		const missing = async () => {
			const heard = await stage.heard();
			return [
				...expected.split(' ').filter((name) => !heard.some((line) => line.startsWith(`${name} `))),
				...hosts.split(' ').filter((file) => !heard.some((line) => line.startsWith('request') && line.includes(file))),
			];
		};
		await eventually(
			async () => (await missing()).length === 0,
			async () => `not heard: ${await missing()}`,
		);
		assert.ok((await stage.audit()).wrong.length > 50);
		await stage.leave();
	});

	for (const [title, longest] of [
		['whole', undefined],
		['in random pieces', 40],
	] as const)
		it(`S-04 S-16 model text and customer text, streamed ${title}: nothing runs, nothing is fetched`, async () => {
			const stage = await scene.visit(browser);
			const batches = batched(PAYLOADS, MESSAGE);
			await setContext(stage, { page: LINES[0], cart: { note: LINES[1], [`${LINES[2]}`]: LINES.slice(3, 9) } });
			await ready(stage);
			for (const [index, batch] of batches.entries()) {
				scene.says(batch, longest);
				await stage.widget.locator('textarea').fill(batch);
				await stage.widget.locator('textarea').press('Enter');
				await answered(stage, index + 1);
			}
			await nothingHappened(stage, 40);
			await stage.leave();
		});

	it('S-14 each payload as an answer and a question of its own, from the database, in the thread, lists and previews', async () => {
		await storedAndShown(PAYLOADS, 1);
	});

	it('S-14 titles, cases, their comments and their authors, also as they are pushed', async () => {
		const stage = await scene.visit(browser);
		await ready(stage);
		const ids: number[] = [];
		for (const lines of chunked(LINES, 12)) {
			const [subject = '', ...more] = lines;
			const fields = { subject: subject.slice(0, 200), description: more.join('\n').slice(0, MESSAGE) };
			const { body } = await scene.customer.post<CaseView>('/cases', fields);
			for (const line of more) await scene.comment(body.id, line, line.slice(0, 80));
			ids.push(body.id);
		}
		for (const id of ids) {
			await call(stage, 'openCase', id);
			await scene.comment(id, `pushed ${LINES[0]}`, LINES[1]);
			await stage.widget.getByText('pushed ').first().waitFor(SOON);
			await nothingHappened(stage, 20, 0);
		}
		await homeAndLists(stage);
		await stage.leave();
	});

	it('S-14 sources: titles, headings, passages and addresses of articles', async () => {
		const addresses = ['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'https://ok.example/"onx="'];
		const articles = LINES.slice(0, 32).map((line, index) => ({
			slug: `hostile-${index}`,
			title: line.slice(0, 200),
			url: addresses[index % addresses.length] ?? null,
			locale: 'en',
			body: line,
			passages: [
				{ headings: [line.slice(0, 200)], anchor: `"><img src=x onerror=alert(1)>`, text: `quokka${index} ${line}` },
			],
		}));
		await scene.kit.kit.core.knowledge.write('acme', articles);
		const stage = await scene.visit(browser);
		await ready(stage);
		let named = 0;
		for (let asked = 0; asked < articles.length; asked += 4) {
			scene.says('See [1] and [2], [3] and [4].');
			const words = [0, 1, 2, 3].map((next) => `quokka${asked + next}`);
			await stage.widget.locator('textarea').fill(words.join(' '));
			await stage.widget.locator('textarea').press('Enter');
			await answered(stage, asked / 4 + 1);
		}
		const openers = stage.widget.locator('[part=source-opener]');
		await openers.first().waitFor(SOON);
		for (const each of await openers.all()) {
			await each.click();
			named += 1;
		}
		assert.ok(named > 12, `${named} sources shown`);
		await nothingHappened(stage, 20);
		await stage.leave();
	});

	it('S-15 under Trusted Types and a strict policy not even an attempt is reported', async () => {
		const id = await scene.thread([[PAYLOADS.slice(0, 20).join('\n\n'), batched(PAYLOADS, MESSAGE)[0] ?? '']]);
		const policy =
			"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'none'; base-uri 'none'; form-action 'none'; " +
			"require-trusted-types-for 'script'; trusted-types lit-html";
		const stage = await scene.visit(browser, { policy });
		await ready(stage);
		await call(stage, 'openConversation', id);
		await answered(stage, 1);
		await nothingHappened(stage, 20);
		await stage.leave();
	});

	for (const [name, texts] of Object.entries(publicSets() ?? {}))
		it(`S-04 S-14 the public set ${name}, stored and shown, and streamed in pieces`, async () => {
			await storedAndShown(texts, Math.ceil(texts.length / MESSAGES));
			const stage = await scene.visit(browser);
			await ready(stage);
			for (const [index, batch] of batched(texts, MESSAGE).slice(0, 4).entries()) {
				scene.says(batch, 1 + ((index * 37) % 90));
				await stage.widget.locator('textarea').fill('Go on');
				await stage.widget.locator('textarea').press('Enter');
				await answered(stage, index + 1);
			}
			await nothingHappened(stage, 20);
			await stage.leave();
		});

	/** Through API and database, so many texts to a message; then every thread is opened, and the lists. */
	async function storedAndShown(texts: readonly string[], together: number): Promise<void> {
		const messages = chunked(
			texts.filter((text) => text.trim() !== ''),
			together,
		).map((some) => some.join('\n\n').slice(0, MESSAGE));
		const stage = await scene.visit(browser);
		await ready(stage);
		for (const turns of chunked(messages, THREAD)) {
			const id = await scene.thread(turns.map((text) => [text, text]));
			await call(stage, 'openConversation', id);
			await answered(stage, turns.length);
			await nothingHappened(stage, turns.length * 4);
		}
		await homeAndLists(stage);
		await stage.leave();
	}
});

/** The composer is there: the disclosure was accepted before. */
async function ready({ widget }: Stage): Promise<void> {
	await widget.locator('textarea').waitFor(SOON);
}

async function answered({ widget }: Stage, count: number): Promise<void> {
	const all = widget.locator('article.answer');
	await all.nth(count - 1).waitFor(SOON);
	await widget
		.locator('article.answer:not([aria-busy="true"])')
		.nth(count - 1)
		.waitFor(SOON);
}

/** The previews at home, and the lists behind them, as many as there are. */
async function homeAndLists(stage: Stage): Promise<void> {
	const back = stage.widget.getByRole('button', { name: 'Back', exact: true });
	const all = stage.widget.getByRole('button', { name: /^Show all\s*: (?:Recent conversations|Your cases)$/ });
	while (await back.isVisible()) await back.click();
	await all.first().waitFor(SOON);
	for (let list = 0; list < (await all.count()); list += 1) {
		await nothingHappened(stage, 20, 0);
		await all.nth(list).click();
		await back.waitFor(SOON);
		await stage.widget.locator('.row').first().waitFor(SOON);
		await nothingHappened(stage, 20, 0);
		await back.click();
		await all.first().waitFor(SOON);
	}
}

async function call({ page }: Stage, method: 'openConversation' | 'openCase', id: number): Promise<void> {
	await page.evaluate(
		([name, value]) => {
			void window.__heard;
			return (document.querySelector('desk-bell') as unknown as Record<string, (id: number) => Promise<void>>)[name]?.(
				value,
			);
		},
		[method, id] as const,
	);
}

async function setContext({ page, widget }: Stage, context: Record<string, unknown>): Promise<void> {
	await widget.waitFor(SOON);
	await page.evaluate((data) => {
		void window.__heard;
		Object.assign(document.querySelector('desk-bell') as object, { context: data });
	}, context);
}

/** What is on the page is the widget's own, there is enough of it, and nothing was heard. */
async function nothingHappened(stage: Stage, elements: number, inAnswers = 1): Promise<void> {
	const { wrong, seen, inAnswers: found } = await stage.audit();
	assert.deepEqual([...new Set(wrong)], []);
	assert.ok(seen >= elements && found >= inAnswers, `${seen} elements, ${found} in answers`);
	assert.deepEqual(await stage.heard(), []);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\0', '');

function chunked<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** Texts one after another, apart, in messages of at most so many characters. */
function batched(texts: readonly string[], longest: number): string[] {
	const batches: string[] = [];
	for (const text of texts) {
		const last = batches.at(-1);
		if (last !== undefined && last.length + text.length + 2 <= longest)
			batches[batches.length - 1] = `${last}\n\n${text}`;
		else batches.push(text.slice(0, longest));
	}
	return batches;
}
