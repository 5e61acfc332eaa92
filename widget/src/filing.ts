// A person is asked: a conversation handed over, a case filed and read, a reply written to one.

import type { CasePriority, CaseView, CommentAdded, EscalationView } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';
import { emit } from './events.ts';
import { reduceCase } from './reduce-case.ts';
import type { CasePart } from './view.ts';

export interface NewCase {
	readonly subject: string;
	readonly description: string;
	readonly priority: CasePriority;
	readonly conversation_id?: number;
}

/** Locks the conversation for the AI; files nothing yet. */
export async function escalate(desk: Desk, note: string): Promise<void> {
	const { id } = desk.view.thread;
	await desk.attempt(async () => {
		const body = note ? { note } : {};
		const escalation = await desk.transport.json<EscalationView>('POST', `/conversations/${id}/escalate`, { body });
		desk.conversation.leave();
		desk.conversation.apply({ type: 'escalated', escalation });
		// The way back from the case form leads to the conversation, not to a question already answered.
		desk.replace({ name: 'new-case' });
		emit(desk.host, 'deskbell:escalated', { conversationId: escalation.conversation_id });
	});
}

/** False when it was not taken: the form stays as it is. */
export async function fileCase(desk: Desk, body: NewCase): Promise<boolean> {
	return desk.attempt(async () => {
		const created = await desk.transport.json<CaseView>('POST', '/cases', { body });
		const { id, number } = created;
		const text = desk.words.case_created(number);
		changeCase(desk, { type: 'case-loaded', case: created });
		desk.replace({ name: 'case', id });
		desk.apply({ type: 'done', text });
		desk.host.announce(text);
		desk.cases.listen();
		void desk.cases.load(null);
		emit(desk.host, 'deskbell:case-created', { caseId: id, number, conversationId: created.conversation_id });
	});
}

/** False when it was not taken: the words stay in the field. */
export async function replyTo(desk: Desk, caseId: number, body: string): Promise<boolean> {
	return desk.attempt(async () => {
		const added = await desk.transport.json<CommentAdded>('POST', `/cases/${caseId}/comments`, { body: { body } });
		changeCase(desk, { type: 'case-commented', caseId, added });
		emit(desk.host, 'deskbell:case-comment', { caseId, comment: added.comment, status: added.case.status });
	});
}

/** Reading marks it read. */
export async function readCase(desk: Desk, id: number): Promise<void> {
	const opened = await desk.transport.json<CaseView>('GET', `/cases/${id}`);
	const { route } = desk.view;
	if (route.name === 'case' && route.id === id) changeCase(desk, { type: 'case-loaded', case: opened });
}

export function changeCase(desk: Desk, part: CasePart): void {
	desk.apply({ type: 'case', change: reduceCase(desk.view, part) });
}
