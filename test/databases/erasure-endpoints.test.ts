// S-37 by the router: whatever writes takes a mark along, and no mark is left. An endpoint of tomorrow without a row fails.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createClient, type StartedKit, startKit } from '@deskbell/server-kit/testing';
import { EVENT_TYPES } from '../../server-kit/src/core/webhooks/events.ts';
import { adminOf, candidatesOf } from '../contract/support-ai/admins.ts';
import { leaveMarks, modelWithTools } from '../contract/support-ai/person.ts';
import { tablesThatSay } from './behind.ts';
import { onEveryDatabase, SHARED } from './every-database.ts';

const MARK = 'canary-router';
const SECRET = 'a secret for tests, 32 characters or more';

/** What writes and takes no words of a person or about one, and why not. */
const WORDLESS: Readonly<Record<string, string>> = {
	acceptDisclosure: 'a version and a language',
	stopAnswer: 'no body',
	stopCase: 'no body',
	closeCase: 'a word of ours and a number',
	decideToolApproval: 'a yes or a no',
	runAction: 'an id of ours',
	runSuggestedAction: 'an id that we made, and a yes',
	undoTrainingCandidate: 'no body',
	createVisitor: 'no body',
	deleteConversation: 'no body',
	erasePerson: 'no body',
	putSettings: 'the company’s own words',
	createArticle: 'the company’s own words',
	putArticle: 'the company’s own words',
	deleteArticle: 'no body',
	importArticles: 'the company’s own words',
	createWebhook: 'the company’s own words; what is sent is marked by what it is about',
	changeWebhook: 'the company’s own words',
	deleteWebhook: 'no body',
	rotateWebhookSecret: 'no body',
	testWebhook: 'no body',
	replayWebhookDelivery: 'no body',
};

interface Operation {
	id: string;
	method: string;
	path: RegExp;
}

/** Every operation that writes, of every face, as the routes themselves say. */
function writingOperations({ kit }: StartedKit): Operation[] {
	const documents = Object.values(kit.openapi()) as {
		paths: Record<string, Record<string, { operationId: string }>>;
	}[];
	return documents
		.flatMap(({ paths }) => Object.entries(paths))
		.flatMap(([path, methods]) =>
			Object.entries(methods).map(([method, { operationId }]) => ({
				id: operationId,
				method: method.toUpperCase(),
				path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
			})),
		)
		.filter(({ method }) => method !== 'GET');
}

/** Which operations were sent the mark in a body, and answered well. */
function watchBodies(operations: readonly Operation[], marked: Set<string>): () => void {
	const real = globalThis.fetch;
	const watched = mock.method(globalThis, 'fetch', async (...[url, init]: Parameters<typeof fetch>) => {
		const response = await real(url, init);
		const { pathname } = new URL(String(url));
		const asked = operations.find(({ method, path }) => method === (init?.method ?? 'GET') && path.test(pathname));
		if (asked && response.ok && String(init?.body).includes(MARK)) marked.add(asked.id);
		return response;
	});
	return () => watched.mock.restore();
}

/** The host knows this person by marks of their own; its ticket system is there, or away. */
function hostAround(desk: { away: boolean }) {
	const answer = async <T>(told: T): Promise<T> => {
		if (desk.away) throw new Error('away');
		return told;
	};
	const connector = {
		create: () => answer({ ticketId: 'Z-1', ticketUrl: 'https://desk.example.com/Z-1' }),
		comment: () => answer(undefined),
	};
	const limitsReached = [{ limit: `${MARK}-limit`, current: 184, max: 50 }];
	const userState = ({ userId, tenantId }: { userId: string; tenantId: string }) => ({
		userId,
		tenantId,
		limitsReached,
	});
	return { context: { userState }, escalation: { connector } };
}

/** Cases of the gateway: one that is handed over and commented on, one whose ticket waits. */
async function leaveCases({ url }: StartedKit, desk: { away: boolean }): Promise<void> {
	const caller = { tenantId: 'acme', userId: `person ${MARK}`, kind: 'customer', roles: [], name: `${MARK}-name` };
	const ana = createClient(`${url}/api`, { 'x-test-caller': encodeURIComponent(JSON.stringify(caller)) });
	const opened = async () => {
		const message = `${MARK}-message: my upload fails`;
		const { body } = await ana.post<{ case: { id: string } }>('/cases', { message, context: { page: `${MARK}-page` } });
		return `/cases/${body.case.id}`;
	};
	const [handed, waiting] = [await opened(), await opened()];
	await ana.post(`${handed}/messages`, { content: `${MARK}-follow-up` });
	await ana.post(`${handed}/feedback`, { feedback: 'negative', comment: `${MARK}-thumb` });
	await ana.post(`${handed}/escalate`, { reason: `${MARK}-reason` });
	desk.away = true;
	await ana.post(`${handed}/comments`, { content: `${MARK}-comment that waits` });
	assert.equal((await ana.post(`${waiting}/escalate`, { reason: `${MARK}-reason that waits` })).status, 502);
}

/** A reviewer writes about what this person left. */
async function review(kit: StartedKit): Promise<void> {
	const admin = adminOf(kit);
	const [one, other] = await candidatesOf(admin);
	const path = '/admin/training-candidates';
	const words = { note: `${MARK}-note of a reviewer`, better_answer: `${MARK}-better answer` };
	await admin.post(`${path}/${one?.id}/approve`, words);
	await admin.post(`${path}/${other?.id}/reject`, { note: `${MARK}-why not` });
}

onEveryDatabase((database) => {
	test('S-37 a mark through every endpoint that writes, read off the router, and none after the erasure', async (t) => {
		const model = modelWithTools();
		const rates = { messages: { limit: 1000, windowSeconds: 60 } };
		const visitors = { tenant: 'visited' };
		const webhooks = { allowPrivate: true };
		const desk = { away: false };
		const host = hostAround(desk);
		const kit = await startKit({ database: database.url, secret: SECRET, model, rates, visitors, webhooks, ...host });
		t.after(() => kit.close());
		const operations = writingOperations(kit);
		const marked = new Set<string>();
		const hook = { url: 'http://127.0.0.1:9/hook', description: 'all of it', events: EVENT_TYPES };
		assert.equal((await adminOf(kit).post('/admin/webhooks', hook)).status, 200);
		const stop = watchBodies(operations, marked);
		const ana = await leaveMarks(kit, model, MARK);
		await leaveCases(kit, desk);
		await review(kit);
		stop();
		const unmarked = operations.map(({ id }) => id).filter((id) => !marked.has(id));
		assert.deepEqual(
			unmarked.sort(),
			Object.keys(WORDLESS).sort(),
			'what writes leaves a mark, or says why it does not',
		);
		assert.ok((await tablesThatSay(database, `${MARK}-better`)).includes('support_training_candidates'));
		assert.ok((await tablesThatSay(database, 'person canary-router')).includes('support_webhook_events'));
		const saying = await tablesThatSay(database, `${MARK}-limit`);
		assert.deepEqual(saying, ['support_snapshots']);
		assert.ok((await tablesThatSay(database, `${MARK}-reason that waits`)).includes('support_dispatches'));
		assert.ok((await tablesThatSay(database, `${MARK}-comment that waits`)).includes('support_dispatches'));
		assert.equal((await ana.delete('/me')).status, 200);
		assert.deepEqual(await tablesThatSay(database, MARK), []);
	});
}, SHARED);
