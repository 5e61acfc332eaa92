// What must hold after every experiment, read from the database itself and not from what the kit says of it.
//   I1 nothing taken is lost · I2 nothing is there twice · I3 the order stands · I4 the ledger is what was used
//   I5 no row of one tenant below another's · I6 every answer has ended · I7 sockets and timers are back
//   I8 the person sees the truth and can go on

import assert from 'node:assert/strict';
import knex, { type Knex } from 'knex';
import type { ConversationView } from '../../../server-kit/src/protocol/index.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { until } from './form.ts';
import { ask, type Person, textOf, threadOf } from './people.ts';
import type { Gauges } from './process.ts';

export interface Expected {
	/** As the kit was given it. Not `:memory:`, into which nobody else can look. */
	database: string;
	/** What the server took with 2xx: per conversation in this order. */
	accepted?: readonly { conversationId: number; content: string }[];
	/** Tokens that the upstream reported, where every call came to its end. */
	tokens?: number;
	/** Conversations were deleted: more was used than what is left. */
	removed?: true;
	/** The clock was: what came later may say that it is older. */
	setBack?: boolean;
}

interface MessageRow {
	id: number;
	tenant_id: string;
	conversation_id: number;
	role: 'user' | 'assistant';
	content: string;
	status: string;
	created_at: number;
}

/** I1 to I6. */
export async function assertInvariants(expected: Expected): Promise<void> {
	const { database, accepted = [], tokens, removed, setBack } = expected;
	const db = knex({ ...knexConfig(database), log: { warn() {}, error() {}, deprecate() {}, debug() {} } });
	try {
		const messages: MessageRow[] = await db('support_ai_messages').orderBy('id');
		const threads = Map.groupBy(messages, (message) => message.conversation_id);
		assertTaken(threads, accepted);
		const decided = new Set<number>(await db('support_ai_tool_calls').whereNotNull('decision').pluck('answer_id'));
		for (const thread of threads.values()) assertOrder(thread, { setBack: setBack === true, decided });
		await assertLedger(db, removed ? null : messages, tokens);
		await assertTenants(db);
		await assertEnded(db, messages);
	} finally {
		await db.destroy();
	}
}

function assertTaken(threads: Map<number, MessageRow[]>, accepted: NonNullable<Expected['accepted']>): void {
	for (const [conversationId, taken] of Map.groupBy(accepted, (one) => one.conversationId)) {
		const asked = (threads.get(conversationId) ?? []).filter(({ role }) => role === 'user');
		const contents = asked.map(({ content }) => content);
		const expected = taken.map(({ content }) => content);
		assert.deepEqual(
			contents.filter((content) => expected.includes(content)),
			expected,
			`I1, I2, I3: conversation ${conversationId} holds what was taken, once, in its order`,
		);
	}
}

/** @param decided answers that go on from what their person decided, behind the answer that asked them */
function assertOrder(
	thread: readonly MessageRow[],
	{ setBack, decided }: { setBack: boolean; decided: ReadonlySet<number> },
): void {
	for (const [at, { role, id, created_at }] of thread.entries()) {
		const before = thread[at - 1];
		const follows = decided.has(id) ? 'assistant' : 'user';
		if (role === 'assistant') assert.equal(before?.role, follows, `I2, I3: answer ${id} follows its question, alone`);
		assert.ok(
			setBack || !before || Number(before.created_at) <= Number(created_at),
			`I3: message ${id} is not older than the last`,
		);
	}
}

async function assertLedger(
	db: Knex,
	messages: readonly MessageRow[] | null,
	tokens: number | undefined,
): Promise<void> {
	const holding = await db('support_ai_messages').whereNotNull('reservation').select('id');
	assert.deepEqual(holding, [], 'I4: no answer holds a reservation');
	const rows: Record<string, number | string>[] = await db('support_usage');
	const sum = (column: string, scope?: string) =>
		rows.filter((row) => !scope || row.scope === scope).reduce((all, row) => all + Number(row[column]), 0);
	const reserved = ['messages', 'tokens', 'cost'].map((measure) => sum(`${measure}_reserved`));
	assert.deepEqual(reserved, [0, 0, 0], 'I4: nothing stays reserved');
	const counted = messages?.filter(({ role, status, content }) => role === 'assistant' && counts(status, content));
	if (counted) assert.equal(sum('messages_used', 'user'), counted.length, 'I4: every answer is counted once');
	if (tokens !== undefined)
		assert.equal(sum('tokens_used', 'user'), tokens, 'I4: the ledger is what the model reported');
}

/** An answer that never began, or of which nothing was kept when its process died, costs no message. */
function counts(status: string, content: string): boolean {
	return status !== 'failed' && !(status === 'interrupted' && content === '');
}

const CHILDREN = [
	['support_ai_messages', 'conversation_id', 'support_ai_conversations'],
	['support_ai_intent_classifications', 'message_id', 'support_ai_messages'],
	['support_ai_tool_calls', 'message_id', 'support_ai_messages'],
	['support_ai_feedback', 'conversation_id', 'support_ai_conversations'],
	['support_escalations', 'conversation_id', 'support_ai_conversations'],
	['support_ticket_comments', 'ticket_id', 'support_tickets'],
] as const;

async function assertTenants(db: Knex): Promise<void> {
	for (const [child, key, parent] of CHILDREN) {
		const strays = await db(`${child} as c`)
			.join(`${parent} as p`, 'p.id', `c.${key}`)
			.whereRaw('c.tenant_id <> p.tenant_id')
			.select('c.id');
		assert.deepEqual(strays, [], `I5: every row of ${child} has the tenant of its ${parent}`);
	}
}

async function assertEnded(db: Knex, messages: readonly MessageRow[]): Promise<void> {
	assert.deepEqual(
		messages.filter(({ status }) => status === 'streaming').map(({ id }) => id),
		[],
		'I6: every answer has ended',
	);
	const held = await db('support_ai_conversations').whereNotNull('answering_since').select('id');
	assert.deepEqual(held, [], 'I6: no conversation waits for an answer');
}

/** I7: what was open for the experiment is closed again. Connections that are kept for the next request may stay. */
export async function assertBackToBase(gauges: () => Promise<Gauges>, before: Gauges, spare = 2): Promise<Gauges> {
	let now = before;
	const isBack = async () => {
		now = await gauges();
		return now.timers <= before.timers + spare && now.sockets <= before.sockets + spare;
	};
	await until(isBack, 'I7: sockets and timers back to where they were').catch(() => {
		assert.fail(`I7: timers ${before.timers} → ${now.timers}, sockets ${before.sockets} → ${now.sockets}`);
	});
	return now;
}

/** I8: the thread is readable and true, and the next turn is answered without a new conversation. */
export async function assertCanGoOn(person: Person, content: string): Promise<void> {
	const { body } = await person.get<ConversationView>(person.path);
	assert.deepEqual([body.can_send, body.answering_message_id], [true, null], 'I8: the person may write');
	const { parts, done } = await ask(person, content);
	assert.ok(
		done && parts.at(-1)?.type === 'finish',
		`I8: the next turn is answered, not ${JSON.stringify(parts.at(-1))}`,
	);
	const last = (await threadOf(person)).at(-1);
	assert.equal(last?.content, textOf(parts), 'I8: what was told is what is kept');
}
