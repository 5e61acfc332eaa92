// At the end of a conversation that is over: how was it, from one to five, and what should we know?

import { css, html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import type { CaseLink } from '../view.ts';
import { give, remark, remarkIn, sendButton, unrated } from './feedback.ts';
import { notice } from './notice.ts';
import { refocus } from './refocus.ts';

const marks = [1, 2, 3, 4, 5];

export function rating(desk: Desk): TemplateResult | typeof nothing {
	const { thread } = desk.view;
	if (!isOver(desk)) return nothing;
	const given = thread.feedback?.rating ?? null;
	return given === null || thread.rerating ? question(desk, given) : thanks(desk, given);
}

/** A person's part is over when their case is; without one, the conversation itself has been closed. */
function isOver(desk: Desk): boolean {
	const { cannotSend } = desk.view.thread;
	const status = caseOf(desk)?.status;
	return cannotSend === 'closed' || (cannotSend === 'escalated' && (status === 'resolved' || status === 'closed'));
}

/** The list hears of changes; the thread says it where the list does not reach that far. */
export function caseOf({ view }: Desk): CaseLink | null {
	const { id, filed } = view.thread;
	return view.cases.items.find((item) => item.conversation_id === id) ?? filed ?? null;
}

function question(desk: Desk, given: number | null): TemplateResult {
	const { words, view } = desk;

	function submit(event: SubmitEvent): void {
		event.preventDefault();
		const fields = new FormData(event.target as HTMLFormElement);
		const rated = { ...unrated, rating: Number(fields.get('rating')), comment: remarkIn(fields) };
		void give(desk, { id: null, feedback: view.thread.feedback ?? null }, rated, words.rating_thanks);
		void refocus(desk, desk.host.shadowRoot, '.rated button');
	}

	return html`<form class="why rating" part="rating" @submit=${submit}>
		<fieldset>
			<legend part="legend">${words.rating_title}</legend>
			<div class="reasons marks">${marks.map((mark) => choice(desk, mark, mark === given))}</div>
			<p class="ends small muted" part="scale" aria-hidden="true"><span>${words.rating_worst}</span><span>${words.rating_best}</span></p>
		</fieldset>
		${remark(words.rating_comment, view.thread.feedback)}
		<div class="buttons">${sendButton(desk)}</div>
	</form>`;
}

function choice({ words }: Desk, mark: number, checked: boolean): TemplateResult {
	return html`<label>
		<input type="radio" name="rating" value=${mark} required aria-label=${words.rating_mark(`${mark}`)} ?checked=${checked} />
		<span part="choice">${mark}</span>
	</label>`;
}

function thanks(desk: Desk, given: number): TemplateResult {
	const { words, conversation, host } = desk;
	function take(): void {
		conversation.apply({ type: 'rating-asked', asked: true });
		void refocus(desk, host.shadowRoot, '[name=rating]:checked');
	}
	const text = `${words.rating_thanks} ${words.rating_mark(`${given}`)}`;
	return html`<div class="rated" part="rated">
		${notice({ tone: 'good', text, steps: [{ label: words.rating_change, take }] })}
	</div>`;
}

export const ratingStyles = css`
	.marks {
		display: grid;
		grid-template-columns: repeat(5, minmax(0, 1fr));
	}
	.marks span {
		padding: 11.5px 0;
		text-align: center;
	}
	.ends {
		display: flex;
		justify-content: space-between;
		margin-block-start: 6px;
	}
`;
