// ReactiveController: on a phone the window ends where the keyboard begins.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class Viewport implements ReactiveController {
	readonly #host: ReactiveControllerHost & HTMLElement & { readonly open: boolean };

	constructor(host: ReactiveControllerHost & HTMLElement & { readonly open: boolean }) {
		this.#host = host;
		host.addController(this);
	}

	hostConnected(): void {
		visualViewport?.addEventListener('resize', this.#measure);
	}

	hostDisconnected(): void {
		visualViewport?.removeEventListener('resize', this.#measure);
		this.#host.style.removeProperty('--_viewport');
	}

	readonly #measure = (): void => {
		// Zoomed in by hand, the viewport shrinks as well; that is no keyboard.
		const { height, scale } = visualViewport ?? { height: innerHeight, scale: 1 };
		if (scale > 1.01 || !this.#host.open) this.#host.style.removeProperty('--_viewport');
		else this.#host.style.setProperty('--_viewport', `${Math.round(height)}px`);
	};
}
