// The core as a host may use it: the same use cases that the faces call, for the host's own code and tools.

import type { ExportLine } from '../protocol/index.ts';
import { deleteArticle, writeArticles } from './articles.ts';
import { OPERATOR } from './audit.ts';
import type { ErasedRows, LedgerEntry } from './data-rights-store.ts';
import { createDesk, type Desk } from './desk.ts';
import { erasePerson } from './erasure.ts';
import { type ReplayedErasures, replayErasures } from './erasure-ledger.ts';
import { exportFor } from './export.ts';
import type { ArticleInput } from './knowledge.ts';
import type { Owner } from './records.ts';
import { type Rehearsed, rehearse } from './rehearsal.ts';
import type { Tenants } from './tenants.ts';
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
		/** After a backup was restored: erases once more whom a ledger names and this database has brought back. */
		replayErasures(entries: AsyncIterable<LedgerEntry>, tell?: (soFar: ErasedRows) => void): Promise<ReplayedErasures>;
	};
	/** The question of a training candidate asked again, of the kit's own model; nothing is written. */
	rehearse(tenantId: string, candidateId: number): Promise<Rehearsed>;
	/** Who comes with this hand-over token, and from which conversation; null for one that is forged or too old. */
	readHandoff(token: string): Promise<HandoffClaims | null>;
}

export function createCore(parts: Parts, tenants: Tenants): Core {
	const { store, handoffs, search } = parts;
	return {
		tickets: createDesk(parts),
		knowledge: {
			async write(tenantId, articles) {
				await writeArticles({ tenantId, actor: OPERATOR }, articles, parts);
				search.changed(tenantId);
			},
			async remove(tenantId, slug) {
				const known = await store.knowledge.findSlug(tenantId, slug);
				if (!known) return false;
				await deleteArticle({ tenantId, actor: OPERATOR }, known.id, parts);
				return true;
			},
			count: (tenantId) => store.knowledge.count(tenantId),
		},
		people: {
			export: (person) => exportFor(person, parts),
			erase: (person, tell) => erasePerson(person, 'operator', parts, tell && { tell }),
			replayErasures: (entries, tell) => replayErasures(entries, parts, tell),
		},
		rehearse: async (tenantId, id) => rehearse(tenantId, id, await tenants.partsFor(tenantId)),
		readHandoff: (token) => handoffs.read(token),
	};
}
