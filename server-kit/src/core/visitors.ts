// Visitors: people whom the host does not know. They get a token for a name that nobody else has, and own what it makes.

import { KitError } from '../errors.ts';
import type { VisitorToken } from '../protocol/index.ts';
import { takeOne } from './gates/rate-limit.ts';
import type { VisitorPage } from './ports.ts';
import type { Parts } from './turn-state.ts';

/** A request of somebody who may have no name yet. */
export interface Arrival {
	page: VisitorPage;
	/** Of the network. */
	address: string;
	/** The bearer token that came along. */
	token: string | null;
}

/** A token that still holds is renewed for the same visitor; everybody else is a new one, and those are counted. */
export async function welcomeVisitor({ page, address, token }: Arrival, parts: Parts): Promise<VisitorToken> {
	const { visitors, rates, ids } = parts;
	if (!visitors) throw new KitError('not_found');
	const tenantId = visitors.tenantOf(page);
	if (tenantId === null) throw new KitError('forbidden');
	const known = token && (await visitors.read(token, page));
	if (!known) await takeOne(rates.visitors, visitors.counterOf(address));
	const visitor = known || { tenantId, userId: ids.make('vis') };
	const signed = await visitors.sign(visitor);
	return {
		token: signed.token,
		expires_at: new Date(signed.expiresAt).toISOString(),
		visitor_id: visitor.userId,
	};
}
