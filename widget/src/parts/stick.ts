// Keeps the end of the messages in view while one is there, and leaves those alone who read further up.

import { type ElementPart, nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';

const nearEndPx = 48;

class StickToEnd extends Directive {
	#scroller: HTMLElement | null = null;
	#sticking = true;
	#thread: unknown = null;
	#sending = false;
	#last: unknown;
	#top = 0;

	render(_thread: unknown, _sending: boolean, _last: unknown): unknown {
		return nothing;
	}

	override update({ element }: ElementPart, [thread, sending, last]: Parameters<this['render']>): unknown {
		// One's own question, and a thread just opened, are always in view.
		const toEnd = (sending && !this.#sending) || thread !== this.#thread;
		if (!this.#sticking && last !== this.#last) this.#scroller?.setAttribute('data-news', '');
		this.#sending = sending;
		this.#thread = thread;
		this.#last = last;
		if (toEnd) {
			this.#sticking = true;
			this.#top = 0;
		}
		// Only after this update does the log stand in its scroller. From then on the browser tells when it has grown: to
		// ask it after each update would make it lay the page out at once.
		if (toEnd || !this.#scroller) {
			queueMicrotask(() => {
				this.#scroller ??= this.#watch(element);
				if (this.#scroller && toEnd) this.#look(this.#scroller, true);
			});
		}
		return nothing;
	}

	#watch(log: Element): HTMLElement | null {
		const scroller = log.closest<HTMLElement>('.body');
		if (!scroller) return null;
		const sizes = new ResizeObserver(() => {
			// A text that shrinks takes its scroller along. This frame's scrolling by a person has been told already.
			this.#top = Math.min(this.#top, scroller.scrollTop);
			// Within this callback what comes into view would change its size again, of which Firefox tells the page as an error.
			requestAnimationFrame(() => (log.isConnected ? this.#look(scroller, true) : sizes.disconnect()));
		});
		// One log at a time stands in it: the next one takes this one's place.
		scroller.onscroll = () => this.#look(scroller);
		sizes.observe(log);
		sizes.observe(scroller);
		return scroller;
	}

	/** Only scrolling up leaves the end, be it ever so little, and only scrolling down comes back to it. */
	#look(scroller: HTMLElement, grown?: boolean): void {
		const { scrollHeight, scrollTop, clientHeight } = scroller;
		const fromEnd = scrollHeight - scrollTop - clientHeight;
		const up = this.#top - scrollTop;
		if (up < 0 && fromEnd < nearEndPx) this.#sticking = true;
		if (up >= 1 && fromEnd > 1) this.#sticking = false;
		if (this.#sticking && grown) scroller.scrollTop = scrollHeight;
		this.#top = scroller.scrollTop;
		const near = this.#sticking || fromEnd < nearEndPx;
		scroller.toggleAttribute('data-away', !near);
		if (near) scroller.removeAttribute('data-news');
	}
}

/** Used on the log within the scrolling `.body`; `last` is what is new where it changes. */
export const stickToEnd = directive(StickToEnd);

/** At once: a text that grows would run ahead of a scroller that takes its time. */
export function scrollToEnd(event: Event): void {
	const scroller = (event.currentTarget as Element).closest('.panel')?.querySelector('.body');
	scroller?.scrollTo(0, scroller.scrollHeight);
}
