// All conversations: go on with one, or delete one after saying what that erases.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { ConversationListItem } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { colon } from '../format.ts';
import { drawn, icon } from '../icons.ts';
import { plusIcon, trashIcon } from '../icons-more.ts';
import { blank, blankStyles } from '../parts/blank.ts';
import { loading } from '../parts/loading.ts';
import { ownData, ownDataStyles } from '../parts/own-data.ts';
import type { Station } from '../parts/panel.ts';
import { refocus } from '../parts/refocus.ts';
import { conversationRow } from '../parts/rows.ts';
import { emptyThread, type View } from '../view.ts';
import { enCases } from '../words/en-cases.ts';

export const historyStation: Station = {
	styles: css`${blankStyles}${ownDataStyles}
		.with-tool {
			display: flex;
			align-items: center;
			gap: 4px;
		}
		.with-tool .row {
			flex: 1;
			min-inline-size: 0;
		}
		.button.danger {
			color: var(--_danger);
		}
		.ask {
			display: grid;
			gap: 6px;
			margin: 4px 0 10px;
			padding: 14px;
			border-radius: var(--_r);
			background: var(--_raised);
			animation: rise 0.3s var(--_ease);
		}
		.ask .buttons {
			margin-block-start: 6px;
		}
	`,
	english: enCases,
	title: ({ words }) => words.history_title,
	body(desk) {
		return html`${list(desk)}${ownData(desk)}`;
	},
	foot: (desk) => html`<button class="button primary more" part="new" @click=${() => desk.newConversation()}>
		${drawn(plusIcon)}${desk.words.new_conversation}
	</button>`,
};

function list(desk: Desk): TemplateResult | typeof nothing {
	const { words, view } = desk;
	const { state, items, nextCursor } = view.conversations;
	if (state === 'idle') return view.problem ? nothing : loading(desk);
	if (!items.length) return blank(icon('chat'), words.history_empty, words.history_empty_note);
	return html`<ul class="rows" part="history">
			${items.map((item) => html`<li>${entry(desk, item)}</li>`)}
		</ul>
		${
			nextCursor
				? html`<button class="button more" part="more" @click=${() => desk.loadConversations(nextCursor)}>
					${words.show_more}
				</button>`
				: nothing
		}`;
}

function entry(desk: Desk, item: ConversationListItem): TemplateResult {
	const { words, view } = desk;
	const title = item.title ?? item.preview ?? words.untitled;
	return html`<div class="with-tool">
			${conversationRow(desk, item)}
			<button
				class="round"
				part="delete"
				aria-label="${words.delete}${colon(desk)}${title}"
				aria-expanded=${view.deleting === item.id}
				@click=${() => ask(desk, item.id)}
			>
				${drawn(trashIcon)}
			</button>
		</div>
		${view.deleting === item.id ? question(desk, item.id) : nothing}`;
}

function question(desk: Desk, id: number): TemplateResult {
	const { words } = desk;
	return html`<div class="ask" part="deletion" role="group" aria-label=${words.delete_title}>
		<strong part="deletion-title">${words.delete_title}</strong>
		<p class="small muted" part="deletion-text">${words.delete_note}</p>
		<div class="buttons">
			<button class="button small danger" part="confirm" @click=${() => erase(desk, id)}>${words.delete_confirm}</button>
			<button class="button small" part="cancel" data-no @click=${(event: Event) => keep(desk, event)}>
				${words.delete_keep}
			</button>
		</div>
	</div>`;
}

async function erase(desk: Desk, id: number): Promise<void> {
	await desk.attempt(async () => {
		await desk.transport.json('DELETE', `/conversations/${id}`);
		desk.session.keepDraft(String(id), { text: '', sent: [] });
		desk.apply({ type: 'changed', change: withoutConversation(desk, id) });
		desk.host.announce(desk.words.deleted);
		void refocus(desk, desk.host.shadowRoot, '[data-heading]');
	});
}

function ask(desk: Desk, deleting: number | null): void {
	desk.apply({ type: 'changed', change: { deleting } });
}

function withoutConversation({ view, words }: Desk, id: number): Partial<View> {
	const { conversations, thread } = view;
	const items = conversations.items.filter((conversation) => conversation.id !== id);
	return {
		conversations: { ...conversations, items },
		deleting: null,
		done: words.deleted,
		problem: null,
		thread: thread.id === id ? emptyThread : thread,
	};
}

function keep(desk: Desk, event: Event): void {
	const entry = (event.target as Element).closest('li');
	ask(desk, null);
	void refocus(desk, entry, '[part=delete]');
}
