// A conversation as the server keeps it: taken when it is opened, and read further back when one scrolls there.

import type { ConversationView, QuotaView } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';
import { loadDisclosure } from './disclosure.ts';
import { keepUnsent } from './mending.ts';
import type { Thread } from './view.ts';

/** As many older messages as are drawn in one task that nobody notices. */
const pageSize = 25;

export function takeThread(desk: Desk, conversation: ConversationView): void {
	desk.conversation.apply({ type: 'thread-loaded', conversation });
	restoreTurn(desk, conversation);
	const { can_send, can_send_reason } = conversation;
	if (can_send_reason === 'disclosure_required') void loadDisclosure(desk);
	else if (can_send || can_send_reason === 'quota_exhausted') void readQuota(desk);
}

/** What is left is worth knowing before the next question; where it cannot be read, nothing is claimed. */
async function readQuota(desk: Desk): Promise<void> {
	const { id, quota } = desk.view.thread;
	if (quota) return;
	try {
		const read = await desk.transport.json<QuotaView>('GET', '/quota');
		const { thread } = desk.view;
		if (thread.id === id && !thread.quota) desk.conversation.apply({ type: 'quota-known', quota: quotaLeft(read) });
	} catch {}
}

/** Worth a word only where the server says that little is left, or nothing. */
function quotaLeft({ state, messages, period }: QuotaView): Thread['quota'] {
	const remaining = state === 'exhausted' ? 0 : messages.remaining;
	if (remaining === null || (state !== 'exhausted' && state !== 'soft_limit')) return null;
	return { remaining, resetsAt: period.resets_at };
}

/** A turn that a page before this one sent, and that never arrived, can be sent again. */
function restoreTurn(desk: Desk, { conversation_id, messages, answering_message_id }: ConversationView): void {
	const { session } = desk;
	const key = String(conversation_id);
	const arrived = new Set(messages.map((message) => message.client_message_id));
	const { sent } = session.draft(key);
	const unsent = sent.filter(({ clientMessageId }) => !arrived.has(clientMessageId));
	if (answering_message_id === null) session.keepDraft(key, { sent: unsent });
	keepUnsent(desk, unsent);
}

/** What was answered need not be kept any longer; what waits to be sent is. */
export function settle({ session, view, conversation: { draftKey } }: Desk): void {
	const unsent = view.thread.messages.filter(({ status }) => status === 'unsent');
	const waits = new Set(unsent.map(({ clientMessageId }) => clientMessageId));
	const sent = session.draft(draftKey).sent.filter(({ clientMessageId }) => waits.has(clientMessageId));
	session.keepDraft(draftKey, { sent });
}

export async function loadOlder(desk: Desk): Promise<void> {
	const { id, olderCursor, state } = desk.view.thread;
	if (!olderCursor || state === 'loading') return;
	const { conversation } = desk;
	const same = () => desk.view.thread.id === id && desk.view.thread.olderCursor === olderCursor;
	conversation.apply({ type: 'older-asked', asked: true });
	const read = await desk.attempt(async () => {
		const older = await desk.transport.json<ConversationView>(
			'GET',
			`/conversations/${id}?limit=${pageSize}&cursor=${encodeURIComponent(olderCursor)}`,
		);
		if (!same()) return;
		const stay = holdPlace(desk);
		conversation.apply({ type: 'thread-older', conversation: older });
		await desk.host.updateComplete;
		stay();
	});
	if (!read && same()) conversation.apply({ type: 'older-asked', asked: false });
}

/** What is read stays where it is when more is put above it: not every browser anchors its scroller. */
function holdPlace({ host }: Desk): () => void {
	const scroller = host.shadowRoot?.querySelector('.body');
	// Who has scrolled up in this very frame is heard of with the next: too late, the end would be kept in view.
	scroller?.dispatchEvent(new Event('scroll'));
	const below = scroller ? scroller.scrollHeight - scroller.scrollTop : 0;
	return () => scroller?.scrollTo(0, scroller.scrollHeight - below);
}
