// The messages, a row each: a row stays what it is for as long as its message does, and is drawn when that changed.

import { type ElementPart, nothing, render, type TemplateResult } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { Message } from '../view.ts';

interface Row {
	readonly key: string;
	readonly place: Element;
	drawn: readonly unknown[];
}

/** Rows stand in pages: what the browser need not draw, it passes over by the page. */
const rowsOnPage = 50;

class Messages extends Directive {
	#rows: readonly Row[] = [];

	render(_messages: readonly Message[], _causes: (message: Message) => readonly unknown[], _draw: Draw): unknown {
		return nothing;
	}

	override update({ element }: ElementPart, [messages, causes, draw]: Parameters<this['render']>): unknown {
		const same = messages.length === this.#rows.length && this.#rows.every(({ key }, at) => key === messages[at]?.key);
		if (!same) this.#rows = arranged(element, messages, this.#rows);
		// Not by `entries`: old libraries put something else in its place.
		let at = 0;
		for (const row of this.#rows) {
			const message = messages[at++] as Message;
			const now = causes(message);
			if (now.some((cause, index) => cause !== row.drawn[index])) render(draw(message), row.place as HTMLElement);
			row.drawn = now;
		}
		return nothing;
	}
}

type Draw = (message: Message) => TemplateResult;

function arranged(list: Element, messages: readonly Message[], before: readonly Row[]): readonly Row[] {
	const left = new Map(before.map((row) => [row.key, row]));
	const rows = messages.map(({ key }) => {
		const row = left.get(key) ?? { key, place: document.createElement('div'), drawn: [] };
		left.delete(key);
		return row;
	});
	for (const { place } of left.values()) takeOut(place);
	let last: Element | null = null;
	for (const { place } of rows) {
		if (place !== after(list, last)) putAfter(list, last, place);
		last = place;
	}
	return rows;
}

/** The row behind this one, or the first. */
function after(list: Element, row: Element | null): Element | null {
	const page: Element | null | undefined = row ? row.parentElement?.nextElementSibling : list.firstElementChild;
	return row?.nextElementSibling ?? page?.firstElementChild ?? null;
}

function putAfter(list: Element, row: Element | null, place: Element): void {
	const page = row?.parentElement;
	takeOut(place);
	if (row && page && (row.nextElementSibling || page.childElementCount < rowsOnPage)) row.after(place);
	else {
		const fresh = document.createElement('div');
		fresh.append(place);
		if (page) page.after(fresh);
		else list.prepend(fresh);
		settle(fresh);
	}
}

function takeOut(place: Element): void {
	const page = place.parentElement;
	if (!page) return;
	page.removeChild(place);
	if (!page.childElementCount) page.remove();
}

/** A page that has been drawn once knows its height, and is drawn again only where it can be seen. */
function settle(page: Element): void {
	const drawn = () => {
		page.className = 'settled';
	};
	requestAnimationFrame(() => requestAnimationFrame(drawn));
}

/** Used on an element of its own; `causes` says what a row is drawn from. */
export const messageRows = directive(Messages);
