// The text of an answer: a directive that lets the Markdown view write, and never touches what it wrote.

import { type ElementPart, nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { CitationView } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { createMarkdownView, type MarkdownView } from '../markdown.ts';
import type { Settings } from '../settings.ts';
import type { Message } from '../view.ts';

/** Blocks of an answer that are drawn wherever they are: the browser watches each of the others in every frame. */
const shortAnswer = 12;

class AnswerText extends Directive {
	#markdown: MarkdownView | null = null;
	#copyLabel = '';
	#named: readonly CitationView[] = [];
	#ended = false;

	render(_desk: Desk, _message: Message): unknown {
		return nothing;
	}

	override update({ element }: ElementPart, [{ host, words, conversation }, message]: [Desk, Message]): unknown {
		const markdown = this.#speaking(element, words.copy_code, host.settings);
		markdown.set(message.content);
		// By a class: :nth-child() would have the browser look through the whole thread when older messages come.
		if (element.childElementCount > shortAnswer) element.classList.add('long');
		const ended = message.status !== 'streaming';
		if (ended && !this.#ended) markdown.end();
		this.#ended = ended;
		if (ended || message.citations !== this.#named) conversation.afterword?.nameSources(element, message, words);
		this.#named = message.citations;
		return nothing;
	}

	/** In another language the text is drawn anew: its copy buttons say so. */
	#speaking(element: Element, copyLabel: string, { imageHosts }: Settings): MarkdownView {
		if (this.#markdown && copyLabel === this.#copyLabel) return this.#markdown;
		element.replaceChildren();
		this.#ended = false;
		this.#copyLabel = copyLabel;
		this.#markdown = createMarkdownView(element, { citation: chip, imageHosts, copyLabel });
		return this.#markdown;
	}
}

/** Used on an element: `<div ${answerText(desk, message)}></div>`. */
export const answerText = directive(AnswerText);

/** A number that stands for a source. Which source it is may arrive after the number itself. */
function chip(number: number): HTMLElement {
	const button = document.createElement('button');
	button.className = 'chip';
	button.type = 'button';
	button.dataset.cites = String(number);
	button.textContent = String(number);
	button.setAttribute('part', 'citation');
	return button;
}
