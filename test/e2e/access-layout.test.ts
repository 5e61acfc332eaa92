// Small windows, large and widely spaced text, forced colours, no motion, and phones: nothing is cut, covered or lost.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { type Opening, type Reader, type Stage, startStage } from './access-stage.ts';
import { views } from './access-views.ts';
import { asksAgain } from './asks-again.ts';
import { eventually } from './eventually.ts';

const spacing = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
	p { margin-block-end: 2em !important; }`;
const phone = { viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true };
const tall = 'height: 4000px';

describe('the layout', () => {
	let stage: Stage;
	let reader: Reader | null = null;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.close());
	afterEach(async () => {
		await reader?.leave();
		reader = null;
	});

	async function visit(opening: Opening, come: (reader: Reader) => Promise<void>): Promise<Reader> {
		reader = await stage.open(opening);
		await come(reader);
		await reader.rest();
		return reader;
	}

	/** The page may be as small, and its text as large, as WCAG has it. */
	async function holds(here: Reader, what: string): Promise<void> {
		assert.deepEqual(await here.page.evaluate(faultsOfLayout), [], what);
	}

	for (const [name, { opening, come }] of Object.entries(views)) {
		it(`S-48 at 320 px and 400 %, with large and with spaced text, shows all of ${name}`, async () => {
			const { page, widget } = await visit(opening, come);
			const here = reader as Reader;
			// 1280 x 1024 at 400 %, and at 200 %.
			for (const viewport of [
				{ width: 320, height: 256 },
				{ width: 640, height: 512 },
			]) {
				await page.setViewportSize(viewport);
				await holds(here, `${name} at ${viewport.width} px`);
				await reachable(here, `${name} at ${viewport.width} x ${viewport.height}`);
			}
			await page.setViewportSize({ width: 320, height: 640 });
			await widget.evaluate((element) => element.style.setProperty('--deskbell-font-size', '30px'));
			await holds(here, `${name} with text of 200 %`);
			await reachable(here, `${name} with text of 200 %`);
			await widget.evaluate((element) => element.style.removeProperty('--deskbell-font-size'));
			await page.evaluate(wear, spacing);
			await holds(here, `${name} with spaced text`);
			await reachable(here, `${name} with spaced text`);
			await page.emulateMedia({ reducedMotion: 'reduce' });
			const moving = await widget.evaluate((element) => element.shadowRoot?.getAnimations().length);
			assert.equal(moving, 0, `${name}, for those who want it still`);
		});
	}

	it('S-50 keeps the way to a person at one place, wherever it does not lead to where one is', async () => {
		const places: Record<string, string | null> = {};
		for (const [name, { opening, come }] of Object.entries(views)) {
			const { widget, leave } = await visit(opening, come);
			places[name] = await widget.evaluate(wayToPerson);
			await leave();
		}
		const leadingThere = ['handover', 'a new case'];
		const expected = Object.keys(views).map((name) => [name, leadingThere.includes(name) ? null : 'last, at the foot']);
		assert.deepEqual(places, Object.fromEntries(expected));
	});

	it('S-46 shows the focus at every stop, in common and in forced colours', async () => {
		for (const name of ['home', 'a chat', 'history', 'a new case', 'cases', 'a chat that is over']) {
			const { opening, come } = views[name] as (typeof views)[string];
			const { page } = await visit(opening, come);
			for (const forcedColors of ['none', 'active'] as const) {
				await page.emulateMedia({ forcedColors, reducedMotion: 'reduce' });
				assert.deepEqual(await page.evaluate(unseenFocus), [], `${name}, forced colours: ${forcedColors}`);
			}
			await reader?.leave();
			reader = null;
		}
	});

	it('S-51 shows in forced colours what is chosen, and the icons', async () => {
		const chosen = {
			cases: '.filter >> nth=1',
			'a chat': '.reasons span >> nth=0',
			'a chat that is over': '.reasons span >> nth=0',
		};
		for (const [name, selector] of Object.entries(chosen)) {
			const { opening, come } = views[name] as (typeof views)[string];
			const { page, widget } = await visit(opening, come);
			await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
			const before = await picture(widget.locator(selector));
			await widget.locator(selector).click();
			await widget
				.locator('.filter:nth-child(2)[aria-pressed=true], .reasons :checked')
				.first()
				.waitFor({ state: 'attached' });
			assert.ok(!before.equals(await picture(widget.locator(selector))), `${name}: chosen and not look the same`);
			assert.equal(await blankIcons(page), 0, `${name}: icons that cannot be seen`);
			await reader?.leave();
			reader = null;
		}
	});

	/** Without the focus and without the pointer on it. */
	async function picture(what: Locator): Promise<Buffer> {
		await what.page().mouse.move(1, 1);
		await reader?.widget.evaluate((element) => (element.shadowRoot?.activeElement as HTMLElement | null)?.blur());
		return what.screenshot({ animations: 'disabled' });
	}

	it('fills a phone, ends where its keyboard begins, and begins where it has scrolled to', async () => {
		const { page, widget } = await visit({ context: phone, filler: tall }, (here) => here.call('show'));
		await widget.locator('[data-input]').waitFor();
		assert.deepEqual(await rectOfPanel(page), { top: 0, height: 700, width: 390 });
		assert.ok(await page.evaluate(() => matchMedia('(pointer: coarse)').matches));
		const sizes = await widget
			.locator('textarea')
			.evaluateAll((all) => all.map((one) => getComputedStyle(one).fontSize));
		assert.deepEqual([...new Set(sizes)], ['16px'], 'iOS does not zoom in on the field');
		await eventually(
			async () => {
				await page.evaluate(raiseKeyboard);
				return (await rectOfPanel(page)).height === 400;
			},
			() => 'a window of 400 px above the keyboard',
		);
		assert.equal((await rectOfPanel(page)).top, 60);
		await page.evaluate(() => visualViewport?.dispatchEvent(new Event('resize')));
		const field = await widget.locator('.composer').boundingBox();
		assert.ok(field && field.y + field.height <= 460, 'the field is above the keyboard');
	});

	it('keeps clear of the edges that a phone needs for itself', async () => {
		const { cdp, widget } = await visit({ context: phone }, (here) => here.call('show'));
		await widget.locator('[data-input]').waitFor();
		const insets = { top: 44, topMax: 44, bottom: 34, bottomMax: 34 };
		await cdp.send('Emulation.setSafeAreaInsetsOverride', { insets });
		const padding = (selector: string, side: string) =>
			widget.locator(selector).evaluate((one, name) => getComputedStyle(one).getPropertyValue(name), side);
		await eventually(
			async () =>
				(await padding('.header', 'padding-top')) === '44px' && (await padding('.strip', 'padding-bottom')) === '34px',
			() => 'room for the safe areas',
		);
	});

	it('holds the page still behind a window that fills the phone, and lets it go again', async () => {
		const { page, cdp, widget } = await visit({ context: phone, filler: tall }, (here) => here.call('show'));
		await widget.locator('[data-input]').waitFor();
		const overflow = () => page.evaluate(() => getComputedStyle(document.documentElement).overflowY);
		await eventually(
			async () => (await overflow()) === 'hidden',
			() => 'a page that stays',
		);
		await cdp.send('Input.synthesizeScrollGesture', { x: 150, y: 30, yDistance: -20, speed: 4000 });
		await cdp.send('Input.synthesizeScrollGesture', { x: 150, y: 300, yDistance: -200, speed: 4000 });
		assert.equal(await page.evaluate(() => scrollY), 0);
		await widget.evaluate((element) => (element as HTMLElement & { hide(): Promise<void> }).hide());
		await eventually(
			async () => (await overflow()) === 'visible',
			() => 'a page that scrolls',
		);
		await reader?.call('show');
		await eventually(
			async () => (await overflow()) === 'hidden',
			() => 'a page that stays again',
		);
		await widget.evaluate((element) => element.remove());
		await eventually(
			async () => (await overflow()) === 'visible',
			() => 'a page that scrolls without the desk',
		);
	});

	it('throws nothing where the piece for phones cannot be fetched, and fetches it when it opens again as far as the browser does', async () => {
		const piece = '**/viewport-*.js';
		const { page, widget } = await visit({ context: phone, filler: tall }, async (here) => {
			await here.page.evaluate(noteRejections);
			await here.page.route(piece, (route) => route.abort());
			const refused = here.page.waitForEvent('requestfailed');
			await here.call('show');
			await refused;
		});
		await widget.locator('[data-input]').waitFor();
		await page.unroute(piece);
		const retried = await asksAgain(page);
		await eventually(
			async () => {
				await reader?.call('hide');
				await reader?.call('show');
				const stays = await page.evaluate(() => getComputedStyle(document.documentElement).overflowY === 'hidden');
				return stays === retried;
			},
			() => `a page that ${retried ? 'stays once the piece is there' : 'scrolls'}`,
		);
		assert.deepEqual(await page.evaluate(() => (window as unknown as { rejected: string[] }).rejected), []);
	});
});

/** Each stop of Tab can be seen while it has the focus: within the window, and nothing above it. */
async function reachable({ page }: Reader, what: string): Promise<void> {
	assert.deepEqual(await page.evaluate(coveredStops), [], what);
}

function rectOfPanel(page: Page): Promise<{ top: number; height: number; width: number }> {
	return page.evaluate(() => {
		const panel = document.querySelector('desk-bell')?.shadowRoot?.querySelector('.panel') as Element;
		const { top, height, width } = panel.getBoundingClientRect();
		return { top, height, width };
	});
}

/** Runs in the page, as all that follows: 300 of 700 px are the keyboard's, and the browser has scrolled by 60. */
function raiseKeyboard(): void {
	const shrunk = { height: 400, offsetTop: 60 };
	for (const [name, value] of Object.entries(shrunk))
		Object.defineProperty(visualViewport, name, { configurable: true, value });
	for (const event of ['resize', 'scroll']) visualViewport?.dispatchEvent(new Event(event));
}

function noteRejections(): void {
	const rejected: string[] = [];
	addEventListener('unhandledrejection', ({ reason }) => rejected.push(String(reason)));
	Object.assign(window, { rejected });
}

/** As a reader's own style sheet would, were it let in. */
function wear(css: string): void {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(css);
	document.querySelector('desk-bell')?.shadowRoot?.adoptedStyleSheets.push(sheet);
}

function faultsOfLayout(): string[] {
	const root = document.querySelector('desk-bell')?.shadowRoot as ShadowRoot;
	const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
	const boxes = [...root.querySelectorAll<HTMLElement>('.panel, .panel *')].filter((one) => one.checkVisibility());
	const cut = boxes.flatMap((one) => {
		// Code and tables have scrollers of their own; a title that ends in dots is whole where it leads.
		if (one.matches('.hidden, .cut, pre, pre *, .table, textarea, input, select, svg *') || one.closest('.hidden'))
			return [];
		const { overflowX, overflowY } = getComputedStyle(one);
		const clipped = (overflow: string, inner: number, outer: number) => overflow !== 'visible' && inner > outer + 1;
		const across = clipped(overflowX, one.scrollWidth, one.clientWidth) ? 'across' : '';
		const down = overflowY !== 'auto' && clipped(overflowY, one.scrollHeight, one.clientHeight) ? 'down' : '';
		return across || down ? [`.${one.className} ${one.tagName} is cut ${across} ${down}`] : [];
	});
	const outside = [...root.querySelectorAll<HTMLElement>('.panel button, .panel input, .panel textarea, .panel select')]
		.filter((one) => one.checkVisibility() && !one.closest('pre, .reasons'))
		.filter((one) => one.getBoundingClientRect().left < -1 || one.getBoundingClientRect().right > innerWidth + 1);
	return [...wide, ...cut, ...outside.map((one) => `${one.outerHTML.slice(0, 60)} is beyond the edge`)];
}

async function coveredStops(): Promise<string[]> {
	const root = document.querySelector('desk-bell')?.shadowRoot as ShadowRoot;
	const panel = root.querySelector('.panel') as Element;
	const frame = () => new Promise((done) => requestAnimationFrame(done));
	const above = (shown: Element) => {
		const { left, top, right, bottom } = shown.getBoundingClientRect();
		const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
		const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
		return bottom > 0 && top < innerHeight ? root.elementFromPoint(x, y) : null;
	};
	const isSeen = (shown: Element) => {
		const one = above(shown);
		return one !== null && (shown.contains(one) || (one.contains(shown) && !one.matches('.panel')));
	};
	const covered: string[] = [];
	for (const stop of panel.querySelectorAll<HTMLElement>('button, a[href], input, textarea, select, summary')) {
		if (!stop.checkVisibility({ opacityProperty: true }) || stop.matches(':disabled')) continue;
		stop.focus();
		const shown = stop.closest('.reasons label') ?? stop;
		// The focus scrolls at once; the button to the end hears of it with the next frame, and only then goes.
		if (!isSeen(shown)) await frame().then(frame);
		if (isSeen(shown)) continue;
		const at = `${above(shown)?.className} at ${Math.round(shown.getBoundingClientRect().top)}`;
		covered.push(`${stop.outerHTML.slice(0, 70).replace(/\s+/g, ' ')} under ${at}`);
	}
	return covered;
}

/** Where the button to a person stands among all that can be reached; null where there is none. */
function wayToPerson(desk: Element): string | null {
	const panel = desk.shadowRoot?.querySelector('.panel');
	const buttons = [...(panel?.querySelectorAll('button, a[href], input, textarea, select, summary') ?? [])];
	const button = panel?.querySelector('[part=person]');
	if (!panel || !button?.checkVisibility()) return null;
	const apart = panel.getBoundingClientRect().bottom - button.getBoundingClientRect().bottom;
	return `${buttons.at(-1) === button ? 'last' : 'among others'}, ${apart < 30 ? 'at the foot' : `${apart} px above it`}`;
}

function unseenFocus(): string[] {
	const root = document.querySelector('desk-bell')?.shadowRoot as ShadowRoot;
	const look = (stop: Element) =>
		[stop, stop.closest('.composer'), stop.nextElementSibling].map((one) => {
			if (!one) return '';
			const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(one);
			const forced = matchMedia('(forced-colors: active)').matches;
			const outline =
				outlineStyle === 'none' || outlineWidth === '0px' ? '' : `${outlineStyle}${outlineWidth}${outlineColor}`;
			return forced ? outline : [outline, boxShadow, borderColor].join();
		});
	const stops = [
		...root.querySelectorAll<HTMLElement>('button, a[href], input, textarea, select, summary, [tabindex="0"]'),
	];
	return stops.flatMap((stop) => {
		if (!stop.checkVisibility() || stop.matches(':disabled')) return [];
		const before = look(stop).join('|');
		stop.focus({ focusVisible: true } as FocusOptions);
		const same = look(stop).join('|') === before;
		stop.blur();
		return same ? [stop.outerHTML.slice(0, 80).replace(/\s+/g, ' ')] : [];
	});
}

function blankIcons(page: Page): Promise<number> {
	return page.evaluate(() => {
		const root = document.querySelector('desk-bell')?.shadowRoot as ShadowRoot;
		const icons = [...root.querySelectorAll('svg')].filter((one) => one.checkVisibility());
		const behind = (one: Element | null): string => {
			const { backgroundColor } = getComputedStyle(one ?? document.documentElement);
			return one && /, 0\)$|transparent/.test(backgroundColor) ? behind(one.parentElement) : backgroundColor;
		};
		return icons.filter((one) => getComputedStyle(one).stroke === behind(one.parentElement)).length;
	});
}
