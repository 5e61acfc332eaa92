// The core as a host may use it: the same use cases that the faces call, for the host's own code and tools.

import type { ExportLine } from '../protocol/index.ts';
import type { ErasedRows } from './data-rights-store.ts';
import { createDesk, type Desk } from './desk.ts';
import { erasePerson } from './erasure.ts';
import { exportFor } from './export.ts';
import type { ArticleInput } from './knowledge.ts';
import type { Owner } from './records.ts';
import type { HandoffClaims, Parts } from './turn-state.ts';

export interface Core {
	/** What agents do with cases. Every call checks the caller's permission. */
	tickets: Desk;
	knowledge: {
		/** Writes articles; the same slug again replaces the article. One transaction per call. */
		write(tenantId: string, articles: readonly ArticleInput[]): Promise<void>;
		/** Removes an article; answers begun a second later cite it no more. False where there is none of that slug. */
		remove(tenantId: string, slug: string): Promise<boolean>;
		count(tenantId: string): Promise<number>;
	};
	/** For a request that does not come through the API, such as a letter. */
	people: {
		/** The lines of `GET /export`, page by page. */
		export(person: Owner): AsyncGenerator<readonly ExportLine[]>;
		/** What `DELETE /me` does; `tell` is called as it goes on, with all that went so far. */
		erase(person: Owner, tell?: (soFar: ErasedRows) => void): Promise<ErasedRows>;
	};
	/** Who comes with this hand-over token, and from which conversation; null for one that is forged or too old. */
	readHandoff(token: string): Promise<HandoffClaims | null>;
}

export function createCore(parts: Parts): Core {
	const { store, clock, handoffs, search } = parts;
	return {
		tickets: createDesk(parts),
		knowledge: {
			async write(tenantId, articles) {
				await store.transaction((bound) => bound.knowledge.write(tenantId, articles, clock.now()));
				search.changed(tenantId);
			},
			async remove(tenantId, slug) {
				const removed = await store.transaction((bound) => bound.knowledge.remove(tenantId, slug));
				if (removed) search.changed(tenantId);
				return removed;
			},
			count: (tenantId) => store.knowledge.count(tenantId),
		},
		people: {
			export: (person) => exportFor(person, parts),
			erase: (person, tell) => erasePerson(person, 'operator', parts, tell),
		},
		readHandoff: (token) => handoffs.read(token),
	};
}
