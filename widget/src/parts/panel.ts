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
		class="panel ${station.front ? 'front' : ''}"
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
			${station.ai ? html`<span part="ai-note">${words.ai_note}</span>` : nothing}
			${personButton(desk)}
			<slot name="footer"></slot>
		</div>
	</section>`;
}

function header(desk: Desk, station: Station, inline: boolean): TemplateResult {
	const { host, words } = desk;
	const { front } = station;
	const back = html`<span class="turns">${icon('back')}</span>`;
	return html`<div class="header ${front ? '' : 'plain'}" part="header">
		${front ? nothing : round('back', words.back, back, () => desk.back())}
		<slot name="header"><h2 class="cut" dir="auto" tabindex="-1" part="title" data-heading>${station.title(desk)}</h2></slot>
		${
			// Where one's conversations, data and language are: before anything was asked, too.
			front ? round('yours', words.yours, icon('person'), () => desk.go({ name: 'history' })) : station.tools?.(desk)
		}
		${inline ? nothing : round('close', words.close, icon('close'), () => host.hide())}
	</div>`;
}

function round(
	part: 'back' | 'yours' | 'close',
	label: string,
	mark: TemplateResult,
	take: () => void,
): TemplateResult {
	return html`<button class="round" part=${part} aria-label=${label} @click=${take}>${mark}</button>`;
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

/** Presses what says no to an open question, or else what leads back; only where neither is, Escape closes the window. */
function leaveOnEscape({ host }: Desk, event: KeyboardEvent): void {
	if (event.key !== 'Escape' || event.isComposing) return;
	event.stopPropagation();
	const within = event.currentTarget as Element;
	const way = within.querySelector<HTMLElement>('[data-no]') ?? within.querySelector<HTMLElement>('[part=back]');
	if (way) way.click();
	else void host.hide();
}
