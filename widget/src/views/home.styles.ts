// The first view's look; its rows and pills are those of the lists, too.

import { css } from 'lit';

export const homeStyles = css`
	.home {
		display: grid;
		grid-template-columns: minmax(0, 1fr);
		gap: var(--_gap);
		animation: rise 0.3s var(--_ease);
	}
	.panel.front {
		background: radial-gradient(120% 60% at 85% -10%, color-mix(in oklab, var(--_accent) 20%, transparent), transparent 70%),
			radial-gradient(90% 50% at 0% 0%, color-mix(in oklab, var(--_accent) 9%, transparent), transparent 70%), var(--_surface);
	}
	.greeting {
		display: grid;
		gap: 8px;
		padding-block-start: var(--_gap);
	}
	.greeting .say {
		font-size: 1.8em;
		font-weight: 700;
		line-height: 1.15;
		/* Japanese breaks between phrases. */
		word-break: auto-phrase;
		letter-spacing: -0.02em;
		text-wrap: balance;
	}
	.starters ul {
		display: grid;
		gap: 8px;
	}
	.starter {
		display: flex;
		align-items: center;
		justify-content: space-between;
		gap: 12px;
		inline-size: 100%;
		min-block-size: calc(46px * var(--_d));
		padding: 6px 14px;
		border: 1px solid var(--_tint-line);
		border-radius: var(--_r);
		background: color-mix(in oklab, var(--_surface) 80%, transparent);
		font-weight: 500;
		line-height: 1.35;
	}
	.starter .icon {
		inline-size: 1em;
		block-size: 1em;
		color: var(--_muted);
	}
	.starter:hover {
		background: var(--_tint);
	}
	.heading {
		display: flex;
		align-items: center;
		justify-content: space-between;
		min-block-size: 28px;
		margin-block-end: 4px;
	}
	.rows {
		margin-inline: -10px;
	}
	.row {
		display: grid;
		grid-template-columns: minmax(0, 1fr) auto;
		align-items: baseline;
		gap: 2px 12px;
		inline-size: 100%;
		padding: calc(9px * var(--_d)) 10px;
		border-radius: var(--_r);
	}
	.row > :first-child {
		font-weight: 500;
	}
	.row > .strong {
		font-weight: 700;
	}
	.row:hover {
		background: var(--_hover);
	}
	.line {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		gap: 4px 8px;
		grid-column: 1 / -1;
	}
	.single {
		flex-wrap: nowrap;
	}
	.pill {
		padding: 1px 8px;
		border-radius: var(--_pill);
		background: var(--_raised);
		box-shadow: var(--_edge);
		color: var(--_muted);
		font-size: 0.9231em;
		font-weight: 600;
		white-space: nowrap;
	}
	.pill.open {
		background: var(--_tint);
		box-shadow: inset 0 0 0 1px var(--_tint-line);
		color: var(--_accent-ink);
	}
	.pill.pending {
		color: var(--_warn);
	}
	.pill.resolved {
		color: var(--_good);
	}
	.new {
		display: inline-flex;
		align-items: center;
		gap: 5px;
		font-weight: 600;
		color: var(--_danger);
	}
	.new::before {
		content: "";
		inline-size: 7px;
		block-size: 7px;
		border-radius: 50%;
		background: currentColor;
	}
`;
