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
	({ repeats, sealer, now }: HttpParts): Step =>
	async (ctx, next) => {
		const { route, caller } = ctx.state.deskbell;
		const keeps = route?.repeats === 'answer kept' || route?.repeats === 'answer sealed';
		const key = keeps ? idempotencyKeyOf(ctx) : null;
		if (!route || !caller || key === null) return next();
		const { tenantId, userId } = caller;
		const seal = route.repeats === 'answer sealed' ? sealer : null;
		const at = now();
		const fingerprint = fingerprintOf(ctx);
		const times = { at, staleBefore: at - STALE_MS, expiredBefore: at - KEEP_MS };
		const claim = await repeats.claim({ tenantId, userId, key, operation: route.operationId, fingerprint, ...times });
		if (!claim) throw new KitError('idempotency_in_progress');
		if (claim.earlier) {
			if (claim.earlier.fingerprint !== fingerprint) throw new KitError('idempotency_key_reused');
			const { response } = claim.earlier;
			if (response === null) throw new KitError('idempotency_in_progress');
			return repeat(ctx, seal ? seal.open(tenantId, response) : response);
		}
		try {
			await next();
		} catch (fault) {
			// Nothing was made: the same key may be tried again.
			await repeats.release(claim.id);
			throw fault;
		}
		const answer = JSON.stringify(ctx.body);
		await repeats.complete(claim.id, seal ? seal.seal(tenantId, answer) : answer);
	};

/** @param answer null where it was sealed with another secret of the host's: nobody can read it any more */
function repeat(ctx: KitContext, answer: string | null): void {
	if (answer === null) throw new KitError('idempotency_key_reused');
	ctx.status = ctx.state.deskbell.route?.creates ? 201 : 200;
	ctx.set('Idempotency-Replayed', 'true');
	ctx.body = JSON.parse(answer);
}

function fingerprintOf(ctx: KitContext): string {
	const { route, params, body } = ctx.state.deskbell;
	return createHash('sha256')
		.update(JSON.stringify([route?.operationId, params, body]))
		.digest('hex');
}
