// S-37 by the router: whatever writes takes a mark along, and no mark is left. An endpoint of tomorrow without a row fails.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { type StartedKit, startKit } from '@deskbell/server-kit/testing';
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
		const kit = await startKit({ database: database.url, secret: SECRET, model, rates, visitors, webhooks });
		t.after(() => kit.close());
		const operations = writingOperations(kit);
		const marked = new Set<string>();
		const hook = { url: 'http://127.0.0.1:9/hook', description: 'all of it', events: EVENT_TYPES };
		assert.equal((await adminOf(kit).post('/admin/webhooks', hook)).status, 200);
		const stop = watchBodies(operations, marked);
		const ana = await leaveMarks(kit, model, MARK);
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
		assert.equal((await ana.delete('/me')).status, 200);
		assert.deepEqual(await tablesThatSay(database, MARK), []);
	});
}, SHARED);
