// The window of the desk and the button that opens it.

import { css } from 'lit';

export const panelStyles = css`
	.launcher {
		position: fixed;
		z-index: var(--_z);
		inset-block-end: calc(var(--_space) + env(safe-area-inset-bottom));
		inset-inline-end: calc(var(--_space) + env(safe-area-inset-right));
		display: grid;
		place-items: center;
		inline-size: var(--_launcher);
		block-size: var(--_launcher);
		border-radius: 50%;
		background: var(--_accent);
		color: var(--_on-accent);
		font-size: 21px;
		box-shadow: inset 0 1px 0 #ffffff2e, 0 2px 6px #10182833, 0 10px 28px color-mix(in oklab, var(--_accent) 38%, transparent);
		transition: scale 0.2s var(--_ease), filter 0.2s;
		animation: rise 0.4s var(--_ease) backwards;
	}
	.launcher:hover {
		scale: 1.05;
		filter: brightness(1.06);
	}
	.launcher:active {
		scale: 0.96;
	}
	.start .launcher {
		inset-inline: calc(var(--_space) + env(safe-area-inset-left)) auto;
	}
	.badge {
		display: grid;
		place-items: center;
		min-inline-size: 20px;
		block-size: 20px;
		padding: 0 5px;
		border-radius: 10px;
		background: #c8261b;
		color: #fff;
		font: 700 11px / 1 var(--_font);
	}
	/* Drawn, not written: the number is in the button's name already. */
	.badge::after {
		content: attr(data-count);
	}
	.launcher .badge {
		position: absolute;
		inset-block-start: -3px;
		inset-inline-end: -3px;
		box-shadow: 0 0 0 2px #fff;
	}
	.panel {
		position: fixed;
		z-index: var(--_z);
		inset-block-end: calc(var(--_space) * 1.7 + var(--_launcher) + env(safe-area-inset-bottom));
		inset-inline-end: var(--_space);
		display: flex;
		flex-direction: column;
		inline-size: min(var(--deskbell-width, 408px), calc(100vw - 2 * var(--_space)));
		block-size: min(var(--deskbell-height, 704px), calc(100dvh - 3 * var(--_space) - var(--_launcher)));
		overflow: hidden;
		border-radius: var(--_radius);
		background: var(--_surface);
		box-shadow: 0 0 0 1px var(--_line), var(--_shadow);
		transform-origin: 50% 100%;
		transition: opacity 0.16s, scale 0.26s var(--_ease), translate 0.26s var(--_ease), display 0.16s allow-discrete;
	}
	.start .panel {
		inset-inline: var(--_space) auto;
	}
	.panel[hidden] {
		display: none;
		opacity: 0;
		scale: 0.96;
		translate: 0 12px;
	}
	@starting-style {
		.panel {
			opacity: 0;
			scale: 0.96;
			translate: 0 12px;
		}
	}
	.as-panel .panel {
		inset-block: 0;
		inset-inline-end: 0;
		block-size: 100dvh;
		border-radius: 0;
	}
	.as-panel.start .panel {
		inset-inline: 0 auto;
	}
	.as-panel.opened .launcher {
		display: none;
	}
	.as-inline,
	.as-inline .panel {
		block-size: 100%;
	}
	.as-inline .panel {
		position: relative;
		inset: auto;
		z-index: 0;
		inline-size: 100%;
		min-block-size: 420px;
		box-shadow: 0 0 0 1px var(--_line);
	}
	.header {
		display: flex;
		align-items: center;
		gap: 4px;
		min-block-size: 60px;
		padding-block: max(10px, env(safe-area-inset-top)) 10px;
		padding-inline: var(--_space) 12px;
		border-block-end: 1px solid transparent;
	}
	.header.plain {
		border-color: var(--_line);
		padding-inline-start: 10px;
	}
	.header h2 {
		flex: 1;
		min-inline-size: 0;
		font-size: 1.0667em;
		font-weight: 650;
		letter-spacing: -0.02em;
	}
	.body {
		position: relative;
		flex: 1;
		min-block-size: 0;
		overflow: hidden auto;
		overscroll-behavior: contain;
		scrollbar-width: thin;
		scrollbar-color: var(--_line) transparent;
		padding: 8px var(--_space) var(--_space);
	}
	.body:focus-visible {
		outline-offset: -3px;
	}
	/* What is scrolled under it fades. */
	.foot {
		position: relative;
		box-shadow: 0 -6px 10px var(--_surface);
		padding: 0 14px 10px;
	}
	.strip {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		justify-content: center;
		gap: 0 8px;
		padding: 6px 14px max(10px, env(safe-area-inset-bottom));
		font-size: 0.8em;
		color: var(--_muted);
		text-align: center;
	}
	.loading {
		display: grid;
		gap: 12px;
	}
	@keyframes rise {
		from {
			opacity: 0;
			translate: 0 8px;
		}
	}
	@media (max-width: 479.98px), (max-height: 479.98px) {
		.as-launcher .panel,
		.as-panel .panel {
			inset: var(--_top, 0) 0 auto;
			inline-size: 100%;
			block-size: var(--_viewport, 100dvh);
			border-radius: 0;
			box-shadow: none;
		}
		.as-launcher.opened .launcher {
			display: none;
		}
	}
`;
