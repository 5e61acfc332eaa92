// Every scene looks as it was accepted, on any machine: text is drawn in a font of the test's own.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { ROOT } from '../support/source-files.ts';
import { type Compared, compared, readAccepted } from './accepted.ts';
import { differencesFrom } from './settle.ts';
import { openStudio, type Studio } from './studio.ts';

const folder = join(ROOT, 'test/artefacts/visual');
const accepted = readAccepted();

describe('scenes', { concurrency: 3 }, () => {
	let studio: Studio;
	before(async () => {
		mkdirSync(folder, { recursive: true });
		studio = await openStudio();
	});
	after(() => studio.close());

	test('are all that is accepted', () => {
		const known = compared.map(({ key }) => key);
		assert.deepEqual(
			Object.keys(accepted).filter((key) => !known.includes(key)),
			[],
		);
	});

	for (const one of compared) {
		test(one.key, () =>
			studio.camera.play(one.scene, one.take, async (page) => {
				await looksAsAccepted(one, page);
				assert.deepEqual(await moving(page), [], 'nothing moves where the reader asks for less motion');
			}),
		);
	}
});

async function looksAsAccepted({ key, scene }: Compared, page: Page): Promise<void> {
	const print = accepted[key];
	assert.ok(print, `${key} was never accepted: npm run screenshots -- '^${scene.name}$' --accept`);
	const found = await differencesFrom(print, page);
	if (found.length === 0) return;
	const picture = join(folder, `${key}.png`);
	await page.screenshot({ path: picture });
	const howTo = `Seen in ${picture}. Is it meant to be so? npm run screenshots -- '^${scene.name}$' --accept`;
	assert.fail([`${key} looks otherwise:`, ...found, howTo].join('\n'));
}

/** Elements that an animation or a transition is running on. */
async function moving(page: Page): Promise<string[]> {
	return page
		.locator('desk-bell')
		.evaluate(({ shadowRoot }) =>
			(shadowRoot?.getAnimations() ?? []).map(({ effect }) => String((effect as KeyframeEffect).target?.className)),
		);
}
