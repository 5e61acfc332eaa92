// The conversation: its messages, what is happening now, and where one writes.

import { css, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Desk } from '../desk.ts';
import { dayAndClock } from '../format.ts';
import { drawn, icon } from '../icons.ts';
import { plusIcon } from '../icons-chat.ts';
import { answerTextStyles } from '../parts/answer-text.styles.ts';
import { composer, messageLimit } from '../parts/composer.ts';
import { feedbackStyles } from '../parts/feedback.ts';
import { messageRow } from '../parts/message.ts';
import { notice, problemNotice } from '../parts/notice.ts';
import type { Station } from '../parts/panel.ts';
import { sourcesStyles } from '../parts/sources.ts';
import { scrollToEnd, stickToEnd } from '../parts/stick.ts';
import { enChat } from '../words/en-chat.ts';
import { chatStyles } from './chat.styles.ts';

/** Few enough left to be worth a word. */
const fewAnswers = 5;

export const chatStation: Station = {
	ai: true,
	styles: css`${chatStyles}${answerTextStyles}${sourcesStyles}${feedbackStyles}`,
	english: enChat,
	title: ({ view, words }) => view.thread.title ?? words.ai,
	tools: newButton,
	body(desk) {
		const { view, words } = desk;
		const { thread } = view;
		if (thread.state === 'loading' && !thread.messages.length) return loading(desk);
		return html`<div
			class="log"
			role="log"
			aria-live="off"
			aria-label=${words.log}
			part="log"
			${stickToEnd(thread.id, thread.phase === 'sending')}
		>
			${thread.olderCursor ? earlier(desk) : nothing}
			${thread.messages.length || thread.problem ? nothing : empty(desk)}
			${repeat(
				thread.messages,
				(message) => message.key,
				(message) => guard([message, desk.words, thread.askedWhy === message.id], () => messageRow(desk, message)),
			)}
			${status(desk)} ${problem(desk)}
		</div>`;
	},
	foot: (desk) => html`${awayButton(desk)}${desk.view.thread.cannotSend ? readOnly(desk) : writing(desk)}`,
};

function writing(desk: Desk): TemplateResult {
	const { words, view, conversation } = desk;
	const { phase, quota } = view.thread;
	const few = quota && quota.remaining <= fewAnswers ? quota : null;
	return html`${
		few
			? html`<p class="quota small muted">
				${words.messages_left(few.remaining)}. ${words.back_at(dayAndClock(few.resetsAt, desk.language))}
			</p>`
			: nothing
	}
	${composer(desk, {
		draft: conversation.draftKey,
		label: words.composer_label,
		placeholder: words.composer_placeholder,
		limit: messageLimit,
		busy: phase !== 'idle',
		...(phase === 'sending' ? {} : { stop: () => void conversation.stop() }),
		send: (text) => void conversation.send(text),
	})}`;
}

function loading({ words }: Desk): TemplateResult {
	return html`<div class="loading" aria-busy="true">
		<span class="hidden">${words.loading}</span>
		<div class="skeleton"></div>
		<div class="skeleton"></div>
	</div>`;
}

function empty({ words }: Desk): TemplateResult {
	return html`<div class="blank"><span class="mark">${icon('spark')}</span><p>${words.empty_thread}</p></div>`;
}

function earlier(desk: Desk): TemplateResult {
	return html`<button class="button small earlier" @click=${() => desk.conversation.older()}>
		${desk.words.earlier}
	</button>`;
}

/** One quiet line while there is nothing to read yet. */
function status({ view, words }: Desk): TemplateResult | typeof nothing {
	const { phase, messages } = view.thread;
	const reading = messages.at(-1)?.status === 'streaming' && messages.at(-1)?.content !== '';
	if (phase === 'idle' || (reading && phase !== 'resuming')) return nothing;
	return html`<p class="status" part="status"><span class="dots"><i></i><i></i><i></i></span>${words[phase]}</p>`;
}

function problem(desk: Desk): TemplateResult | typeof nothing {
	const { thread } = desk.view;
	if (!thread.problem) return nothing;
	const unsent = thread.messages.findLast((message) => message.status === 'unsent');
	const again = () => {
		if (unsent) void desk.conversation.retry(unsent);
		else if (thread.id !== null) void desk.conversation.open(thread.id);
	};
	return problemNotice(desk, thread.problem, again);
}

function readOnly(desk: Desk): TemplateResult {
	const { words, view } = desk;
	const { cannotSend, id } = view.thread;
	const filed = view.cases.items.find((item) => item.conversation_id === id);
	const toCase = filed
		? { label: words.see_case, take: () => desk.go({ name: 'case', id: filed.id }) }
		: { label: words.file_case, take: () => desk.askPerson() };
	const anew = { label: words.new_conversation, take: () => desk.newConversation() };
	switch (cannotSend) {
		case 'escalated':
			return notice({ tone: 'plain', text: words.read_only_escalated, steps: [toCase, anew] });
		case 'closed':
			return notice({ tone: 'plain', text: words.read_only_closed, steps: [anew] });
		case 'quota_exhausted':
			return notice({ tone: 'warn', text: words.degraded_quota_exceeded, steps: [toCase] });
		case 'master_flag_off':
			return notice({ tone: 'warn', text: words.degraded_master_flag_off, steps: [toCase] });
		default:
			return notice({ tone: 'warn', text: words.degraded_disclosure_required });
	}
}

function newButton(desk: Desk): TemplateResult | typeof nothing {
	if (!desk.view.thread.messages.length) return nothing;
	return html`<button
		class="round"
		part="new"
		aria-label=${desk.words.new_conversation}
		title=${desk.words.new_conversation}
		@click=${() => desk.newConversation()}
	>
		${drawn(plusIcon)}
	</button>`;
}

function awayButton({ words }: Desk): TemplateResult {
	return html`<button class="away" part="to-end" @click=${scrollToEnd}>
		${icon('down')}<span class="fresh">${words.new_messages}</span><span class="hidden">${words.to_end}</span>
	</button>`;
}
