// What the AI would do for the reader, and does only after their yes: exactly what, and the two buttons.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { ToolArgument, ToolCallStatus, ToolCallView } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { dayAndClock } from '../format.ts';
import { icon } from '../icons.ts';
import { problemIn } from '../transport.ts';
import type { Message } from '../view.ts';
import { isAsked, line } from './tools.ts';

/** A value that is longer can be folded away; nothing of it is left out. */
const shortValue = 160;

/** Characters that are not to be seen, or that turn the order of reading round: what is approved is what is read. */
const unseen = /(?![\n\t\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/gu;

export function approvals(desk: Desk, message: Message): readonly TemplateResult[] {
	return message.tools.filter(isAsked).map((call) => card(desk, message, call));
}

/** Those that wait for the reader's yes. */
export function waiting({ tools }: Message): readonly ToolCallView[] {
	return tools.filter(({ status }) => status === 'waiting_approval');
}

function card(desk: Desk, message: Message, call: ToolCallView): TemplateResult {
	const { words } = desk;
	const { title, status, arguments: given = [] } = call;
	return html`<section class="why approval" part="approval" tabindex="-1" aria-label=${words.approval} aria-busy=${status === 'running'}>
		<p class="strong" dir="auto" part="approval-title">${shown(title)}</p>
		${given.length ? html`<ul>${given.map(argument)}</ul>` : nothing}
		${status === 'waiting_approval' ? question(desk, message, call) : line(call, words[`approval_${status}`])}
	</section>`;
}

function question(desk: Desk, message: Message, call: ToolCallView): TemplateResult {
	const { words, locale, conversation } = desk;
	const { approval_id: id = '', expires_at: until = '' } = call;
	let decided = false;
	const decide = (approved: boolean) => (event: Event) => {
		if (decided) return;
		decided = true;
		const place = (event.currentTarget as Element).closest<HTMLElement>('.approval');
		// The buttons go; what came of it is said where they were.
		place?.focus({ preventScroll: true });
		void (call.name ? conversation.decide(id, approved) : run(desk, message, call, approved));
	};
	return html`<p class="small muted" part="hint">${words.approval} ${until && words.approval_until(dayAndClock(until, locale))}</p>
		<div class="buttons">
			<button class="button small primary" part="confirm" @click=${decide(true)}>${words.approve}</button>
			<button class="button small" part="cancel" @click=${decide(false)}>${words.decline}</button>
		</div>`;
}

/** What an answer suggested is no call of a model's: it is run by itself, and no answer goes on. */
async function run(desk: Desk, { id: messageId }: Message, call: ToolCallView, approved: boolean): Promise<void> {
	const tell = (status: Exclude<ToolCallStatus, 'waiting_approval'>) => {
		desk.conversation.apply({ type: 'call-told', messageId, call: { ...call, status } });
		desk.host.announce(desk.words[`approval_${status}`]);
	};
	if (!approved) return tell('declined');
	tell('running');
	const known = await desk.attempt(async () => tell(await outcome(desk, call.id)));
	// It did not arrive, or its answer did not: asked once more, the server tells what came of it and does nothing twice.
	if (!known) desk.conversation.apply({ type: 'call-told', messageId, call });
}

async function outcome({ transport, view }: Desk, id: string): Promise<'done' | 'failed' | 'unknown'> {
	try {
		const body = { action_id: id, confirm: true };
		await transport.json('POST', `/conversations/${view.thread.id}/actions`, { body });
		return 'done';
	} catch (thrown) {
		const { code } = problemIn(thrown);
		if (code === 'action_failed') return 'failed';
		if (code === 'action_unknown' || code === 'action_running') return 'unknown';
		throw thrown;
	}
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
