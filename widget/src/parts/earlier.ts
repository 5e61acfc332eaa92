// Above the first message that is shown: those before it come when one scrolls there, or presses the button.

import { css, type ElementPart, html, nothing, type TemplateResult } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { Desk } from '../desk.ts';
import { loadOlder } from '../past.ts';

class WhenSeen extends Directive {
	#watching: IntersectionObserver | null = null;
	#cursor: string | null = null;
	#seen = () => {};

	render(_cursor: string | null, _seen: () => void): unknown {
		return nothing;
	}

	override update({ element }: ElementPart, [cursor, seen]: Parameters<this['render']>): unknown {
		this.#seen = seen;
		// A thread that has just been opened is scrolled to its end first.
		if (cursor !== this.#cursor) requestAnimationFrame(() => this.#watch(element));
		this.#cursor = cursor;
		return nothing;
	}

	/** Anew for each page: who is back at the top before a frame is drawn has never left it for the browser. */
	#watch(element: Element): void {
		this.#watching?.disconnect();
		this.#watching = watch(element, () => this.#seen());
	}
}

function watch(element: Element, seen: () => void): IntersectionObserver {
	const root = element.closest('.body');
	const watching = new IntersectionObserver(
		(entries) => {
			if (!element.isConnected) watching.disconnect();
			else if (entries.at(-1)?.isIntersecting) seen();
		},
		{ root, rootMargin: '400px 0px 0px' },
	);
	watching.observe(element);
	return watching;
}

const whenSeen = directive(WhenSeen);

export function earlier(desk: Desk): TemplateResult {
	const { words, view } = desk;
	const { state, olderCursor } = view.thread;
	const busy = state === 'loading';
	const load = () => void loadOlder(desk);
	return html`<button class="button small earlier" part="earlier" aria-busy=${busy} @click=${load} ${whenSeen(olderCursor, load)}>
		${busy ? words.loading : words.earlier}
	</button>`;
}

export const earlierStyles = css`
	.earlier {
		align-self: center;
	}
	.earlier[aria-busy="true"] {
		color: var(--_muted);
	}
	/* What is read is held in its place by the desk itself, in every browser alike. */
	.log {
		overflow-anchor: none;
	}
`;
