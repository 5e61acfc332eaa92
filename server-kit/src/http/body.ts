// Reads the body once, with a cap, or takes what the host's own parser has read already.

import type { IncomingMessage } from 'node:http';
import rawBody from 'raw-body';
import { KitError } from '../errors.ts';
import type { KitContext, Step } from './exchange.ts';

const LIMIT = 256 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

export const readBody = (): Step => async (ctx, next) => {
	const { deskbell } = ctx.state;
	if (deskbell.route?.body) deskbell.body = await bodyOf(ctx);
	return next();
};

async function bodyOf(ctx: KitContext): Promise<unknown> {
	refuseOtherTypes(ctx);
	const parsed = parsedByHost(ctx);
	if (parsed !== undefined) return parsed;
	refuseCompressed(ctx);
	const bytes = await rawBody(ctx.req, { limit: LIMIT, length: ctx.req.headers['content-length'] }).catch(refuse);
	if (bytes.length === 0) return null;
	try {
		return JSON.parse(utf8.decode(bytes));
	} catch (cause) {
		throw new KitError('json_invalid', { cause });
	}
}

/** A plain HTML form of another site can send anything but JSON. */
function refuseOtherTypes(ctx: KitContext): void {
	const type = ctx.get('Content-Type');
	if (type && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) throw new KitError('media_type_unsupported');
}

/** A few bytes may unfold into more than any limit: a host that wants compressed bodies reads them itself. */
function refuseCompressed(ctx: KitContext): void {
	const coding = ctx.get('Content-Encoding');
	if (!coding || /^identity$/i.test(coding)) return;
	ctx.set('Accept-Encoding', 'identity');
	throw new KitError('media_type_unsupported');
}

function parsedByHost(ctx: KitContext): unknown {
	const ofKoa = (ctx.request as { body?: unknown }).body;
	return ofKoa ?? (ctx.req as IncomingMessage & { body?: unknown }).body;
}

function refuse(fault: { type?: string }): never {
	if (fault.type === 'entity.too.large') throw new KitError('body_too_large');
	throw new KitError('json_invalid', { cause: fault });
}
