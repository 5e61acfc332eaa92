// Counters of messages, tokens and cost: reserved as a turn begins, settled with what was really used as it ends.

import type { Knex } from 'knex';
import { fullScope } from '../core/quota.ts';
import {
	type Amounts,
	MEASURES,
	type Owner,
	type QuotaLimits,
	type QuotaScope,
	type Reservation,
	type Settlement,
	type Usage,
	type UsageSum,
} from '../core/records.ts';
import type { QuotaStore } from '../core/store.ts';
import type { Denied } from '../core/turn-store.ts';
import type { Statement, Value } from './drivers.ts';
import { fromCursor, toPage } from './rows.ts';
import { runSteps, type Steps, unlessDeadlocked } from './steps.ts';

export type Counters = Record<`${keyof Amounts}_${'used' | 'reserved'}`, number | null>;
type CounterRow = Counters & { scope: QuotaScope; estimated: boolean | number };

export function quotaIn(db: Knex): QuotaStore {
	return {
		used: (owner, scopes, periodStart) => runSteps(db, () => used(owner, scopes, periodStart)),
		async sums(tenantId, { limit, cursor }) {
			const query = db('support_usage').where({ tenant_id: tenantId }).whereIn('scope', SUMMED);
			const [period, scope] = fromCursor(cursor, 2) ?? [];
			if (period !== undefined)
				query.where((older) =>
					older
						.where('period_start', '<', period)
						.orWhere((same) => same.where('period_start', period).where('scope', '<', SUMMED[scope ?? 0] ?? '')),
				);
			const sums = MEASURES.map((one) => db.raw('sum(??) as ??', [`${one}_used`, one]));
			const rows: SumRow[] = await query
				.select('period_start', 'scope', ...sums, db.raw('count(*) as people'))
				.select(db.raw('max(case when estimated then 1 else 0 end) as estimated'))
				.groupBy('period_start', 'scope')
				.orderBy([
					{ column: 'period_start', order: 'desc' },
					{ column: 'scope', order: 'desc' },
				])
				.limit(limit + 1);
			return toPage(rows, limit, sumFrom, (row) => [row.period_start, SUMMED.indexOf(row.scope)]);
		},
	};
}

const SUMMED: readonly UsageSum['scope'][] = ['tenant', 'user'];

interface SumRow extends Amounts {
	period_start: number;
	scope: UsageSum['scope'];
	people: number;
	estimated: number;
}

function sumFrom({ period_start: periodStart, scope, people, messages, tokens, cost, estimated }: SumRow): UsageSum {
	const used = { messages: Number(messages), tokens: Number(tokens), cost: Number(cost) };
	return { periodStart, scope, people: Number(people), used, estimated: Number(estimated) > 0 };
}

export function usageKey(owner: Owner, scope: QuotaScope, periodStart: number) {
	return {
		scope,
		tenant_id: scope === 'global' ? '' : owner.tenantId,
		user_id: scope === 'user' ? owner.userId : '',
		period_start: periodStart,
	};
}

const ONE_KEY = '(scope = ? and tenant_id = ? and user_id = ? and period_start = ?)';

function keyValues(owner: Owner, scope: QuotaScope, periodStart: number): Value[] {
	return Object.values(usageKey(owner, scope, periodStart));
}

export function usageFrom(row: Counters | undefined): Usage {
	const amounts = (kind: 'used' | 'reserved'): Amounts => ({
		messages: row?.[`messages_${kind}`] ?? 0,
		tokens: row?.[`tokens_${kind}`] ?? 0,
		cost: row?.[`cost_${kind}`] ?? 0,
	});
	return { used: amounts('used'), reserved: amounts('reserved') };
}

function* used(
	owner: Owner,
	scopes: readonly QuotaScope[],
	periodStart: number,
): Steps<(Usage & { scope: QuotaScope; estimated: boolean })[]> {
	const where = scopes.map(() => ONE_KEY).join(' or ');
	const values = scopes.flatMap((scope) => keyValues(owner, scope, periodStart));
	const rows = (yield { sql: `select * from support_usage where ${where}`, values }).rows as unknown as CounterRow[];
	return scopes.map((scope) => {
		const row = rows.find((one) => one.scope === scope);
		return { scope, ...usageFrom(row), estimated: Boolean(row?.estimated) };
	});
}

/**
 * Takes what is reserved from every scope, or throws: the caller's transaction is given up.
 * One conditional update over all scopes: there is no moment between looking and taking.
 * @throws NoRoom where a scope is full, or has no row yet
 */
export function* reserved(asked: Reservation, limits: QuotaLimitsByScope): Steps<void> {
	const { changes } = yield taking(asked, limits);
	if (changes < asked.scopes.length) throw new NoRoom();
}

export class NoRoom extends Error {}

type QuotaLimitsByScope = Readonly<Record<QuotaScope, QuotaLimits>>;

const TAKEN = `update support_usage set ${MEASURES.map((one) => `${one}_reserved = ${one}_reserved + ?`).join(', ')}
where `;

function taking(asked: Reservation, limits: QuotaLimitsByScope): Statement {
	const { amounts } = asked;
	const rooms = asked.scopes.map((scope) => {
		const limited = MEASURES.filter((one) => limits[scope][one] !== null);
		const sql = [ONE_KEY, ...limited.map((one) => `${one}_used + ${one}_reserved + ? <= ?`)].join(' and ');
		const bounds = limited.flatMap((one): Value[] => [amounts[one], limits[scope][one]]);
		return { sql: `(${sql})`, values: [...keyValues(asked, scope, asked.periodStart), ...bounds] };
	});
	const values = [...MEASURES.map((one) => amounts[one]), ...rooms.flatMap((room) => room.values)];
	return { sql: TAKEN + rooms.map((room) => room.sql).join(' or '), values };
}

/** Makes the counters of a new period, and says which scope is full; null where none is: then it may be tried again. */
export async function makeRoom(db: Knex, asked: Reservation, limits: QuotaLimitsByScope): Promise<Denied | null> {
	const keys = asked.scopes.map((scope) => usageKey(asked, scope, asked.periodStart));
	const make = () =>
		db('support_usage').insert(keys).onConflict(['tenant_id', 'user_id', 'scope', 'period_start']).ignore();
	await (db.isTransaction ? make() : unlessDeadlocked(async () => make()));
	const usage = await runSteps(db, () => used(asked, asked.scopes, asked.periodStart));
	return fullScope(usage, asked.amounts, limits);
}

const SETTLED = `update support_usage set ${MEASURES.map(
	(one) => `${one}_reserved = ${one}_reserved - ?, ${one}_used = ${one}_used + ?`,
).join(', ')}, estimated = (estimated or ?) where `;

/** Gives back what was reserved and books what was used, in every scope of the reservation. */
export function* settled({ reservation, used: spent, estimated }: Settlement): Steps<void> {
	const { amounts, scopes, periodStart } = reservation;
	const booked = MEASURES.flatMap((one): Value[] => [amounts[one], spent[one]]);
	const keys = scopes.flatMap((scope) => keyValues(reservation, scope, periodStart));
	const values = [...booked, estimated && spent.tokens > 0, ...keys];
	yield { sql: SETTLED + scopes.map(() => ONE_KEY).join(' or '), values };
}
