// To a person: what is handed over and what changes, before anything does.

import { css, html } from 'lit';
import type { Desk } from '../desk.ts';
import { escalate } from '../filing.ts';
import { icon, type icons } from '../icons.ts';
import { formStyles } from '../parts/form.styles.ts';
import type { Station } from '../parts/panel.ts';
import { transcript, transcriptStyles } from '../parts/transcript.ts';
import { enCases } from '../words/en-cases.ts';

/** As many as the server puts into the snapshot. */
const handedOver = 10;

export const escalateStation: Station = {
	styles: css`${formStyles}${transcriptStyles}
		.handed {
			display: grid;
			gap: 2px;
			padding: 6px 14px;
			border-radius: var(--_r);
			background: var(--_raised);
		}
		.handed li {
			display: flex;
			align-items: center;
			gap: 10px;
			padding-block: 8px;
		}
		.handed .icon {
			color: var(--_accent-ink);
		}
	`,
	english: enCases,
	title: ({ words }) => words.escalate_title,
	body(desk) {
		const { words, view } = desk;
		const messages = view.thread.messages.filter(({ id }) => id !== null);
		const last_messages = messages.slice(-handedOver);
		const cited = messages.flatMap(({ citations }) => citations.map(({ title }) => title));
		return html`<form class="form" part="escalate" @submit=${(event: SubmitEvent) => handOver(desk, event)}>
			<p class="lead" part="lead">${words.escalate_note}</p>
			<ul class="handed">
				${item('chat', words.escalate_messages(last_messages.length))}
				${item('spark', words.escalate_summary)} ${cited.length ? item('check', words.escalate_sources) : ''}
			</ul>
			${transcript(desk, words.handover_title, { attempted: [...new Set(cited)], last_messages })}
			<div class="field">
				<label for="note" part="label">${words.escalate_add}</label>
				<textarea id="note" part="field" class="low" name="note" maxlength="2000"></textarea>
			</div>
			<button class="button primary" part="confirm">${words.escalate_confirm}</button>
			<button type="button" class="button" part="cancel" @click=${() => desk.back()}>${words.escalate_cancel}</button>
		</form>`;
	},
};

function item(mark: keyof typeof icons, text: string) {
	return html`<li part="handed">${icon(mark)}${text}</li>`;
}

function handOver(desk: Desk, event: SubmitEvent): void {
	event.preventDefault();
	const note = String(new FormData(event.target as HTMLFormElement).get('note') ?? '').trim();
	void escalate(desk, note);
}
