// What a person gets to read of a conversation: what was tried, and who said what.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { EscalationView } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';
import { spoken } from '../spoken.ts';

type Transcript = Pick<EscalationView['snapshot'], 'attempted'> & {
	readonly last_messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
};

export function transcript({ words }: Desk, title: string, { attempted, last_messages }: Transcript): TemplateResult {
	return html`<details class="handover" part="handover">
		<summary part="handover-title">${title}<span class="opens">${icon('down')}</span></summary>
		<dl>
			${
				attempted.length
					? html`<dt part="handover-term">${words.handover_tried}</dt>
						${attempted.map((article) => html`<dd part="handover-text">${article}</dd>`)}`
					: nothing
			}
			${last_messages.map(
				({ role, content }) => html`<dt part="handover-term">${role === 'user' ? words.you : words.ai}</dt>
					<dd part="handover-text">${role === 'user' ? content : spoken(content)}</dd>`,
			)}
		</dl>
	</details>`;
}

export const transcriptStyles = css`
	.handover {
		border: 1px solid var(--_line);
		border-radius: var(--_r);
		font-size: 0.9333em;
	}
	.handover summary {
		display: flex;
		align-items: center;
		justify-content: space-between;
		min-block-size: 44px;
		padding-inline: 14px;
		font-weight: 550;
		cursor: pointer;
	}
	.handover dl {
		display: grid;
		gap: 4px;
		padding: 2px 14px 14px;
	}
	.handover dt {
		font-weight: 600;
	}
	.handover dd {
		color: var(--_muted);
		white-space: pre-line;
		overflow-wrap: anywhere;
	}
`;
