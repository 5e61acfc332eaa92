// What tenants decided for themselves, as JSON: one row for each that did.

import type { Knex } from 'knex';
import type { SettingsStore } from '../core/settings-store.ts';

const TABLE = 'support_settings';

export function settingsIn(db: Knex): SettingsStore {
	return {
		async version(tenantId) {
			const row = await db(TABLE).where({ tenant_id: tenantId }).first('version');
			return row?.version ?? 0;
		},

		async read(tenantId) {
			const row = await db(TABLE).where({ tenant_id: tenantId }).first();
			if (!row) return { version: 0, own: {}, updatedAt: null };
			return { version: row.version, own: JSON.parse(row.own), updatedAt: row.updated_at };
		},

		async write(tenantId, version, own, at) {
			const first = { tenant_id: tenantId, version: 0, own: '{}', updated_at: at };
			if (version === 0) await db(TABLE).insert(first).onConflict('tenant_id').ignore();
			const changes = { version: version + 1, own: JSON.stringify(own), updated_at: at };
			return (await db(TABLE).where({ tenant_id: tenantId, version }).update(changes)) > 0;
		},
	};
}
