// First of all: one talks to an AI here. Nothing is sent to a model before this is accepted.

import { css, html, nothing } from 'lit';
import { webAddress } from '../address.ts';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';
import type { Station } from '../parts/panel.ts';

export const disclosureStation: Station = {
	front: true,
	styles: css`
		.disclosure {
			/* A page may dress the notice, never hide it: from inside, "important" has the last word over ::part(). */
			display: grid !important;
			visibility: visible !important;
			opacity: 1 !important;
			position: static !important;
			align-content: center;
			justify-items: start;
			gap: 14px;
			min-block-size: 100%;
			animation: rise 0.3s var(--_ease);
		}
		.disclosure .mark {
			display: grid;
			place-items: center;
			inline-size: 52px;
			block-size: 52px;
			margin-block-end: 6px;
			border-radius: var(--_r);
			background: var(--_tint);
			color: var(--_accent-ink);
			font-size: 22px;
		}
		.disclosure .say {
			font-size: 1.5333em;
			font-weight: 680;
			line-height: 1.2;
			letter-spacing: -0.02em;
			color: var(--_ink);
		}
		.disclosure .text {
			white-space: pre-line;
			line-height: 1.6;
		}
		.disclosure .button {
			inline-size: 100%;
			min-block-size: 46px;
			margin-block-start: 8px;
		}
	`,
	title: ({ words }) => words.title,
	body(desk: Desk) {
		const { words, view } = desk;
		const url = webAddress(view.disclosure?.url);
		return html`<div class="disclosure" part="disclosure">
			<span class="mark">${icon('spark')}</span>
			<h3 class="say" part="disclosure-heading">${words.disclosure_title}</h3>
			<p class="text" dir="auto" part="disclosure-text">${view.disclosure?.text}</p>
			${
				url
					? html`<a class="link" part="disclosure-link" href=${url} target="_blank" rel="noopener noreferrer">
						${words.disclosure_more}<span class="hidden"> (${words.new_tab})</span>
					</a>`
					: nothing
			}
			<button class="button primary" part="accept" @click=${() => desk.acceptDisclosure()}>
				${words.disclosure_accept}
			</button>
			<p class="muted small" part="decline">${words.disclosure_decline}</p>
		</div>`;
	},
};
