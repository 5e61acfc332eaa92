// A creating request that carries an Idempotency-Key is done once: its repetition gets the first one's answer.

import { createHash } from 'node:crypto';
import type { Sealer } from '../core/ports.ts';
import type { IdempotencyStore } from '../core/store.ts';
import { KitError } from '../errors.ts';
import type { HttpParts, KitContext, Step } from './exchange.ts';
import type { Route } from './route.ts';

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
		const key = route?.repeats && route.repeats !== 'known to the route' ? idempotencyKeyOf(ctx) : null;
		if (!route || !caller || key === null) return next();
		const { tenantId, userId } = caller;
		const form = formFor(route, tenantId, sealer);
		const at = now();
		const fingerprint = fingerprintOf(ctx);
		const times = { at, staleBefore: at - STALE_MS, expiredBefore: at - KEEP_MS };
		const claim = await repeats.claim({ tenantId, userId, key, operation: route.operationId, fingerprint, ...times });
		if (!claim) throw new KitError('idempotency_in_progress');
		if (claim.earlier) {
			if (claim.earlier.fingerprint !== fingerprint) throw new KitError('idempotency_key_reused');
			return form === UNTOLD ? next() : repeat(ctx, claim.earlier.response, form);
		}
		await makeOnce(ctx, next, claim.id, repeats, form);
	};

/** How a kept answer stands in the database. */
interface Form {
	write(answer: string): string;
	/** Null where it cannot be read any more. */
	read(kept: string): string | null;
}

const PLAIN: Form = { write: (answer) => answer, read: (kept) => kept };
/** Of what is done again: its answer may grow old, such as a link to a form, and only the request is compared. */
const UNTOLD: Form = { write: () => 'null', read: () => null };

function formFor({ repeats }: Route, tenantId: string, sealer: Sealer): Form {
	if (repeats === 'done again') return UNTOLD;
	return repeats === 'answer sealed' ? sealedFor(tenantId, sealer) : PLAIN;
}

function sealedFor(tenantId: string, sealer: Sealer): Form {
	return { write: (answer) => sealer.seal(tenantId, answer), read: (kept) => sealer.open(tenantId, kept) };
}

async function makeOnce(
	ctx: KitContext,
	next: () => Promise<unknown>,
	claimId: number,
	repeats: IdempotencyStore,
	form: Form,
): Promise<void> {
	let kept: string | null = null;
	ctx.state.deskbell.keep = (bound, body) => {
		kept = JSON.stringify(body);
		return bound.idempotency.complete(claimId, form.write(kept));
	};
	try {
		await next();
	} catch (fault) {
		// Where nothing was made the same key may be tried again; an answer that was kept stays.
		await repeats.release(claimId);
		throw fault;
	}
	// What became of it after it was made, such as a comment that was delivered at once.
	const answer = JSON.stringify(ctx.body);
	if (answer !== kept) await repeats.complete(claimId, form.write(answer));
}

function repeat(ctx: KitContext, kept: string | null, form: Form): void {
	if (kept === null) throw new KitError('idempotency_in_progress');
	const answer = form.read(kept);
	// Sealed with another secret of the host's: a new key makes it anew.
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
