// What the AI would do for the reader, and does only after their yes: exactly what, and the two buttons.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { ToolArgument, ToolCallView } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { dayAndClock } from '../format.ts';
import { icon } from '../icons.ts';
import type { Message } from '../view.ts';
import { isAsked, line } from './tools.ts';

/** A value that is longer can be folded away; nothing of it is left out. */
const shortValue = 160;

/** Characters that are not to be seen, or that turn the order of reading round: what is approved is what is read. */
const unseen = /(?![\n\t\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/gu;

export function approvals(desk: Desk, { tools }: Message): readonly TemplateResult[] {
	return tools.filter(isAsked).map((call) => card(desk, call));
}

/** Those that wait for the reader's yes. */
export function waiting({ tools }: Message): readonly ToolCallView[] {
	return tools.filter(({ status }) => status === 'waiting_approval');
}

function card(desk: Desk, call: ToolCallView): TemplateResult {
	const { words } = desk;
	const { title, status, arguments: given = [] } = call;
	return html`<section class="why approval" part="approval" tabindex="-1" aria-label=${words.approval} aria-busy=${status === 'running'}>
		<p class="strong" dir="auto" part="approval-title">${shown(title)}</p>
		${given.length ? html`<ul>${given.map(argument)}</ul>` : nothing}
		${status === 'waiting_approval' ? question(desk, call) : line(call, words[`approval_${status}`])}
	</section>`;
}

function question({ words, locale, conversation }: Desk, call: ToolCallView): TemplateResult {
	const { approval_id: id = '', expires_at: until = '' } = call;
	const decide = (approved: boolean) => (event: Event) => {
		const place = (event.currentTarget as Element).closest<HTMLElement>('.approval');
		// The buttons go; what came of it is said where they were.
		place?.focus({ preventScroll: true });
		void conversation.decide(id, approved);
	};
	return html`<p class="small muted" part="hint">${words.approval} ${until && words.approval_until(dayAndClock(until, locale))}</p>
		<div class="buttons">
			<button class="button small primary" part="confirm" @click=${decide(true)}>${words.approve}</button>
			<button class="button small" part="cancel" @click=${decide(false)}>${words.decline}</button>
		</div>`;
}

function argument({ label, value }: ToolArgument): TemplateResult {
	const said = shown(value);
	const of = html`<span class="muted" dir="auto" part="argument-label">${shown(label)}</span>`;
	const what = html`<span class="value" dir="auto" part="argument">${said}</span>`;
	if (said.length <= shortValue) return html`<li>${of} ${what}</li>`;
	return html`<li><details class="fold" open><summary>${of}<span class="opens">${icon('down')}</span></summary>${what}</details></li>`;
}

function shown(text: string): string {
	return text.replace(unseen, (character) => `[U+${character.codePointAt(0)?.toString(16).padStart(4, '0')}]`);
}

export const approvalsStyles = css`
	.approval ul {
		display: grid;
		gap: 6px;
	}
	.approval .fold > summary {
		grid-template-columns: 1fr auto;
	}
	.value {
		display: block;
		overflow-wrap: anywhere;
		white-space: pre-wrap;
	}
	.fold > .value {
		padding: 0 10px 10px;
	}
	.approval .tool {
		margin: 0;
	}
`;
