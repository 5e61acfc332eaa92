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
		// One's own question, and a thread just opened, are always in view.
		const toEnd = (sending && !this.#sending) || thread !== this.#thread;
		this.#sending = sending;
		this.#thread = thread;
		// Only after this update does the log stand in its scroller. From then on the browser tells when it has grown: to
		// ask it after each update would make it lay the page out at once.
		if (toEnd || !this.#scroller) {
			queueMicrotask(() => {
				this.#scroller ??= this.#watch(element);
				if (this.#scroller && toEnd) this.#toEnd(this.#scroller);
			});
		}
		return nothing;
	}

	#watch(log: Element): HTMLElement | null {
		const scroller = log.closest<HTMLElement>('.body');
		if (!scroller) return null;
		const gone = new AbortController();
		const sizes = new ResizeObserver(() => {
			// Within this callback what comes into view would change its size again, of which Firefox tells the page as an error.
			if (log.isConnected) return void requestAnimationFrame(() => this.#grown(scroller));
			sizes.disconnect();
			gone.abort();
		});
		scroller.addEventListener('scroll', () => this.#scrolled(scroller), { passive: true, signal: gone.signal });
		sizes.observe(log);
		sizes.observe(scroller);
		return scroller;
	}

	#toEnd(scroller: HTMLElement): void {
		this.#sticking = true;
		this.#top = 0;
		this.#grown(scroller);
	}

	/** Only scrolling up leaves the end; a text that grows meanwhile does not. */
	#scrolled(scroller: HTMLElement): void {
		this.#see(scroller);
		this.#tell(scroller, false);
	}

	#see(scroller: HTMLElement): void {
		if (isAtEnd(scroller)) this.#sticking = true;
		else if (scroller.scrollTop < this.#top) this.#sticking = false;
	}

	/** Who has scrolled up in this very frame is let be. */
	#grown(scroller: HTMLElement): void {
		this.#see(scroller);
		if (this.#sticking) scroller.scrollTop = scroller.scrollHeight;
		this.#tell(scroller, true);
	}

	/** A text that shrinks takes its scroller along: where that is now is known before it says that it scrolled. */
	#tell(scroller: HTMLElement, news: boolean): void {
		this.#top = scroller.scrollTop;
		scroller.toggleAttribute('data-away', !this.#sticking);
		scroller.toggleAttribute('data-news', !this.#sticking && (news || scroller.hasAttribute('data-news')));
	}
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
	return scrollHeight - scrollTop - clientHeight < nearEndPx;
}

/** Used on the log within the scrolling `.body`. */
export const stickToEnd = directive(StickToEnd);

/** At once: a text that grows would run ahead of a scroller that takes its time. */
export function scrollToEnd(event: Event): void {
	const scroller = (event.currentTarget as Element).closest('.panel')?.querySelector('.body');
	scroller?.scrollTo(0, scroller.scrollHeight);
}
