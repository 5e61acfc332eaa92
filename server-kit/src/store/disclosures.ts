// Who accepted which version of the AI disclosure, when, in which language, and which text it was.

import type { Knex } from 'knex';
import type { Acceptance } from '../core/records.ts';
import type { DisclosureStore } from '../core/store.ts';

const TABLE = 'support_disclosure_acceptances';
const KEPT_AT = `${TABLE}.accepted_at`;

export interface AcceptanceRow {
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
				.merge({
					locale,
					text_hash: textHash,
					accepted_at: db.raw('case when ?? > ? then ?? else ? end', [KEPT_AT, acceptedAt, KEPT_AT, acceptedAt]),
				});
		},
		async latest(owner, version) {
			const row = await db<AcceptanceRow>(TABLE)
				.where({ tenant_id: owner.tenantId, user_id: owner.userId })
				.orderByRaw('case when version = ? then 0 else 1 end', [version])
				.orderBy('accepted_at', 'desc')
				.orderBy('id', 'desc')
				.first();
			return row ? acceptanceFrom(row) : null;
		},
	};
}

export function acceptanceFrom({ version, locale, text_hash, accepted_at }: AcceptanceRow): Acceptance {
	return { version, locale, textHash: text_hash, acceptedAt: accepted_at };
}
