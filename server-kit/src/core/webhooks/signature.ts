// The headers and the signature of Standard Webhooks: whoever has the secret knows that it was us, and when.

import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function newSecret(): string {
	return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/**
 * @param id without a full stop: it divides what is signed
 * @param secrets each of them signs, the newest first: a receiver that knows one of them is content
 */
export function signedHeaders(
	{ id, at, body }: { id: string; at: number; body: string },
	secrets: readonly string[],
): Record<string, string> {
	const timestamp = String(Math.floor(at / 1000));
	const signatures = secrets.map((secret) => `v1,${signatureOf(`${id}.${timestamp}.${body}`, secret)}`);
	return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function signatureOf(content: string, secret: string): string {
	const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
	return createHmac('sha256', key).update(content).digest('base64');
}
