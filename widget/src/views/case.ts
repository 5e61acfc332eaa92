// One case: what was asked, who answered, and where one writes back.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { CaseView, CommentView } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { replyTo } from '../filing.ts';
import { colon, dayAndClock, when } from '../format.ts';
import { icon } from '../icons.ts';
import { composer } from '../parts/composer.ts';
import { loading } from '../parts/loading.ts';
import { notice } from '../parts/notice.ts';
import type { Station } from '../parts/panel.ts';
import { statusPill } from '../parts/rows.ts';
import { enCases } from '../words/en-cases.ts';
import { caseStyles } from './case.styles.ts';

const commentLimit = 10_000;

export const caseStation: Station = {
	styles: css`${caseStyles}`,
	english: enCases,
	title: ({ view, words }) => view.openCase?.number ?? words.your_cases,
	body(desk) {
		const { view } = desk;
		if (view.openCase) return page(desk, view.openCase);
		if (view.problem) return html``;
		return loading(desk);
	},
	foot(desk) {
		const { openCase } = desk.view;
		return openCase ? reply(desk, openCase) : nothing;
	},
};

function page(desk: Desk, opened: CaseView): TemplateResult {
	const { words, locale } = desk;
	return html`<article class="case" part="case">
		<header>
			<h3 class="say" dir="auto" part="case-heading">${opened.subject}</h3>
			<p class="small muted line">
				${statusPill(desk, opened)}
				<span part="detail">${words.case_priority}${colon(desk)}${words[`priority_${opened.priority}`]}</span>
				<span part="detail">${words.case_opened} ${when(opened.created_at, locale)}</span>
			</p>
			<p class="description" part="description">${opened.description}</p>
			${origin(desk, opened)}
		</header>
		<section>
			<h3 part="heading">${words.comments}</h3>
			${opened.comments.length ? nothing : html`<p class="small muted" part="hint">${words.no_comments}</p>`}
			<ol class="comments">
				${opened.comments.map((comment) => html`<li>${commentRow(desk, comment)}</li>`)}
			</ol>
		</section>
	</article>`;
}

/** The conversation that was handed over, where it has not been deleted since. */
function origin(desk: Desk, { conversation_id: id }: CaseView): TemplateResult | typeof nothing {
	if (id === null) return nothing;
	return html`<button class="link small origin" part="origin" @click=${() => desk.openConversation(id)}>
		${icon('chat')}${desk.words.see_conversation}
	</button>`;
}

function commentRow({ words, locale }: Desk, { author, body, created_at }: CommentView): TemplateResult {
	const own = author.type === 'customer';
	const fallback = author.type === 'agent' ? words.support_person : words.system;
	const name = own ? words.you : (author.name ?? fallback);
	// A name alone does not say that a person of the desk writes.
	const post = author.type === 'agent' && author.name ? words.support_person : null;
	return html`<div class="comment ${author.type}" part="comment">
		<p class="author" part="author">
			<span class="face" part="face" aria-hidden="true">${own ? nothing : name.slice(0, 1)}</span>
			${name} ${post ? html`<span class="pill" part="post">${post}</span>` : nothing}
			<time class="muted" part="date" datetime=${created_at}>${dayAndClock(created_at, locale)}</time>
		</p>
		<p class="said" part="comment-text">${body}</p>
	</div>`;
}

function reply(desk: Desk, { id, status }: CaseView): TemplateResult {
	const { words } = desk;
	if (status === 'closed') {
		const steps = [{ label: words.new_case, take: () => desk.askPerson() }];
		// What could not be sent any more waits in the form of the next one.
		const text = desk.session.draft('case-new').text ? words.case_closed_kept : words.case_closed;
		return notice({ tone: 'plain', text, steps });
	}
	const draft = `comment-${id}`;
	async function send(text: string): Promise<void> {
		await replyTo(desk, id, draft, text);
		desk.host.requestUpdate();
	}
	return html`${status === 'resolved' ? html`<p class="quota small muted" part="hint">${words.comment_reopens}</p>` : nothing}
	${composer(desk, {
		draft,
		label: words.comment_label,
		placeholder: words.comment_placeholder,
		limit: commentLimit,
		send: (text) => void send(text),
	})}`;
}
