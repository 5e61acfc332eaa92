// What every view is made of: text, buttons, rows, pills, fields.

import { css } from 'lit';

export const baseStyles = css`
	*,
	*::before,
	*::after {
		box-sizing: border-box;
	}
	.desk {
		font: 400 var(--_size) / 1.5 var(--_font);
		color: var(--_ink);
		-webkit-font-smoothing: antialiased;
		-webkit-text-size-adjust: 100%;
	}
	h2,
	h3,
	p,
	ul,
	ol,
	dl,
	dd {
		margin: 0;
		padding: 0;
	}
	ul,
	ol {
		list-style: none;
	}
	h3 {
		font-size: 0.8667em;
		font-weight: 600;
		color: var(--_muted);
	}
	button,
	input,
	textarea,
	select {
		font: inherit;
		color: inherit;
		letter-spacing: inherit;
		margin: 0;
		/* Each paragraph runs in its own direction. */
		unicode-bidi: plaintext;
	}
	/* Firefox lays the placeholder of such a field outside it where the page runs from right to left. */
	:placeholder-shown {
		unicode-bidi: normal;
	}
	button,
	.button,
	.composer,
	.field *,
	details {
		transition: 0.15s;
	}
	button {
		appearance: none;
		border: 0;
		background: none;
		padding: 0;
		cursor: pointer;
		text-align: inherit;
		touch-action: manipulation;
	}
	button:disabled {
		cursor: default;
	}
	a {
		color: var(--_accent-ink);
		text-underline-offset: 0.2em;
	}
	:focus-visible {
		outline: 2px solid var(--_accent-ink);
		outline-offset: 2px;
	}
	h2:focus-visible {
		outline: 0;
	}
	.icon {
		inline-size: 1.25em;
		block-size: 1.25em;
		flex: none;
		fill: none;
		stroke: currentColor;
		stroke-width: 1.7;
		stroke-linecap: round;
		stroke-linejoin: round;
	}
	.turns {
		display: grid;
	}
	[dir="rtl"] .turns {
		scale: -1 1;
	}
	/* Letters that join must not be pulled apart or pushed into each other. */
	[dir="rtl"] * {
		letter-spacing: 0 !important;
	}
	/* Korean breaks between words. */
	:lang(ko) {
		word-break: keep-all;
	}
	.round {
		display: inline-grid;
		place-items: center;
		flex: none;
		inline-size: 36px;
		block-size: 36px;
		border-radius: var(--_pill);
		color: var(--_muted);
	}
	.round:hover {
		background: var(--_hover);
		color: var(--_ink);
	}
	.button {
		display: inline-flex;
		align-items: center;
		justify-content: center;
		gap: 8px;
		min-block-size: 40px;
		padding: 8px 16px;
		border-radius: var(--_r);
		border: 1px solid var(--_line);
		background: var(--_surface);
		font-weight: 550;
		text-decoration: none;
		color: var(--_ink);
		text-align: center;
	}
	.button:hover {
		background: var(--_raised);
	}
	.button.primary {
		border-color: transparent;
		background: var(--_accent);
		color: var(--_on-accent);
	}
	.button.primary:hover {
		filter: brightness(1.06);
	}
	.button.small {
		min-block-size: 34px;
		padding: 4px 12px;
		font-size: 0.9333em;
	}
	.link {
		color: var(--_accent-ink);
		font-weight: 550;
		border-radius: calc(var(--_r) / 2);
		min-block-size: 24px;
	}
	.link:hover {
		text-decoration: underline;
	}
	.buttons {
		display: flex;
		flex-wrap: wrap;
		gap: 8px;
	}
	.strong {
		font-weight: 620;
	}
	.muted {
		color: var(--_muted);
	}
	.small {
		font-size: 0.8667em;
	}
	.cut {
		overflow: hidden;
		white-space: nowrap;
		text-overflow: ellipsis;
		text-align: left;
	}
	[dir="rtl"] .cut {
		text-align: right;
	}
	.hidden {
		position: absolute;
		inline-size: 1px;
		block-size: 1px;
		overflow: hidden;
		clip-path: inset(50%);
		white-space: nowrap;
	}
	.skeleton {
		block-size: 64px;
		border-radius: var(--_r);
		background: linear-gradient(90deg, var(--_raised) 40%, var(--_line) 50%, var(--_raised) 60%) 0 0 / 300% 100%;
		animation: shimmer 1.6s linear infinite;
	}
	@keyframes shimmer {
		from {
			background-position: 100% 0;
		}
	}
	@media (pointer: coarse) {
		.round,
		.button,
		.link,
		.button.small,
		button.starter {
			min-block-size: 44px;
			min-inline-size: 44px;
		}
		input,
		textarea,
		select {
			font-size: 16px !important;
		}
	}
	@media (prefers-reduced-motion: reduce) {
		*,
		*::before,
		*::after {
			animation: none !important;
			transition: none !important;
			scroll-behavior: auto !important;
		}
	}
	@media (forced-colors: active) {
		.button,
		.round,
		.panel,
		.launcher {
			border: 1px solid ButtonBorder;
		}
		.button.primary,
		.launcher {
			forced-color-adjust: none;
			background: Highlight;
			color: HighlightText;
		}
	}
`;
