// Every list of every face, page by page, while rows come and go: what stays is told exactly once, in its order, and it ends.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Client, createClient, type StartedKit, startKit } from '@deskbell/server-kit/testing';
import { endpointsOf } from '../../server-kit/scripts/document.ts';
import { documents } from '../contract/documents.ts';
import { hostOf } from '../contract/gateway/kits.ts';
import { badAnswer } from '../contract/support-ai/admins.ts';
import { type Database, onEveryDatabase } from './every-database.ts';

const SIZES = [1, 2, 7];
const STABLE = 9;
/** Turns of two messages; the gateway gives a hundred of these at once. */
const MORE_THAN_A_PAGE = 52;
const A_MONTH_MS = 31 * 24 * 60 * 60_000;
const often = { limit: 1_000_000, windowSeconds: 60 };

/** One list, in a tenant of its own. */
interface List {
	client: Client;
	path: string;
	/** Where the rows and the cursor stand in an answer. */
	rows: string;
	next: string;
	/** What tells one row from the others. */
	id(row: Record<string, unknown>): string;
	/** Whether a page reads from its end to its beginning, as a thread does. */
	backwards?: boolean;
	/** The page is as long as the face has it. */
	fixed?: boolean;
	make(): Promise<unknown>;
	/** Takes the row away that was made last but the stable ones; absent where rows only come. */
	remove?(id: string): Promise<unknown>;
}

type Make = (kit: StartedKit, tenantId: string) => Promise<List>;

const usual = { next: 'next_cursor', id: ({ id }: Record<string, unknown>) => String(id) };

async function adminList(kit: StartedKit, tenantId: string) {
	return { ...usual, client: kit.as('grace', { kind: 'admin', tenantId }) };
}

function articleOf(number: number) {
	return { slug: `article-${number}`, body: `# Article ${number}\n\nText.` };
}

let counted = 0;

/** How each list gets its rows; a list that is added without a line here fails. */
const LISTS: Readonly<Record<string, Make>> = {
	async listCases(kit, tenantId) {
		const client = kit.as('ana', { tenantId });
		const make = () => client.post('/cases', { subject: 'a', description: 'b' });
		return { ...usual, client, path: '/cases', rows: 'cases', make };
	},
	async listConversations(kit, tenantId) {
		const client = await kit.ready('ana', { tenantId });
		const make = () => client.post('/conversations', {});
		const remove = (id: string) => client.delete(`/conversations/${id}`);
		return { ...usual, client, path: '/conversations', rows: 'conversations', make, remove };
	},
	async getConversation(kit, tenantId) {
		const client = await kit.ready('ana', { tenantId });
		const make = () => client.post(`${client.path}/messages`, { content: 'Why?' });
		return { ...usual, client, path: client.path, rows: 'messages', backwards: true, make };
	},
	async listTrainingCandidates(kit, tenantId) {
		const made: string[] = [];
		const make = async () => {
			const bad = await badAnswer(kit, `person-${made.length}`, 'Why?', tenantId);
			made.push(bad.path);
		};
		const remove = async () => {
			const path = made.pop() ?? '';
			await kit.as(`person-${made.length}`, { tenantId }).delete(path);
		};
		const path = '/admin/training-candidates';
		return { ...(await adminList(kit, tenantId)), path, rows: 'candidates', make, remove };
	},
	async listUsage(kit, tenantId) {
		const make = async () => {
			kit.clock.pass(A_MONTH_MS);
			const client = await kit.ready('ana', { tenantId });
			await client.post(`${client.path}/messages`, { content: 'Why?' });
		};
		const id = (row: Record<string, unknown>) => JSON.stringify([row.period_starts_at, row.scope]);
		return { ...(await adminList(kit, tenantId)), path: '/admin/usage', rows: 'usage', id, make };
	},
	async listArticles(kit, tenantId) {
		const list = await adminList(kit, tenantId);
		const make = () => {
			counted += 1;
			return list.client.post('/admin/articles', articleOf(counted));
		};
		const remove = (id: string) => list.client.delete(`/admin/articles/${id}`);
		return { ...list, path: '/admin/articles', rows: 'articles', make, remove };
	},
	async listAudit(kit, tenantId) {
		const make = () => kit.as('ana', { tenantId }).get('/export');
		const id = ({ seq }: Record<string, unknown>) => String(seq);
		return { ...(await adminList(kit, tenantId)), path: '/admin/audit', rows: 'entries', id, make };
	},
	async listWebhooks(kit, tenantId) {
		const list = await adminList(kit, tenantId);
		const hook = { url: 'https://hooks.example.com/', events: ['case.created'] };
		const make = () => list.client.post('/admin/webhooks', hook);
		const remove = (id: string) => list.client.delete(`/admin/webhooks/${id}`);
		return { ...list, path: '/admin/webhooks', rows: 'webhooks', make, remove };
	},
	async listWebhookDeliveries(kit, tenantId) {
		const list = await adminList(kit, tenantId);
		const hook = { url: 'https://nowhere.invalid/', events: ['conversation.created'] };
		const { body } = await list.client.post<{ id: number }>('/admin/webhooks', hook);
		const ana = kit.as('ana', { tenantId });
		const made: number[] = [];
		const make = async () => {
			const begun = await ana.post<{ conversation_id: number }>('/conversations', {});
			made.push(begun.body.conversation_id);
		};
		const remove = () => ana.delete(`/conversations/${made.pop()}`);
		return { ...list, path: `/admin/webhooks/${body.id}/deliveries`, rows: 'deliveries', make, remove };
	},
	async getCase(kit, tenantId) {
		await kit.ready('ana', { tenantId });
		const caller = { tenantId, userId: 'ana', kind: 'customer', roles: [] };
		const client = createClient(`${kit.url}/api`, { 'x-test-caller': encodeURIComponent(JSON.stringify(caller)) });
		const { body } = await client.post<{ case: { id: string } }>('/cases', { message: 'Why?' });
		const path = `/cases/${body.case.id}`;
		const make = () => client.post(`${path}/messages`, { content: 'And then?' });
		for (let turn = 0; turn < MORE_THAN_A_PAGE; turn += 1) await make();
		return { ...usual, client, path, rows: 'messages', next: 'nextCursor', backwards: true, fixed: true, make };
	},
};

const lists = [...documents].flatMap(([face, api]) =>
	endpointsOf(api)
		.filter(({ parameters = [] }) => parameters.some(({ name }) => name === 'cursor'))
		.map(({ operationId }) => ({ face, operationId })),
);

test('every list with a cursor is paged here', () => {
	assert.deepEqual(lists.map(({ operationId }) => operationId).sort(), Object.keys(LISTS).sort());
});

interface Read {
	ids: string[];
	cursor: string | null;
}

async function pageOf(list: List, limit: number, cursor: string | null): Promise<Read> {
	const query = new URLSearchParams({
		...(!list.fixed && { limit: String(limit) }),
		...(cursor !== null && { cursor }),
	});
	const { status, body } = await list.client.get<Record<string, unknown>>(`${list.path}?${query}`);
	assert.equal(status, 200, JSON.stringify(body));
	const rows = body[list.rows] as Record<string, unknown>[];
	assert.ok(list.fixed || rows.length <= limit, 'no page is longer than it was asked for');
	const ids = rows.map(list.id);
	return { ids: list.backwards ? ids.toReversed() : ids, cursor: body[list.next] as string | null };
}

async function everything(list: List): Promise<string[]> {
	const seen: string[] = [];
	let cursor: string | null = null;
	do {
		const page: Read = await pageOf(list, 100, cursor);
		seen.push(...page.ids);
		cursor = page.cursor;
	} while (cursor !== null);
	return seen;
}

/** All rows, while one comes and one goes between each page and the next. */
async function pagedAmongChanges(list: List, limit: number, stable: readonly string[]): Promise<string[]> {
	const seen: string[] = [];
	let cursor: string | null = null;
	for (let pages = 0; ; pages += 1) {
		assert.ok(pages < 300, 'it comes to an end');
		const page: Read = await pageOf(list, limit, cursor);
		seen.push(...page.ids);
		cursor = page.cursor;
		if (cursor === null) return seen;
		await list.make();
		const [newest] = (await pageOf(list, 1, null)).ids;
		if (newest !== undefined && !stable.includes(newest)) await list.remove?.(newest);
	}
}

async function startOn(database: Database, t: TestContext): Promise<StartedKit> {
	const kit = await startKit({
		database: database.url,
		context: hostOf,
		rates: { messages: often, data: often, gatewayCases: often, gatewayMessages: often },
		quota: { user: { messages: null } },
	});
	t.after(() => kit.close());
	return kit;
}

onEveryDatabase((database) => {
	for (const { face, operationId } of lists)
		test(`${face} ${operationId}`, async (t) => {
			const kit = await startOn(database, t);
			const list = await (LISTS[operationId] as Make)(kit, `${face}-${operationId}`);
			for (let made = 0; made < STABLE; made += 1) await list.make();
			const stable = await everything(list);
			assert.ok(stable.length >= STABLE, JSON.stringify(stable));
			for (const size of list.fixed ? [100] : SIZES) {
				const seen = await pagedAmongChanges(list, size, stable);
				assert.deepEqual(
					seen.filter((id) => stable.includes(id)),
					stable,
					`pages of ${size}`,
				);
				assert.equal(new Set(seen).size, seen.length, `pages of ${size}: nothing comes twice`);
			}
		});
});
