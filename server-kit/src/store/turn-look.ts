// All that the gates ask of the store before a turn, in one statement: whose conversation, told what, used how much,
// asked before, told to whom, and what was said last.

import type { Knex } from 'knex';
import type { QuotaScope } from '../core/records.ts';
import type { LookFor, TurnLook } from '../core/turn-store.ts';
import { type ConversationRow, conversationFrom } from './conversations.ts';
import type { Value } from './drivers.ts';
import { type Counters, usageFrom, usageKey } from './quota.ts';
import { runSteps, type Steps } from './steps.ts';

const MEASURED = ['messages_used', 'messages_reserved', 'tokens_used', 'tokens_reserved', 'cost_used', 'cost_reserved'];
const OWN_CONVERSATION = 'from support_ai_conversations where tenant_id = ? and user_id = ? and id = ?';
/**
 * Each row is looked up by itself, by a whole key. In a join SQLite plans by the values that are bound,
 * and so compiles the statement anew each time: that took five times as long as all the rest of it.
 */
const alone = (columns: string, from: string, name: string) =>
	`left join (select ${columns} ${from} limit 1) ${name} on 1 = 1`;

/** The first table is one row: a conversation that is not there must still tell what was used. */
const CONVERSATION = [
	'from (select 1 as one) as one',
	alone('*', OWN_CONVERSATION, 'c'),
	alone('id', 'from support_disclosure_acceptances where tenant_id = ? and user_id = ? and version = ?', 'a'),
	alone(
		'id',
		`from support_ai_messages where conversation_id = (select id ${OWN_CONVERSATION}) and client_message_id = ?`,
		'k',
	),
	alone('id', 'from support_webhooks where tenant_id = ? and disabled is null', 'w'),
].join('\n');

/** Without refused turns and without the answer under way, the newest first. */
const PAST = (most: number) => `left join (
	select m.id, m.role, m.content from support_ai_messages m
	left join support_ai_intent_classifications i on i.message_id = m.id
	where m.conversation_id = (select id ${OWN_CONVERSATION})
	and m.status <> 'streaming' and (i.refused is null or i.refused = false)
	order by m.id desc limit ${most}
) h on 1 = 1 order by h.id`;

const texts = new Map<string, string>();

/** Only where the host has tools: each table that is looked into takes time. */
const WAITING = alone(
	'id',
	`from support_ai_tool_calls where conversation_id = (select id ${OWN_CONVERSATION}) and status = 'waiting_approval'`,
	'q',
);

function textOf(scopes: readonly QuotaScope[], most: number, calls: boolean): string {
	const key = `${most} ${calls} ${scopes.join(' ')}`;
	const known = texts.get(key);
	if (known) return known;
	const counters = scopes.flatMap((scope) => MEASURED.map((column) => `${scope}_u.${column} as ${scope}_${column}`));
	const joins = scopes.map((scope) =>
		alone(
			MEASURED.join(', '),
			`from support_usage where scope = '${scope}' and tenant_id = ? and user_id = ? and period_start = ?`,
			`${scope}_u`,
		),
	);
	const waiting = calls ? 'q.id as waiting' : 'null as waiting';
	const columns = ['c.*', 'a.id as accepted', 'k.id as known', 'w.id as webhook', waiting, ...counters];
	const past = ['h.id as past_id', 'h.role as past_role', 'h.content as past_content'];
	const text = [
		`select ${[...columns, ...past].join(', ')}`,
		CONVERSATION,
		...(calls ? [WAITING] : []),
		...joins,
		PAST(most),
	].join('\n');
	texts.set(key, text);
	return text;
}

type Row = ConversationRow & {
	accepted: number | null;
	known: number | null;
	webhook: number | null;
	waiting: number | null;
	past_id: number | null;
	past_role: 'user' | 'assistant';
	past_content: string;
};

export function lookForTurn(db: Knex, asked: LookFor): Promise<TurnLook> {
	return runSteps(db, () => look(asked));
}

function* look({
	owner,
	conversationId,
	disclosureVersion,
	clientMessageId,
	scopes,
	periodStart,
	past,
	calls = false,
}: LookFor): Steps<TurnLook> {
	const person = [owner.tenantId, owner.userId];
	const own = [...person, conversationId];
	const used = scopes.flatMap((scope): Value[] => {
		const { tenant_id, user_id } = usageKey(owner, scope, periodStart);
		return [tenant_id, user_id, periodStart];
	});
	const before = [...own, ...person, disclosureVersion, ...own, clientMessageId, owner.tenantId];
	const values = [...before, ...(calls ? own : []), ...used, ...own];
	const rows = (yield { sql: textOf(scopes, past, calls), values }).rows as unknown as Row[];
	const [first] = rows;
	return {
		conversation: first && first.id !== null ? conversationFrom(first) : null,
		accepted: Boolean(first?.accepted),
		questionId: first?.known ?? null,
		webhooks: Boolean(first?.webhook),
		waits: Boolean(first?.waiting),
		usage: scopes.map((scope) => ({ scope, ...usageFrom(countersOf(first, scope)) })),
		past: rows
			.filter(({ past_id }) => past_id !== null)
			.map(({ past_id, past_role: role, past_content: content }) => ({ id: past_id as number, role, content })),
	};
}

function countersOf(row: Row | undefined, scope: QuotaScope): Counters | undefined {
	const all = row as Record<string, unknown> | undefined;
	if (!all) return undefined;
	return Object.fromEntries(MEASURED.map((column) => [column, all[`${scope}_${column}`]])) as unknown as Counters;
}
