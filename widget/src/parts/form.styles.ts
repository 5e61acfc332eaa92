// Fields with a label above, and the sentence beneath that says what is missing.

import { css } from 'lit';

/** A select in `.select`, with the arrow that it loses with its native look. */
export const selectStyles = css`
	.select {
		position: relative;
	}
	.select select {
		appearance: none;
		min-block-size: 44px;
		padding: 10px 36px 10px 14px;
		border: 1px solid var(--_line);
		border-radius: var(--_r);
		background: var(--_surface);
	}
	[dir="rtl"] .select select {
		padding-inline: 14px 36px;
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
`;

export const formStyles = css`${selectStyles}
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
	.field :is(input, textarea) {
		min-block-size: 44px;
		padding: 10px 14px;
		border: 1px solid var(--_line);
		border-radius: var(--_r);
		background: var(--_surface);
	}
	.field :is(input, textarea, select) {
		inline-size: 100%;
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
