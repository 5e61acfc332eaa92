// Counters of messages, tokens and cost: reserved before the model is asked, settled with what was really used.

import type { Knex } from 'knex';
import type { Amounts, QuotaLimits, QuotaScope, Reservation } from '../core/records.ts';
import type { Owner, QuotaStore } from '../core/store.ts';

const USAGE = 'support_usage';
const RESERVATIONS = 'support_usage_reservations';
const MEASURES = ['messages', 'tokens', 'cost'] as const;

type Counters = Record<`${keyof Amounts}_${'used' | 'reserved'}`, number> & { estimated: boolean | number };

interface ReservationRow extends Amounts {
	id: string;
	tenant_id: string;
	user_id: string;
	scopes: string;
	period_start: number;
	message_id: number | null;
	expires_at: number;
}

/** The widest scope first, always: two turns that lock the same rows lock them in the same order. */
const WIDEST_FIRST: readonly QuotaScope[] = ['global', 'tenant', 'user'];

export function quotaIn(db: Knex): QuotaStore {
	return {
		async reserve(reservation, limits) {
			for (const scope of WIDEST_FIRST.filter((one) => reservation.scopes.includes(one))) {
				const measure = await take(db, reservation, scope, limits[scope]);
				if (measure) return { scope, measure };
			}
			await db(RESERVATIONS).insert({
				id: reservation.id,
				tenant_id: reservation.tenantId,
				user_id: reservation.userId,
				scopes: reservation.scopes.join(','),
				period_start: reservation.periodStart,
				...reservation.amounts,
				expires_at: reservation.expiresAt,
			});
			return null;
		},

		async attach(reservationId, messageId) {
			await db(RESERVATIONS).where({ id: reservationId }).update({ message_id: messageId });
		},

		settle: (reservationId, used, estimated) => settle(db, { id: reservationId }, used, estimated),

		settleByMessage: (messageId, used) => settle(db, { message_id: messageId }, used, true),

		async used(owner, scope, periodStart) {
			const row = await db<Counters>(USAGE)
				.where(usageKey(owner, scope, periodStart))
				.first();
			const amounts = (kind: 'used' | 'reserved'): Amounts => ({
				messages: row?.[`messages_${kind}`] ?? 0,
				tokens: row?.[`tokens_${kind}`] ?? 0,
				cost: row?.[`cost_${kind}`] ?? 0,
			});
			return { used: amounts('used'), reserved: amounts('reserved'), estimated: Boolean(row?.estimated) };
		},

		async sweep(now) {
			const expired = await db<ReservationRow>(RESERVATIONS).where('expires_at', '<', now).limit(100).select('id');
			for (const { id } of expired) await settle(db, { id }, { messages: 0, tokens: 0, cost: 0 }, true);
			return expired.length;
		},
	};
}

function usageKey(owner: Owner, scope: QuotaScope, periodStart: number) {
	return {
		scope,
		tenant_id: scope === 'global' ? '' : owner.tenantId,
		user_id: scope === 'user' ? owner.userId : '',
		period_start: periodStart,
	};
}

/** One conditional update: there is no moment between looking and taking. The measure without room, or null. */
async function take(db: Knex, reservation: Reservation, scope: QuotaScope, limits: QuotaLimits) {
	const key = usageKey(reservation, scope, reservation.periodStart);
	if (await tryTake(db, key, reservation.amounts, limits)) return null;
	await db(USAGE).insert(key).onConflict(['tenant_id', 'user_id', 'scope', 'period_start']).ignore();
	if (await tryTake(db, key, reservation.amounts, limits)) return null;
	const row = await db<Counters>(USAGE).where(key).first();
	const full = (measure: keyof Amounts) => {
		const limit = limits[measure];
		const taken = (row?.[`${measure}_used`] ?? 0) + (row?.[`${measure}_reserved`] ?? 0);
		return limit !== null && taken + reservation.amounts[measure] > limit;
	};
	return MEASURES.find(full) ?? 'messages';
}

async function tryTake(
	db: Knex,
	key: ReturnType<typeof usageKey>,
	amounts: Amounts,
	limits: QuotaLimits,
): Promise<boolean> {
	const query = db(USAGE).where(key);
	for (const measure of MEASURES) {
		const limit = limits[measure];
		if (limit === null) continue;
		query.whereRaw(`${measure}_used + ${measure}_reserved + ? <= ?`, [amounts[measure], limit]);
	}
	const changes = MEASURES.map((measure) => [
		`${measure}_reserved`,
		db.raw(`${measure}_reserved + ?`, [amounts[measure]]),
	]);
	return (await query.update(Object.fromEntries(changes))) > 0;
}

async function settle(
	db: Knex,
	which: { id: string } | { message_id: number },
	used: Amounts,
	estimated: boolean,
): Promise<void> {
	const row = await db<ReservationRow>(RESERVATIONS).where(which).first();
	if (!row) return;
	// Whoever deletes the reservation books it: a second settling finds nothing to book.
	if (!(await db(RESERVATIONS).where({ id: row.id }).delete())) return;
	const owner = { tenantId: row.tenant_id, userId: row.user_id };
	const changes = MEASURES.flatMap((measure) => [
		[`${measure}_reserved`, db.raw(`${measure}_reserved - ?`, [row[measure]])],
		[`${measure}_used`, db.raw(`${measure}_used + ?`, [used[measure]])],
	]);
	if (estimated && used.tokens > 0) changes.push(['estimated', db.raw('?', [true])]);
	const taken = row.scopes.split(',') as QuotaScope[];
	for (const scope of WIDEST_FIRST.filter((one) => taken.includes(one)))
		await db(USAGE)
			.where(usageKey(owner, scope, row.period_start))
			.update(Object.fromEntries(changes));
}
