// The core as a host may use it: the same use cases that the faces call, for the host's own code and tools.

import { createDesk, type Desk } from './desk.ts';
import type { ArticleInput } from './knowledge.ts';
import type { HandoffClaims, Parts } from './turn-state.ts';

export interface Core {
	/** What agents do with cases. Every call checks the caller's permission. */
	tickets: Desk;
	knowledge: {
		/** Writes articles; the same slug again replaces the article. One transaction per call. */
		write(tenantId: string, articles: readonly ArticleInput[]): Promise<void>;
		count(tenantId: string): Promise<number>;
	};
	/** Who comes with this hand-over token, and from which conversation; null for one that is forged or too old. */
	readHandoff(token: string): Promise<HandoffClaims | null>;
}

export function createCore(parts: Parts): Core {
	const { store, clock, handoffs } = parts;
	return {
		tickets: createDesk(parts),
		knowledge: {
			write: (tenantId, articles) =>
				store.transaction((bound) => bound.knowledge.write(tenantId, articles, clock.now())),
			count: (tenantId) => store.knowledge.count(tenantId),
		},
		readHandoff: (token) => handoffs.read(token),
	};
}
