// Where an answer comes from: one line per source, its passage when opened.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { CitationView, Evidence } from '../../../server-kit/src/protocol/index.ts';
import { webAddress } from '../address.ts';
import type { Desk } from '../desk.ts';
import { drawn, icon } from '../icons.ts';
import { outIcon } from '../icons-more.ts';
import type { Message } from '../view.ts';
import type { Words } from '../words/index.ts';

/** What an article says, and what the host knows of the reader. */
export function sources({ words }: Desk, { citations, grounds }: Message): TemplateResult | typeof nothing {
	// Words of an article stand in the passage that is cited already.
	const evidence = (grounds?.evidence ?? []).filter(({ type }) => type !== 'article');
	const rows = [...citations.map(source), ...evidence.map(fact)];
	if (!rows.length) return nothing;
	return html`<div class="sources" part="sources">
		<p class="small muted" part="sources-heading">${words.sources(rows.length)}</p>
		<ol>${rows.map((row) => html`<li>${row}</li>`)}</ol>
	</div>`;

	function source({ number, title, heading, url, excerpt }: CitationView): TemplateResult {
		const address = webAddress(url);
		const more = heading !== title ? heading : null;
		return opening(
			number,
			title,
			more,
			html`<p class="small muted" dir="auto" part="source-text">${excerpt}</p>
			${
				address
					? html`<a class="link small" part="source-link" href=${address} target="_blank" rel="noopener noreferrer nofollow">
						${words.open_source}${drawn(outIcon)}<span class="hidden"> (${words.new_tab})</span>
					</a>`
					: nothing
			}`,
		);
	}

	function fact({ type, label, value, source: from }: Evidence): TemplateResult {
		const mark = icon(type === 'error_code' ? 'alert' : 'check');
		const where = words[`from_${from as 'userState'}`] ?? from;
		return opening(
			mark,
			label,
			value === label ? null : value,
			html`<p class="small muted" dir="auto" part="source-text">${where}</p>`,
		);
	}
}

function opening(
	mark: number | TemplateResult,
	title: string,
	more: string | null,
	inside: TemplateResult,
): TemplateResult {
	// No <details>: each has a shadow tree of its own, and the browser goes through all of them when one more comes.
	return html`<div class="fold" data-source=${typeof mark === 'number' ? mark : nothing} part="source">
		<button aria-expanded="false" part="source-opener" @click=${turn}>
			<span class="number" part="source-number" aria-hidden="true">${mark}</span>
			<span class="cut" dir="auto" part="source-title">${title}${more ? html`<span class="muted"> · ${more}</span>` : nothing}</span>
			<span class="opens">${icon('down')}</span>
		</button>
		<div hidden="until-found" @beforematch=${turn}>${inside}</div>
	</div>`;
}

/** Opens it or closes it; also where the browser has found something within. */
function turn(event: Event): void {
	const source = (event.currentTarget as Element).parentElement as Element;
	fold(source, event.type === 'click' && source.firstElementChild?.ariaExpanded === 'true');
}

function fold(source: Element, away: boolean): HTMLElement {
	const [opener, passage] = source.children as unknown as [HTMLElement, HTMLElement];
	opener.ariaExpanded = String(!away);
	if (away) passage.setAttribute('hidden', 'until-found');
	else passage.removeAttribute('hidden');
	return opener;
}

/** From the number in the text to its source, opened; Escape leads back to the number. */
export function showSource(event: Event): void {
	const cited = (event.target as Element).closest<HTMLElement>('[data-cites]');
	const number = cited?.dataset.cites;
	const answer = (event.currentTarget as Element).closest('.message');
	const source = number && answer?.querySelector<HTMLElement>(`[data-source="${number}"]`);
	if (!source) return;
	source.onkeydown = (pressed) => {
		if (pressed.key !== 'Escape') return;
		pressed.stopPropagation();
		source.onkeydown = null;
		cited.focus();
	};
	fold(source, false).focus();
	source.scrollIntoView({ block: 'nearest' });
}

/** What the numbers in the text stand for. Once all is said, one without a source is nothing but text. */
export function nameSources(within: Element, { citations, status }: Message, words: Words): void {
	for (const button of within.querySelectorAll<HTMLElement>('.chip')) {
		const citation = citations.find(({ number }) => String(number) === button.dataset.cites);
		if (citation) button.setAttribute('aria-label', words.source(citation.number, citation.title));
		else if (status !== 'streaming') button.replaceWith(`[${button.dataset.cites}]`);
	}
}

export const sourcesStyles = css`
	.sources {
		margin-block-start: 12px;
	}
	.sources > p {
		margin: 0 0 6px;
		font-weight: 600;
	}
	.sources ol {
		display: grid;
		gap: 6px;
	}
	.fold {
		border: 1px solid var(--_line);
		border-radius: var(--_r);
		font-size: 0.9333em;
		overflow: hidden;
	}
	.fold:hover {
		border-color: var(--_tint-line);
	}
	.fold > :is(button, summary) {
		display: grid;
		grid-template-columns: auto minmax(0, 1fr) auto;
		align-items: center;
		gap: 10px;
		inline-size: 100%;
		min-block-size: 38px;
		padding: 6px 10px;
		cursor: pointer;
		border-radius: var(--_r);
	}
	summary::-webkit-details-marker {
		display: none;
	}
	.fold > :focus-visible {
		outline-offset: -2px;
	}
	.number {
		display: grid;
		place-items: center;
		inline-size: 20px;
		block-size: 20px;
		border-radius: calc(var(--_r) / 2);
		background: var(--_tint);
		color: var(--_accent-ink);
		font-size: 11px;
		font-weight: 650;
	}
	.opens {
		display: grid;
		color: var(--_muted);
		font-size: 0.8em;
		transition: rotate 0.2s var(--_ease);
	}
	[open] .opens,
	[aria-expanded="true"] > .opens {
		rotate: 180deg;
	}
	[aria-expanded="true"] > .cut {
		white-space: normal;
	}
	.fold p,
	.fold a {
		margin-block-end: 10px;
		margin-inline: 40px 12px;
	}
	.fold p {
		line-height: 1.55;
		overflow-wrap: anywhere;
	}
	.fold a {
		display: inline-flex;
		align-items: center;
		gap: 5px;
		font-weight: 550;
	}
	@media (pointer: coarse) {
		.fold > :is(button, summary) {
			min-block-size: 44px;
		}
	}
`;
