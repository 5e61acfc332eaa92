// What the tests of the admin's endpoints share: who the admin is, a bad answer to learn from, and what was written down.

import type { Client, StartedKit } from '@deskbell/server-kit/testing';

const ADMIN = { kind: 'admin' as const, name: 'Grace' };

export function adminOf(kit: StartedKit, tenantId = 'acme'): Client {
	return kit.as('grace', { ...ADMIN, tenantId });
}

export interface CandidateBody {
	id: number;
	status: string;
	question: string | null;
	answer: string | null;
	comment: string | null;
	note: string | null;
	better_answer: string | null;
	batch_id: string | null;
	conversation_id: number | null;
}

/** A question that was answered badly, said so by its customer. */
export async function badAnswer(kit: StartedKit, userId: string, question = 'Why?', tenantId = 'acme') {
	const ana = await kit.ready(userId, { tenantId });
	await ana.post(`${ana.path}/messages`, { content: question });
	const { body } = await ana.get<{ messages: { id: number }[] }>(ana.path);
	const message_id = body.messages[1]?.id;
	await ana.post(`${ana.path}/feedback`, { helpful: false, comment: `bad: ${question}`, message_id });
	return { ...ana, messageId: message_id };
}

export async function candidatesOf(admin: Client, status = 'queued'): Promise<CandidateBody[]> {
	const { body } = await admin.get<{ candidates: CandidateBody[] }>(`/admin/training-candidates?status=${status}`);
	return body.candidates;
}

export interface EntryBody {
	seq: number;
	actor: { kind: string; id: string | null };
	action: string;
	target: string | null;
	details: Record<string, unknown>;
}

/** Oldest first. */
export async function auditOf(admin: Client): Promise<EntryBody[]> {
	const { body } = await admin.get<{ entries: EntryBody[] }>('/admin/audit?limit=100');
	return body.entries.toReversed();
}
