// Who may do what: every admin route, asked by every kind of caller. A new route without a row fails.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import type { Caller } from '../../../server-kit/src/core/caller.ts';
import { codeOf } from './kits.ts';

const kit = await startKit({ visitors: { tenant: 'acme' } });
after(() => kit.close());

const FACE = '/api/support/ai';
const KINDS = ['customer', 'visitor', 'agent', 'admin', 'service'] as const satisfies readonly Caller['kind'][];

/** Where a caller may, what the route answers to an empty request. */
// biome-ignore format: the columns are the point
const TABLE: readonly (readonly [operation: string, customer: number, visitor: number, agent: number, admin: number, service: number])[] = [
	//                            customer visitor agent admin service
	['listTrainingCandidates',    403,     403,    403,  200,  403],
	['exportTrainingCandidates',  403,     403,    403,  204,  403],
	['approveTrainingCandidate',  403,     403,    403,  404,  403],
	['rejectTrainingCandidate',   403,     403,    403,  404,  403],
	['undoTrainingCandidate',     403,     403,    403,  404,  403],
	['getSettings',               403,     403,    403,  200,  403],
	['putSettings',               403,     403,    403,  422,  403],
	['listUsage',                 403,     403,    403,  200,  200],
	['listArticles',              403,     403,    403,  200,  200],
	['getArticle',                403,     403,    403,  404,  404],
	['createArticle',             403,     403,    403,  422,  422],
	['putArticle',                403,     403,    403,  422,  422],
	['deleteArticle',             403,     403,    403,  404,  404],
	['importArticles',            403,     403,    403,  422,  422],
	['listAudit',                 403,     403,    403,  200,  403],
	['listWebhooks',              403,     403,    403,  200,  403],
	['listWebhookDeliveries',     403,     403,    403,  404,  403],
	['createWebhook',             403,     403,    403,  422,  403],
	['changeWebhook',             403,     403,    403,  404,  403],
	['deleteWebhook',             403,     403,    403,  404,  403],
	['rotateWebhookSecret',       403,     403,    403,  404,  403],
	['testWebhook',               403,     403,    403,  404,  403],
	['replayWebhookDelivery',     403,     403,    403,  404,  403],
];

const document = kit.kit.openapi()['support-ai'] as { paths: Record<string, Record<string, { operationId: string }>> };
const routes = Object.entries(document.paths)
	.filter(([path]) => path.startsWith(`${FACE}/admin/`))
	.flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, { operationId }]) => ({
			operationId,
			method,
			path: path.slice(FACE.length),
		})),
	);

async function ask(userId: string, who: Partial<Caller>, { method, path }: (typeof routes)[number]) {
	const writes = ['post', 'put', 'patch'].includes(method);
	const response = await kit.as(userId, who).raw(method.toUpperCase(), path.replace(/\{\w+\}/g, '987654321'), {
		...(writes && { body: '{}', headers: { 'content-type': 'application/json' } }),
	});
	const text = await response.text();
	return { status: response.status, body: text ? JSON.parse(text) : null };
}

test('the table names every admin route, and no other', () => {
	assert.deepEqual(TABLE.map(([name]) => name).sort(), routes.map(({ operationId }) => operationId).sort());
});

for (const [name, ...expected] of TABLE)
	for (const [at, kind] of KINDS.entries())
		test(`${kind}: ${name} ${expected[at]}`, async () => {
			const route = routes.find(({ operationId }) => operationId === name);
			assert.ok(route);
			const answer = await ask(`a ${kind}`, { kind, roles: ['admin'] }, route);
			assert.equal(answer.status, expected[at], JSON.stringify(answer.body));
			if (answer.status === 403) assert.equal(codeOf(answer), 'forbidden');
		});

test('nobody is 401 on every admin route', async () => {
	for (const route of routes) assert.equal(codeOf(await ask('', {}, route)), 'unauthenticated', route.operationId);
});
