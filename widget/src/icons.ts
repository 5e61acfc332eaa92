// Our own icons: strokes on a 24 px grid, in the colour of the text around them.

import { html, type TemplateResult } from 'lit';

export const icons = {
	chat: 'M4 11.2C4 7.2 7.6 4 12 4s8 3.2 8 7.2-3.6 7.2-8 7.2c-.9 0-1.8-.1-2.6-.4L5.3 20l.9-3.5A6.8 6.8 0 0 1 4 11.2ZM8.8 11.2h.01M12 11.2h.01M15.2 11.2h.01',
	down: 'm6 9.5 6 6 6-6',
	back: 'm14.5 6-6 6 6 6',
	forward: 'm9.5 6 6 6-6 6',
	close: 'm6.5 6.5 11 11m0-11-11 11',
	stop: 'M8.5 8.5h7v7h-7Z',
	up: 'M12 19V5.5m-5.5 5.5L12 5.5l5.5 5.5',
	spark: 'M12 4c.6 4.6 3.4 7.4 8 8-4.6.6-7.4 3.4-8 8-.6-4.6-3.4-7.4-8-8 4.6-.6 7.4-3.4 8-8Z',
	person: 'M8.2 8.5a3.8 3.8 0 1 0 7.6 0 3.8 3.8 0 1 0-7.6 0M4.8 19.5c.8-3.4 3.7-5.2 7.2-5.2s6.4 1.8 7.2 5.2',
	check: 'm5 12.5 4.5 4.5L19 7.5',
	alert: 'M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0-17 0M12 7.8v4.7m0 3.4v.1',
};

/** Decoration only: the button or the text beside it carries the name. */
export function icon(name: keyof typeof icons): TemplateResult {
	return drawn(icons[name]);
}

export function drawn(strokes: string): TemplateResult {
	return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${strokes} /></svg>`;
}
