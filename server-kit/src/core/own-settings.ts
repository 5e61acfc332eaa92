// What a tenant decides for itself. What it leaves out, the host's options decide.

import type { HostIntent } from './classifier/host-intent.ts';
import { MEASURES, type QuotaLimits } from './records.ts';
import type { Settings } from './settings.ts';

export interface OwnSettings {
	/** False switches the AI off for this tenant; true does not switch on what the host has switched off. */
	enabled?: boolean;
	/** Whether one is asked for is the host's: a tenant changes the words, it does not take them away. */
	disclosure?: { version?: string; texts?: Readonly<Record<string, string>>; url?: string | null };
	/** Lower than the host's, which hold otherwise. The limits of all tenants together are the host's alone. */
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
	const user = lower(limits.user, own.limits?.user);
	const tenant = lower(limits.tenant, own.limits?.tenant);
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

/** Also where the host has lowered its own since. */
function lower(host: QuotaLimits, own: Partial<QuotaLimits> = {}): QuotaLimits {
	const held = MEASURES.map((one) => [one, isAbove(own[one], host[one]) ? host[one] : own[one]]);
	return Object.fromEntries(held) as unknown as QuotaLimits;
}

/** No limit is above every limit; nothing said is the host's. */
function isAbove(own: number | null | undefined, host: number | null): boolean {
	return own === undefined || (host !== null && (own === null || own > host));
}

/** The path of the first limit by which the tenant would allow itself more than the host does. */
export function raisedIn(own: OwnSettings, { quota: { limits } }: Pick<Settings, 'quota'>): string | null {
	for (const scope of ['user', 'tenant'] as const)
		for (const one of MEASURES) {
			const wanted = own.limits?.[scope]?.[one];
			if (wanted !== undefined && isAbove(wanted, limits[scope][one])) return `limits.${scope}.${one}`;
		}
	return null;
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
