// How a conversation looks: the question set apart, the answer plain and wide as an article.

import { css } from 'lit';

export const chatStyles = css`
	.log,
	.messages > div {
		display: flex;
		flex-direction: column;
		gap: var(--_gap);
	}
	.log {
		min-block-size: 100%;
		padding-block: 14px 4px;
	}
	.messages > div {
		contain-intrinsic-block-size: auto 100px;
		overflow-clip-margin: 8px;
	}
	.messages > div + div {
		margin-block-start: var(--_gap);
	}
	.settled {
		content-visibility: auto;
	}
	.messages:empty {
		display: none;
	}
	:last-child > :last-child > .message {
		animation: rise 0.3s var(--_ease);
	}
	.question {
		display: grid;
		justify-items: end;
		gap: 6px;
	}
	.bubble {
		max-inline-size: 86%;
		padding: 9px 14px;
		border-radius: var(--_radius);
		border-end-end-radius: calc(var(--_radius) / 4);
		unicode-bidi: plaintext;
		background: var(--_tint);
		box-shadow: inset 0 0 0 1px var(--_tint-line);
		white-space: pre-wrap;
		overflow-wrap: anywhere;
	}
	.bubble.unsent {
		background: none;
		box-shadow: var(--_edge);
		color: var(--_muted);
	}
	.fault {
		display: flex;
		align-items: center;
		gap: 6px;
		color: var(--_danger);
	}
	.author {
		display: flex;
		align-items: center;
		gap: 8px;
		margin-block-end: 6px;
		font-size: 0.8667em;
		font-weight: 620;
	}
	.author .mark {
		display: grid;
		place-items: center;
		inline-size: 24px;
		block-size: 24px;
		border-radius: calc(var(--_r) / 2);
		background: var(--_tint);
		color: var(--_accent-ink);
		font-size: 12px;
	}
	.author time {
		font-weight: 400;
	}
	.blank {
		display: grid;
		justify-items: center;
		gap: 12px;
		margin: auto;
		padding: 32px 0;
		font-size: 1.1333em;
		font-weight: 600;
	}
	.blank .mark {
		color: var(--_accent-ink);
		font-size: 1.5em;
	}
	.status {
		display: flex;
		align-items: center;
		gap: 10px;
		font-size: 0.9333em;
		color: var(--_muted);
	}
	.dots {
		display: inline-flex;
		gap: 4px;
	}
	.dots i {
		inline-size: 6px;
		block-size: 6px;
		border-radius: 50%;
		background: var(--_accent-ink);
		animation: breathe 1.2s ease-in-out infinite;
	}
	.dots i:nth-child(2) {
		animation-delay: 0.15s;
	}
	.dots i:nth-child(3) {
		animation-delay: 0.3s;
	}
	@keyframes breathe {
		0%,
		60%,
		100% {
			opacity: 0.25;
		}
		30% {
			opacity: 1;
		}
	}
	.log .notice {
		margin-block: 12px 0;
	}
	.log > .notice {
		margin-block: 0;
	}
	.foot .notice {
		margin-block: 4px;
	}
	/* What has the focus is not beneath the button at the end. */
	.body {
		scroll-padding-block-end: 4.5em;
	}
	.away {
		position: absolute;
		inset-block-end: calc(100% + 10px);
		inset-inline: 0;
		inline-size: fit-content;
		margin-inline: auto;
		gap: 4px;
		border-radius: var(--_pill);
		box-shadow: var(--_shadow);
	}
	.body:not([data-away]) ~ .foot .away,
	.body:not([data-news]) ~ .foot .fresh {
		display: none;
	}
`;
