// How an answer's Markdown looks: an article, not a bubble.

import { css } from 'lit';

export const answerTextStyles = css`
	.text {
		line-height: 1.6;
		overflow-wrap: anywhere;
	}
	/* What is out of sight is not drawn. */
	.long > * {
		content-visibility: auto;
		contain-intrinsic-block-size: auto 4em;
		overflow-clip-margin: 8px;
	}
	.text > :first-child {
		margin-block-start: 0;
	}
	.text > :last-child {
		margin-block-end: 0;
	}
	.text :is(p, ul, ol, pre, table, blockquote, .code) {
		margin-block: 0.7em;
	}
	.text :is(h1, h2, h3, h4, h5, h6) {
		margin: 1.2em 0 0.4em;
		font-size: 1.0667em;
		font-weight: 660;
		line-height: 1.35;
		color: inherit;
	}
	.text :is(ul, ol) {
		padding-inline-start: 1.5em;
	}
	.text ul {
		list-style: disc;
	}
	.text ol {
		list-style: decimal;
	}
	.text li {
		margin-block: 0.3em;
	}
	.text li::marker {
		color: var(--_muted);
	}
	.text blockquote {
		padding-inline-start: 14px;
		border-inline-start: 3px solid var(--_tint-line);
		color: var(--_muted);
		margin-inline: 0;
	}
	.text hr {
		border: 0;
		border-block-start: 1px solid var(--_line);
	}
	.text code {
		padding: 0.12em 0.36em;
		border-radius: calc(var(--_r) / 2);
		background: var(--_raised);
		box-shadow: var(--_edge);
		font: 0.88em / 1.5 var(--_mono);
	}
	.text :is(pre, code) {
		direction: ltr;
		unicode-bidi: isolate;
	}
	.text pre {
		padding: 12px 14px;
		border-radius: var(--_r);
		background: var(--_raised);
		box-shadow: var(--_edge);
		overflow: auto;
		overflow-wrap: normal;
	}
	.text pre code {
		padding: 0;
		background: none;
		box-shadow: none;
	}
	.code {
		position: relative;
	}
	.code pre {
		margin: 0;
	}
	.text img {
		max-inline-size: 100%;
		border-radius: var(--_r);
	}
	.text table {
		border-collapse: collapse;
		font-size: 0.9333em;
	}
	.text :is(th, td) {
		padding-block: 6px;
		padding-inline-end: 12px;
		border-block-end: 1px solid var(--_line);
		vertical-align: top;
	}
	.text :is(th, td):not([align]) {
		text-align: match-parent;
	}
	/* "5 GB" stays as it is within Arabic. */
	.text :is(th, td, strong, em, del, a) {
		unicode-bidi: plaintext;
	}
	.text .table {
		overflow-x: auto;
	}
	.text a.foreign::after {
		content: " ↗";
	}
	.chip {
		display: inline-grid;
		place-items: center;
		min-inline-size: 18px;
		block-size: 18px;
		padding: 0 4px;
		margin-inline: 2px 1px;
		border-radius: calc(var(--_r) / 2);
		background: var(--_tint);
		box-shadow: inset 0 0 0 1px var(--_tint-line);
		color: var(--_accent-ink);
		font-size: 11px;
		font-weight: 650;
		line-height: 1;
		vertical-align: 0.12em;
		position: relative;
	}
	/* The number is small, its target is not. */
	.chip::after {
		content: "";
		position: absolute;
		inset: -4px -3px;
	}
	.chip:hover {
		background: var(--_accent);
		color: var(--_on-accent);
	}
	@media (hover: none) {
		.code pre {
			padding-block-start: 56px;
		}
	}
`;
