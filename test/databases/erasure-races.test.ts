// People who are erased while they, the desk and the owner go on writing: nobody gets a fault, and nothing is left hanging.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type StartedKit, startKit } from '@deskbell/server-kit/testing';
import { conversationEvent } from '../../server-kit/src/core/webhooks/events.ts';
import { NAMING } from '../../server-kit/src/store/ledger.ts';
import { adminOf } from '../contract/support-ai/admins.ts';
import { rowsOf } from './behind.ts';
import { type Database, onEveryDatabase, SHARED } from './every-database.ts';
import { AT, begin, conversationOf, somebody, together, turnIn } from './rows.ts';

const ROUNDS = 2;
const PEOPLE = ['ana', 'ben', 'cy', 'dee'];
const AGENT = { tenantId: 'acme', userId: 'bo', kind: 'agent' as const, roles: [], name: 'Bo' };
const ALL = { limit: 100, cursor: null };
const often = { limit: 100_000, windowSeconds: 60 };

interface Answered {
	status: number;
	body: unknown;
}

/** What the answers were that are a fault of ours; `faults` are what the log says of them. */
function brokenOf(answers: readonly Answered[], faults: readonly string[]): string[] {
	const broken = answers.filter(({ status }) => status >= 500).map(({ body }) => JSON.stringify(body));
	return broken.length > 0 ? [...broken, ...faults] : [];
}

/** Everything that this person, the desk and the owner write, in one go. */
async function writeAll(kit: StartedKit, userId: string): Promise<Answered[]> {
	const own = kit.as(userId, { name: userId });
	const answers: Answered[] = [];
	const note = async <T extends Answered>(asked: Promise<T>) => {
		const answer = await asked;
		answers.push(answer);
		return answer;
	};
	const { body: status } = await own.get<{ current_version: string }>('/disclosure/status');
	await note(own.post('/disclosure/accept', { version: status.current_version }));
	const { body: begun } = await note(own.post<{ conversation_id: number }>('/conversations', {}));
	const path = `/conversations/${begun.conversation_id}`;
	await note(own.post(`${path}/messages`, { content: 'How large may uploads be?' }));
	await Promise.all([
		note(own.post(`${path}/feedback`, { helpful: false, comment: 'wrong' })),
		note(own.post(`${path}/escalate`, { reason: 'why' })),
		note(own.post('/cases', { subject: 'a', description: 'b', conversation_id: begun.conversation_id })),
		note(own.get('/export').then(({ status }) => ({ status, body: 'the export' }))),
	]);
	const { body: list } = await own.get<{ cases: { id: number }[] }>('/cases');
	await Promise.all(list.cases.slice(0, 2).map(({ id }) => note(own.post(`/cases/${id}/comments`, { body: 'and?' }))));
	const answered = list.cases.slice(0, 2).map(({ id }) => comment(kit, id));
	return [...answers, ...(await Promise.all(answered))];
}

/** Of a case that may have gone meanwhile. */
async function comment({ kit: { core } }: StartedKit, id: number): Promise<Answered> {
	return core.tickets.comment(AGENT, id, { body: 'Dear customer', visibility: 'public' }).then(
		() => ({ status: 200, body: null }),
		(fault) => ({ status: fault.code === 'not_found' ? 404 : 500, body: String(fault.stack) }),
	);
}

async function deskOn(database: Database, log: string[]): Promise<StartedKit> {
	const error = (message: string, facts?: object) => void log.push(`${message} ${stackOf(facts)}`);
	const kit = await startKit({
		database: database.url,
		rates: { messages: often, data: often },
		quota: { user: { messages: 100_000 } },
		webhooks: { allowPrivate: true },
		log: { info() {}, warn() {}, error },
	});
	const events = ['person.erased', 'message.completed', 'case.commented', 'conversation.created'];
	await adminOf(kit).post('/admin/webhooks', { url: 'http://127.0.0.1:1/', events });
	return kit;
}

function stackOf(facts: object = {}): string {
	return Object.values(facts)
		.map((fact) => (fact instanceof Error ? `${fact.stack} ${stackOf(fact)}` : String(fact)))
		.join(' ');
}

onEveryDatabase((database) => {
	test('S-41 erasures among writes of the same people: no answer is a fault of ours', {
		timeout: 240_000,
	}, async (t) => {
		const log: string[] = [];
		const kit = await deskOn(database, log);
		t.after(() => kit.close());
		for (let round = 0; round < ROUNDS; round += 1) {
			const answers = await together(PEOPLE.length, async (at) => {
				const userId = PEOPLE[at] ?? 'ana';
				const erase = () => kit.as(userId).delete('/me');
				const [wrote, ...erased] = await Promise.all([writeAll(kit, userId), erase(), erase(), writeAll(kit, userId)]);
				return [...wrote, ...erased.flat(), await erase()];
			});
			assert.deepEqual(brokenOf(answers.flat(), log), [], `round ${round}`);
		}
		for (const userId of PEOPLE) await kit.as(userId).delete('/me');
		assert.deepEqual(await namesLeft(database), []);
	});
}, SHARED);

/** MariaDB shows a transaction the rows of the moment in which it first looked, unless it locks what it reads. */
onEveryDatabase(
	(database) => {
		const begun = async () => {
			const { store } = database;
			const owner = somebody();
			const events = ['conversation.created'];
			const webhook = { url: 'https://hooks.example.com/', description: null, events, secret: 'sealed' };
			await store.webhooks.create({ tenantId: owner.tenantId, ...webhook, at: AT });
			const conversation = await conversationOf(owner, store);
			await store.transaction((bound) =>
				bound.webhooks.emit(conversationEvent('conversation.created', conversation, AT)),
			);
			return { store, owner, id: conversation.id, other: database.another().store };
		};

		test('events that somebody else has deleted meanwhile do not hold up an erasure for ever', async () => {
			const { store, owner, other } = await begun();
			await store.transaction(async (bound) => {
				assert.equal((await bound.webhooks.due(AT)).length > 0, true);
				await other.webhooks.remove(
					owner.tenantId,
					Number((await other.webhooks.list(owner.tenantId, ALL)).items[0]?.id),
				);
				assert.ok((await other.webhooks.sweep(AT + 1)) > 0);
				assert.equal(await bound.erasure.next('webhookEvents', owner), null);
			});
		});

		test('a turn that came in since the transaction began goes with its conversation, and all that hangs on it', async () => {
			const { store, owner, id, other } = await begun();
			const ids: number[] = [];
			await store.transaction(async (bound) => {
				assert.ok(await bound.conversations.find(owner, id));
				const turn = await begin(other, turnIn(owner, id));
				ids.push(turn.questionId, turn.answerId);
				assert.equal(await bound.conversations.remove(owner, id), true);
			});
			assert.deepEqual(await rowsOf(database, id, ids), {});
		});
	},
	['MariaDB', 'PostgreSQL'],
);

/** Columns in which one of them stands by name. */
async function namesLeft({ bare }: Database): Promise<string[]> {
	const found: string[] = [];
	for (const [table, column] of NAMING)
		if ((await bare(table).whereIn(column, PEOPLE)).length > 0) found.push(`${table}.${column}`);
	return found;
}
