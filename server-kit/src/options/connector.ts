// Where a case becomes a ticket: at our own desk, or in another system.

import { z } from 'zod';
import type { TicketConnector } from '../core/ports.ts';
import { has } from './handed.ts';

const outward = {
	/** For all requests that one ticket takes. */
	timeoutMs: z.number().int().min(100).max(60_000).default(15_000),
	/** For development: also plain `http:`, and addresses of this machine and of private networks. */
	allowPrivate: z.boolean().default(false),
};

const origin = z
	.string()
	.refine(
		(text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text,
		'an origin such as https://acme.example.com',
	);

/** Stands in an HTTP header or in Base64 of one. */
const secret = z.string().regex(/^[\x21-\x7e]+$/, 'printable characters without spaces');

const zendesk = z.strictObject({
	type: z.literal('zendesk'),
	/** Such as `https://acme.zendesk.com`. */
	url: origin,
	/** A confidential OAuth client, or an agent's API token while Zendesk still takes one. */
	auth: z.union([
		z.strictObject({ clientId: z.string().min(1), clientSecret: secret }),
		z.strictObject({ email: z.email(), apiToken: secret }),
	]),
	priority: z.enum(['urgent', 'high', 'normal', 'low']).optional(),
	tags: z.array(z.string().regex(/^[^\s,]{1,80}$/, 'a tag without spaces and commas')).default(['deskbell']),
	groupId: z.number().int().positive().optional(),
	ticketFormId: z.number().int().positive().optional(),
	...outward,
});

const jira = z.strictObject({
	type: z.literal('jira'),
	/** The site, such as `https://acme.atlassian.net`. */
	url: origin,
	/** Of the site: for API tokens with scopes, which are asked through api.atlassian.com. */
	cloudId: z.guid().optional(),
	auth: z.strictObject({ email: z.email(), apiToken: secret }),
	/** The key of the project. */
	project: z.string().regex(/^[A-Z][A-Z0-9_]{1,254}$/, 'the key of a project such as SUP'),
	issueType: z.string().min(1).default('Task'),
	/** By name, as the project has it. */
	priority: z.string().min(1).optional(),
	labels: z.array(z.string().regex(/^\S{1,255}$/, 'a label without spaces')).default(['deskbell']),
	/** Fields that the project demands besides, by their ids and as Jira's API takes them. */
	fields: z.record(z.string(), z.json()).default({}),
	...outward,
});

const webhook = z.strictObject({
	type: z.literal('webhook'),
	url: z.url({ protocol: /^https?$/ }),
	/** Signs each request by Standard Webhooks: `whsec_` and 24 to 64 random bytes in Base64. */
	secret: z
		.string()
		.regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, '`whsec_` and at least 24 random bytes in Base64')
		.refine((text) => Buffer.from(text.slice(6), 'base64').length >= 24, 'at least 24 random bytes'),
	...outward,
});

const email = z.strictObject({
	type: z.literal('email'),
	/** `smtps://user:password@smtp.acme.com:465`, or `smtp://` with STARTTLS, on port 587 where none is named. */
	smtp: z
		.string()
		.refine(
			(text) => /^smtps?:\/\/[^/]/.test(text) && canDecode(text),
			'an address such as smtps://user:password@host:465',
		),
	/** An address that this server may send from; its domain stands in the Message-ID. */
	from: z.email(),
	to: z.email(),
	/** Where a person finds the ticket; `{ticketId}` is replaced. A letter to `to` where left out. */
	ticketUrl: z
		.string()
		.refine((text) => /^(https?|mailto):/.test(text) && URL.canParse(text), 'an address of https: or mailto:')
		.optional(),
	/** False: letters leave in plain text where the mail server offers no TLS. */
	requireTls: z.boolean().default(true),
	timeoutMs: outward.timeoutMs,
});

function canDecode(text: string): boolean {
	try {
		const { username, password } = new URL(text);
		return [username, password].every((part) => decodeURIComponent(part) !== undefined);
	} catch {
		return false;
	}
}

const known = z
	.discriminatedUnion('type', [zendesk, jira, webhook, email])
	.refine((given) => given.type === 'email' || given.allowPrivate || given.url.startsWith('https:'), {
		path: ['url'],
		message: 'an address of https:',
	});

/** One of these, or one of the host's own. Null: our own desk. */
export const connector = z
	.custom<TicketConnector | z.input<typeof known> | null>()
	.transform((given, checked): TicketConnector | ConnectorOptions | null => {
		if (given === null || isConnector(given)) return given;
		const read = known.safeParse(given);
		if (read.success) return read.data;
		// By hand, since a union would say no more than that none of its branches fits.
		for (const { path, message } of read.error.issues) checked.addIssue({ code: 'custom', path, message });
		return z.NEVER;
	})
	.default(null);

export type ConnectorOptions = z.output<typeof known>;
export type ConnectorOf<Type extends ConnectorOptions['type']> = Extract<ConnectorOptions, { type: Type }>;

export function isConnector(given: object): given is TicketConnector {
	return has('create')(given);
}
