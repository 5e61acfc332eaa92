// The --deskbell-* variables: what a host may set, and the colours that follow from them.

import { css } from 'lit';

export const tokens = css`
	/* Important within a shadow tree beats important outside of it: no style sheet of the host reaches in. */
	:host {
		all: initial !important;
		display: contents !important;
		color-scheme: light dark !important;

		--_accent: var(--deskbell-accent, #3a5bd9);
		--_surface: var(--deskbell-surface, light-dark(#ffffff, #16181d));
		--_raised: var(--deskbell-raised, light-dark(#f5f6f8, #20232a));
		--_ink: var(--deskbell-ink, light-dark(#14171f, #eef0f4));
		--_muted: var(--deskbell-muted, light-dark(#586070, #a5acba));
		--_line: var(--deskbell-line, light-dark(#e5e7ec, #2e323b));
		--_danger: var(--deskbell-danger, light-dark(#b3261e, #ff9d94));
		--_good: var(--deskbell-good, light-dark(#136c43, #6fd6a1));
		--_warn: var(--deskbell-warn, light-dark(#8a5300, #f3bd67));
		--_font: var(--deskbell-font, -apple-system, "Segoe UI", Roboto, Arial, sans-serif);
		--_mono: var(--deskbell-font-mono, ui-monospace, Menlo, Consolas, monospace);
		--_size: var(--deskbell-font-size, 15px);
		--_radius: var(--deskbell-radius, 20px);
		/* Of what stands within the panel, and of what is round unless the host wants corners. */
		--_r: min(16px, var(--_radius) * 0.6);
		--_pill: calc(var(--_radius) * 5);
		--_d: var(--deskbell-density, 1);
		--_space: var(--deskbell-spacing, calc(20px * var(--_d)));
		--_gap: calc(24px * var(--_d));
		--_launcher: var(--deskbell-launcher-size, 56px);
		--_z: var(--deskbell-z-index, 2147483000);
		/* A line within the box, where a border would add to its size. */
		--_edge: inset 0 0 0 1px var(--_line);

		/* Black or white, whichever WCAG's luminance says is the more legible: y is that luminance. */
		--_on-accent: color(
			from var(--_accent) xyz-d65 clamp(0, (0.179 - y) * 1e6, 0.9505) clamp(0, (0.179 - y) * 1e6, 1)
				clamp(0, (0.179 - y) * 1e6, 1.089)
		);
		/* The accent as text: darkened or lightened until it can be read on the surface. */
		--_accent-ink: light-dark(
			oklch(from var(--_accent) min(l, 0.48) c h),
			oklch(from var(--_accent) max(l, 0.78) min(c, 0.13) h)
		);
		--_tint: color-mix(in oklab, var(--_accent) 9%, var(--_surface));
		--_tint-line: color-mix(in oklab, var(--_accent) 22%, var(--_line));
		--_hover: color-mix(in oklab, var(--_ink) 6%, transparent);
		--_shade: light-dark(#1018281a, #0006);
		--_shadow: 0 1px 2px var(--_shade), 0 8px 24px var(--_shade), 0 24px 64px var(--_shade);
		--_ease: cubic-bezier(0.2, 0.8, 0.2, 1);
	}
	:host([theme="light"]) {
		color-scheme: light !important;
	}
	:host([theme="dark"]) {
		color-scheme: dark !important;
	}
	:host([density="compact"]) {
		--deskbell-density: 0.7;
	}
	:host([mode="inline"]) {
		display: block !important;
		block-size: 100% !important;
		inline-size: 100% !important;
	}
	:host([hidden]) {
		display: none !important;
	}
`;
