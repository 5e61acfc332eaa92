// One line each for a conversation and for a case, at home and in the lists.

import { html, nothing, type TemplateResult } from 'lit';
import type { CaseListItem, ConversationListItem } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { when } from '../format.ts';

export function conversationRow(desk: Desk, item: ConversationListItem): TemplateResult {
	const { words, locale } = desk;
	const { id, title, preview, status, updated_at } = item;
	return html`<button class="row" part="row" @click=${() => desk.openConversation(id)}>
		<span class="cut" dir="auto" part="row-title">${title ?? preview ?? words.untitled}</span>
		<time class="muted small" part="date" datetime=${updated_at}>${when(updated_at, locale)}</time>
		<span class="muted small line single">
			${status === 'escalated' ? html`<span class="pill" part="status">${words.handed_over}</span>` : nothing}<span class="cut" dir="auto" part="preview">${title ? preview : nothing}</span>
		</span>
	</button>`;
}

export function caseRow(desk: Desk, item: CaseListItem): TemplateResult {
	const { words, locale, view } = desk;
	const at = item.last_comment_at ?? item.created_at;
	const unread = view.unread.includes(item.id);
	return html`<button class="row" part="row" @click=${() => desk.go({ name: 'case', id: item.id })}>
		<span dir="auto" class="cut ${unread ? 'strong' : ''}" part="row-title">${item.subject}</span>
		<time class="muted small" part="date" datetime=${at}>${when(at, locale)}</time>
		<span class="muted small line">
			${statusPill(desk, item)}
			<span part="number">${item.number}</span>
			${unread ? html`<span class="new" part="unread">${words.new_reply}</span>` : nothing}
		</span>
	</button>`;
}

export function statusPill({ words }: Desk, { status }: Pick<CaseListItem, 'status'>): TemplateResult {
	return html`<span class="pill ${status}" part="status">${words[`status_${status}`]}</span>`;
}
