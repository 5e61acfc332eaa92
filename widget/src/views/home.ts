// The first view: a greeting, what others ask, what one asked before, and one's own cases.

import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { colon } from '../format.ts';
import { icon } from '../icons.ts';
import { composer } from '../parts/composer.ts';
import type { Station } from '../parts/panel.ts';
import { caseRow, conversationRow } from '../parts/rows.ts';
import { homeStyles } from './home.styles.ts';

const shownAtHome = 3;

export const homeStation: Station = {
	front: true,
	ai: true,
	styles: homeStyles,
	title: ({ words }) => words.title,
	body(desk) {
		const { words, view, host } = desk;
		return html`<div class="home" part="home">
			<div class="greeting">
				<p class="say" part="greeting">${words.greeting}</p>
				<p class="muted" part="note">${words.greeting_note}</p>
			</div>
			<slot name="empty"></slot>
			${host.starters.length ? starters(desk) : nothing}
			${view.cases.items.length ? cases(desk) : nothing}
			${view.conversations.items.length ? conversations(desk) : nothing}
		</div>`;
	},
	foot: (desk) => composer(desk, { draft: 'new', send: (text) => void desk.ask(text) }),
};

function starters(desk: Desk): TemplateResult {
	return html`<section class="starters">
		<h3 class="hidden">${desk.words.starters}</h3>
		<ul>
			${desk.host.starters.map(
				(prompt) => html`<li>
					<button class="starter" part="starter" @click=${() => desk.ask(prompt)}>
						<span dir="auto">${prompt}</span><span class="turns">${icon('forward')}</span>
					</button>
				</li>`,
			)}
		</ul>
	</section>`;
}

function conversations(desk: Desk): TemplateResult {
	const { items } = desk.view.conversations;
	return html`<section>
		${heading(desk, desk.words.recent, { name: 'history' })}
		<ul class="rows">${items.slice(0, shownAtHome).map((item) => html`<li>${conversationRow(desk, item)}</li>`)}</ul>
	</section>`;
}

function cases(desk: Desk): TemplateResult {
	const { items } = desk.view.cases;
	return html`<section>
		${heading(desk, desk.words.your_cases, { name: 'cases' })}
		<ul class="rows">${items.slice(0, shownAtHome).map((item) => html`<li>${caseRow(desk, item)}</li>`)}</ul>
	</section>`;
}

function heading(desk: Desk, text: string, route: { name: 'history' | 'cases' }): TemplateResult {
	return html`<div class="heading">
		<h3 part="heading">${text}</h3>
		<button class="link small" part="show-all" @click=${() => desk.go(route)}>
			${desk.words.show_all}<span class="hidden">${colon(desk)}${text}</span>
		</button>
	</div>`;
}
