// The same desk where a reader asks for less motion, for forced colours, or a host for other measures.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Take } from './camera.ts';
import { type Print, printOf } from './print.ts';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';
import { settle } from './settle.ts';
import { openStudio, type Studio } from './studio.ts';

const take: Take = { language: 'de', screen: 'desktop', scheme: 'light', boxes: true };

describe('conditions', () => {
	let studio: Studio;
	before(async () => {
		studio = await openStudio();
	});
	after(() => studio.close());

	const print = (name: string): Promise<Print> =>
		studio.camera.play(sceneOf(name), take, async (page) => {
			await settle(page);
			return printOf(page);
		});

	test('S-49 what moves for others stands still for who asks for less motion', async () => {
		await studio.camera.play(sceneOf('chat-waiting'), take, async (page) => {
			assert.equal(await running(page), 0);
			await page.emulateMedia({ reducedMotion: 'no-preference' });
			assert.ok((await running(page)) > 0, 'something moves at all');
			await page.emulateMedia({ reducedMotion: 'reduce' });
		});
	});

	test('in forced colours, what can be pressed has an edge, and what is primary is told apart', async () => {
		await studio.camera.play(sceneOf('chat-why'), take, async (page) => {
			await page.emulateMedia({ forcedColors: 'active' });
			const looks = await page.locator('desk-bell').evaluate(edges);
			assert.ok(looks.length >= 10, `${looks.length} buttons`);
			assert.deepEqual(
				looks.filter(({ edge, told }) => !edge || !told),
				[],
			);
			await page.emulateMedia({ forcedColors: 'none' });
		});
	});

	test('a radius of nothing leaves no round corner but that of what is a circle', async () => {
		await studio.camera.play(sceneOf('chat-square'), take, async (page) => {
			const round = await page
				.locator('desk-bell')
				.evaluate(({ shadowRoot }) =>
					[...(shadowRoot?.querySelectorAll<HTMLElement>('.panel *') ?? [])]
						.filter((element) => !['0px', '50%'].includes(getComputedStyle(element).borderRadius))
						.map(({ className, localName }) => `${localName}.${className}`),
				);
			assert.deepEqual(round, []);
		});
	});

	test('compact is closer than comfortable, and nothing is too small to be hit', async () => {
		const [wide, close] = [await print('chat-answered'), await print('chat-compact')];
		const top = ({ parts }: Print, part: string) => Number(parts[part]?.split(' ')[1]);
		const length = (seen: Print) => top(seen, 'feedback') - top(seen, 'panel');
		assert.ok(length(close) < length(wide), `${length(close)} of ${length(wide)}`);
		await studio.camera.play(sceneOf('home-compact'), take, async (page) => {
			const small = await page
				.locator('desk-bell')
				.evaluate(({ shadowRoot }) =>
					[...(shadowRoot?.querySelectorAll('button') ?? [])]
						.map((button) => ({ name: button.className, height: button.getBoundingClientRect().height }))
						.filter(({ height }) => height > 0 && height < 24),
				);
			assert.deepEqual(small, []);
		});
	});
});

function sceneOf(name: string): Scene {
	const found = scenes.find((scene) => scene.name === name);
	assert.ok(found, `no scene ${name}`);
	return found;
}

function running(page: Page): Promise<number> {
	return page.locator('desk-bell').evaluate(({ shadowRoot }) => shadowRoot?.getAnimations().length ?? 0);
}

/** Runs in the page: links written as text have no edge and need none. */
function edges({ shadowRoot }: Element): { name: string; edge: boolean; told: boolean }[] {
	const buttons = [...(shadowRoot?.querySelectorAll<HTMLElement>('button:not(.link, .chip)') ?? [])];
	return buttons
		.filter((button) => button.checkVisibility({ visibilityProperty: true }))
		.map((button) => {
			const { color, backgroundColor } = getComputedStyle(button);
			// What opens a source fills the box that has the edge.
			const box = button.closest('.fold') ?? button;
			const edge = getComputedStyle(box).borderTopStyle === 'solid';
			return { name: button.className, edge, told: color !== backgroundColor };
		});
}
