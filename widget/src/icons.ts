// Our own icons: strokes on a 24 px grid, in the colour of the text around them.

import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

export const icons = {
	chat: svg`<path d="M4 11.2C4 7.2 7.6 4 12 4s8 3.2 8 7.2-3.6 7.2-8 7.2c-.9 0-1.8-.1-2.6-.4L5.3 20l.9-3.5A6.8 6.8 0 0 1 4 11.2Z"/><path d="M8.8 11.2h.01M12 11.2h.01M15.2 11.2h.01"/>`,
	down: svg`<path d="m6 9.5 6 6 6-6"/>`,
	back: svg`<path d="m14.5 6-6 6 6 6"/>`,
	forward: svg`<path d="m9.5 6 6 6-6 6"/>`,
	close: svg`<path d="m6.5 6.5 11 11m0-11-11 11"/>`,
	stop: svg`<rect x="7.5" y="7.5" width="9" height="9" rx="2" fill="currentColor"/>`,
	up: svg`<path d="M12 19V5.5m-5.5 5.5L12 5.5l5.5 5.5"/>`,
	spark: svg`<path d="M12 4c.6 4.6 3.4 7.4 8 8-4.6.6-7.4 3.4-8 8-.6-4.6-3.4-7.4-8-8 4.6-.6 7.4-3.4 8-8Z"/>`,
	person: svg`<circle cx="12" cy="8.5" r="3.8"/><path d="M4.8 19.5c.8-3.4 3.7-5.2 7.2-5.2s6.4 1.8 7.2 5.2"/>`,
	check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
	alert: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.8v4.7m0 3.4v.1"/>`,
};

/** Decoration only: the button or the text beside it carries the name. */
export function icon(name: keyof typeof icons): TemplateResult {
	return drawn(icons[name]);
}

export function drawn(strokes: SVGTemplateResult): TemplateResult {
	return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${strokes}</svg>`;
}
