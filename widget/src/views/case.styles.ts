// How a case looks: the matter first, then who said what, oldest first.

import { css } from 'lit';

export const caseStyles = css`
	.case {
		display: grid;
		grid-template-columns: minmax(0, 1fr);
		gap: 24px;
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
		margin: 4px 0 0 34px;
	}
	.comment.customer {
		margin-inline-start: 34px;
		padding: 10px 14px;
		border-radius: 16px 16px 5px;
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
