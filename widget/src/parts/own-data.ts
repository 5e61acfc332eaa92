// Beneath the conversations: the language that is spoken here, and everything kept about a person as a file.

import { css, html, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';
import { saveExport } from '../saving.ts';
import { chooseLocale } from '../settings.ts';
import type { Problem } from '../view.ts';
import { languages, type Words } from '../words/index.ts';
import { ownName } from '../words/names.ts';
import { selectStyles } from './form.styles.ts';

export function ownData(desk: Desk): TemplateResult {
	return html`<section class="own" part="own-data">
		${languageField(desk)} ${exportField(desk)}
	</section>`;
}

function languageField(desk: Desk): TemplateResult {
	const { words, language } = desk;
	const choose = (event: Event) => speak(desk, (event.target as HTMLSelectElement).value);
	return html`<div class="owned">
		<label for="language" part="label">${words.language}</label>
		<div class="select">
			${icon('down')}<select id="language" part="language" @change=${choose}>
				${languages.map(
					(code) => html`<option value=${code} lang=${code} ?selected=${code === language}>${ownName(code)}</option>`,
				)}
			</select>
		</div>
	</div>`;
}

function speak(desk: Desk, code: string): void {
	chooseLocale(code);
	desk.host.locale = code;
}

function exportField(desk: Desk): TemplateResult {
	const { words, view } = desk;
	const { state } = view.export ?? {};
	// Disabled, it would lose the focus of who pressed it.
	const busy = state === 'running';
	const label = state === 'failed' ? words.try_again : words.export_start;
	return html`<div class="owned">
		<div>
			<p class="strong" part="label">${words.export_title}</p>
			${standing(desk)}
		</div>
		<button class="button small" part="export" aria-disabled=${busy} @click=${() => busy || saveExport(desk)}>
			${label}
		</button>
	</div>`;
}

function standing({ view, words, locale }: Desk): TemplateResult {
	const { export: asked } = view;
	switch (asked?.state) {
		case 'running':
			return html`<p class="small muted" part="hint">${words.export_running(size(asked.bytes, locale))}</p>`;
		case 'saved':
			return html`<p class="small good" part="hint">${words.export_saved(asked.file)}</p>`;
		case 'failed':
			return html`<p class="small fault" part="fault">${why(words, asked.problem)}</p>`;
		default:
			return html`<p class="small muted" part="hint">${words.export_note}</p>`;
	}
}

/** Refused is another thing than cut off. */
function why(words: Words, { kind }: Problem): string {
	return kind === 'offline' || kind === 'server' ? words.export_failed : words[`problem_${kind}`];
}

function size(bytes: number, locale: string): string {
	const kilobytes = { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 } as const;
	return new Intl.NumberFormat(locale, kilobytes).format(Math.ceil(bytes / 1000));
}

export const ownDataStyles = css`${selectStyles}
	.own {
		margin-block-start: 28px;
		border-block-start: 1px solid var(--_line);
	}
	.owned {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		justify-content: space-between;
		gap: 16px;
		padding-block: 14px;
	}
	.owned + .owned {
		border-block-start: 1px solid var(--_line);
	}
	.owned > :first-child {
		flex: 1 1 10em;
		overflow-wrap: anywhere;
	}
	.owned .button {
		flex: none;
	}
	.owned label,
	.owned .strong {
		font-weight: 600;
		font-size: 0.9333em;
	}
	.owned .good {
		color: var(--_good);
	}
	.owned .fault {
		color: var(--_danger);
	}
`;
