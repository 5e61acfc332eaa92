// One case: what was asked, who answered, and where one writes back.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { CaseView, CommentView } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { replyTo } from '../filing.ts';
import { dayAndClock, when } from '../format.ts';
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
	const { words, language } = desk;
	return html`<article class="case" part="case">
		<header>
			<h3 class="say">${opened.subject}</h3>
			<p class="small muted line">
				${statusPill(desk, opened)}
				<span>${words.case_priority}: ${words[`priority_${opened.priority}`]}</span>
				<span>${words.case_opened} ${when(opened.created_at, language)}</span>
			</p>
			<p class="description">${opened.description}</p>
		</header>
		<section>
			<h3>${words.comments}</h3>
			${opened.comments.length ? nothing : html`<p class="small muted">${words.no_comments}</p>`}
			<ol class="comments">
				${opened.comments.map((comment) => html`<li>${commentRow(desk, comment)}</li>`)}
			</ol>
		</section>
	</article>`;
}

function commentRow({ words, language }: Desk, { author, body, created_at }: CommentView): TemplateResult {
	const own = author.type === 'customer';
	const fallback = author.type === 'agent' ? words.support_person : words.system;
	const name = own ? words.you : (author.name ?? fallback);
	return html`<div class="comment ${author.type}" part="comment">
		<p class="author">
			<span class="face" aria-hidden="true">${own ? nothing : name.slice(0, 1)}</span>
			${name}
			<time class="muted" datetime=${created_at}>${dayAndClock(created_at, language)}</time>
		</p>
		<p class="said">${body}</p>
	</div>`;
}

function reply(desk: Desk, { id, status }: CaseView): TemplateResult {
	const { words } = desk;
	if (status === 'closed') {
		const steps = [{ label: words.new_case, take: () => desk.askPerson() }];
		return notice({ tone: 'plain', text: words.case_closed, steps });
	}
	const draft = `comment-${id}`;
	async function send(text: string): Promise<void> {
		if (await replyTo(desk, id, text)) desk.session.keepDraft(draft, { text: '' });
		desk.host.requestUpdate();
	}
	return html`${status === 'open' ? nothing : html`<p class="quota small muted">${words.comment_reopens}</p>`}
	${composer(desk, {
		draft,
		label: words.comment_label,
		placeholder: words.comment_placeholder,
		limit: commentLimit,
		send: (text) => void send(text),
	})}`;
}
