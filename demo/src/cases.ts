// What the playground's case page reads: a person's conversations, with what the desk knew of them when it answered.

import type { SupportKit } from '@deskbell/server-kit';

/** Kept in the kit's audit, as every look at all of a person's data is. */
export type People = Pick<SupportKit['core']['people'], 'export'>;

type Line = ReturnType<People['export']> extends AsyncIterable<readonly (infer One)[]> ? One : never;
type Of<Type extends Line['type']> = Extract<Line, { type: Type }>;

export interface ToldCase {
	conversation: Of<'conversation'>;
	messages: Of<'message'>[];
	/** Oldest first; a follow-up may have been answered from a fresh one. */
	snapshots: Of<'snapshot'>[];
}

const MOST_CASES = 20;

/** Those that were answered from a snapshot, newest first. */
export async function casesOf(people: People, person: { tenantId: string; userId: string }): Promise<ToldCase[]> {
	const cases = new Map<number, ToldCase>();
	for await (const page of people.export(person)) for (const line of page) file(line, cases);
	const known = [...cases.values()].filter(({ snapshots }) => snapshots.length > 0);
	return known.toReversed().slice(0, MOST_CASES);
}

function file(line: Line, cases: Map<number, ToldCase>): void {
	if (line.type === 'conversation') cases.set(line.id, { conversation: line, messages: [], snapshots: [] });
	if (line.type === 'message') cases.get(line.conversation_id)?.messages.push(line);
	if (line.type === 'snapshot') cases.get(line.conversation_id)?.snapshots.push(line);
}
