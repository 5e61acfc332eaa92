// Every operation that a document names, asked in a thousand ways by everybody: what comes back is documented, is
// nobody else's, and leaves the store as it should be. A longer run: DESKBELL_FUZZ_RUNS=2000 DESKBELL_FUZZ_SEED=7,
// and DESKBELL_FUZZ_DATABASE=MariaDB or PostgreSQL.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { type Endpoint, endpointsOf, type OpenApi } from '../../server-kit/scripts/document.ts';
import { exampleOf } from '../../server-kit/scripts/example.ts';
import { assertInvariants } from '../faults/rig/invariants.ts';
import { documents } from './documents.ts';
import { actorsOf, type FuzzedDesk, furnish, type Ids, startDesk } from './fuzz/desk.ts';
import { CANARY, judge } from './fuzz/judge.ts';
import { documentedRequest, type FuzzRequest, type Pools, requestTo } from './fuzz/requests.ts';
import { type Answer, createWire, type Wire } from './fuzz/wire.ts';

const RUNS = Number(process.env.DESKBELL_FUZZ_RUNS ?? 15);
const SEED = Number(process.env.DESKBELL_FUZZ_SEED ?? 20_261_122);
const DATABASE = process.env.DESKBELL_FUZZ_DATABASE ?? 'SQLite file';

let desk: FuzzedDesk;
let wire: Wire;
let foreign: Ids;
let untouched: string;

before(async () => {
	assert.ok(DATABASE === 'SQLite file' || DATABASE === 'MariaDB' || DATABASE === 'PostgreSQL', DATABASE);
	desk = await startDesk(DATABASE);
	wire = createWire(desk.kit.url);
	foreign = await furnish(desk.kit, CANARY, CANARY);
	untouched = await desk.canaries();
});
after(async () => {
	wire.close();
	await desk.close();
});

/** The operation with people and things of its own: what one operation destroys, the next does not miss. */
async function sceneOf({ operationId }: Endpoint) {
	const own = await furnish(desk.kit, operationId, 'ours');
	const actors = actorsOf(operationId, 'ours');
	const ids: Pools['ids'] = (name) => [own[name], foreign[name]].filter((id) => id !== undefined);
	const send = (asked: FuzzRequest): Promise<Answer> => wire.send(asked, actors[asked.actor] ?? '');
	return { send, pools: { actors: Object.keys(actors), ids } };
}

/** Whether every id that a request must name, in its path or its body, is one of ours. */
function furnished({ path, requestBody }: Endpoint, ids: Pools['ids']): boolean {
	const { required = [] } = requestBody?.content?.['application/json']?.schema ?? {};
	const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
	return [...named, ...required.filter((name) => /id$/i.test(name))].every((name) => ids(name)[0]);
}

async function fuzz(endpoint: Endpoint, face: string, api: OpenApi): Promise<void> {
	const { send, pools } = await sceneOf(endpoint);
	const documented = { face, endpoints: endpointsOf(api) };
	const statuses = new Set<number>();
	const ask = async (asked: FuzzRequest) => {
		const answer = await send(asked);
		statuses.add(answer.status);
		judge(asked, answer, endpoint, documented);
	};
	const schema = endpoint.requestBody?.content?.['application/json']?.schema;
	const body = schema && exampleOf(schema, api);
	for (const actor of pools.actors.toReversed()) await ask(documentedRequest(endpoint, body, actor, pools.ids));
	// A conflict comes from the desk itself: what stands before it let the request through.
	const served = [...statuses].some((status) => status < 300 || status === 409);
	assert.ok(served || !furnished(endpoint, pools.ids), `nobody was served: ${[...statuses]}`);
	const told = await fc.check(fc.asyncProperty(requestTo(endpoint, api, pools), ask), { numRuns: RUNS, seed: SEED });
	if (!told.failed) return;
	const [asked] = told.counterexample ?? [];
	const { message } = told.errorInstance as Error;
	assert.fail(`seed ${told.seed}, path ${told.counterexamplePath}: ${message}\n${fc.stringify(asked).slice(0, 600)}`);
}

for (const [face, api] of documents)
	describe(`${face}, ${RUNS} requests each, seed ${SEED}`, () => {
		for (const endpoint of endpointsOf(api)) test(endpoint.operationId, () => fuzz(endpoint, face, api));
	});

test('no row of another tenant was touched, and none was made among them', async () => {
	assert.equal(await desk.canaries(), untouched);
});

test('the store is as it should be', () => assertInvariants({ database: desk.database, removed: true }));

test('the kit logged no fault, and nothing was written into what all objects share', () => {
	assert.deepEqual(
		desk.faults.map((fault) => inspect(fault, { depth: 5 })),
		[],
	);
	assert.deepEqual([Reflect.get({}, 'polluted'), Reflect.get({}, 'isAdmin')], [undefined, undefined]);
});
