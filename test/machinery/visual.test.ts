// The comparison of pictures finds what a person would, and lets be what no person sees.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { differences } from '../visual/compare.ts';
import { type Print, printOf } from '../visual/print.ts';
import { scenes } from '../visual/scenes.ts';
import { settle } from '../visual/settle.ts';
import { openStudio, type Studio } from '../visual/studio.ts';

const scene = scenes.find(({ name }) => name === 'chat-answered');

/** Fault → its style sheet, and what the comparison says. */
const faults: Record<string, [css: string, said: RegExp]> = {
	'a moved button': ['.send { translate: 12px 0 }', /^send is at \d+ \d+/m],
	'a wrong colour': ['.person, [part=person] { color: #c00 }', /^person is at .* cc0000 /m],
	'a part that is gone': ['[part=sources] { display: none }', /^sources is gone; it was at/m],
	'a part too many': [
		'[part=strip], .strip::before { content: "x"; display: block; inline-size: 100% }',
		/footer is at/m,
	],
	'paint that belongs to no part': [
		'.header { border-block-end: 12px solid #e00 }',
		/^cells column,row of other colour: /m,
	],
	'a smaller text': ['.desk { font-size: 12px }', /is at/],
};

describe('the comparison of pictures', () => {
	let studio: Studio;
	before(async () => {
		studio = await openStudio();
	});
	after(() => studio.close());

	test('finds every fault that is provoked, and none where there is none', async () => {
		assert.ok(scene);
		const take = { language: 'de', screen: 'phone', scheme: 'light', boxes: true } as const;
		await studio.camera.play(scene, take, async (page) => {
			await settle(page);
			const accepted = await printOf(page);
			assert.deepEqual(differences(accepted, await printOf(page)), []);
			for (const [name, [css, said]] of Object.entries(faults)) {
				const spoiled = await printWith(page, css);
				assert.match(differences(accepted, spoiled).join('\n'), said, name);
			}
			assert.deepEqual(differences(accepted, await printOf(page)), [], 'mended');
		});
	});

	test('does not ask which fonts there are', async () => {
		assert.ok(scene);
		const take = { language: 'ar', screen: 'desktop', scheme: 'dark', boxes: true } as const;
		await studio.camera.play(scene, take, async (page) => {
			await settle(page);
			const accepted = await printOf(page);
			// A fallback would be seen: the box is the only letter there is.
			const other = await printWith(page, ':host { --_font: Boxes, monospace; --_mono: Boxes, serif }');
			assert.deepEqual(differences(accepted, other), []);
		});
	});
});

test('what Chromium rounds otherwise is no difference', () => {
	const print: Print = { parts: { send: '10 20 36 36 ffffff 3a5bd9' }, grid: ['fff 3a5'] };
	const rounded: Print = { parts: { send: '11 20 35 37 fefefe 3b5ad9' }, grid: ['eee 3a5'] };
	assert.deepEqual(differences(print, rounded), []);
});

async function printWith(page: Page, css: string): Promise<Print> {
	const dress = (element: Element, text: string) => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(text);
		element.shadowRoot?.adoptedStyleSheets.push(sheet);
	};
	await page.locator('desk-bell').evaluate(dress, css);
	try {
		return await printOf(page);
	} finally {
		await page.locator('desk-bell').evaluate((element) => void element.shadowRoot?.adoptedStyleSheets.pop());
	}
}
