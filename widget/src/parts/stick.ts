// Keeps the end of the messages in view while one is there, and leaves those alone who read further up.

import { type ElementPart, nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';

const nearEndPx = 48;

class StickToEnd extends Directive {
	#scroller: HTMLElement | null = null;
	#sticking = true;
	#thread: unknown = null;
	#sending = false;
	#top = 0;

	render(_thread: unknown, _sending: boolean): unknown {
		return nothing;
	}

	override update({ element }: ElementPart, [thread, sending]: [unknown, boolean]): unknown {
		if (!this.#scroller) this.#watch(element);
		// One's own question, and a thread just opened, are always in view.
		if ((sending && !this.#sending) || thread !== this.#thread) this.#toEnd();
		this.#sending = sending;
		this.#thread = thread;
		return nothing;
	}

	#watch(log: Element): void {
		queueMicrotask(() => {
			const scroller = log.closest<HTMLElement>('.body');
			if (!scroller) return;
			this.#scroller = scroller;
			const gone = new AbortController();
			const grown = new ResizeObserver(() => (log.isConnected ? this.#grown(scroller) : gone.abort()));
			gone.signal.addEventListener('abort', () => grown.disconnect());
			scroller.addEventListener('scroll', () => this.#scrolled(scroller), { passive: true, signal: gone.signal });
			grown.observe(log);
			grown.observe(scroller);
		});
	}

	/** Only scrolling up leaves the end; a text that grows meanwhile does not. */
	#scrolled(scroller: HTMLElement): void {
		const { scrollTop } = scroller;
		const atEnd = scroller.scrollHeight - scrollTop - scroller.clientHeight < nearEndPx;
		if (atEnd) this.#sticking = true;
		else if (scrollTop < this.#top) this.#sticking = false;
		this.#top = scrollTop;
		scroller.toggleAttribute('data-away', !this.#sticking);
		if (this.#sticking) scroller.removeAttribute('data-news');
	}

	#grown(scroller: HTMLElement): void {
		if (this.#sticking) scroller.scrollTop = scroller.scrollHeight;
		else scroller.setAttribute('data-news', '');
	}

	#toEnd(): void {
		this.#sticking = true;
		queueMicrotask(() => this.#scroller?.scrollTo({ top: this.#scroller.scrollHeight }));
	}
}

/** Used on the log within the scrolling `.body`. */
export const stickToEnd = directive(StickToEnd);

export function scrollToEnd(event: Event): void {
	const scroller = (event.currentTarget as Element).closest('.panel')?.querySelector('.body');
	scroller?.scrollTo({ top: scroller.scrollHeight, behavior: 'smooth' });
}
