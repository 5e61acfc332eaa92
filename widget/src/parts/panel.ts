// The window: header, the view that is open, and the line at its foot that is the same everywhere.

import { html, nothing, type TemplateResult } from 'lit';
import type { Attire, Desk } from '../desk.ts';
import { icon } from '../icons.ts';
import { notice, problemNotice } from './notice.ts';

/** What a view puts into the window. */
export interface Station extends Attire {
	/** Shows the header without its line, and leads to nowhere back. */
	readonly front?: boolean;
	/** An AI is at work here, and is named at the foot. */
	readonly ai?: boolean;
	title(desk: Desk): string;
	body(desk: Desk): TemplateResult;
	foot?(desk: Desk): TemplateResult | typeof nothing;
	tools?(desk: Desk): TemplateResult | typeof nothing | undefined;
}

export function panel(desk: Desk, station: Station): TemplateResult {
	const { host, words } = desk;
	const inline = host.settings.mode === 'inline';
	return html`<section
		id="panel"
		class="panel"
		part="panel"
		role=${inline ? 'region' : 'dialog'}
		aria-label=${words.title}
		?hidden=${!inline && !host.open}
		@keydown=${(event: KeyboardEvent) => leaveOnEscape(desk, event)}
	>
		${header(desk, station, inline)}
		<div class="body" part="body" tabindex="0" role="group" aria-label=${station.title(desk)}>
			${news(desk)}${station.body(desk)}
		</div>
		<div class="foot" part="composer-area">${station.foot?.(desk)}</div>
		<div class="strip" part="footer">
			${station.ai ? html`<span>${words.ai_note}</span>` : nothing}
			${personButton(desk)}
			<slot name="footer"></slot>
		</div>
	</section>`;
}

function header(desk: Desk, station: Station, inline: boolean): TemplateResult {
	const { host, words } = desk;
	const { front } = station;
	return html`<div class="header ${front ? '' : 'plain inner'}" part="header">
		${
			front
				? nothing
				: html`<button class="round" part="back" aria-label=${words.back} @click=${() => desk.back()}>
					<span class="turns">${icon('back')}</span>
				</button>`
		}
		<slot name="header"><h2 class="cut" tabindex="-1" part="title" data-heading>${station.title(desk)}</h2></slot>
		${station.tools?.(desk)}
		${
			inline
				? nothing
				: html`<button class="round" part="close" aria-label=${words.close} @click=${() => host.hide()}>
					${icon('close')}
				</button>`
		}
	</div>`;
}

/** What just went well, or what stands in the way, above whatever view is open. */
function news(desk: Desk): TemplateResult | typeof nothing {
	const { done, problem } = desk.view;
	if (problem) return problemNotice(desk, problem, () => desk.again());
	return done ? notice({ tone: 'good', text: done }) : nothing;
}

function personButton(desk: Desk): TemplateResult | typeof nothing {
	const { name } = desk.view.route;
	if (name === 'escalate' || name === 'new-case') return nothing;
	return html`<button class="link" part="person" @click=${() => desk.askPerson()}>
		${desk.words.talk_to_person}
	</button>`;
}

/** A question still open is answered with no; only then does Escape close the window. */
function leaveOnEscape(desk: Desk, event: KeyboardEvent): void {
	if (event.key !== 'Escape' || event.isComposing) return;
	event.stopPropagation();
	if (desk.view.deleting !== null) desk.apply({ type: 'delete-asked', id: null });
	else if (desk.view.thread.askedWhy !== null) desk.conversation.apply({ type: 'why-asked', messageId: null });
	else if (desk.host.settings.mode !== 'inline') void desk.host.hide();
}
