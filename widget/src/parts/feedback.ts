// Beneath each answer: copy it, say whether it helped, and if not, why.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { FeedbackSaved, FeedbackView } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { emit } from '../events.ts';
import { drawn } from '../icons.ts';
import { copyIcon, thumbIcon } from '../icons-more.ts';
import type { Message } from '../view.ts';
import { copyAnswer } from './copying.ts';
import { refocus } from './refocus.ts';

export const unrated: FeedbackView = { helpful: null, rating: null, comment: null, reasons: [] };
const reasons = ['wrong', 'incomplete', 'not_my_question', 'hard_to_understand', 'sources'] as const;

export function feedback(desk: Desk, message: Message): TemplateResult {
	const { words, view } = desk;
	const helpful = message.feedback?.helpful ?? null;
	const asking = view.thread.askedWhy === message.id;
	return html`<div class="feedback" part="feedback">
		${copyButton(desk, message)}
		${thumb(true, words.helpful)} ${thumb(false, words.not_helpful)}
		${helpful !== null && !asking ? html`<span class="small muted" part="hint">${words.feedback_thanks}</span>` : nothing}
	</div>
	${asking ? whyForm(desk, message) : nothing}`;

	function thumb(up: boolean, label: string): TemplateResult {
		return html`<button
			class="round ${helpful === up ? 'chosen' : ''} ${up ? '' : 'down'}"
			part="thumb"
			aria-label=${label}
			aria-pressed=${helpful === up}
			@click=${() => rate(desk, message, up)}
		>
			${drawn(thumbIcon)}
		</button>`;
	}
}

function rate(desk: Desk, message: Message, helpful: boolean): void {
	const kept = helpful ? { comment: null, reasons: [] } : { comment: null, reasons: [], ...message.feedback };
	void give(desk, message, { rating: null, ...kept, helpful }, desk.words.feedback_thanks);
	desk.conversation.apply({ type: 'why-asked', messageId: helpful ? null : message.id });
}

/** One after the other: of two verdicts the later one stands. */
let sending: Promise<boolean> = Promise.resolve(true);

/**
 * Shown as given at once; taken back where the server did not take it.
 * @param id of a message; null for the conversation as a whole
 */
export async function give(
	desk: Desk,
	{ id: messageId, feedback: before }: Pick<Message, 'id' | 'feedback'>,
	feedback: FeedbackView,
	thanks: string,
): Promise<void> {
	const { id } = desk.view.thread;
	if (id === null) return;
	desk.conversation.apply({ type: 'feedback-given', messageId, feedback });
	const body = { ...feedback, message_id: messageId };
	const send = async () => {
		await desk.transport.json<FeedbackSaved>('POST', `/conversations/${id}/feedback`, { body });
		desk.apply({ type: 'changed', change: { problem: null } });
		desk.host.announce(thanks);
		emit(desk.host, 'deskbell:feedback', { conversationId: id, messageId, feedback });
	};
	sending = sending.then(() => desk.attempt(send));
	if ((await sending) || desk.view.thread.id !== id) return;
	const { helpful, rating } = before ?? unrated;
	// The verdict is what it was; the words are still there to be sent again.
	desk.conversation.apply({ type: 'feedback-given', messageId, feedback: { ...feedback, helpful, rating } });
}

function whyForm(desk: Desk, message: Message): TemplateResult {
	const { words } = desk;
	const given: FeedbackView = message.feedback ?? { ...unrated, helpful: false };
	function close(event: Event): void {
		const row = (event.target as Element).closest('.message');
		desk.conversation.apply({ type: 'why-asked', messageId: null });
		void refocus(desk, row, '.chosen');
	}

	function submit(event: SubmitEvent): void {
		event.preventDefault();
		const fields = new FormData(event.target as HTMLFormElement);
		const reasons = fields.getAll('reason').map(String);
		void give(desk, message, { ...given, reasons, comment: remarkIn(fields) }, words.feedback_sent);
		close(event);
	}

	return html`<form class="why" part="feedback-form" @submit=${submit}>
		<fieldset>
			<legend part="legend">${words.feedback_title}</legend>
			<div class="reasons">
				${reasons.map((reason) => tick(reason, words[`reason_${reason}`], given.reasons.includes(reason)))}
			</div>
		</fieldset>
		${remark(words.feedback_comment, given)}
		<div class="buttons">
			${sendButton(desk)}
			<button type="button" class="button small" part="cancel" data-no @click=${close}>${words.feedback_skip}</button>
		</div>
	</form>`;
}

export function remark(label: string, given: FeedbackView | null | undefined): TemplateResult {
	return html`<textarea
		part="field"
		name="comment"
		rows="2"
		maxlength="2000"
		aria-label=${label}
		placeholder=${label}
		.value=${given?.comment ?? ''}
	></textarea>`;
}

export function sendButton({ words }: Desk): TemplateResult {
	return html`<button class="button small primary" part="submit">${words.feedback_send}</button>`;
}

/** What was written in a form of feedback; null where nothing was. */
export function remarkIn(fields: FormData): string | null {
	return String(fields.get('comment') ?? '').trim() || null;
}

function tick(reason: string, label: string, checked: boolean): TemplateResult {
	return html`<label>
		<input type="checkbox" name="reason" value=${reason} .checked=${checked} />
		<span part="choice">${label}</span>
	</label>`;
}

function copyButton(desk: Desk, message: Message): TemplateResult {
	const { words } = desk;
	const copy = (event: Event) => copyAnswer(desk, message, event);
	return html`<button class="round" part="copy" aria-label=${words.copy} title=${words.copy} @click=${copy}>
		${drawn(copyIcon)}
	</button>`;
}

export const feedbackStyles = css`
	.feedback {
		display: flex;
		align-items: center;
		gap: 2px;
		margin-block-start: 6px;
		margin-inline-start: -8px;
	}
	.feedback .round {
		inline-size: 32px;
		block-size: 32px;
	}
	.feedback .small {
		margin-inline-start: 6px;
	}
	.round.chosen {
		background: var(--_tint);
		color: var(--_accent-ink);
	}
	.down .icon {
		rotate: 180deg;
	}
	.round.chosen .icon {
		fill: color-mix(in oklab, currentColor 22%, transparent);
	}
	.why {
		display: grid;
		gap: 12px;
		margin-block-start: 8px;
		padding: 14px;
		border-radius: var(--_r);
		background: var(--_raised);
		animation: rise 0.3s var(--_ease);
	}
	fieldset {
		margin: 0;
		padding: 0;
		border: 0;
		min-inline-size: 0;
	}
	legend {
		padding: 0;
		margin-block-end: 8px;
		font-weight: 600;
		font-size: 0.9333em;
	}
	.reasons {
		display: flex;
		flex-wrap: wrap;
		gap: 6px;
	}
	.reasons span {
		display: block;
		padding: 5px 12px;
		border: 1px solid var(--_line);
		border-radius: var(--_pill);
		background: var(--_surface);
		font-size: 0.8667em;
		cursor: pointer;
	}
	.reasons input {
		position: absolute;
		opacity: 0;
	}
	.reasons :checked + span {
		border-color: var(--_accent-ink);
		background: var(--_tint);
		color: var(--_accent-ink);
		box-shadow: inset 0 0 0 1px var(--_accent-ink);
	}
	.reasons :focus-visible + span {
		outline: 2px solid var(--_accent-ink);
		outline-offset: 2px;
	}
	@media (forced-colors: active) {
		.reasons :checked + span {
			forced-color-adjust: none;
			background: Highlight;
			color: HighlightText;
		}
	}
	.why textarea {
		padding: 8px 12px;
		border: 1px solid var(--_line);
		border-radius: var(--_r);
		background: var(--_surface);
		font-size: 0.9333em;
		resize: vertical;
	}
	@media (pointer: coarse) {
		.feedback .round {
			inline-size: 44px;
			block-size: 44px;
		}
		.reasons span {
			padding-block: 11.5px;
		}
	}
`;
