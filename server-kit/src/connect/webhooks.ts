// What webhooks reach the world by: the guarded way out, and the seal on their secrets.

import type { WebhookTools } from '../core/webhooks/tools.ts';
import { allowsUrl, createEgress } from './egress.ts';
import { createSealer } from './sealed.ts';

const A_DAY_MS = 24 * 60 * 60_000;

export interface WebhookOptions {
	allowPrivate: boolean;
	timeoutMs: number;
	disableAfterDays: number;
	keepDays: number;
}

export function connectWebhooks(options: WebhookOptions, secret: string): WebhookTools {
	const { allowPrivate, timeoutMs, disableAfterDays, keepDays } = options;
	return {
		egress: createEgress({ allowPrivate }),
		allows: (url) => allowsUrl(url, allowPrivate),
		sealer: createSealer(secret),
		timeoutMs,
		disableAfterMs: disableAfterDays * A_DAY_MS,
		keepMs: keepDays * A_DAY_MS,
	};
}
