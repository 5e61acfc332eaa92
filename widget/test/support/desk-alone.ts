// A desk on a page without its element, and the browser's own things put aside for as long as a test wants them.

import { createDesk } from '../../src/create-desk.ts';
import type { Desk, DeskHost } from '../../src/desk.ts';
import { readSettings } from '../../src/settings.ts';
import type { MemoryServer } from './memory-parts.ts';

export interface Placed {
	desk: Desk;
	leave(): void;
}

export function pretend(target: object, name: string, value: unknown): void {
	Object.defineProperty(target, name, { configurable: true, get: () => value });
}

export function placeDesk(): Placed {
	type Controller = { hostConnected?(): void; hostUpdate?(): void; hostDisconnected?(): void };
	const controllers: Controller[] = [];
	const element = document.body.appendChild(document.createElement('div'));
	let tokens = 0;
	const parts = {
		settings: readSettings({ api: 'https://desk.example', locale: 'en' }),
		...{ open: true, locale: 'en', context: null, starters: [], strings: {}, beforeSend: null, token: null },
		getToken: async () => `token-${tokens++}`,
		updateComplete: Promise.resolve(true),
		addController(controller: Controller) {
			controllers.push(controller);
			controller.hostConnected?.();
		},
		...{ requestUpdate() {}, announce() {}, wear() {} },
	};
	const host = Object.assign(element, parts) as unknown as DeskHost;
	const desk = createDesk(host);
	for (const controller of controllers) controller.hostUpdate?.();
	return {
		desk,
		leave() {
			for (const controller of controllers) controller.hostDisconnected?.();
			element.remove();
		},
	};
}

/** The browser's own things that the desk would use, until they are given back. */
export function spoilWorld(server: MemoryServer): () => void {
	const { fetch, requestAnimationFrame, requestIdleCallback } = window;
	Object.assign(window, {
		fetch: server.fetch,
		requestAnimationFrame: (draw: () => void) => window.setTimeout(draw, 16),
		requestIdleCallback: (run: () => void) => window.setTimeout(run, 1),
	});
	return () => {
		Object.assign(window, { fetch, requestAnimationFrame, requestIdleCallback });
		for (const [target, name] of [[navigator, 'onLine'] as const, [document, 'hidden'] as const]) {
			Reflect.deleteProperty(target, name);
		}
	};
}
