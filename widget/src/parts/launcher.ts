// The floating button, with the number of replies not yet seen. What the page writes into its slot is part of its name.

import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';

export function launcher({ host, view, words }: Desk): TemplateResult {
	const count = host.open ? 0 : view.unread.length;
	const label = host.open ? words.close : words.open;
	return html`<button
		class="launcher"
		part="launcher"
		aria-expanded=${host.open}
		aria-controls="panel"
		@click=${() => host.toggle()}
	>
		<slot name="launcher-icon">${icon(host.open ? 'down' : 'chat')}</slot>
		<span class="hidden">${count ? `${label} (${words.unread(count)})` : label}</span>
		${count ? html`<span class="badge" aria-hidden="true" part="badge" data-count=${count > 9 ? '9+' : count}></span>` : nothing}
	</button>`;
}
