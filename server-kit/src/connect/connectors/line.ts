// One try at a ticket over HTTP: JSON both ways, one deadline for all of its requests, refusals told apart.

import type { z } from 'zod';
import { ConnectorFault } from '../../core/connector.ts';
import { type Egress, EgressFault, type EgressReason } from '../../core/egress.ts';
import { retryAfterIn } from '../../core/retry-after.ts';

export interface Line {
	/** @throws ConnectorFault where nothing was answered */
	ask(request: LineRequest): Promise<LineAnswer>;
	/** What was answered, where it is what was asked for. @throws ConnectorFault */
	accepted<T>(answer: LineAnswer, shape: z.ZodType<T>): T;
}

export interface LineRequest {
	method: 'GET' | 'POST' | 'PUT';
	url: string;
	headers?: Readonly<Record<string, string>>;
	/** JSON. */
	body?: string;
}

export interface LineAnswer {
	status: number;
	headers: Readonly<Record<string, string>>;
	/** Undefined where it was no JSON. */
	json: unknown;
}

const MOST_BYTES = 1024 * 1024;

/** @param name of the other side, for whoever reads a fault */
export function openLine(name: string, egress: Egress, timeoutMs: number): Line {
	const signal = AbortSignal.timeout(timeoutMs);
	return {
		async ask({ headers, ...request }) {
			try {
				const limits = { timeoutMs, maxBytes: MOST_BYTES, signal };
				const sent = { accept: 'application/json', ...(request.body !== undefined && JSON_BODY), ...headers };
				const { body, ...answer } = await egress.send({ ...request, headers: sent, ...limits });
				return { ...answer, json: jsonIn(body) };
			} catch (cause) {
				throw unanswered(name, signal.aborted ? 'timeout' : cause, cause);
			}
		},
		accepted(answer, shape) {
			if (answer.status < 200 || answer.status > 299) throw refusal(name, answer);
			const read = shape.safeParse(answer.json);
			if (read.success) return read.data;
			const places = read.error.issues.map(({ path }) => path.join('.') || 'the answer').join(', ');
			throw new ConnectorFault('invalid', `${name} answered in another form than documented: ${places}.`);
		},
	};
}

const JSON_BODY = { 'content-type': 'application/json' };

function jsonIn(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString());
	} catch {
		return undefined;
	}
}

// biome-ignore format: a table
const UNANSWERED: Readonly<Record<EgressReason, readonly [reason: 'invalid' | 'unavailable', what: string]>> = {
	forbidden_address: ['invalid', 'lies in a network that may not be reached; for development there is `allowPrivate`'],
	forbidden_scheme: ['invalid', 'must be reached over https; for development there is `allowPrivate`'],
	dns: ['unavailable', 'was not found in DNS; look at the address in the options'],
	timeout: ['unavailable', 'did not answer in time'],
	too_large: ['unavailable', 'answered more than can be read'],
	tls: ['invalid', 'has no valid certificate'],
	connection: ['unavailable', 'cannot be reached'],
};

function unanswered(name: string, reason: unknown, cause: unknown): ConnectorFault {
	const known = reason === 'timeout' ? 'timeout' : reason instanceof EgressFault ? reason.reason : 'connection';
	const [kind, what] = UNANSWERED[known];
	return new ConnectorFault(kind, `${name} ${what}.`, { cause });
}

function refusal(name: string, { status, headers, json }: LineAnswer): ConnectorFault {
	const retryAfterSeconds = retryAfterIn(headers['retry-after']);
	const said = fieldsIn(json);
	const answered = `${name} answered ${status}${said ? ` (${said})` : ''}`;
	if (status === 401) return new ConnectorFault('auth', `${answered}: renew the credentials in the options.`);
	if (status === 403)
		return new ConnectorFault('auth', `${answered}: give the credentials the rights that are documented.`);
	if (status === 429)
		return new ConnectorFault('rate_limited', `${answered}: it is asked again later.`, { retryAfterSeconds });
	if (status >= 500 || AGAIN.has(status))
		return new ConnectorFault('unavailable', `${answered}: it is asked again later.`, { retryAfterSeconds });
	const where = status < 400 ? 'look at the address in the options' : 'look at what the options name there';
	return new ConnectorFault('invalid', `${answered}: ${where}.`);
}

/** Too slow, in conflict with another request, too early. */
const AGAIN = new Set([408, 409, 425]);

/** The names of what was refused, in the forms of Zendesk and Jira. Their sentences may repeat what a person wrote. */
function fieldsIn(json: unknown): string {
	if (typeof json !== 'object' || json === null) return '';
	const code: unknown = Reflect.get(json, 'error');
	const groups: unknown[] = [Reflect.get(json, 'errors'), Reflect.get(json, 'details')];
	const fields = groups.flatMap((group) => (typeof group === 'object' && group !== null ? Object.keys(group) : []));
	return [code, ...fields]
		.filter((word) => typeof word === 'string' && /^[\w.-]{1,60}$/.test(word))
		.slice(0, 8)
		.join(', ');
}
