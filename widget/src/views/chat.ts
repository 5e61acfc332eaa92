// The conversation: its messages, what is happening now, and where one writes.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';
import { answerTextStyles } from '../parts/answer-text.styles.ts';
import { composer } from '../parts/composer.ts';
import { loading } from '../parts/loading.ts';
import { messageRow } from '../parts/message.ts';
import { messageRows } from '../parts/messages.ts';
import { problemNotice } from '../parts/notice.ts';
import type { Station } from '../parts/panel.ts';
import { scrollToEnd, stickToEnd } from '../parts/stick.ts';
import type { Message, Thread } from '../view.ts';
import { enChat } from '../words/en-chat.ts';
import { chatStyles } from './chat.styles.ts';

export const chatStation: Station = {
	ai: true,
	styles: css`${chatStyles}${answerTextStyles}`,
	english: enChat,
	title: ({ view, words }) => view.thread.title ?? words.ai,
	tools: (desk) => desk.conversation.afterword?.anew(desk),
	body(desk) {
		const { view, words, conversation } = desk;
		const { thread } = view;
		if (thread.state === 'loading' && !thread.messages.length) return loading(desk);
		return html`<div
			class="log"
			role="log"
			aria-live="off"
			aria-label=${words.log}
			part="log"
			${stickToEnd(thread.id, thread.phase === 'sending', thread.messages.at(-1)?.content)}
		>
			${thread.olderCursor ? conversation.afterword?.earlier(desk) : nothing}
			${thread.messages.length || thread.problem ? nothing : empty(desk)}
			<div
				class="messages"
				${messageRows(
					thread.messages,
					[desk.words, thread.askedWhy, thread.problem?.counting],
					(message) => [desk.words, thread.askedWhy === message.id, isHeld(thread, message)],
					(message) => messageRow(desk, message),
				)}
			></div>
			${status(desk)} ${problem(desk)} ${conversation.afterword?.closing(desk)}
		</div>`;
	},
	foot(desk) {
		const { afterword } = desk.conversation;
		const locked = desk.view.thread.cannotSend !== null;
		return html`${awayButton(desk)}${locked ? afterword?.readOnly(desk) : [afterword?.left(desk), writing(desk)]}`;
	},
};

function writing(desk: Desk): TemplateResult {
	const { view, conversation } = desk;
	const { phase } = view.thread;
	return composer(desk, {
		draft: conversation.draftKey,
		busy: phase !== 'idle',
		stop: phase === 'sending' ? undefined : () => void conversation.stop(),
		// The page has its word in it, and may throw.
		send: (text) => void desk.attempt(() => conversation.send(text)),
	});
}

function empty({ words }: Desk): TemplateResult {
	return html`<div class="blank" part="empty"><span class="mark">${icon('spark')}</span><p part="empty-title">${words.empty_thread}</p></div>`;
}

/** One quiet line while there is nothing to read yet. */
function status({ view, words }: Desk): TemplateResult | typeof nothing {
	const { phase, messages } = view.thread;
	const last = messages.at(-1);
	// A tool that runs has a line of its own.
	const busy = last?.tools.some((tool) => tool.status === 'running');
	const reading = last?.status === 'streaming' && (last.content !== '' || busy);
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
		else desk.newConversation();
	};
	const gone = !unsent && thread.id === null;
	return problemNotice(desk, thread.problem, again, gone ? desk.words.new_conversation : undefined);
}

/** It could be sent again, but for the time that is counted down. */
function isHeld({ problem }: Thread, { status }: Message): boolean {
	return status === 'unsent' && problem?.counting === true;
}

function awayButton({ words }: Desk): TemplateResult {
	return html`<button class="button small away" part="to-end" @click=${scrollToEnd}>
		${icon('down')}<span class="fresh">${words.new_messages}</span><span class="hidden">${words.to_end}</span>
	</button>`;
}
