// A creating request that carries an Idempotency-Key is done once: its repetition gets the first one's answer.

import { createHash } from 'node:crypto';
import { KitError } from '../errors.ts';
import type { HttpParts, KitContext, Step } from './exchange.ts';

const KEEP_MS = 24 * 60 * 60_000;
/** A request that was not answered for so long has died with its process. */
const STALE_MS = 60_000;

/** Bare as most clients send it, or quoted as the draft standard has it. Null where there is none. */
export function idempotencyKeyOf(ctx: KitContext): string | null {
	const given = ctx.get('Idempotency-Key');
	if (!given) return null;
	const key = /^"(.*)"$/.exec(given)?.[1] ?? given;
	if (!/^[!-~]{1,128}$/.test(key)) throw new KitError('idempotency_key_invalid');
	return key;
}

export const idempotency =
	({ repeats, now }: HttpParts): Step =>
	async (ctx, next) => {
		const { route, caller } = ctx.state.deskbell;
		const key = route?.repeats === 'answer kept' ? idempotencyKeyOf(ctx) : null;
		if (!route || !caller || key === null) return next();
		const { tenantId, userId } = caller;
		const at = now();
		const fingerprint = fingerprintOf(ctx);
		const times = { at, staleBefore: at - STALE_MS, expiredBefore: at - KEEP_MS };
		const claim = await repeats.claim({ tenantId, userId, key, operation: route.operationId, fingerprint, ...times });
		if (!claim) throw new KitError('idempotency_in_progress');
		if (claim.earlier) return repeat(ctx, claim.earlier, fingerprint);
		try {
			await next();
		} catch (fault) {
			// Nothing was made: the same key may be tried again.
			await repeats.release(claim.id);
			throw fault;
		}
		await repeats.complete(claim.id, JSON.stringify(ctx.body));
	};

function repeat(ctx: KitContext, earlier: { fingerprint: string; response: string | null }, fingerprint: string): void {
	if (earlier.fingerprint !== fingerprint) throw new KitError('idempotency_key_reused');
	if (earlier.response === null) throw new KitError('idempotency_in_progress');
	ctx.status = ctx.state.deskbell.route?.creates ? 201 : 200;
	ctx.set('Idempotency-Replayed', 'true');
	ctx.body = JSON.parse(earlier.response);
}

function fingerprintOf(ctx: KitContext): string {
	const { route, params, body } = ctx.state.deskbell;
	return createHash('sha256')
		.update(JSON.stringify([route?.operationId, params, body]))
		.digest('hex');
}
