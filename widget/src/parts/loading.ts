// Shapes in place of what is still on its way.

import { html, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';

export function loading({ words }: Desk): TemplateResult {
	return html`<div class="loading" part="loading" aria-busy="true">
		<span class="hidden">${words.loading}</span>
		<div class="skeleton" part="skeleton"></div>
		<div class="skeleton" part="skeleton"></div>
		<div class="skeleton" part="skeleton"></div>
	</div>`;
}
