// The in-process search: one index per tenant, built from the store, renewed when the tenant's articles change.

import type { PassageSource, Search } from '../../core/knowledge.ts';
import { buildIndex, type PassageIndex } from './passage-index.ts';

const askAgainMs = 1000;
const indexesKept = 100;

interface Shelf {
	index: PassageIndex;
	revision: number;
	askedAt: number;
}

/** `now` is a monotonic clock in milliseconds. */
export function createSearch(source: PassageSource, now: () => number = () => performance.now()): Search {
	const shelves = new Map<string, Shelf>();
	const building = new Map<string, Promise<Shelf>>();

	function build(tenantId: string): Promise<Shelf> {
		const running = building.get(tenantId);
		if (running) return running;
		const started = newShelf(tenantId).finally(() => building.delete(tenantId));
		building.set(tenantId, started);
		return started;
	}

	async function newShelf(tenantId: string): Promise<Shelf> {
		const askedAt = now();
		// Asked before the passages are read: a write in between makes the next search build again.
		const revision = await source.revision(tenantId);
		const shelf = { index: await buildIndex(await source.all(tenantId)), revision, askedAt };
		keep(tenantId, shelf);
		return shelf;
	}

	function keep(tenantId: string, shelf: Shelf): void {
		shelves.delete(tenantId);
		shelves.set(tenantId, shelf);
		const [oldest] = shelves.keys();
		if (shelves.size > indexesKept && oldest !== undefined) shelves.delete(oldest);
	}

	// The search that finds the articles changed waits for the new index, so that what was deleted an hour ago is
	// not found again; those that come while it is built make do with the old one.
	async function current(tenantId: string): Promise<Shelf> {
		const shelf = shelves.get(tenantId);
		if (!shelf) return build(tenantId);
		keep(tenantId, shelf);
		if (now() - shelf.askedAt < askAgainMs) return shelf;
		shelf.askedAt = now();
		const revision = await source.revision(tenantId);
		if (revision === shelf.revision || building.has(tenantId)) return shelf;
		return build(tenantId);
	}

	return {
		async find({ tenantId, query, locale, limit }) {
			const { index } = await current(tenantId);
			return index.find(query, locale, limit);
		},
	};
}
