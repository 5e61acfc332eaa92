// A list with nothing in it yet: says what will be here.

import { css, html, type TemplateResult } from 'lit';

export function blank(mark: TemplateResult, title: string, note: string): TemplateResult {
	return html`<div class="nothing" part="empty">
		<span class="mark">${mark}</span>
		<p class="strong" part="empty-title">${title}</p>
		<p class="muted small" part="empty-text">${note}</p>
	</div>`;
}

export const blankStyles = css`
	.nothing {
		display: grid;
		justify-items: center;
		gap: 6px;
		max-inline-size: 30ch;
		margin: 15% auto 0;
		text-align: center;
		text-wrap: balance;
		animation: rise 0.3s var(--_ease);
	}
	.nothing .mark {
		display: grid;
		place-items: center;
		inline-size: 56px;
		block-size: 56px;
		margin-block-end: 10px;
		border-radius: var(--_r);
		background: var(--_raised);
		color: var(--_muted);
		font-size: 22px;
	}
	.more {
		inline-size: 100%;
		margin-block-start: 12px;
	}
`;
