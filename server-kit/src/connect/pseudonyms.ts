// A person's name for a ledger: the same each time, and nobody can tell whose it is without the host's secret.

import { createHmac } from 'node:crypto';
import type { Owner } from '../core/records.ts';

export function pseudonymsFrom(secret: string): (owner: Owner) => string {
	return ({ tenantId, userId }) =>
		createHmac('sha256', secret)
			.update(`person ${JSON.stringify([tenantId, userId])}`)
			.digest('hex');
}
