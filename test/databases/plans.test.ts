// No statement of any endpoint grows with a table: each is explained by every database, on a desk that is not small.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Knex } from 'knex';
import { onEveryDatabase, SHARED } from './every-database.ts';
import { type Asked, callEverything } from './plans/endpoints.ts';
import { explainerOf } from './plans/explained.ts';
import { type Filled, fill } from './plans/large.ts';
import { reportOn } from './plans/report.ts';
import { searchEverything } from './plans/searches.ts';

/** Enough that planners take an index; a million by `npm run plans`. */
const MESSAGES = 20_000;

/** SQLite sorts these and tells no numbers; the others count so few rows that it is none of their business. */
const FEW: Readonly<Record<string, string>> = {
	'sort support_disclosure_acceptances': 'a person accepts a version once',
	'sort support_usage': 'a person has one row per period',
	'sort support_webhook_deliveries': 'the webhooks that have something due',
	'sort support_webhook_deliveries support_webhook_events': 'what is due of one webhook',
	'sort support_kb_pointers': 'the names and links that share their last part',
	'sort support_kb_entries': 'the articles that hold a word of the question',
	'sort support_kb_words': 'the words that begin like an unknown one',
	'sort support_ai_tool_calls': 'what one page of messages called',
	'sort support_ai_conversations support_disclosure_acceptances support_ai_messages support_ai_tool_calls support_usage support_ai_intent_classifications':
		'the twenty latest messages of one conversation',
};

/** The search index of a tenant is built of all its passages, once: what else would it read? */
const WHOLE: readonly string[] = ['scan support_kb_passages', 'sort support_kb_passages', 'read support_kb_passages'];

/** An endpoint whose plans grow, planted: the explainers must say so. */
const GROWING: readonly (readonly [sql: string, fault: string])[] = [
	[`select * from support_ai_messages where model = 'a'`, 'scan support_ai_messages'],
	[`select * from support_ai_messages where conversation_id > 0 order by content limit 20`, 'sort support_ai_messages'],
	[`delete from support_ticket_comments where author_name = 'a'`, 'scan support_ticket_comments'],
];

const nameOf = ({ face, operation }: Asked) => `${face} ${operation.replace(/\?.*/, '')}`;

onEveryDatabase((database) => {
	let filled: Filled[];
	let db: Knex;

	before(async () => {
		db = database.bare;
		filled = await fill(db, MESSAGES);
	});

	for (const [sql, fault] of GROWING)
		test(`a plan that grows is found: ${fault}`, async () => {
			const found = await explainerOf(db)({ sql, values: [] }, new Set(filled.map(({ table }) => table)));
			assert.ok(found.includes(fault), `${sql}: ${found.join()}`);
		});

	test('every statement of every endpoint stays on an index', { timeout: 240_000 }, async () => {
		const asked = await callEverything(database.url);
		const served = new Set(asked.filter(({ status }) => status < 300 || status === 409).map(nameOf));
		assert.deepEqual(
			asked.map(nameOf).filter((name) => !served.has(name)),
			[],
			'what nobody was served has asked for nothing',
		);
		assert.deepEqual(
			asked.filter(({ status }) => status >= 500),
			[],
		);
		const { statements, grows } = await reportOn(db, asked, filled);
		assert.ok(statements > asked.length, `few statements were heard: ${statements}`);
		const isFew = (fault: string) => database.name.startsWith('SQLite') && FEW[fault] !== undefined;
		const known = (fault: string) => WHOLE.includes(fault) || isFew(fault);
		assert.deepEqual(
			grows.filter(({ fault }) => !known(fault)),
			[],
		);
	});

	test('every statement of the search in the database stays on an index', { timeout: 120_000 }, async () => {
		const { asked, found } = await searchEverything(database.url, db);
		assert.equal(found, 2);
		const { statements, grows } = await reportOn(db, asked, filled);
		assert.ok(statements > 10, `few statements were heard: ${statements}`);
		const isFew = (fault: string) => database.name.startsWith('SQLite') && FEW[fault] !== undefined;
		assert.deepEqual(
			grows.filter(({ fault }) => !isFew(fault)),
			[],
		);
	});
}, SHARED);
