// The messages, a row each: a row stays what it is for as long as its message does, and is drawn when that changed.

import { type ElementPart, nothing, render, type TemplateResult } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { Message } from '../view.ts';

interface Row {
	readonly place: HTMLElement;
	drawn: readonly unknown[];
}

class Messages extends Directive {
	#rows = new Map<string, Row>();

	render(_messages: readonly Message[], _causes: (message: Message) => readonly unknown[], _draw: Draw): unknown {
		return nothing;
	}

	override update({ element }: ElementPart, [messages, causes, draw]: Parameters<this['render']>): unknown {
		const before = this.#rows;
		this.#rows = new Map(messages.map(({ key }) => [key, before.get(key) ?? newRow()]));
		for (const [key, { place }] of before) if (!this.#rows.has(key)) place.remove();
		let next = element.firstElementChild;
		for (const message of messages) {
			const row = this.#rows.get(message.key) as Row;
			if (row.place === next) next = next.nextElementSibling;
			else element.insertBefore(row.place, next);
			const now = causes(message);
			if (now.some((cause, at) => cause !== row.drawn[at])) render(draw(message), row.place);
			row.drawn = now;
		}
		return nothing;
	}
}

type Draw = (message: Message) => TemplateResult;

function newRow(): Row {
	return { place: document.createElement('div'), drawn: [] };
}

/** Used on an element of its own; `causes` says what a row is drawn from. */
export const messageRows = directive(Messages);
