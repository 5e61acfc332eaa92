// The floating button, with the number of replies not yet seen.

import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';

export function launcher({ host, view, words }: Desk): TemplateResult {
	const count = host.open ? 0 : view.unread.length;
	const label = host.open ? words.close : words.open;
	return html`<button
		class="launcher"
		part="launcher"
		aria-label=${count ? `${label} (${words.unread(count)})` : label}
		aria-expanded=${host.open}
		aria-controls="panel"
		@click=${() => host.toggle()}
	>
		<slot name="launcher-icon">${icon(host.open ? 'down' : 'chat')}</slot>
		${count ? html`<span class="badge" part="badge" data-count=${count > 9 ? '9+' : count}></span>` : nothing}
	</button>`;
}
