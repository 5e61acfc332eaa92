// One message: who wrote it, what it says, how it ended, and what one can do then.

import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { clock, dayAndClock } from '../format.ts';
import { icon } from '../icons.ts';
import type { Message } from '../view.ts';
import { answerText } from './answer-text.ts';
import { feedback } from './feedback.ts';
import { notice } from './notice.ts';
import { showSource, sources } from './sources.ts';

export function messageRow(desk: Desk, message: Message): TemplateResult {
	return message.role === 'user' ? question(desk, message) : answer(desk, message);
}

function question(desk: Desk, message: Message): TemplateResult {
	const { words } = desk;
	return html`<article class="message question" part="message question">
		<p class="hidden">${words.you}</p>
		<div class="bubble ${message.status}" part="bubble">${message.content}</div>
		${message.status === 'unsent' ? unsent(desk, message) : nothing}
		${message.refused ? refusal(desk, message.refused.message) : nothing}
	</article>`;
}

function unsent(desk: Desk, message: Message): TemplateResult {
	const { words } = desk;
	return html`<p class="small fault">
		${words.not_sent}
		<button class="link" part="retry" @click=${() => desk.conversation.retry(message)}>${words.try_again}</button>
	</p>`;
}

/** A refusal speaks for the desk, not for the AI: no model was asked. */
function refusal(desk: Desk, text: string): TemplateResult {
	const { words } = desk;
	return html`<div class="said">
		<p class="hidden">${words.system}</p>
		${notice({ tone: 'plain', text, steps: [{ label: words.talk_to_person, take: () => desk.askPerson() }] })}
	</div>`;
}

function answer(desk: Desk, message: Message): TemplateResult {
	const { words, language } = desk;
	const writing = message.status === 'streaming';
	return html`<article class="message answer" part="message answer" data-ai-generated aria-busy=${writing}>
		<p class="author">
			<span class="mark">${icon('spark')}</span>${words.ai}
			<time class="muted" datetime=${message.createdAt} title=${dayAndClock(message.createdAt, language)}>
				${clock(message.createdAt, language)}
			</time>
		</p>
		${message.tools.map(
			({ name, status }) => html`<p class="tool small muted" part="tool">${words[`tool_${status}`](name)}</p>`,
		)}
		<div class="text" part="answer-text" @click=${showSource} ${answerText(message, words)}></div>
		${writing ? nothing : [sources(desk, message.citations), ending(desk, message)]}
		${message.status === 'complete' || message.status === 'stopped' ? feedback(desk, message) : nothing}
	</article>`;
}

/** How an answer ended, where it did not simply end. */
function ending(desk: Desk, message: Message): TemplateResult | typeof nothing {
	const { words } = desk;
	const again = { label: words.try_again, take: () => void desk.conversation.retry(message) };
	const person = { label: words.talk_to_person, take: () => desk.askPerson() };
	const why = message.degraded ? words[`degraded_${message.degraded}`] : null;
	switch (message.status) {
		case 'stopped':
			return html`<p class="small muted">${words.stopped}</p>`;
		case 'interrupted':
			return notice({ tone: 'warn', text: why ?? words.interrupted, steps: [again, person] });
		case 'failed':
			return notice({ tone: 'warn', text: why ?? words.failed, steps: [again, person] });
		case 'blocked':
			return notice({ tone: 'warn', text: why ?? words.degraded_output_blocked, steps: [person] });
		default:
			return message.actions.length ? actions(desk, message) : nothing;
	}
}

function actions(desk: Desk, message: Message): TemplateResult {
	return html`<div class="buttons actions" part="actions">
		${message.actions.map(
			({ kind, label }) => html`<button
				class="button small"
				@click=${() => (kind === 'retry' ? desk.conversation.retry(message) : desk.askPerson())}
			>
				${label}
			</button>`,
		)}
	</div>`;
}
