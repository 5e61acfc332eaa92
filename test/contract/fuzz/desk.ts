// The desk that is fuzzed: a tenant per operation with something of everything, and one whose data nobody may see.

import {
	type Client,
	createScriptedModel,
	type StartedKit,
	type StartOptions,
	startKit,
} from '@deskbell/server-kit/testing';
import knex from 'knex';
import type { Caller } from '../../../server-kit/src/core/caller.ts';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { schemaOf } from '../../databases/behind.ts';
import { type DatabaseName, PLACES } from '../../databases/every-database.ts';
import { hostOf } from '../gateway/kits.ts';
import { CANARY } from './judge.ts';

export interface FuzzedDesk {
	kit: StartedKit;
	/** As a host would write it. */
	database: string;
	/** What the kit said of itself as a fault. */
	faults: readonly unknown[];
	/** All rows of the other tenant, as text. */
	canaries(): Promise<string>;
	close(): Promise<void>;
}

/** @param name a database that can be looked into: not the one in memory */
export async function startDesk(name: DatabaseName): Promise<FuzzedDesk> {
	const place = await PLACES[name]();
	const database = place.url;
	const faults: unknown[] = [];
	const kit = await startFullKit({
		database,
		visitors: { tenant: 'visited' },
		quota: { user: { messages: null } },
		log: { info() {}, warn() {}, error: (message, facts) => void faults.push([message, facts]) },
	});
	const bare = knex(knexConfig(database));
	return {
		kit,
		database,
		faults,
		canaries: async () => JSON.stringify(await rowsOfTenant({ bare, name }, CANARY)),
		async close() {
			await bare.destroy();
			await kit.close();
			await place.stop();
		},
	};
}

const often = { limit: 1_000_000, windowSeconds: 60 };

/** Every face, a tool that waits for its person, and nobody is asked to slow down. */
export async function startFullKit(options: StartOptions): Promise<StartedKit> {
	const model = { ...createScriptedModel(), tools: true };
	const rates = { messages: often, visitors: often, data: often };
	const started = await startKit({ model, tools: [RENAME], context: hostOf, rates, ...options });
	return { ...started, model };
}

const RENAME = {
	name: 'rename',
	description: 'Names a thing anew.',
	input: { type: 'object' as const, properties: { to: { type: 'string' } } },
	execute: () => ({ renamed: true }),
};

async function rowsOfTenant(database: Parameters<typeof schemaOf>[0], tenantId: string): Promise<unknown[]> {
	const owned = (await schemaOf(database)).filter(([, columns]) => columns.includes('tenant_id'));
	return Promise.all(
		owned.map(async ([table]) => {
			const rows = await database.bare(table).where('tenant_id', tenantId);
			// Databases keep them in no order.
			return [table, rows.map((row) => JSON.stringify(row)).sort()];
		}),
	);
}

export type Ids = Readonly<Record<string, number | string>>;

interface Asked {
	id?: number;
	tool_calls?: { approval_id?: string }[];
}

/** One of everything that has an id, made through the API by its own people. */
export async function furnish(kit: StartedKit, tenantId: string, word: string): Promise<Ids> {
	const customer = await kit.ready(`${word}-customer`, { tenantId });
	await customer.post(`${customer.path}/messages`, { content: `${word} how do I share?` });
	const call = { id: 'c1', name: RENAME.name, arguments: JSON.stringify({ to: word }) };
	kit.model.says([[{ type: 'tool-call', call }], [{ type: 'finish', reason: 'tool-calls' }]]);
	await customer.post(`${customer.path}/messages`, { content: 'How do I rename a folder?' });
	const thread = await customer.get<{ messages: Asked[] }>(customer.path);
	const { id: message_id = 0, tool_calls: calls = [] } = thread.body.messages.at(-1) ?? {};
	await customer.post(`${customer.path}/feedback`, { helpful: false, comment: word, message_id });
	const opened = { subject: word, description: word, conversation_id: customer.conversationId };
	const made = await customer.post<{ id: number }>('/cases', opened);
	await customer.post(`/cases/${made.body.id}/comments`, { body: word });
	const admin = kit.as(`${word}-admin`, { tenantId, kind: 'admin' });
	return {
		conversation_id: customer.conversationId,
		message_id,
		approval_id: calls[0]?.approval_id ?? '',
		case_id: made.body.id,
		caseId: await furnishGateway(kit, tenantId, word),
		...(await furnishAdmin(admin, word)),
	};
}

/** @returns empty where the kit has no gateway */
async function furnishGateway(kit: StartedKit, tenantId: string, word: string): Promise<string> {
	const caller = actorsOf(tenantId, word).customer ?? '';
	const response = await fetch(`${kit.url}/api/cases`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-test-caller': caller },
		body: JSON.stringify({ message: `${word} how do I share?` }),
	});
	const made = await response.json().catch(() => ({}));
	return (made as { case?: { id: string } }).case?.id ?? '';
}

async function furnishAdmin(admin: Client, word: string): Promise<Ids> {
	const article = await admin.post<{ id: number }>('/admin/articles', {
		slug: word,
		body: `# ${word}\n\n${word} text.`,
	});
	const candidates = await admin.get<{ candidates: { id: number }[] }>('/admin/training-candidates');
	return { article_id: article.body.id, candidate_id: candidates.body.candidates[0]?.id ?? 0 };
}

const KINDS = ['customer', 'visitor', 'agent', 'admin', 'service'] as const satisfies readonly Caller['kind'][];

/** Nobody, and one of each kind; as the header by which the test host knows them. */
export function actorsOf(tenantId: string, word: string): Readonly<Record<string, string>> {
	const header = (kind: Caller['kind']) =>
		encodeURIComponent(JSON.stringify({ tenantId, userId: `${word}-${kind}`, kind, roles: [] } satisfies Caller));
	return { nobody: '', ...Object.fromEntries(KINDS.map((kind) => [kind, header(kind)])) };
}
