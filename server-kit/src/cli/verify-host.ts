// `deskbell verify-host`: do a host's four endpoints answer as they should? Faults of shape, sizes and times, per source.

import { endpointSources, SourceFault } from '../connect/host-context.ts';
import { type Egress, EgressFault } from '../core/egress.ts';
import { SOURCES, type SourceName } from '../core/snapshot/host-data.ts';
import { isGroup, shapeFaults } from '../core/snapshot/shape.ts';

export interface Verified {
	source: SourceName;
	ms: number;
	/** Of the answer as JSON; null where there was none. */
	bytes: number | null;
	/** Empty where all is as it should be. */
	faults: readonly string[];
}

export interface HostToVerify {
	url: string;
	token: string;
	tenantId: string;
	userId: string;
	windowHours: number;
}

export async function verifyHost(host: HostToVerify, egress: Egress): Promise<Verified[]> {
	const ask = endpointSources(host, egress);
	return Promise.all(SOURCES.map((source) => verifyOne(source, () => ask[source](questionOf(host)), host)));
}

function questionOf({ tenantId, userId, windowHours }: HostToVerify) {
	return { tenantId, userId, windowHours, signal: new AbortController().signal };
}

async function verifyOne(source: SourceName, ask: () => unknown, host: HostToVerify): Promise<Verified> {
	const begun = performance.now();
	const ms = () => Math.round(performance.now() - begun);
	try {
		const data = await ask();
		const bytes = Buffer.byteLength(JSON.stringify(data));
		return { source, ms: ms(), bytes, faults: [...shapeFaults(source, data), ...strangers(source, data, host)] };
	} catch (fault) {
		return { source, ms: ms(), bytes: null, faults: [reasonOf(fault)] };
	}
}

/** A snapshot refuses what is about somebody else. */
function strangers(source: SourceName, data: unknown, { tenantId, userId }: HostToVerify): string[] {
	if (source !== 'userState' || !isGroup(data)) return [];
	return [
		...(data.userId === userId ? [] : [`userId: is not ${JSON.stringify(userId)}, who was asked about`]),
		...(data.tenantId === tenantId ? [] : [`tenantId: is not ${JSON.stringify(tenantId)}`]),
	];
}

const HINTS: Readonly<Record<string, string>> = {
	refused: 'it answered with a status other than 200: check the path and the token',
	failed: 'it answered with 5xx, three times',
	not_json: 'the answer is not JSON in UTF-8',
	too_large: 'the answer is larger than 1 MiB',
	timeout: 'no answer within 5 seconds',
	dns: 'the host name is not known',
	tls: 'the certificate does not hold',
	connection: 'nobody listens there',
	forbidden_address: 'the address is private; add --allow-private while you develop',
	forbidden_scheme: 'only https is called; add --allow-private while you develop',
};

function reasonOf(fault: unknown): string {
	const reason = fault instanceof EgressFault || fault instanceof SourceFault ? fault.reason : null;
	return (reason && HINTS[reason]) ?? String(fault);
}

const WIDTH = 16;

/** One line per source, and one per fault below it. */
export function summarizeHost(verified: readonly Verified[]): string {
	const lines = verified.flatMap(({ source, ms, bytes, faults }) => [
		`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${source.padEnd(WIDTH)}${`${ms} ms`.padStart(9)}${bytes === null ? '' : `${bytes} bytes`.padStart(16)}`,
		...faults.map((fault) => `     ${fault}`),
	]);
	const good = verified.filter(({ faults }) => faults.length === 0).length;
	return [...lines, `${good} of ${verified.length} sources are as they should be.`].join('\n');
}
