// The settings a tenant reads and changes: one version after the other, each change written down.

import { KitError } from '../errors.ts';
import { type Actor, writeDown } from './audit.ts';
import { changedKeys, type OwnSettings, raisedIn } from './own-settings.ts';
import type { StoredSettings } from './settings-store.ts';
import { SETTINGS_TOPIC } from './tenants.ts';
import type { Parts } from './turn-state.ts';

/**
 * Replaces all that the tenant decided: what is left out is the host's again.
 * @param version the one that was read before
 * @throws KitError `settings_conflict` where somebody else was faster
 * @throws KitError `setting_without_effect` for intents where the host's own classifier judges, and for
 * limits above the host's
 */
export async function changeSettings(
	{ tenantId, actor }: { tenantId: string; actor: Actor },
	{ version, own }: { version: number; own: OwnSettings },
	parts: Parts,
): Promise<StoredSettings> {
	if (own.intents?.length && !parts.classifier.takesIntents)
		throw new KitError('setting_without_effect', { facts: { setting: 'intents' } });
	const raised = raisedIn(own, parts.settings);
	if (raised) throw new KitError('setting_without_effect', { facts: { setting: raised } });
	const updatedAt = parts.clock.now();
	await parts.store.transaction(async (bound) => {
		const before = await bound.settings.read(tenantId);
		if (!(await bound.settings.write(tenantId, version, own, updatedAt)))
			throw new KitError('settings_conflict', { facts: { version: (await bound.settings.read(tenantId)).version } });
		const details = { version: version + 1, changed: changedKeys(before.own, own) };
		await writeDown(bound, { tenantId, actor, action: 'settings.change', target: 'settings', details }, parts);
	});
	parts.bus.publish(SETTINGS_TOPIC);
	return { version: version + 1, own, updatedAt };
}
