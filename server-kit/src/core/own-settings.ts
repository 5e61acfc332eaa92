// What a tenant decides for itself. What it leaves out, the host's options decide.

import type { HostIntent } from './classifier/host-intent.ts';
import type { QuotaLimits } from './records.ts';
import type { Settings } from './settings.ts';

export interface OwnSettings {
	/** False switches the AI off for this tenant; true does not switch on what the host has switched off. */
	enabled?: boolean;
	/** Whether one is asked for is the host's: a tenant changes the words, it does not take them away. */
	disclosure?: { version?: string; texts?: Readonly<Record<string, string>>; url?: string | null };
	/** Null: no limit. The limits of all tenants together are the host's. */
	limits?: { user?: Partial<QuotaLimits>; tenant?: Partial<QuotaLimits> };
	/** Beside the host's. */
	intents?: readonly OwnIntent[];
	/** Hosts that answers may lead to, beside the host's. */
	allowedHosts?: readonly string[];
	/** Conversations in which nothing has happened for so long are deleted. */
	retentionDays?: number;
}

export interface OwnIntent extends HostIntent {
	/** Told in place of an answer where the intent is refused, by language. */
	answer?: Readonly<Record<string, string>>;
}

export function settingsWith(host: Settings, own: OwnSettings): Settings {
	const { limits } = host.quota;
	const user = { ...limits.user, ...own.limits?.user };
	const tenant = { ...limits.tenant, ...own.limits?.tenant };
	const texts = { ...host.disclosure.texts, ...own.disclosure?.texts };
	const told = (own.intents ?? []).flatMap(({ label, answer }) => (answer ? [[label, answer] as const] : []));
	return {
		...host,
		tenantDisabled: own.enabled === false ? () => true : host.tenantDisabled,
		disclosure: { ...host.disclosure, ...own.disclosure, texts },
		quota: { ...host.quota, limits: { ...limits, user, tenant } },
		filter: { ...host.filter, trustedHosts: [...host.filter.trustedHosts, ...(own.allowedHosts ?? [])] },
		refusals: { ...host.refusals, ...Object.fromEntries(told) },
		retentionDays: own.retentionDays ?? host.retentionDays,
	};
}

/** The paths of what differs, such as `disclosure.version`; a list is one thing. */
export function changedKeys(before: unknown, after: unknown, path = ''): string[] {
	if (JSON.stringify(before) === JSON.stringify(after)) return [];
	if (!isGroup(before ?? {}) || !isGroup(after ?? {})) return [path];
	const [from, to] = [before ?? {}, after ?? {}] as [Record<string, unknown>, Record<string, unknown>];
	const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
	return keys.flatMap((key) => changedKeys(from[key], to[key], path ? `${path}.${key}` : key));
}

function isGroup(value: unknown): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
