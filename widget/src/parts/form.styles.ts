// Fields with a label above, and the sentence beneath that says what is missing.

import { css } from 'lit';

export const formStyles = css`
	.form {
		display: grid;
		gap: 16px;
		padding-block-start: 8px;
		animation: rise 0.3s var(--_ease);
	}
	.lead {
		line-height: 1.55;
	}
	.field {
		display: grid;
		gap: 6px;
	}
	.field label {
		font-size: 0.9333em;
		font-weight: 600;
	}
	.field :is(input, textarea, select) {
		inline-size: 100%;
		min-block-size: 44px;
		padding: 10px 14px;
		border: 1px solid var(--_line);
		border-radius: var(--_r);
		background: var(--_surface);
	}
	.field textarea {
		min-block-size: 120px;
		max-block-size: 320px;
		line-height: 1.5;
		resize: vertical;
		field-sizing: content;
	}
	.field textarea.low {
		min-block-size: 68px;
	}
	.field :is(input, textarea, select):focus-visible {
		outline: 0;
		border-color: var(--_accent-ink);
		box-shadow: 0 0 0 3px color-mix(in oklab, var(--_accent) 16%, transparent);
	}
	.field [aria-invalid="true"] {
		border-color: var(--_danger);
	}
	.field select {
		appearance: none;
		padding-inline-end: 36px;
	}
	.select {
		position: relative;
	}
	.select .icon {
		position: absolute;
		inset-block-start: calc(50% - 0.5em);
		inset-inline-end: 14px;
		inline-size: 1em;
		block-size: 1em;
		color: var(--_muted);
		pointer-events: none;
	}
	.field .missing {
		display: none;
		font-size: 0.8667em;
		color: var(--_danger);
	}
	.field [aria-invalid="true"] ~ .missing {
		display: block;
	}
	.form > .button {
		min-block-size: 46px;
	}
	@media (forced-colors: active) {
		.field :is(input, textarea, select):focus-visible {
			outline: 2px solid Highlight;
		}
	}
`;
