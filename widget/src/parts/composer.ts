// Where one writes. What is written is a draft at once, and stays one until it is taken.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';

/** Characters the server takes in one message. */
const messageLimit = 8_000;

export interface ComposerOptions {
	/** Under which name the draft is kept. */
	readonly draft: string;
	/** Where nothing else is said, a question to the AI is written. */
	readonly label?: string;
	readonly placeholder?: string;
	readonly limit?: number;
	/** An answer is being written: sending waits, and stopping is offered where it can be done. */
	readonly busy?: boolean;
	readonly stop?: () => void;
	readonly send: (text: string) => void;
}

export function composer(desk: Desk, options: ComposerOptions): TemplateResult {
	const { words, session } = desk;
	const { text } = session.draft(options.draft);
	const { label = words.composer_label, placeholder = words.composer_placeholder, limit = messageLimit } = options;
	const over = text.length - limit;
	const ready = text.trim() !== '' && over <= 0 && !options.busy;

	function submit(event: Event): void {
		event.preventDefault();
		if (ready) options.send(text.trim());
	}
	function write(event: InputEvent): void {
		session.keepDraft(options.draft, { text: (event.target as HTMLTextAreaElement).value });
		desk.host.requestUpdate();
	}
	function sendOnEnter(event: KeyboardEvent): void {
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
	}

	return html`<form class="composer" part="composer" @submit=${submit}>
		<textarea
			part="input"
			rows=${Math.min(text.split('\n').length, 6)}
			aria-label=${label}
			placeholder=${placeholder}
			aria-describedby="over"
			aria-invalid=${over > 0}
			.value=${text}
			@input=${write}
			@keydown=${sendOnEnter}
			data-input
		></textarea>
		${options.busy && options.stop ? stopButton(words.stop, options.stop) : sendButton(words.send, ready)}
		<p id="over" class="over" part="over">${over > 0 ? words.too_long(over) : nothing}</p>
	</form>`;
}

function sendButton(label: string, ready: boolean): TemplateResult {
	return html`<button class="round send" part="send" aria-label=${label} ?disabled=${!ready}>${icon('up')}</button>`;
}

function stopButton(label: string, stop: () => void): TemplateResult {
	return html`<button type="button" class="round send" part="stop" aria-label=${label} @click=${stop}>${icon('stop')}</button>`;
}

export const composerStyles = css`
	.composer {
		display: grid;
		grid-template-columns: 1fr auto;
		align-items: end;
		gap: 0 6px;
		padding: 6px;
		border: 1px solid var(--_line);
		border-radius: var(--_radius);
		background: var(--_surface);
	}
	.composer:focus-within {
		border-color: var(--_accent-ink);
		box-shadow: 0 0 0 3px color-mix(in oklab, var(--_accent) 16%, transparent);
		/* Seen in forced colours alone. */
		outline: 2px solid transparent;
	}
	.composer textarea {
		min-inline-size: 0;
		max-block-size: 9.5em;
		padding-block: 7px;
		padding-inline: 10px 4px;
		border: 0;
		outline: 0;
		background: none;
		line-height: 1.45;
		resize: none;
		field-sizing: content;
	}
	@media (pointer: coarse) {
		.composer textarea {
			padding-block: 10.5px;
		}
	}
	::placeholder {
		color: var(--_muted);
		opacity: 1;
	}
	.send,
	.send:hover {
		background: var(--_accent);
		color: var(--_on-accent);
	}
	.send:active {
		scale: 0.94;
	}
	.send:disabled {
		background: var(--_raised);
		color: var(--_muted);
	}
	.over {
		grid-column: 1 / -1;
		padding: 2px 10px 4px;
		font-size: 0.8667em;
		color: var(--_danger);
	}
	.over:empty {
		display: none;
	}
	[part="stop"] .icon {
		fill: currentColor;
	}
`;
