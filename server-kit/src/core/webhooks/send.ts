// One attempt: the event is signed and sent, and what the receiver said to it is kept in short.

import type { WebhookEvent, WebhookEventType } from '../../protocol/index.ts';
import { EgressFault } from '../egress.ts';
import type { SealedData } from './events.ts';
import type { WebhookParts } from './parts.ts';
import { askedIn } from './schedule.ts';
import { signedHeaders } from './signature.ts';
import type { Attempt, StoredEvent, Webhook } from './store.ts';

/** Of an answer; nobody reads on. */
const EXCERPT_BYTES = 1024;
const LONGEST_EXCERPT = 1000;
const GONE = 410;
/** Those in which a receiver may say how long it wants to be left alone. */
const BUSY = [429, 503];

export interface Sent extends Attempt {
	/** How long the receiver asked to be left alone; null where it said nothing. */
	askedMs: number | null;
	/** It wants to hear nothing any more. */
	gone: boolean;
}

/** @throws whatever reason the signal was aborted with: then nobody knows whether it arrived */
export async function send(
	event: StoredEvent,
	webhook: Webhook,
	parts: WebhookParts,
	signal?: AbortSignal,
): Promise<Sent> {
	const from = performance.now();
	const answered = await ask(event, webhook, parts, signal);
	return { ...answered, durationMs: Math.round(performance.now() - from) };
}

type Answered = Omit<Sent, 'durationMs'>;

const UNANSWERED = { status: null, excerpt: null, askedMs: null, gone: false };

async function ask(event: StoredEvent, webhook: Webhook, parts: WebhookParts, signal?: AbortSignal): Promise<Answered> {
	const { egress, timeoutMs } = parts.webhooks;
	const at = parts.clock.now();
	const secrets = secretsOf(webhook, at, parts);
	if (secrets === null) return { ...UNANSWERED, fault: 'secret_unreadable' };
	const body = bodyOf(event, parts);
	if (body === null) return { ...UNANSWERED, fault: 'secret_unreadable' };
	const signature = signedHeaders({ id: event.publicId, at, body }, secrets);
	const headers = { 'content-type': 'application/json', 'user-agent': 'deskbell-webhooks', ...signature };
	const limits = { timeoutMs, maxBytes: EXCERPT_BYTES, cut: true, ...(signal && { signal }) };
	try {
		const answer = await egress.send({ url: webhook.url, method: 'POST', headers, body, ...limits });
		const { status } = answer;
		return {
			status,
			fault: status >= 200 && status < 300 ? null : 'status',
			excerpt: excerptOf(answer.body, parts),
			askedMs: BUSY.includes(status) ? askedIn(answer.headers['retry-after'], at) : null,
			gone: status === GONE,
		};
	} catch (fault) {
		if (!(fault instanceof EgressFault)) throw fault;
		return { ...UNANSWERED, fault: fault.reason };
	}
}

/** The newest first; null where they were sealed with another secret of the host's. */
function secretsOf({ tenantId, secret, previous }: Webhook, now: number, { webhooks }: WebhookParts): string[] | null {
	const open = (sealed: string) => webhooks.sealer.open(tenantId, sealed);
	const current = open(secret);
	if (current === null) return null;
	const earlier = previous && previous.until > now ? open(previous.secret) : null;
	return earlier === null ? [current] : [current, earlier];
}

/** The same bytes at every attempt; null where the data was sealed with another secret of the host's. */
function bodyOf(event: StoredEvent, parts: WebhookParts): string | null {
	const data = dataOf(event, parts);
	if (data === null) return null;
	const body: WebhookEvent = {
		id: event.publicId,
		type: event.type as WebhookEventType,
		timestamp: new Date(event.at).toISOString(),
		tenant_id: event.tenantId,
		sequence: event.sequence,
		data,
	};
	return JSON.stringify(body);
}

function dataOf({ tenantId, data }: StoredEvent, { webhooks }: WebhookParts): object | null {
	const kept: object | SealedData = JSON.parse(data);
	if (!('sealed' in kept)) return kept;
	const opened = webhooks.sealer.open(tenantId, kept.sealed);
	return opened === null ? null : JSON.parse(opened);
}

/** Somebody else's text: masked, short, and without what a terminal would obey. */
function excerptOf(body: Buffer, { redact }: WebhookParts): string | null {
	const text = body
		.toString('utf8')
		.replace(/\p{Cc}+/gu, ' ')
		.trim();
	return text ? redact(text).slice(0, LONGEST_EXCERPT).toWellFormed() : null;
}
