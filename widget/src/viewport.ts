// ReactiveController: on a phone the window ends where the keyboard begins, and the page behind it stays where it is.

import { css, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { Settings } from './settings.ts';

type Host = ReactiveControllerHost & HTMLElement & { readonly open: boolean; readonly settings: Settings };

export class Viewport implements ReactiveController {
	readonly #host: Host;
	/** The page's own sheets and attributes stay as they are. */
	readonly #still = css`
		@media (max-width: 479.98px), (max-height: 479.98px) {
			:root {
				overflow: hidden !important;
			}
		}
	`.styleSheet as CSSStyleSheet;
	#held = false;

	constructor(host: Host) {
		this.#host = host;
		host.addController(this);
	}

	hostConnected(): void {
		for (const event of ['resize', 'scroll']) visualViewport?.addEventListener(event, this.#measure);
		this.hostUpdated();
	}

	hostUpdated(): void {
		this.#hold(this.#host.open && this.#host.settings.mode !== 'inline');
	}

	hostDisconnected(): void {
		for (const event of ['resize', 'scroll']) visualViewport?.removeEventListener(event, this.#measure);
		this.#forget();
		this.#hold(false);
	}

	#hold(still: boolean): void {
		if (still === this.#held) return;
		this.#held = still;
		const others = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#still);
		document.adoptedStyleSheets = still ? [...others, this.#still] : others;
	}

	#forget(): void {
		for (const name of ['--_viewport', '--_top']) this.#host.style.removeProperty(name);
	}

	readonly #measure = (): void => {
		const { visualViewport: seen } = window;
		this.#forget();
		// Zoomed in by hand, the viewport shrinks as well; that is no keyboard.
		if (!seen || seen.scale > 1.01 || !this.#host.open) return;
		this.#host.style.setProperty('--_viewport', `${Math.round(seen.height)}px`);
		// Some browsers scroll a field into view beneath the window's top edge.
		this.#host.style.setProperty('--_top', `${Math.round(seen.offsetTop)}px`);
	};
}
