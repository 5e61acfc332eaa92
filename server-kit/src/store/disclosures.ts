// Who accepted which version of the AI disclosure, when, in which language, and which text it was.

import type { Knex } from 'knex';
import type { DisclosureStore } from '../core/store.ts';

const TABLE = 'support_disclosure_acceptances';

interface Row {
	tenant_id: string;
	user_id: string;
	version: string;
	locale: string;
	text_hash: string;
	accepted_at: number;
}

export function disclosuresIn(db: Knex): DisclosureStore {
	return {
		async accept(owner, { version, locale, textHash, acceptedAt }) {
			await db(TABLE)
				.insert({
					tenant_id: owner.tenantId,
					user_id: owner.userId,
					version,
					locale,
					text_hash: textHash,
					accepted_at: acceptedAt,
				})
				.onConflict(['tenant_id', 'user_id', 'version'])
				.merge(['locale', 'text_hash', 'accepted_at']);
		},
		async latest(owner) {
			const row = await db<Row>(TABLE)
				.where({ tenant_id: owner.tenantId, user_id: owner.userId })
				.orderBy('accepted_at', 'desc')
				.orderBy('id', 'desc')
				.first();
			return row
				? { version: row.version, locale: row.locale, textHash: row.text_hash, acceptedAt: row.accepted_at }
				: null;
		},
	};
}
