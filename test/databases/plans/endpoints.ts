// Calls every operation that the documents name, once as documented and the lists page by page, and says what each asked.

import { type Client, type StartedKit, startKit } from '@deskbell/server-kit/testing';
import { type Endpoint, endpointsOf } from '../../../server-kit/scripts/document.ts';
import { exampleOf } from '../../../server-kit/scripts/example.ts';
import { documents } from '../../contract/documents.ts';
import { furnish } from '../../contract/fuzz/desk.ts';
import { hostOf } from '../../contract/gateway/kits.ts';
import { BIG } from './large.ts';
import { createRecorder, type Recorded } from './recorded.ts';

/** What one call asked of the database. */
export interface Asked {
	operation: string;
	status: number;
	statements: readonly Recorded[];
}

/** As the biggest tenant's busiest people. */
export async function callEverything(database: string): Promise<Asked[]> {
	const recorder = createRecorder();
	const often = { limit: 1_000_000, windowSeconds: 60 };
	const kit = await startKit({
		database,
		context: hostOf,
		visitors: { tenant: BIG.tenantId },
		rates: { messages: often, visitors: often, data: often },
		quota: { user: { messages: 1_000_000 }, tenant: { messages: 1_000_000 }, global: { messages: 1_000_000_000 } },
	});
	const calls = [...documents.values()].flatMap((api) =>
		inOrder(endpointsOf(api)).flatMap((endpoint) => callsOf(endpoint).map((query) => ({ endpoint, query, api }))),
	);
	try {
		const asked: Asked[] = [];
		for (const { endpoint, query, api } of calls) {
			const one = await callOne(kit, endpoint, query, api);
			let status = 0;
			const statements = await recorder.during(async () => {
				status = await one();
			});
			asked.push({ operation: `${endpoint.operationId}${query}`, status, statements });
		}
		// A filled row holds nothing that the host has sealed: a job that cannot open it has asked for it all the same.
		const statements = await recorder.during(() => kit.kit.jobs.tick().catch(() => {}));
		return [...asked, { operation: 'jobs', status: 200, statements }];
	} finally {
		recorder.stop();
		await kit.close();
	}
}

/** Whoever is erased is erased last. */
function inOrder(endpoints: readonly Endpoint[]): Endpoint[] {
	return endpoints.toSorted((one, other) => Number(one.method === 'delete') - Number(other.method === 'delete'));
}

/** The queries with which an operation is called; a list also with each filter. */
function callsOf({ parameters = [] }: Endpoint): string[] {
	const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
	return [
		'',
		...(names.includes('limit') ? ['?limit=100'] : []),
		...(names.includes('cursor') ? ['?cursor='] : []),
		...(names.includes('status_filter') ? ['?status_filter=open', '?status_filter=open,pending'] : []),
		...(names.includes('status') ? ['?status=approved'] : []),
	];
}

/** What an operation destroys, the next does not miss: whoever names an id gets things of its own. */
async function callOne(
	kit: StartedKit,
	endpoint: Endpoint,
	query: string,
	api: Parameters<typeof exampleOf>[1],
): Promise<() => Promise<number>> {
	const isNamed = endpoint.path.includes('{');
	if (isNamed) made += 1;
	const ids = isNamed ? await furnish(kit, BIG.tenantId, `ours-${made}`) : {};
	const kind = endpoint.tags.some((tag) => tag.startsWith('admin')) ? 'admin' : 'customer';
	const userId = isNamed && kind === 'customer' ? `ours-${made}-customer` : BIG.userId;
	const client = kit.as(userId, { tenantId: BIG.tenantId, kind });
	const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(Reflect.get(ids, name) ?? 1));
	const schema = endpoint.requestBody?.content?.['application/json']?.schema;
	const body = schema ? JSON.stringify(exampleOf(schema, api)) : null;
	const from = query === '?cursor=' ? `${query}${await cursorOf(client, path, kit)}` : query;
	return () => send(client, endpoint.method.toUpperCase(), below(kit, path + from), body);
}

let made = 0;

/** The client speaks to one face and knows its base. */
const below = (kit: StartedKit, path: string) => path.replace(new URL(kit.face).pathname, '');

async function cursorOf(client: Client, path: string, kit: StartedKit): Promise<string> {
	const { body } = await client.get<{ next_cursor: string | null }>(below(kit, `${path}?limit=1`));
	return encodeURIComponent(body.next_cursor ?? '');
}

async function send(client: Client, method: string, path: string, body: string | null): Promise<number> {
	const left = new AbortController();
	const headers = { 'content-type': 'application/json' };
	const ask = () => client.raw(method, path, { headers, signal: left.signal, ...(body && { body }) });
	// A connection that was kept may be closed at the other end just now: then a fresh one is asked.
	const response = await ask().catch(ask);
	const isOpen = response.headers.get('content-type')?.startsWith('text/event-stream') && method === 'GET';
	if (isOpen) left.abort();
	else await response.text();
	return response.status;
}
