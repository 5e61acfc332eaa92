// What the core asks of a database about a tenant's own settings.

import type { OwnSettings } from './own-settings.ts';

export interface StoredSettings {
	/** Grows with every change; 0 where nothing was ever decided. */
	version: number;
	own: OwnSettings;
	updatedAt: number | null;
}

export interface SettingsStore {
	version(tenantId: string): Promise<number>;
	read(tenantId: string): Promise<StoredSettings>;
	/** Replaces what the tenant decided if it is still at `version`; false where it is not. For a transaction only. */
	write(tenantId: string, version: number, own: OwnSettings, at: number): Promise<boolean>;
}
