// What stands beneath an answer that has ended, and where one writes when one cannot: fetched with the first answer.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { Afterword, Desk } from '../desk.ts';
import { dayAndClock } from '../format.ts';
import { drawn } from '../icons.ts';
import { plusIcon } from '../icons-more.ts';
import { loadOlder, loadThread } from '../past.ts';
import { reducePast } from '../reduce-past.ts';
import { spoken } from '../spoken.ts';
import type { Message } from '../view.ts';
import { enAfter } from '../words/en-after.ts';
import { feedback, feedbackStyles } from './feedback.ts';
import { notice } from './notice.ts';
import { nameSources, showSource, sources, sourcesStyles } from './sources.ts';

/** Few enough left to be worth a word. */
const fewAnswers = 5;

export const afterword: Afterword = {
	styles: css`${sourcesStyles}${feedbackStyles}
		.earlier {
			align-self: center;
		}
		.quota {
			padding: 0 8px 6px;
			text-align: center;
		}
		.said {
			justify-self: stretch;
		}
		.actions {
			margin-block-start: 12px;
		}
	`,
	english: enAfter,
	reduce: reducePast,
	loadThread,
	beneath(desk, message) {
		const rated = message.status === 'complete' || message.status === 'stopped';
		return [sources(desk, message.citations), ending(desk, message), rated ? feedback(desk, message) : nothing];
	},
	refusal: (desk, text) => html`<div class="said">
		<p class="hidden">${desk.words.system}</p>
		${notice({ tone: 'plain', text, steps: [person(desk)] })}
	</div>`,
	readOnly,
	anew,
	left,
	earlier: (desk) =>
		html`<button class="button small earlier" @click=${() => loadOlder(desk)}>${desk.words.earlier}</button>`,
	nameSources,
	showSource,
	announce({ host, words }, { role, status, content, refused }) {
		if (refused) host.announce(refused.message);
		if (role === 'user') return;
		const ending = status === 'complete' ? '' : words[status === 'stopped' ? 'stopped' : 'interrupted'];
		host.announce(`${words.answer_ready} ${spoken(content)} ${ending}`);
	},
};

/** How an answer ended, where it did not simply end. */
function ending(desk: Desk, message: Message): TemplateResult | typeof nothing {
	const { words } = desk;
	const { status, degraded } = message;
	const again = { label: words.try_again, take: () => askAgain(desk, message) };
	const why = degraded && words[`degraded_${degraded}`];
	switch (status) {
		case 'stopped':
			return html`<p class="small muted">${words.stopped}</p>`;
		case 'interrupted':
		case 'failed':
			return notice({ tone: 'warn', text: why ?? words[status], steps: [again, person(desk)] });
		case 'blocked':
			return notice({ tone: 'warn', text: why ?? words.degraded_output_blocked, steps: [person(desk)] });
		default:
			return message.actions.length ? actions(desk, message) : nothing;
	}
}

/** The question that this answer belongs to goes out once more, as a turn of its own. */
function askAgain({ view, conversation }: Desk, message: Message): void {
	const { messages } = view.thread;
	const question = messages.slice(0, messages.indexOf(message)).findLast(({ role }) => role === 'user');
	if (question) void conversation.send(question.content);
}

function person(desk: Desk) {
	return { label: desk.words.talk_to_person, take: () => desk.askPerson() };
}

function actions(desk: Desk, message: Message): TemplateResult {
	return html`<div class="buttons actions" part="actions">
		${message.actions.map(
			({ kind, label }) => html`<button
				class="button small"
				@click=${() => (kind === 'retry' ? askAgain(desk, message) : desk.askPerson())}
			>
				${label}
			</button>`,
		)}
	</div>`;
}

function anew(desk: Desk): TemplateResult | typeof nothing {
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

function left({ words, view, language }: Desk): TemplateResult | typeof nothing {
	const { quota } = view.thread;
	if (!quota || quota.remaining > fewAnswers) return nothing;
	return html`<p class="quota small muted">
		${words.messages_left(quota.remaining)}. ${words.back_at(dayAndClock(quota.resetsAt, language))}
	</p>`;
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
