// Plays a scene in Chromium, in one language and on one kind of screen, and keeps it standing for pictures.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { wellIn } from './desk-script.ts';
import type { Scene } from './scene.ts';
import { type Language, tongues } from './tongues.ts';

export const screens = {
	desktop: { viewport: { width: 480, height: 820 } },
	phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const satisfies Record<string, BrowserContextOptions>;

export type Screen = keyof typeof screens;
export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

export interface Take {
	readonly screen: Screen;
	readonly language: Language;
	readonly scheme: Scheme;
	/** Text in the font of one box, in place of those of the machine. */
	readonly boxes?: boolean;
}

export interface Camera {
	/**
	 * Nothing moves, and the time is always the same.
	 * @param look at the page while the scene stands
	 * @throws naming the scene where it does not come to show what it should
	 */
	play<Value>(scene: Scene, take: Take, look: (page: Page) => Promise<Value>): Promise<Value>;
}

/** What a scene must show is there long before, or never. */
const patienceMs = 20_000;
const now = new Date('2026-11-22T09:30:00Z');

/** @param url of the backdrop */
export function createCamera(browser: Browser, url: string): Camera {
	/** A page that has played a scene plays the next one sooner than a new page would. */
	const free: Record<Screen, Page[]> = { desktop: [], phone: [] };
	let plays = 0;

	async function openPage(screen: Screen): Promise<Page> {
		const context = await browser.newContext({ ...screens[screen], reducedMotion: 'reduce', timezoneId: 'UTC' });
		const page = await context.newPage();
		page.setDefaultTimeout(patienceMs);
		await page.clock.setFixedTime(now);
		return page;
	}

	async function place(page: Page, scene: Scene, { language, scheme, boxes = false }: Take): Promise<void> {
		plays += 1;
		const api = `${url}/scripted/${plays}`;
		const tongue = tongues[language];
		const steps = Object.entries({ ...wellIn(tongue), ...scene.says?.(tongue) });
		const script = Object.fromEntries(steps.map(([key, step]) => [key, [step].flat()]));
		await fetch(api, { method: 'PUT', body: JSON.stringify(script) });
		await page.emulateMedia({ colorScheme: scheme });
		await page.goto(url);
		const properties: object = { api, locale: language, token: 'anna', starters: tongue.starters, ...scene.has };
		const fonts: Record<string, string> = boxes ? { '--deskbell-font': 'Boxes', '--deskbell-font-mono': 'Boxes' } : {};
		await page.evaluate(put, { properties, tokens: { ...fonts, ...scene.wears } });
	}

	return {
		async play(scene, take, look) {
			const page = free[take.screen].pop() ?? (await openPage(take.screen));
			try {
				await place(page, scene, take);
				for (const step of scene.does) await step(page, tongues[take.language]);
				await page.locator(`desk-bell ${scene.shows}`).first().waitFor();
				// The mouse that pressed a button is no part of the picture.
				await page.mouse.move(0, 0);
				const seen = await look(page);
				free[take.screen].push(page);
				return seen;
			} catch (cause) {
				await page.context().close();
				throw new Error(`scene ${scene.name} in ${take.language} on ${take.screen}`, { cause });
			}
		},
	};
}

/** Runs in the page. */
async function put({ properties, tokens }: { properties: object; tokens: Record<string, string> }): Promise<void> {
	sessionStorage.clear();
	localStorage.clear();
	await customElements.whenDefined('desk-bell');
	const element = document.createElement('desk-bell');
	Object.assign(element, properties);
	await document.fonts.load('16px Boxes');
	for (const [token, value] of Object.entries(tokens)) element.style.setProperty(token, value);
	const ready = new Promise((resolve) => element.addEventListener('deskbell:ready', resolve, { once: true }));
	document.body.append(element);
	await ready;
}
