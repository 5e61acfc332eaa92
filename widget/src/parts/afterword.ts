// What stands beneath an answer that has ended, and where one writes when one cannot: fetched with the first answer.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { Afterword, Desk } from '../desk.ts';
import { dayAndClock } from '../format.ts';
import { drawn } from '../icons.ts';
import { plusIcon } from '../icons-more.ts';
import { settle, takeThread } from '../past.ts';
import { callOf, reducePast } from '../reduce-past.ts';
import { spoken } from '../spoken.ts';
import type { Message } from '../view.ts';
import { enAfter } from '../words/en-after.ts';
import type { Words } from '../words/index.ts';
import { approvals, approvalsStyles, waiting } from './approvals.ts';
import { copyCode, copyingStyles } from './copying.ts';
import { earlier, earlierStyles } from './earlier.ts';
import { feedback, feedbackStyles } from './feedback.ts';
import { notice, problemText, type Step } from './notice.ts';
import { caseOf, rating, ratingStyles } from './rating.ts';
import { refocus } from './refocus.ts';
import { nameSources, showSource, sources, sourcesStyles } from './sources.ts';
import { tools, toolsStyles } from './tools.ts';

/** Few enough left to be worth a word. */
const fewAnswers = 5;

export const afterword: Afterword = {
	styles: css`${copyingStyles}${sourcesStyles}${feedbackStyles}${toolsStyles}${approvalsStyles}${ratingStyles}${earlierStyles}
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
	takeThread,
	settle,
	tools,
	beneath(desk, message) {
		const rated = (message.status === 'complete' || message.status === 'stopped') && message.content;
		return [
			approvals(desk, message),
			sources(desk, message),
			ending(desk, message),
			rated ? feedback(desk, message) : nothing,
		];
	},
	refusal: (desk, text) => html`<div class="said">
		<p class="author" part="author">${desk.words.system}</p>
		${notice({ tone: 'plain', text, steps: [person(desk)] })}
	</div>`,
	readOnly,
	anew,
	closing: rating,
	left,
	earlier,
	nameSources,
	pressed(desk, event) {
		showSource(event);
		void copyCode(desk, event);
	},
	announce: (desk, last) => desk.host.announce(last.role === 'user' ? whyNone(desk, last) : heard(desk, last)),
};

/** An answer that is there, with how it ended and what is left. */
function heard(desk: Desk, message: Message): string {
	const { words } = desk;
	const asked = waiting(message).flatMap(({ title }) => [words.approval, title]);
	return [words.answer_ready, spoken(message.content), ...asked, howEnded(words, message), fewLeft(desk)]
		.filter(Boolean)
		.join(' ');
}

function whyNone(desk: Desk, { refused }: Message): string {
	const { problem } = desk.view.thread;
	return refused?.message ?? (problem ? problemText(desk, problem) : '');
}

/** How an answer ended, where it did not simply end. */
function ending(desk: Desk, message: Message): TemplateResult | typeof nothing {
	const { words } = desk;
	const { status } = message;
	const text = howEnded(words, message);
	if (!text) return actions(desk, message);
	if (status === 'stopped') return html`<p class="small muted" part="hint">${text}</p>`;
	const again = { label: words.try_again, take: () => askAgain(desk, message) };
	return notice({ tone: 'warn', text, steps: status === 'blocked' ? [person(desk)] : [again, person(desk)] });
}

function howEnded(words: Words, { status, degraded }: Message): string | null {
	const why = degraded && words[`degraded_${degraded}`];
	switch (status) {
		case 'stopped':
			return words.stopped;
		case 'interrupted':
		case 'failed':
			return why ?? words[status];
		case 'blocked':
			return why ?? words.degraded_output_blocked;
		default:
			return null;
	}
}

/** The question that this answer belongs to goes out once more, as a turn of its own. */
function askAgain({ view, conversation }: Desk, message: Message): void {
	const { messages } = view.thread;
	const question = messages.slice(0, messages.indexOf(message)).findLast(({ role }) => role === 'user');
	if (question) void conversation.send(question.content);
}

function person(desk: Desk): Step {
	return { label: desk.words.talk_to_person, take: () => desk.askPerson() };
}

/** What the server offers while it answers; after a reload what the thread says of the answer. */
function actions(desk: Desk, message: Message): TemplateResult | typeof nothing {
	const kept = message.unsupported ? [{ kind: 'escalate' as const, label: desk.words.no_source }] : [];
	const offered = message.actions.length ? message.actions : kept;
	const buttons = offered.map(({ kind, label }) =>
		button(label, () => (kind === 'retry' ? askAgain(desk, message) : desk.askPerson())),
	);
	const all = [...buttons, ...suggestions(desk, message)];
	return all.length ? html`<div class="buttons actions" part="actions">${all}</div>` : nothing;
}

function button(label: string, take: (event: Event) => void): TemplateResult {
	return html`<button class="button small" part="action" @click=${take}>${label}</button>`;
}

/** The article is among the sources already, and the way to a person beneath every view. */
const elsewhere = ['open_docs', 'create_ticket'];

/** What an answer that knows the reader suggests. */
function suggestions(desk: Desk, { id, grounds, tools }: Message): TemplateResult[] {
	return (grounds?.actions ?? []).flatMap((action) => {
		const asked = tools.find((call) => call.id === action.id && call.status !== 'failed' && call.status !== 'declined');
		if (elsewhere.includes(action.type) || asked) return [];
		const call = callOf(action, 'waiting_approval');
		return button(action.label, (event) => {
			const answer = (event.currentTarget as Element).closest('.message');
			desk.conversation.apply({ type: 'call-told', messageId: id, call });
			void showCard(desk, answer);
		});
	});
}

/** The button is gone: what it would do, and whether it shall, is told by the card. */
async function showCard(desk: Desk, answer: Element | null): Promise<void> {
	await refocus(desk, answer, '.approval:last-of-type');
	desk.host.shadowRoot?.activeElement?.scrollIntoView({ block: 'nearest' });
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

function left(desk: Desk): TemplateResult | typeof nothing {
	const { quota, problem } = desk.view.thread;
	const said = fewLeft(desk);
	if (!said) return nothing;
	return quota?.remaining === 0 && !problem ? out(desk) : html`<p class="quota small muted" part="hint">${said}</p>`;
}

/** How many answers are left, and when there are more: null where many are. */
function fewLeft({ words, view, locale }: Desk): string | null {
	const { quota } = view.thread;
	if (!quota || quota.remaining > fewAnswers || Date.parse(quota.resetsAt) < Date.now()) return null;
	const when = dayAndClock(quota.resetsAt, locale);
	return quota.remaining ? `${words.messages_left(quota.remaining)} ${words.back_at(when)}` : words.ai_back_at(when);
}

/** No answer is left: when there is one again, and what can be done until then. */
function out(desk: Desk): TemplateResult {
	const { words, view, locale } = desk;
	const { quota } = view.thread;
	const again = quota ? words.ai_back_at(dayAndClock(quota.resetsAt, locale)) : '';
	return notice({ tone: 'warn', text: `${words.degraded_quota_exceeded} ${again}`, steps: [person(desk)] });
}

function readOnly(desk: Desk): TemplateResult {
	const { words, view } = desk;
	const { cannotSend } = view.thread;
	const anew = { label: words.new_conversation, take: () => desk.newConversation() };
	switch (cannotSend) {
		case 'escalated':
			return notice({ tone: 'plain', text: words.read_only_escalated, steps: [toCase(desk), anew] });
		case 'closed':
			return notice({
				tone: 'plain',
				text: words.read_only_closed,
				steps: caseOf(desk) ? [toCase(desk), anew] : [anew],
			});
		case 'quota_exhausted':
			return out(desk);
		default:
			return notice({ tone: 'warn', text: words.degraded_master_flag_off, steps: [person(desk)] });
	}
}

function toCase(desk: Desk): Step {
	const { words } = desk;
	const filed = caseOf(desk);
	if (filed) return { label: words.see_case, take: () => desk.go({ name: 'case', id: filed.id }) };
	return { label: words.file_case, take: () => void fileWithHandover(desk) };
}

/** After a reload the handover is gone from the page; the server hands out the same one again. */
async function fileWithHandover(desk: Desk): Promise<void> {
	if (desk.view.thread.handover) return desk.go({ name: 'new-case' });
	await desk.attempt(async () => {
		const { handOver } = await import('../filing.ts');
		await handOver(desk, '');
		desk.go({ name: 'new-case' });
	});
}
