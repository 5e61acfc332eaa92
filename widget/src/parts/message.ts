// One message: who wrote it and what it says.

import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { clock, dayAndClock } from '../format.ts';
import { icon } from '../icons.ts';
import type { Message } from '../view.ts';
import { answerText } from './answer-text.ts';

export function messageRow(desk: Desk, message: Message): TemplateResult {
	return message.role === 'user' ? question(desk, message) : answer(desk, message);
}

function question(desk: Desk, message: Message): TemplateResult {
	const { words } = desk;
	return html`<article class="message question" part="message question">
		<p class="small muted" part="author">${words.you}</p>
		<div class="bubble ${message.status}" part="bubble">${message.content}</div>
		${message.status === 'unsent' ? unsent(desk, message) : nothing}
		${message.refused ? desk.conversation.afterword?.refusal(desk, message.refused.message) : nothing}
	</article>`;
}

function unsent(desk: Desk, message: Message): TemplateResult {
	const { words } = desk;
	return html`<p class="small fault" part="fault">
		${words.not_sent}
		<button class="link" part="retry" ?disabled=${desk.view.thread.problem?.counting} @click=${() => desk.conversation.retry(message)}>${words.try_again}</button>
	</p>`;
}

function answer(desk: Desk, message: Message): TemplateResult {
	const { words, locale } = desk;
	const { afterword } = desk.conversation;
	const writing = message.status === 'streaming';
	return html`<article class="message answer" part="message answer" data-ai-generated aria-busy=${writing}>
		<p class="author" part="author">
			<span class="mark">${icon('spark')}</span>${words.ai}
			<time class="muted" part="date" datetime=${message.createdAt} title=${dayAndClock(message.createdAt, locale)}>
				${clock(message.createdAt, locale)}
			</time>
		</p>
		${afterword?.tools(desk, message)}
		<div class="text" dir="auto" part="answer-text" @click=${(event: Event) => afterword?.pressed(desk, event)} ${answerText(desk, message)}></div>
		${writing ? nothing : afterword?.beneath(desk, message)}
	</article>`;
}
