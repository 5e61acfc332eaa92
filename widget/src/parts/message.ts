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
		<p class="hidden">${words.you}</p>
		<div class="bubble ${message.status}" part="bubble">${message.content}</div>
		${message.status === 'unsent' ? unsent(desk, message) : nothing}
		${message.refused ? desk.conversation.afterword?.refusal(desk, message.refused.message) : nothing}
	</article>`;
}

function unsent(desk: Desk, message: Message): TemplateResult {
	const { words } = desk;
	return html`<p class="small fault">
		${words.not_sent}
		<button class="link" part="retry" @click=${() => desk.conversation.retry(message)}>${words.try_again}</button>
	</p>`;
}

function answer(desk: Desk, message: Message): TemplateResult {
	const { words, language } = desk;
	const { afterword } = desk.conversation;
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
		<div class="text" part="answer-text" @click=${afterword?.showSource} ${answerText(message, words, afterword?.nameSources)}></div>
		${writing ? nothing : afterword?.beneath(desk, message)}
	</article>`;
}
