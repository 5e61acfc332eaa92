// The parts of the kit that webhooks reach.

import type { Parts } from '../turn-state.ts';

export type WebhookParts = Pick<Parts, 'store' | 'clock' | 'ids' | 'log' | 'redact' | 'observer' | 'webhooks'>;
