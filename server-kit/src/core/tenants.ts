// The parts of the kit as a tenant has set them: read once, and asked about again every few seconds while in use.

import type { OwnSettings } from './own-settings.ts';
import type { Parts } from './turn-state.ts';

/** Told to all processes when a tenant's settings have changed; they ask the store then. */
export const SETTINGS_TOPIC = 'settings';

export interface Tenants {
	/** The very parts of the host for a tenant that has decided nothing. The same object until its settings change. */
	partsFor(tenantId: string): Promise<Parts>;
}

interface Known {
	parts: Parts;
	version: number;
	askedAt: number;
	/** How many changes had been heard of when it was asked for. */
	heard: number;
}

/** Without a shared bus a change elsewhere is noticed after so long. */
const ASK_AGAIN_MS = 2000;
const MOST_TENANTS = 5000;

/**
 * @param bind the same parts with these settings
 * @param now a monotonic clock in milliseconds
 */
export function createTenants(
	host: Parts,
	bind: (own: OwnSettings) => Parts,
	now: () => number = () => performance.now(),
): Tenants {
	const tenants = new Map<string, Known>();
	const asking = new Map<string, { heard: number; answer: Promise<Known> }>();
	let heard = 0;
	host.bus.subscribe(SETTINGS_TOPIC, () => {
		heard += 1;
	});

	async function ask(tenantId: string, known: Known | undefined): Promise<Known> {
		// Both before the store is asked: what changes meanwhile is asked for again.
		const asked = { askedAt: now(), heard };
		if (known && (await host.store.settings.version(tenantId)) === known.version) return { ...known, ...asked };
		const { version, own } = await host.store.settings.read(tenantId);
		return { parts: version === 0 ? host : bind(own), version, ...asked };
	}

	function askOnce(tenantId: string, known: Known | undefined): Promise<Known> {
		const running = asking.get(tenantId);
		if (running?.heard === heard) return running.answer;
		const answer = ask(tenantId, known);
		const mine = { heard, answer };
		asking.set(tenantId, mine);
		const done = () => asking.get(tenantId) === mine && asking.delete(tenantId);
		answer
			.then(
				(fresh) => keep(tenantId, fresh),
				() => {},
			)
			.finally(done);
		return answer;
	}

	function keep(tenantId: string, fresh: Known): void {
		if ((tenants.get(tenantId)?.askedAt ?? fresh.askedAt) > fresh.askedAt) return;
		tenants.delete(tenantId);
		tenants.set(tenantId, fresh);
		const oldest = tenants.keys().next().value;
		if (tenants.size > MOST_TENANTS && oldest !== undefined) tenants.delete(oldest);
	}

	return {
		async partsFor(tenantId) {
			const known = tenants.get(tenantId);
			if (known && known.heard === heard && now() - known.askedAt < ASK_AGAIN_MS) return known.parts;
			const answer = askOnce(tenantId, known);
			// A database that is away changes no settings: what comes next will say that it is away.
			return known
				? answer.then(
						({ parts }) => parts,
						() => known.parts,
					)
				: (await answer).parts;
		},
	};
}
