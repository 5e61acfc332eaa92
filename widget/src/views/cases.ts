// One's own cases, latest activity first, all or those in one state.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { CaseStatus } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { drawn } from '../icons.ts';
import { plusIcon, ticketIcon } from '../icons-more.ts';
import { blank, blankStyles } from '../parts/blank.ts';
import { loading } from '../parts/loading.ts';
import type { Station } from '../parts/panel.ts';
import { caseRow } from '../parts/rows.ts';
import { enCases } from '../words/en-cases.ts';

const filters: readonly (CaseStatus | null)[] = [null, 'open', 'pending', 'resolved', 'closed'];

export const casesStation: Station = {
	styles: css`${blankStyles}
		.filters {
			display: flex;
			flex-wrap: wrap;
			gap: 6px;
			margin-block-end: 12px;
		}
		.filter {
			min-block-size: 32px;
			padding: 4px 12px;
			border-radius: var(--_pill);
			box-shadow: var(--_edge);
			font-size: 0.8667em;
			font-weight: 550;
			color: var(--_muted);
		}
		.filter:hover {
			background: var(--_hover);
		}
		.filter[aria-pressed="true"] {
			background: var(--_tint);
			box-shadow: inset 0 0 0 1px var(--_accent-ink);
			color: var(--_accent-ink);
		}
		@media (forced-colors: active) {
			.filter[aria-pressed="true"] {
				forced-color-adjust: none;
				background: Highlight;
				color: HighlightText;
			}
		}
		@media (pointer: coarse) {
			.filter {
				min-block-size: 44px;
				min-inline-size: 44px;
			}
		}
	`,
	english: enCases,
	title: ({ words }) => words.cases_title,
	body(desk) {
		const { view } = desk;
		const { state, items } = view.cases;
		const coming = state !== 'ready' && !items.length;
		return html`<div class="filters" role="group" aria-label=${desk.words.cases_filter} part="filters">
				${filters.map((filter) => filterButton(desk, filter))}
			</div>
			${coming ? (view.problem ? nothing : loading(desk)) : list(desk)}`;
	},
	foot: (desk) => html`<button class="button primary more" part="new-case" @click=${() => desk.askPerson()}>
		${drawn(plusIcon)}${desk.words.new_case}
	</button>`,
};

function filterButton(desk: Desk, filter: CaseStatus | null): TemplateResult {
	const { words, view } = desk;
	return html`<button
		class="filter"
		part="filter"
		aria-pressed=${view.caseFilter === filter}
		@click=${() => desk.cases.load(filter)}
	>
		${filter ? words[`status_${filter}`] : words.all}
	</button>`;
}

function list(desk: Desk): TemplateResult {
	const { words, view } = desk;
	const { items, nextCursor } = view.cases;
	if (!items.length && view.caseFilter) return blank(drawn(ticketIcon), words.cases_none, words.cases_none_note);
	if (!items.length) return blank(drawn(ticketIcon), words.cases_empty, words.cases_empty_note);
	return html`<ul class="rows" part="cases">
			${items.map((item) => html`<li>${caseRow(desk, item)}</li>`)}
		</ul>
		${
			nextCursor
				? html`<button class="button more" part="more" @click=${() => desk.cases.load(view.caseFilter, nextCursor)}>
					${words.show_more}
				</button>`
				: nothing
		}`;
}
