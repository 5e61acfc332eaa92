// A new case: prefilled from the conversation that was handed over, or blank.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { CasePriority } from '../../../server-kit/src/protocol/index.ts';
import { webAddress } from '../address.ts';
import type { Desk } from '../desk.ts';
import { fileCase } from '../filing.ts';
import { drawn, icon } from '../icons.ts';
import { outIcon } from '../icons-more.ts';
import { sendForm } from '../parts/fields.ts';
import { formStyles } from '../parts/form.styles.ts';
import { loading } from '../parts/loading.ts';
import type { Station } from '../parts/panel.ts';
import { transcript, transcriptStyles } from '../parts/transcript.ts';
import { enCases } from '../words/en-cases.ts';

const priorities: readonly CasePriority[] = ['low', 'normal', 'high', 'urgent'];
const subjectLimit = 200;
const descriptionLimit = 10_000;

export const newCaseStation: Station = {
	styles: css`${formStyles}${transcriptStyles}`,
	english: enCases,
	title: ({ words }) => words.case_title,
	body(desk) {
		const { words, host, view, session } = desk;
		const address = webAddress(view.thread.handover?.ticket_form_url);
		const visitor = session.isVisitor();
		if (address && (visitor || host.settings.caseForm === 'host')) return hostForm(desk, address);
		if (visitor) return view.problem ? html`` : loading(desk);
		return html`<form class="form" part="case-form" novalidate @submit=${(event: SubmitEvent) => file(desk, event)}>
			<p class="lead" part="lead">${words.case_note}</p>
			${handover(desk)} ${fields(desk)}
			<button class="button primary" part="submit">${words.case_create}</button>
		</form>`;
	},
};

function fields(desk: Desk): TemplateResult {
	const { words, view, session } = desk;
	const { snapshot } = view.thread.handover ?? {};
	const key = draftKey(desk);
	const keepAs = (name: string) => (event: InputEvent) =>
		session.keepDraft(name, { text: (event.target as HTMLTextAreaElement).value });
	return html`<div class="field">
			<label for="subject" part="label">${words.case_subject}</label>
			<input
				id="subject"
				part="field"
				name="subject"
				required
				maxlength=${subjectLimit}
				autocomplete="off"
				aria-describedby="no-subject"
				value=${session.draft(`subject-${key}`).text || subjectOf(desk)}
				@input=${keepAs(`subject-${key}`)}
				data-input
			/>
			<p class="missing" id="no-subject" part="fault">${words.required}</p>
		</div>
		<div class="field">
			<label for="description" part="label">${words.case_description}</label>
			<textarea
				id="description"
				part="field"
				name="description"
				required
				maxlength=${descriptionLimit}
				aria-describedby="no-description"
				.value=${session.draft(key).text || (snapshot?.summary ?? '')}
				@input=${keepAs(key)}
			></textarea>
			<p class="missing" id="no-description" part="fault">${words.required}</p>
		</div>
		${priorityField(desk)}`;
}

function priorityField({ words }: Desk): TemplateResult {
	return html`<div class="field">
		<label for="priority" part="label">${words.case_priority}</label>
		<div class="select">${icon('down')}<select id="priority" part="field" name="priority">
			${priorities.map(
				(priority) => html`<option value=${priority} ?selected=${priority === 'normal'}>
					${words[`priority_${priority}`]}
				</option>`,
			)}
		</select></div>
	</div>`;
}

/** The first thing that was asked says best what it is about. */
function subjectOf({ view }: Desk): string {
	const { title, handover, messages } = view.thread;
	const asked = handover?.snapshot.last_messages.find(({ role }) => role === 'user')?.content;
	const first = title ?? asked ?? messages.find(({ role }) => role === 'user')?.content ?? '';
	return first.slice(0, subjectLimit);
}

function draftKey({ view }: Desk): string {
	return `case-${view.thread.id ?? 'new'}`;
}

function handover(desk: Desk): TemplateResult | typeof nothing {
	const { snapshot } = desk.view.thread.handover ?? {};
	return snapshot?.last_messages.length ? transcript(desk, desk.words.handover_title, snapshot) : nothing;
}

function hostForm(desk: Desk, address: string): TemplateResult {
	const { words } = desk;
	return html`<div class="form" part="case-form">
		${handover(desk)}
		<a class="button primary" part="host-form" href=${address} target="_blank" rel="noopener">
			${words.host_form}${drawn(outIcon)}<span class="hidden"> (${words.new_tab})</span>
		</a>
	</div>`;
}

function file(desk: Desk, event: SubmitEvent): void {
	const conversation = desk.view.thread.id;
	const key = draftKey(desk);
	sendForm(event, async ({ subject = '', description = '', priority }) => {
		await fileCase(desk, key, {
			subject,
			description,
			priority: priority as CasePriority,
			...(conversation === null ? {} : { conversation_id: conversation }),
		});
	});
}
