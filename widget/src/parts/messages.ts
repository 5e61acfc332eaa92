// The messages, a row each: a row stays what it is for as long as its message does, and is drawn when that changed.

import { type ElementPart, nothing, render, type TemplateResult } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { Message } from '../view.ts';
import { settle, watchPages, whole } from './pages.ts';

interface Row {
	readonly key: string;
	readonly place: HTMLElement;
	/** The message, and what else it was drawn from; of a row that is empty the message alone. */
	drawn: readonly unknown[];
}

type Causes = (message: Message) => readonly unknown[];
type Draw = (message: Message) => TemplateResult;

/** Rows stand in pages: what need not be drawn is passed over, or out of the document, by the page. */
const rowsOnPage = 25;

class Messages extends Directive {
	#rows: readonly Row[] = [];
	#around: readonly unknown[] = [];
	#watch: (() => void) | undefined;
	#draw: (row: Row, message: Message) => void = () => {};

	render(_messages: readonly Message[], _around: readonly unknown[], _causes: Causes, _draw: Draw): unknown {
		return nothing;
	}

	override update({ element }: ElementPart, [messages, around, causes, draw]: Parameters<this['render']>): unknown {
		const same = messages.length === this.#rows.length && this.#rows.every(({ key }, at) => key === messages[at]?.key);
		if (!same) {
			this.#rows = arranged(element, messages, this.#rows);
			// Only after this update does the list stand in its scroller.
			queueMicrotask(() => {
				if (!element.isConnected) return;
				this.#watch ??= watchPages(element, (places) => this.#empty(places));
				this.#watch();
			});
		}
		const calm = isSame(around, this.#around);
		this.#around = around;
		this.#draw = (row, message) => {
			const now = [message, ...causes(message)];
			if (!isSame(now, row.drawn)) render(draw(message), row.place);
			row.drawn = now;
		};
		// Not by `entries`: old libraries put something else in its place.
		let at = 0;
		for (const row of this.#rows) {
			const message = messages[at++] as Message;
			if (calm && row.drawn[0] === message) continue;
			if (row.drawn.length === 1) row.drawn = [message];
			else this.#draw(row, message);
		}
		return nothing;
	}

	/** Drawn again from what their messages have become. */
	#empty(places: Node): () => void {
		const rows = this.#rows.filter(({ place }) => place.parentNode === places);
		for (const row of rows) {
			row.drawn = [row.drawn[0]];
			render(nothing, row.place);
		}
		return () => {
			for (const row of rows) {
				// Others have been taken out meanwhile.
				if (row.place.parentNode === places) this.#draw(row, row.drawn[0] as Message);
			}
		};
	}
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
	return some.every((one, at) => one === others[at]);
}

/** What stands before and behind the rows that come or go is not looked at: a conversation may have ten thousand. */
function arranged(list: Element, messages: readonly Message[], before: readonly Row[]): readonly Row[] {
	const head = alike(before, messages, (rows, at) => rows[at]);
	const most = Math.min(before.length, messages.length) - head;
	const tail = Math.min(
		most,
		alike(before, messages, (rows, at) => rows[rows.length - 1 - at]),
	);
	const left = new Map(before.slice(head, before.length - tail).map((row) => [row.key, row]));
	const rows = messages.slice(head, messages.length - tail).map(({ key }): Row => {
		const row = left.get(key) ?? { key, place: document.createElement('div'), drawn: [] };
		left.delete(key);
		return row;
	});
	for (const { place } of left.values()) takeOut(place);
	let last: Element | null = before[head - 1]?.place ?? null;
	for (const row of rows) {
		// Wherever it was before, it is drawn here.
		row.drawn = [];
		if (row.place !== after(list, last)) putAfter(list, last, row.place);
		last = row.place;
	}
	return [...before.slice(0, head), ...rows, ...before.slice(before.length - tail)];
}

type Keyed = readonly { readonly key: string }[];

/** How many of one list are those of the other, from one of its ends. */
function alike(some: Keyed, others: Keyed, nth: (list: Keyed, at: number) => Keyed[number] | undefined): number {
	let at = 0;
	while (at < some.length && nth(some, at)?.key === nth(others, at)?.key) at++;
	return at;
}

/** The row behind this one, or the first. */
function after(list: Element, row: Element | null): Element | null {
	const page = row ? pageOf(row).nextElementSibling : list.firstElementChild;
	return row?.nextElementSibling ?? (page && whole(page).firstElementChild);
}

function putAfter(list: Element, row: Element | null, place: Element): void {
	takeOut(place);
	const first = list.firstElementChild;
	const page = row ? pageOf(row) : first && whole(first);
	const room = page && (row?.nextElementSibling || page.childElementCount < rowsOnPage);
	if (room && row) row.after(place);
	else if (room) page.prepend(place);
	else {
		const fresh = document.createElement('div');
		fresh.append(place);
		if (row) page?.after(fresh);
		else list.prepend(fresh);
	}
	// One that was before the others stands on a page that may be out of sight: how high that is now is not known.
	if (!row || !room) settle(pageOf(place));
}

const pageOf = (row: Element) => whole(row.parentNode as Node);

function takeOut(place: Element): void {
	const rows = place.parentNode;
	if (!rows) return;
	rows.removeChild(place);
	if (!rows.firstChild) whole(rows).remove();
}

/** Used on an element of its own; `causes` are what a row is drawn from beside its message: asked for where `around` is new. */
export const messageRows = directive(Messages);
