// Calls every operation that the documents name, once as documented and the lists page by page, and says what each asked.

import { createClient, type StartedKit } from '@deskbell/server-kit/testing';
import { type Endpoint, endpointsOf } from '../../../server-kit/scripts/document.ts';
import { exampleOf } from '../../../server-kit/scripts/example.ts';
import type { Caller } from '../../../server-kit/src/core/caller.ts';
import type { ConversationView } from '../../../server-kit/src/protocol/index.ts';
import { documents } from '../../contract/documents.ts';
import { furnish, type Ids, startFullKit } from '../../contract/fuzz/desk.ts';
import { type CaseBody, grounded, hostOf } from '../../contract/gateway/kits.ts';
import { BIG } from './large.ts';
import { createRecorder, type Recorded } from './recorded.ts';

/** What one call asked of the database. */
export interface Asked {
	face: string;
	operation: string;
	status: number;
	statements: readonly Recorded[];
}

/** As the biggest tenant's busiest people. */
export async function callEverything(database: string): Promise<Asked[]> {
	const recorder = createRecorder();
	const kit = await startFullKit({
		database,
		context: { ...hostOf, supportAi: true, actions: { retry: () => ({ state: 'queued' }) } },
		visitors: { tenant: BIG.tenantId },
		quota: { user: { messages: 1_000_000 }, tenant: { messages: 1_000_000 }, global: { messages: 1_000_000_000 } },
	});
	const calls = [...documents].flatMap(([face, api]) =>
		inOrder(endpointsOf(api)).flatMap((endpoint) => callsOf(endpoint).map((query) => ({ face, endpoint, query, api }))),
	);
	try {
		const asked: Asked[] = [];
		for (const { face, endpoint, query, api } of calls) {
			const one = await callOne(kit, endpoint, query, api);
			let status = 0;
			const statements = await recorder.during(async () => {
				status = await one();
			});
			asked.push({ face, operation: `${endpoint.operationId}${query}`, status, statements });
		}
		// A filled row holds nothing that the host has sealed: a job that cannot open it has asked for it all the same.
		const statements = await recorder.during(() => kit.kit.jobs.tick().catch(() => {}));
		return [...asked, { face: 'none', operation: 'jobs', status: 200, statements }];
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
	const schema = endpoint.requestBody?.content?.['application/json']?.schema;
	const { required = [] } = schema ?? {};
	const isNamed = endpoint.path.includes('{');
	if (isNamed) made += 1;
	const kind = endpoint.tags.some((tag) => tag.startsWith('admin')) ? 'admin' : 'customer';
	const userId = isNamed && kind === 'customer' ? `ours-${made}-customer` : BIG.userId;
	const ask = askerAs({ tenantId: BIG.tenantId, userId, kind, roles: [] }, kit);
	const furnished = isNamed ? await furnish(kit, BIG.tenantId, `ours-${made}`) : {};
	const suggests = required.some((name) => /^action_?id$/i.test(name));
	const ids: Ids = suggests ? { ...furnished, ...(await suggested(ask, furnished, kit)) } : furnished;
	const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(Reflect.get(ids, name) ?? 1));
	const own = Object.entries(ids).filter(([name]) => required.includes(name));
	const body = schema && Object.assign(exampleOf(schema, api) as object, Object.fromEntries(own));
	const from = query === '?cursor=' ? await cursorOf(ask, path) : query;
	return () => statusOf(ask, endpoint.method.toUpperCase(), path + from, body);
}

let made = 0;

type Ask = (method: string, path: string, init?: RequestInit) => Promise<Response>;

/** Whatever face the path is of. */
function askerAs(caller: Caller, { url }: StartedKit): Ask {
	return createClient(url, { 'x-test-caller': encodeURIComponent(JSON.stringify(caller)) }).raw;
}

/** What an answer suggests: in a case of the gateway, and in this conversation. */
async function suggested(ask: Ask, { conversation_id }: Ids, kit: StartedKit): Promise<Ids> {
	const path = `/api/support/ai/conversations/${conversation_id}`;
	const asked = (to: string, body: object) => {
		kit.model.says(grounded('Try it again.', { actions: ['a1'] }));
		return ask('POST', to, post(body));
	};
	const begun = await asked('/api/cases', { message: 'It failed.' });
	await asked(`${path}/messages`, { content: 'Why does my upload fail?' });
	const [first, second] = [await begun.json(), await (await ask('GET', path)).json()] as [CaseBody, ConversationView];
	const { actions = [] } = second.messages.at(-1)?.grounds ?? {};
	const actionId = first.messages.at(-1)?.actions[0]?.id ?? '';
	return { caseId: first.case.id, actionId, action_id: actions[0]?.id ?? '' };
}

const json = { 'content-type': 'application/json' };
const post = (body: object): RequestInit => ({ headers: json, body: JSON.stringify(body) });

/** The way to the second page; none where all stands on the first. */
async function cursorOf(ask: Ask, path: string): Promise<string> {
	const response = await ask('GET', `${path}?limit=1`);
	const { next_cursor: snake, nextCursor: camel } = (await response.json()) as Record<string, string | null>;
	const cursor = snake ?? camel;
	return cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
}

async function statusOf(ask: Ask, method: string, path: string, body: object | undefined): Promise<number> {
	const left = new AbortController();
	const send = () =>
		ask(method, path, { headers: json, signal: left.signal, ...(body && { body: JSON.stringify(body) }) });
	// A connection that was kept may be closed at the other end just now: then a fresh one is asked.
	const response = await send().catch(send);
	const isOpen = response.headers.get('content-type')?.startsWith('text/event-stream') && method === 'GET';
	if (isOpen) left.abort();
	else await response.text();
	return response.status;
}
