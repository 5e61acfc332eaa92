// A person is asked: a conversation handed over, a case filed and read, a reply written to one.

import type {
	CasePriority,
	CaseView,
	CommentAdded,
	ConversationCreated,
	EscalationView,
} from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';
import { emit } from './events.ts';
import { reduceCase } from './reduce-case.ts';
import { newId } from './session.ts';
import { problemIn } from './transport.ts';
import type { CasePart } from './view.ts';

export interface NewCase {
	readonly subject: string;
	readonly description: string;
	readonly priority: CasePriority;
	readonly conversation_id?: number;
}

/** From the conversation to the case form. */
export async function escalate(desk: Desk, note: string): Promise<void> {
	await desk.attempt(async () => {
		await handOver(desk, note);
		// The way back from the case form leads to the conversation, not to a question already answered.
		desk.replace({ name: 'new-case' });
	});
}

/** Locks the conversation for the AI; files nothing yet. A second time it hands out the same. @throws as the transport does */
export async function handOver(desk: Desk, note: string): Promise<void> {
	const { id } = desk.view.thread;
	await desk.conversation.fetchAfterword();
	const body = note ? { note } : {};
	const escalation = await desk.transport.json<EscalationView>('POST', `/conversations/${id}/escalate`, { body });
	desk.conversation.leave();
	desk.conversation.apply({ type: 'escalated', escalation });
	emit(desk.host, 'deskbell:escalated', { conversationId: escalation.conversation_id });
}

/** A visitor files no case here: also where nothing was asked yet, the way to a person is the host's own form. */
export async function handOverVisitor(desk: Desk): Promise<void> {
	const conversation = await desk.talk();
	if (desk.view.thread.id === null) {
		const body = { locale: desk.locale };
		const created = await desk.transport.json<ConversationCreated>('POST', '/conversations', { body });
		conversation.apply({ type: 'thread-created', created });
	}
	await handOver(desk, '');
}

/** What is under way already is not sent a second time. */
const underWay = new Set<string>();

/** Where it was not taken, the form stays as it is. */
export async function fileCase(desk: Desk, draft: string, body: NewCase): Promise<void> {
	await desk.attempt(() =>
		once(desk, draft, JSON.stringify(body), async (idempotencyKey) => {
			showFiled(desk, await desk.transport.json<CaseView>('POST', '/cases', { body, idempotencyKey }));
			for (const name of [draft, `subject-${draft}`]) desk.session.keepDraft(name, { text: '', sent: [] });
		}),
	);
}

/** What is sent again, because nobody heard that it was taken, is the same request: also from the next page. */
async function once(desk: Desk, draft: string, content: string, send: (key: string) => Promise<void>): Promise<void> {
	const { session } = desk;
	const before = session.draft(draft).sent.find((sent) => sent.content === content);
	const key = before?.clientMessageId ?? newId();
	if (underWay.has(key)) return;
	session.keepDraft(draft, { sent: [{ clientMessageId: key, content }] });
	underWay.add(key);
	await send(key).finally(() => underWay.delete(key));
}

function showFiled(desk: Desk, created: CaseView): void {
	const { id, number } = created;
	changeCase(desk, { type: 'case-loaded', case: created });
	desk.replace({ name: 'case', id });
	say(desk, desk.words.case_created(number));
	desk.cases.listen();
	void desk.cases.load(null);
	emit(desk.host, 'deskbell:case-created', { caseId: id, number, conversationId: created.conversation_id });
}

/** Where it was not taken, the words stay in the field. */
export async function replyTo(desk: Desk, caseId: number, draft: string, body: string): Promise<void> {
	const { session } = desk;
	const before = desk.view.openCase?.status;
	await desk.attempt(() =>
		once(desk, draft, body, async (key) => {
			const added = await reply(desk, caseId, body, key);
			// What was written meanwhile stays.
			const { text } = session.draft(draft);
			session.keepDraft(draft, { text: text.trim() === body ? '' : text, sent: [] });
			if (added) showReply(desk, caseId, added);
			if (added && before === 'resolved' && added.case.status === 'open') say(desk, desk.words.comment_reopened);
		}),
	);
}

function showReply(desk: Desk, caseId: number, added: CommentAdded): void {
	const { comment, case: now } = added;
	changeCase(desk, { type: 'case-commented', caseId, added });
	emit(desk.host, 'deskbell:case-comment', { caseId, comment, status: now.status });
}

/** Null where the case was closed in the meantime: then it is shown as it is, and the words are kept for a new one. */
async function reply(desk: Desk, caseId: number, text: string, idempotencyKey: string): Promise<CommentAdded | null> {
	const { session, transport, words, host } = desk;
	try {
		const call = { body: { body: text }, idempotencyKey };
		return await transport.json<CommentAdded>('POST', `/cases/${caseId}/comments`, call);
	} catch (thrown) {
		if (problemIn(thrown).code !== 'case_closed') throw thrown;
		session.keepDraft('case-new', { text });
		await readCase(desk, caseId);
		host.announce(words.case_closed_kept);
		return null;
	}
}

function say(desk: Desk, text: string): void {
	desk.apply({ type: 'changed', change: { done: text } });
	desk.host.announce(text);
}

/** Reading marks it read. */
export async function readCase(desk: Desk, id: number): Promise<void> {
	const opened = await desk.transport.json<CaseView>('GET', `/cases/${id}`);
	const { route } = desk.view;
	if (route.name === 'case' && route.id === id) changeCase(desk, { type: 'case-loaded', case: opened });
}

export function changeCase(desk: Desk, part: CasePart): void {
	desk.apply({ type: 'changed', change: reduceCase(desk.view, part) });
}
