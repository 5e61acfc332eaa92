// The text of an answer: a directive that lets the Markdown view write, and never touches what it wrote.

import { type ElementPart, nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { CitationView } from '../../../server-kit/src/protocol/index.ts';
import type { Afterword } from '../desk.ts';
import { createMarkdownView, type MarkdownView } from '../markdown.ts';
import type { Message } from '../view.ts';
import type { Words } from '../words/index.ts';

class AnswerText extends Directive {
	#markdown: MarkdownView | null = null;
	#named: readonly CitationView[] = [];
	#ended = false;

	render(_message: Message, _words: Words, _nameSources?: Afterword['nameSources']): unknown {
		return nothing;
	}

	override update({ element }: ElementPart, [message, words, nameSources]: Parameters<this['render']>): unknown {
		this.#markdown ??= createMarkdownView(element, {
			citation: chip,
			copyLabel: words.copy_code,
			copiedLabel: words.copied,
		});
		this.#markdown.set(message.content);
		const ended = message.status !== 'streaming';
		if (ended && !this.#ended) this.#markdown.end();
		this.#ended = ended;
		if (ended || message.citations !== this.#named) nameSources?.(element, message, words);
		this.#named = message.citations;
		return nothing;
	}
}

/** Used on an element: `<div ${answerText(message, words, nameSources)}></div>`. */
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
