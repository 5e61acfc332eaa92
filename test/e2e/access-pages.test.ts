// A long conversation for who reads by keyboard or by a screen reader: pages that have left the document are missed nowhere.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { count, longThread, most } from '../../widget/test/support/long-thread.ts';
import { type Opening, type Reader, type Stage, startStage } from './access-stage.ts';
import { eventually } from './eventually.ts';

interface Sight {
	/** The numbers of the messages that can be seen, in their order. */
	readonly seen: number[];
	/** Nothing that can be seen is away, and all of it is drawn. */
	readonly drawn: boolean;
	readonly atStart: boolean;
	/** How many messages the document has. */
	readonly there: number;
}

describe('S-46 a long conversation', () => {
	let stage: Stage;
	let reader: Reader | null = null;

	before(async () => {
		// A key that moves by a page moves at once.
		stage = await startStage(['--disable-smooth-scrolling']);
	});
	after(() => stage?.close());
	afterEach(async () => {
		await reader?.leave();
		reader = null;
	});

	/** In front of the first message, all of them read, by nothing but the key that leads there. */
	async function readToTheTop(opening: Opening): Promise<Reader> {
		const here = await stage.open({ ...opening, script: longThread() });
		reader = here;
		await here.call('openConversation', 7);
		await here.says(`Message ${count} of many.`);
		await here.widget.locator('.body').focus();
		await eventually(
			async () => {
				await here.press('Home');
				const { seen, atStart } = await sight(here.page);
				return atStart && seen[0] === 1;
			},
			async () => `the first message, but ${JSON.stringify(await sight(here.page))}`,
		);
		await thinned(here.page);
		return here;
	}

	/** By PageUp from the end to the beginning: what was seen, and nothing passed over. */
	async function readBack({ page, press }: Reader): Promise<void> {
		await press('End');
		let now = await seeing(page, ({ seen }) => seen.at(-1) === count);
		while (!now.atStart) {
			const above = now.seen[0] as number;
			await press('PageUp');
			now = await seeing(page, ({ seen, atStart }) => atStart || seen[0] !== above);
			const [first = 0, last = 0] = [now.seen[0], now.seen.at(-1)];
			assert.ok(first <= above && last >= above - 1, `from ${above} to ${first}–${last}`);
			assert.deepEqual(
				now.seen,
				Array.from({ length: last - first + 1 }, (_, at) => first + at),
			);
		}
		assert.equal(now.seen[0], 1);
		await thinned(page);
	}

	it('is read back by PageUp without a gap, and by the arrows line by line', async () => {
		const here = await readToTheTop({});
		await readBack(here);
		await here.press('ArrowDown');
		await eventually(async () => !(await sight(here.page)).atStart);
		await here.press('ArrowUp');
		await eventually(async () => (await sight(here.page)).atStart);
	});

	for (const [name, locale] of [
		['', 'en'],
		[', from right to left', 'ar'],
	] as const) {
		it(`is read back without a gap at 320 px where its pages left at 1280${name}`, async () => {
			const here = await readToTheTop({
				attributes: { locale, style: '--deskbell-width: 1240px' },
				context: { viewport: { width: 1280, height: 600 } },
			});
			await here.page.setViewportSize({ width: 320, height: 600 });
			await readBack(here);
		});
	}

	it('has the messages around the reader in the accessibility tree, each once, and none that is away', async () => {
		const here = await readToTheTop({});
		await here.press('End');
		await seeing(here.page, ({ seen }) => seen.at(-1) === count);
		await here.press('PageUp');
		const { seen } = await seeing(here.page, ({ seen }) => seen.at(-1) !== count);
		await thinned(here.page);
		let told: number[] = [];
		await eventually(
			async () => {
				told = await toldOf(here);
				return seen.every((id) => told.includes(id));
			},
			() => `${seen} in the tree, which has ${told}`,
		);
		assert.equal(told.length, new Set(told).size, 'each once');
		assert.deepEqual(
			told,
			told.toSorted((one, other) => one - other),
		);
		const there = await here.page.evaluate(idsThere);
		assert.deepEqual(
			told.filter((id) => !there.includes(id)),
			[],
			'words of pages that are away',
		);
	});
});

/** The messages that a screen reader finds, by their numbers, in their order. */
async function toldOf(reader: Reader): Promise<number[]> {
	const texts = (await reader.tree()).filter(({ role }) => role === 'StaticText');
	return texts.flatMap(({ name }) => [...name.matchAll(/Message (\d+) of/g)].map(([, id]) => Number(id)));
}

/** What is in sight once this holds, and all of it is drawn. */
async function seeing(page: Page, holds: (now: Sight) => boolean): Promise<Sight> {
	let now = await sight(page);
	await eventually(
		async () => {
			now = await sight(page);
			return now.drawn && holds(now);
		},
		() => JSON.stringify(now),
	);
	return now;
}

async function thinned(page: Page): Promise<void> {
	await eventually(
		async () => (await sight(page)).there <= most,
		() => 'pages that leave',
	);
}

const sight = (page: Page) => page.evaluate(sightOf);

/** Runs in the page, as all that follows. */
function idsThere(): number[] {
	const root = document.querySelector('desk-bell')?.shadowRoot as ShadowRoot;
	return [...root.querySelectorAll('.message')].map((one) =>
		Number(/Message (\d+) of/.exec(one.textContent ?? '')?.[1]),
	);
}

function sightOf(): Sight {
	const root = document.querySelector('desk-bell')?.shadowRoot as ShadowRoot;
	const body = root.querySelector('.body') as Element;
	const { top, bottom } = body.getBoundingClientRect();
	const within = (one: Element) => {
		const rect = one.getBoundingClientRect();
		return rect.top < bottom - 1 && rect.bottom > top + 1;
	};
	const pages = [...root.querySelectorAll('.messages > div')].filter(within);
	const rows = [...root.querySelectorAll('.message')];
	const seen = rows.filter(within).map((one) => Number(/Message (\d+) of/.exec(one.textContent ?? '')?.[1]));
	const drawn = pages.every((page) => page.className === 'settled' && page.querySelector('.message'));
	return { seen, drawn, atStart: body.scrollTop === 0, there: rows.length };
}
