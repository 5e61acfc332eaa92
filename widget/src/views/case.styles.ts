// How a case looks: the matter first, then who said what, oldest first.

import { css } from 'lit';

export const caseStyles = css`
	.case {
		display: grid;
		grid-template-columns: minmax(0, 1fr);
		gap: var(--_gap);
		padding-block-start: 6px;
		animation: rise 0.3s var(--_ease);
	}
	.case .say {
		margin-block-end: 8px;
		font-size: 1.2em;
		font-weight: 670;
		line-height: 1.3;
		letter-spacing: -0.02em;
		color: var(--_ink);
		overflow-wrap: anywhere;
	}
	.description,
	.comment .said {
		unicode-bidi: plaintext;
		white-space: pre-line;
		overflow-wrap: anywhere;
		line-height: 1.55;
	}
	.description {
		margin-block-start: 14px;
		padding: 12px 14px;
		border-radius: var(--_r);
		background: var(--_raised);
	}
	.origin {
		display: inline-flex;
		align-items: center;
		gap: 6px;
		margin-block-start: 10px;
	}
	.case section {
		display: grid;
		grid-template-columns: minmax(0, 1fr);
		gap: 10px;
	}
	.comments {
		display: grid;
		grid-template-columns: minmax(0, 1fr);
		gap: 18px;
	}
	.comment {
		animation: rise 0.3s var(--_ease);
	}
	.comment .author {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		gap: 2px 8px;
		font-size: 0.8667em;
		font-weight: 620;
	}
	.comment time {
		font-weight: 400;
	}
	.comment .face {
		display: grid;
		place-items: center;
		inline-size: 26px;
		block-size: 26px;
		border-radius: 50%;
		background: var(--_accent);
		color: var(--_on-accent);
		font-size: 0.9em;
		text-transform: uppercase;
	}
	.comment .said {
		margin-block-start: 4px;
		margin-inline-start: 34px;
	}
	.comment.customer {
		margin-inline-start: 34px;
		padding: 10px 14px;
		border-radius: var(--_radius);
		border-end-end-radius: calc(var(--_radius) / 4);
		background: var(--_tint);
		box-shadow: inset 0 0 0 1px var(--_tint-line);
	}
	.comment.customer .face {
		display: none;
	}
	.comment.customer .said {
		margin-inline-start: 0;
	}
	.comment.system .face {
		background: var(--_raised);
		color: var(--_muted);
	}
	.quota {
		padding: 0 8px 6px;
		text-align: center;
	}
`;
