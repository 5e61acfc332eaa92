// What webhooks need of the world beside the store.

import type { Egress } from '../egress.ts';
import type { Sealer } from '../ports.ts';

export interface WebhookTools {
	egress: Egress;
	/** Whether an address can be sent to at all; where its name leads is only known when it is sent to. */
	allows(url: string): boolean;
	sealer: Sealer;
	/** For one attempt. */
	timeoutMs: number;
	/** A webhook to which nothing came through for so long is disabled. */
	disableAfterMs: number;
	/** How long events can be looked at and replayed. */
	keepMs: number;
}
