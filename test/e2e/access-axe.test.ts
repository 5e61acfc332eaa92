// Every view by axe in light and dark, on a desktop and at 320 px, in all languages; and by the rules that axe has not.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { languages } from '../../widget/src/words/index.ts';
import { type Reader, type Stage, startStage } from './access-stage.ts';
import { views } from './access-views.ts';
import { brokenRules } from './axe.ts';

const desktop = { width: 1280, height: 860 };
const narrow = { width: 320, height: 640 };
/** What is judged in every language; of the other views each language sees a share, and Arabic all. */
const everywhere = ['home', 'a chat', 'history'];

describe('every view', () => {
	let stage: Stage;
	let reader: Reader | null = null;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.close());
	afterEach(() => reader?.leave());

	for (const [at, [name, { opening, come }]] of Object.entries(views).entries()) {
		it(`is clean and has its names in every language: ${name}`, async () => {
			const here = await stage.open(opening);
			reader = here;
			await come(here);
			await here.rest();
			assert.deepEqual(await here.page.evaluate(smallTargets, 24), [], `${name}: targets`);
			const english = await namesIn(here.page, 'en');
			for (const theme of ['light', 'dark']) {
				for (const size of [desktop, narrow]) await clean(here, 'en', theme, size);
			}
			for (const [nth, language] of languages.entries()) {
				if (language === 'en') continue;
				await speak(here, language);
				const names = await namesIn(here.page, language);
				assert.deepEqual(names.nameless, [], `${name} in ${language}: controls without a name`);
				assert.deepEqual(foreign(english.own, names.own), [], `${name} in ${language}: names still in English`);
				assert.deepEqual(names.faults, [], `${name} in ${language}`);
				const judged = language === 'ar' || everywhere.includes(name) || nth % 5 === at % 5;
				if (judged) await clean(here, language, nth % 2 ? 'light' : 'dark', nth % 4 < 2 ? narrow : desktop);
				if (language === 'ar') await clean(here, language, nth % 2 ? 'dark' : 'light', nth % 4 < 2 ? desktop : narrow);
			}
		});
	}

	it('S-47 has targets of 44 px where one points with a finger', async () => {
		const context = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } };
		for (const [name, { opening, come }] of Object.entries(views)) {
			reader = await stage.open({ ...opening, context });
			await come(reader);
			await reader.rest();
			assert.deepEqual(await reader.page.evaluate(smallTargets, 44), [], name);
			await reader.leave();
			reader = null;
		}
	});

	it('is a dialog with a name where it floats, and a region where it is part of the page', async () => {
		for (const [mode, role] of Object.entries({ launcher: 'dialog', panel: 'dialog', inline: 'region' })) {
			reader = await stage.open({ attributes: { mode } });
			await reader.call('show');
			const named = (await reader.tree()).filter((one) => one.role === role && one.name === 'Support');
			assert.equal(named.length, 1, `${mode}: ${role}`);
			assert.notEqual(named[0]?.states.modal, true, 'what floats does not shut the page out');
			await reader.leave();
			reader = null;
		}
	});
});

/** As the page does it: the words are fetched, and then everything is drawn in them. */
async function speak({ page }: Reader, language: string): Promise<void> {
	await page.evaluate(async (locale) => {
		const element = document.querySelector('desk-bell') as HTMLElement & { locale: string };
		element.locale = locale;
	}, language);
	await page.locator(`desk-bell .desk[lang=${language}]`).waitFor({ state: 'attached' });
	await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

async function clean(reader: Reader, language: string, theme: string, size: typeof desktop): Promise<void> {
	const { page } = reader;
	await page.setViewportSize(size);
	await page.evaluate((chosen) => document.querySelector('desk-bell')?.setAttribute('theme', chosen), theme);
	await reader.rest();
	assert.deepEqual(await brokenRules(page, 'desk-bell'), [], `${language}, ${theme}, ${size.width} px`);
}

interface Names {
	nameless: string[];
	/** What the desk itself calls its controls, key by key of the place they stand in. */
	own: string[];
	faults: string[];
}

/** What is the same word in both languages, or no word at all. */
const shared = /^(?:|\d.*|[^\p{L}]*|Support|Chat|Normal|Export|Name|OK|Status)$/u;

function foreign(english: readonly string[], names: readonly string[]): string[] {
	return names.filter((name, at) => name === english[at] && !shared.test(name));
}

function namesIn(page: Page, language: string): Promise<Names> {
	return page.evaluate(readNames, language);
}

/** Runs in the page. */
function readNames(language: string): Names {
	const root = document.querySelector('desk-bell')?.shadowRoot as ShadowRoot;
	const shown = (one: Element) => one.checkVisibility();
	const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)].filter(shown);
	const label = (one: HTMLElement) => (one.id ? root.querySelector(`label[for=${one.id}]`)?.textContent : null);
	const wrapped = (one: HTMLElement) => one.closest('label')?.textContent;
	const named = (one: HTMLElement) =>
		one.getAttribute('aria-label') ?? label(one) ?? wrapped(one) ?? one.textContent ?? '';
	const controls = all('button, a[href], input, textarea, select, summary');
	const ours = all(
		'.header button, .launcher, .foot button, .strip button, [data-input], textarea, label, .feedback button',
	);
	const desk = root.querySelector<HTMLElement>('.desk');
	const right = language === 'ar' ? 'rtl' : 'ltr';
	const levels = all('h1, h2, h3, h4, h5, h6').map(({ tagName }) => Number(tagName[1]));
	const pointed = [...root.querySelectorAll('[aria-describedby], [aria-labelledby]')].flatMap((one) =>
		`${one.getAttribute('aria-describedby') ?? ''} ${one.getAttribute('aria-labelledby') ?? ''}`.trim().split(/\s+/),
	);
	const invalid = all('[aria-invalid=true]').map((one) =>
		root.getElementById(one.getAttribute('aria-describedby') ?? ''),
	);
	return {
		nameless: controls.filter((one) => !named(one).trim()).map((one) => one.outerHTML.slice(0, 80)),
		own: ours.map((one) => named(one).replace(/\s+/g, ' ').trim()),
		faults: [
			desk?.lang === language ? '' : `lang is ${desk?.lang}`,
			desk?.dir === right ? '' : `dir is ${desk?.dir}`,
			levels.some((level, at) => at > 0 && level > (levels[at - 1] ?? 0) + 1) ? `headings: ${levels}` : '',
			...pointed.map((id) => (root.getElementById(id) ? '' : `nothing is #${id}`)),
			...invalid.map((error) =>
				error?.checkVisibility() && error.textContent?.trim() ? '' : 'an error without a sentence',
			),
		].filter(Boolean),
	};
}

/** Runs in the page. Links within a sentence are as high as its line, as WCAG 2.5.8 has it. */
function smallTargets(least: number): string[] {
	const root = document.querySelector('desk-bell')?.shadowRoot as ShadowRoot;
	const targets = [...root.querySelectorAll<HTMLElement>('button, a[href], input, textarea, select, summary')];
	return targets.flatMap((one) => {
		if (!one.checkVisibility() || one.matches('.text :is(a, .chip)')) return [];
		const area = one.closest('.reasons label') ?? one;
		const { width, height } = area.getBoundingClientRect();
		// Whatever a target is short of in one direction, half a pixel of rounding is not what it is about.
		const fits = width > least - 0.5 && height > least - 0.5;
		return fits
			? []
			: [`${one.outerHTML.slice(0, 60).replace(/\s+/g, ' ')} is ${Math.round(width)} x ${Math.round(height)}`];
	});
}
