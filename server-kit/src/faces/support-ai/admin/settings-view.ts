// Settings from the domain to the wire.

import type { Caller } from '../../../core/caller.ts';
import { type OwnSettings, settingsWith } from '../../../core/own-settings.ts';
import type { QuotaLimits } from '../../../core/records.ts';
import { isOn, type Settings } from '../../../core/settings.ts';
import type { StoredSettings } from '../../../core/settings-store.ts';
import type * as answers from './settings-schemas.ts';

type View = (typeof answers.settings)['_output'];

export function settingsView({ version, own, updatedAt }: StoredSettings, caller: Caller, host: Settings): View {
	const effective = settingsWith(host, own);
	const { required, version: disclosed, texts, url } = effective.disclosure;
	const { user, tenant } = effective.quota.limits;
	return {
		version,
		updated_at: updatedAt === null ? null : new Date(updatedAt).toISOString(),
		own: ownView(own),
		effective: {
			enabled: isOn(caller, effective),
			disclosure: { required, version: disclosed, texts: { ...texts }, url },
			limits: { period: effective.quota.period, user: limitsView(user), tenant: limitsView(tenant) },
			allowed_hosts: [...effective.filter.trustedHosts],
			retention_days: effective.retentionDays,
		},
	};
}

function ownView({ limits, allowedHosts, retentionDays, ...same }: OwnSettings): View['own'] {
	const view = {
		...same,
		limits: limits && {
			user: limits.user && limitsView(limits.user),
			tenant: limits.tenant && limitsView(limits.tenant),
		},
		allowed_hosts: allowedHosts,
		retention_days: retentionDays,
	};
	return JSON.parse(JSON.stringify(view));
}

function limitsView<L extends Partial<QuotaLimits>>({ cost, ...rest }: L) {
	return { ...rest, cost: typeof cost === 'number' ? dollars(cost) : cost } as { [K in keyof L]: L[K] } & {
		messages: number | null;
		tokens: number | null;
		cost: string | null;
	};
}

function dollars(micro: number): string {
	return (micro / 1_000_000).toFixed(6);
}

/** @param text a decimal number with six digits behind the point at most */
export function microDollars(text: string): number {
	const [whole = '0', part = ''] = text.split('.');
	return Number(whole) * 1_000_000 + Number(part.padEnd(6, '0'));
}
