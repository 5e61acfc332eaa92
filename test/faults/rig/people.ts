// People of an experiment: disclosed, with a conversation of their own, and a note of what the server took from them.

import type { Client, Streamed } from '@deskbell/server-kit/testing';
import type { ConversationView, MessageView, StreamPart } from '../../../server-kit/src/protocol/index.ts';

export interface Person extends Client {
	readonly conversationId: number;
	readonly path: string;
}

/** Accepts the disclosure and begins a conversation. */
export async function ready(client: Client): Promise<Person> {
	const { body: status } = await client.get<{ current_version: string }>('/disclosure/status');
	await client.post('/disclosure/accept', { version: status.current_version });
	const { body } = await client.post<{ conversation_id: number }>('/conversations', {});
	return { ...client, conversationId: body.conversation_id, path: `/conversations/${body.conversation_id}` };
}

/** The same person in the same conversation, by way of another client. */
export function elsewhere({ conversationId, path }: Person, client: Client): Person {
	return { ...client, conversationId, path };
}

export function ask(person: Person, content: string, more: Record<string, unknown> = {}): Promise<Streamed> {
	return person.stream(`${person.path}/messages`, { content, ...more });
}

export async function threadOf(person: Person): Promise<readonly MessageView[]> {
	return (await person.get<ConversationView>(person.path)).body.messages;
}

export async function answerOf(person: Person): Promise<MessageView | undefined> {
	return (await threadOf(person)).findLast(({ role }) => role === 'assistant');
}

/** The text of a streamed answer. */
export function textOf(parts: readonly StreamPart[]): string {
	return parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
}

/** The code of the degraded state that a stream told, if it told one. */
export function degradedIn(parts: readonly StreamPart[]): string | null {
	const part = parts.find(({ type }) => type === 'data-degraded');
	return part?.type === 'data-degraded' ? part.data.code : null;
}

export function codeOf({ body }: { body: unknown }): string {
	return (body as { code?: string }).code ?? '';
}
