// The only way out to addresses that others have typed in: checked after DNS, connected to what was checked, bounded.

import { lookup as systemLookup } from 'node:dns/promises';
import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import {
	type Egress,
	EgressFault,
	type EgressReason,
	type EgressRequest,
	type EgressResponse,
} from '../core/egress.ts';
import { mayConnect } from './addresses.ts';

export interface EgressOptions {
	/** For development: also plain `http:`, and addresses of this machine and of private networks. */
	allowPrivate: boolean;
	/** Every address of a host name. The system's own resolver where nothing is said. */
	resolve?: (host: string) => Promise<readonly string[]>;
	/** Certificates to trust instead of the public ones, in PEM. */
	ca?: string;
}

export function createEgress({ allowPrivate, resolve = systemResolve, ca }: EgressOptions): Egress {
	return {
		async send(asked) {
			const url = allowedUrl(asked.url, allowPrivate);
			const deadline = AbortSignal.timeout(asked.timeoutMs);
			const signal = asked.signal ? AbortSignal.any([asked.signal, deadline]) : deadline;
			try {
				const addresses = await unlessAborted(resolveAll(hostOf(url), resolve), signal);
				if (!addresses.every((address) => mayConnect(address, allowPrivate)))
					throw new EgressFault('forbidden_address', addresses);
				return await exchange({ ...asked, signal }, url, addresses, ca);
			} catch (cause) {
				if (asked.signal?.aborted) throw asked.signal.reason;
				throw deadline.aborted ? new EgressFault('timeout', cause) : faultOf(cause);
			}
		},
	};
}

/** Whether it would be sent to at all; a name may still turn out to lead inside. */
export function allowsUrl(text: string, allowPrivate: boolean): boolean {
	try {
		const host = hostOf(allowedUrl(text, allowPrivate));
		return !isIP(host) || mayConnect(host, allowPrivate);
	} catch {
		return false;
	}
}

function allowedUrl(text: string, allowPlain: boolean): URL {
	// WHATWG's parser reads a host as a browser does: decimal, octal and hexadecimal ones come out as four numbers.
	const url = URL.parse(text);
	if (!url) throw new EgressFault('forbidden_address');
	if (url.protocol !== 'https:' && !(allowPlain && url.protocol === 'http:')) throw new EgressFault('forbidden_scheme');
	if (url.username || url.password) throw new EgressFault('forbidden_address');
	return url;
}

/** Without the brackets of IPv6, and without the dot that ends a full name. */
function hostOf({ hostname }: URL): string {
	return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

async function systemResolve(host: string): Promise<readonly string[]> {
	return (await systemLookup(host, { all: true })).map(({ address }) => address);
}

async function resolveAll(host: string, resolve: (host: string) => Promise<readonly string[]>) {
	if (isIP(host)) return [host];
	const found = await resolve(host).catch((cause) => {
		throw new EgressFault('dns', cause);
	});
	if (found.length === 0) throw new EgressFault('dns');
	return found;
}

/** The system's resolver cannot be stopped; nobody waits for it longer than they have. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((done, fail) => {
		const leave = () => fail(signal.reason);
		if (signal.aborted) return leave();
		signal.addEventListener('abort', leave, { once: true });
		work.then(done, fail).finally(() => signal.removeEventListener('abort', leave));
	});
}

interface Bounded extends EgressRequest {
	signal: AbortSignal;
}

function exchange(asked: Bounded, url: URL, addresses: readonly string[], ca?: string): Promise<EgressResponse> {
	return new Promise((done, fail) => {
		const request = begun(asked, url, addresses, ca);
		request.on('error', fail);
		request.on('response', (response) => {
			read(response, asked)
				.then((body) => done({ status: response.statusCode ?? 0, headers: headersOf(response), body }), fail)
				.finally(() => request.destroy());
		});
		request.end(asked.body);
	});
}

/** The name stays the name: it is what the certificate must bear, and what the other side reads as its host. */
function begun({ method, headers, body, signal }: Bounded, url: URL, addresses: readonly string[], ca?: string) {
	const host = hostOf(url);
	const over = url.protocol === 'https:' ? overTls : overHttp;
	const request: ClientRequest = over({
		method,
		host,
		port: url.port,
		path: url.pathname + url.search,
		lookup: only(addresses),
		// No connection is kept: the next request is checked anew.
		agent: false,
		signal,
		ca,
		...(isIP(host) ? {} : { servername: host }),
	});
	for (const [name, value] of Object.entries(headers ?? {})) request.setHeader(name, value);
	request.setHeader('host', url.host);
	request.setHeader('accept-encoding', 'identity');
	if (body !== undefined) request.setHeader('content-length', Buffer.byteLength(body));
	return request;
}

/** Whoever connects is told the addresses that were checked, whatever DNS would say by now. */
function only(addresses: readonly string[]): LookupFunction {
	const all = addresses.map((address) => ({ address, family: isIP(address) }));
	return (_host, { all: wantsAll }, done) => {
		const [first] = all;
		if (wantsAll || !first) done(null, all);
		else done(null, first.address, first.family);
	};
}

async function read(response: IncomingMessage, { maxBytes, cut }: EgressRequest): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of response) {
		chunks.push(chunk);
		size += chunk.length;
		if (size <= maxBytes) continue;
		if (!cut) throw new EgressFault('too_large');
		break;
	}
	return Buffer.concat(chunks).subarray(0, maxBytes);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}

const TLS = /^(CERT_|ERR_SSL_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

function faultOf(cause: unknown): EgressFault {
	if (cause instanceof EgressFault) return cause;
	const code = String((cause as NodeJS.ErrnoException | null)?.code);
	return new EgressFault(reasonOf(code), cause);
}

/** @param code of a system error */
export function reasonOf(code: string): EgressReason {
	if (code === 'HPE_HEADER_OVERFLOW') return 'too_large';
	return TLS.test(code) ? 'tls' : 'connection';
}
