// A stand-in of Zendesk Support: refuses what Zendesk refuses, and keeps external ids and idempotency keys as it does.

import type { TestContext } from 'node:test';
import { type Asked, type Desk, group, isGroup, isJson, serveDesk, type Told } from './serving.ts';

export const AGENT = { email: 'bot@acme.example', apiToken: 'zd-token-1' };
export const CLIENT = { clientId: 'deskbell', clientSecret: 'zd-secret-1' };

export interface ZendeskTicket {
	id: number;
	external_id: string | null;
	status: string;
	/** As it was made. */
	ticket: Record<string, unknown>;
	/** Those that came after the first. */
	comments: Record<string, unknown>[];
}

export interface ZendeskDesk extends Desk {
	tickets: ZendeskTicket[];
	/** Tokens handed out so far; only the newest holds. */
	tokens: string[];
	/** Idempotency keys are forgotten after two hours. */
	forgetKeys(): void;
}

const PRIORITIES = ['urgent', 'high', 'normal', 'low'];
const KNOWN = new Set(
	'external_id subject comment tags requester priority type group_id ticket_form_id custom_fields'.split(' '),
);

export async function startZendesk(t: TestContext): Promise<ZendeskDesk> {
	const store = createStore();
	const clients = createClients();

	function answer(asked: Asked): Told {
		if (!isJson(asked)) return { status: 415, body: { error: 'UnsupportedMediaType' } };
		if (asked.path === '/oauth/tokens') return clients.grant(group(asked.body));
		if (!clients.knows(asked.headers.authorization))
			return { status: 401, body: { error: "Couldn't authenticate you" } };
		const [, id, list] = /^\/api\/v2\/tickets\/(\d+)(\/comments)?$/.exec(asked.path) ?? [];
		if (id) return store.one(Number(id), Boolean(list), asked);
		if (asked.path !== '/api/v2/tickets') return { status: 404, body: { error: 'InvalidEndpoint' } };
		return asked.method === 'GET' ? store.list(asked) : store.create(asked);
	}

	const { tickets, forgetKeys } = store;
	return Object.assign(await serveDesk(t, answer), { tickets, forgetKeys, tokens: clients.tokens });
}

function createClients() {
	const tokens: string[] = [];
	const basic = `Basic ${Buffer.from(`${AGENT.email}/token:${AGENT.apiToken}`).toString('base64')}`;
	return {
		tokens,
		knows: (given?: string) => given === basic || (tokens.length > 0 && given === `Bearer ${tokens.at(-1)}`),
		grant({ grant_type, client_id, client_secret, scope }: Record<string, unknown>): Told {
			if (grant_type !== 'client_credentials' || !scope) return { status: 400, body: { error: 'invalid_request' } };
			if (client_id !== CLIENT.clientId || client_secret !== CLIENT.clientSecret)
				return { status: 401, body: { error: 'invalid_client' } };
			tokens.push(`zd-access-${tokens.length + 1}`);
			return { status: 200, body: { access_token: tokens.at(-1), token_type: 'bearer', scope, expires_in: 7200 } };
		},
	};
}

function createStore() {
	const tickets: ZendeskDesk['tickets'] = [];
	const keys = new Map<string, { sent: string; id: number }>();
	return {
		tickets,
		forgetKeys: () => keys.clear(),
		list({ query }: Asked): Told {
			const wanted = query.get('external_id');
			const found = tickets.filter(({ external_id }) => wanted === null || external_id === wanted);
			return { status: 200, body: { tickets: found.map(({ id, external_id }) => ({ id, external_id })) } };
		},
		one(id: number, isList: boolean, { method, body, query }: Asked): Told {
			const known = tickets.find((one) => one.id === id);
			if (!known) return { status: 404, body: { error: 'RecordNotFound' } };
			if (isList) return commentsOf(known, query);
			if (method === 'PUT') return change(known, group(group(body).ticket));
			return { status: 200, body: { ticket: { id, external_id: known.external_id, status: known.status } } };
		},
		create({ body, headers }: Asked): Told {
			const ticket = group(group(body).ticket);
			const fault = faultIn(ticket);
			const details = { [fault ?? '']: [{ description: 'is invalid' }] };
			if (fault) return { status: 422, body: { error: 'RecordInvalid', details } };
			const key = String(headers['idempotency-key'] ?? '');
			const sent = JSON.stringify(body);
			const known = keys.get(key);
			if (known && known.sent !== sent) return { status: 400, body: { error: 'IdempotentRequestError' } };
			const id = known?.id ?? 100 + tickets.length;
			if (!known) tickets.push({ id, external_id: String(ticket.external_id), status: 'new', ticket, comments: [] });
			if (key) keys.set(key, { sent, id });
			return { status: 201, body: { ticket: { id, external_id: ticket.external_id, subject: ticket.subject } } };
		},
	};
}

/** Pages by cursor take `sort`; without `page[size]` it is ignored, and the oldest come first. */
function commentsOf({ comments }: ZendeskTicket, query: URLSearchParams): Told {
	const [size, sort] = [query.get('page[size]'), query.get('sort')];
	const known = sort === null || ['created_at', '-created_at'].includes(sort);
	if ((size !== null && !/^(?:[1-9]\d?|100)$/.test(size)) || !known)
		return { status: 400, body: { error: 'InvalidPaginationParameter' } };
	const ordered = size !== null && sort === '-created_at' ? comments.toReversed() : comments;
	const page = ordered.slice(0, Number(size ?? 100));
	return { status: 200, body: { comments: page, meta: { has_more: page.length < comments.length } } };
}

function change(known: ZendeskTicket, { comment, status = known.status, ...rest }: Record<string, unknown>): Told {
	const isOdd = Object.keys(rest).length > 0 || !isComment(comment) || !STATUSES.includes(String(status));
	if (isOdd || known.status === 'closed') return { status: 422, body: { error: 'RecordInvalid', details: {} } };
	known.comments.push({ id: known.comments.length + 1, ...comment });
	known.status = String(status);
	return { status: 200, body: { ticket: { id: known.id, status: known.status }, audit: {} } };
}

const STATUSES = ['new', 'open', 'pending', 'hold', 'solved'];

function isComment(comment: unknown): comment is Record<string, unknown> {
	if (!isGroup(comment) || typeof comment.body !== 'string' || 'html_body' in comment) return false;
	return comment.body.trim() !== '' && Buffer.byteLength(comment.body) <= 65_535;
}

/** The field that Zendesk would refuse. */
function faultIn({ subject, comment, priority, requester, tags, ...rest }: Record<string, unknown>): string | null {
	const unknown = Object.keys(rest).find((name) => !KNOWN.has(name));
	if (unknown) return unknown;
	if (typeof subject !== 'string' || subject === '' || subject.length > 150 || /[\r\n]/.test(subject)) return 'subject';
	if (!isComment(comment)) return 'comment';
	if (priority !== undefined && !PRIORITIES.includes(String(priority))) return 'priority';
	if (requester !== undefined && !isRequester(requester)) return 'requester';
	return Array.isArray(tags) && tags.every((tag) => /^\S+$/.test(String(tag))) ? null : 'tags';
}

function isRequester(requester: unknown): boolean {
	const { email, name } = group(requester);
	return typeof name === 'string' && name.length > 0 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(email));
}
