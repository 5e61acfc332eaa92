// A process that is killed while it fills the index that the database keeps: another fills the rest, and answers go on.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import knex, { type Knex } from 'knex';
import { parseArticle } from '../../server-kit/src/answer/knowledge/article.ts';
import { indexer } from '../../server-kit/src/answer/knowledge/indexer.ts';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { openStore } from '../../server-kit/src/store/open.ts';
import { type DatabaseName, PLACES } from '../databases/every-database.ts';
import { inForm, until, upTo } from './rig/form.ts';
import { ask, ready, textOf } from './rig/people.ts';
import { type HostProcess, startHost } from './rig/process.ts';

const everywhere: readonly DatabaseName[] = inForm(['SQLite file'], ['SQLite file', 'PostgreSQL', 'MariaDB']);
const ARTICLES = 40;
/** In the third batch of ten. */
const HELD = 25;
const TENANT = 'acme';

for (const name of everywhere)
	test(`F-35 kill -9 while the index in the database is filled: memory answers, another fills the rest (${name})`, {
		timeout: 600_000,
	}, async (t) => {
		const { url, db } = await filledDesk(t, name);
		const release = await holdUp(db, name);
		const doomed = await started(t, url);
		await until(async () => (await stateOf(db)).reached === 20, 'two batches are made');
		await assertAnswers(doomed, 'ada');
		await doomed.kill();
		assert.deepEqual(await stateOf(db), { version: null, reached: 20 });
		await release();

		const survivor = await started(t, url);
		await until(async () => (await stateOf(db)).version === indexer.version, 'the rest is made');
		await assertAnswers(survivor, 'bob');
		const entries: number[] = await db('support_kb_entries').orderBy('article_id').pluck('article_id');
		assert.deepEqual(
			entries,
			upTo(ARTICLES).map((at) => at + 1),
		);
		const sum = await db('support_kb_words').where({ tenant_id: TENANT, word: '#articles' }).first('articles');
		assert.equal(Number(sum.articles), ARTICLES, 'nothing counts twice');
	});

async function filledDesk(t: TestContext, name: DatabaseName): Promise<{ url: string; db: Knex }> {
	const place = await PLACES[name]();
	t.after(() => place.stop());
	const open = openStore(place.url, { indexer });
	await open.migrate();
	const articles = upTo(ARTICLES).map((at) =>
		parseArticle({ path: `${at}.md`, text: `# Helicopter ${wordOf(at)}\n\nThe helicopter ${wordOf(at)} is green.` }),
	);
	await open.store.knowledge.write(TENANT, articles, 1);
	await open.close();
	const db = knex(knexConfig(place.url));
	t.after(() => db.destroy());
	return { url: place.url, db };
}

/** Words that no stemming joins and no number is taken for. */
const wordOf = (at: number) => `qu${String.fromCharCode(97 + (at % 26), 97 + Math.floor(at / 26))}x`;

/** Whoever makes the entry of one article waits, or fails where the database has one writer at a time. */
async function holdUp(db: Knex, name: DatabaseName): Promise<() => Promise<unknown>> {
	if (name === 'SQLite file') {
		await db.raw(`create trigger held before insert on support_kb_entries when new.article_id = ${HELD}
			begin select raise(abort, 'held up'); end`);
		return () => db.raw('drop trigger held');
	}
	const held = await db.transaction();
	const word = { tenant_id: TENANT, word: `w:${wordOf(HELD - 1)}`, articles: 1, passages: 0, letters: 4 };
	await held('support_kb_words').insert(word);
	return () => held.rollback();
}

async function started(t: TestContext, database: string): Promise<HostProcess> {
	const host = await startHost({ database, knowledge: { engine: 'database' }, jobs: { engine: 'none' } });
	t.after(() => host.kill());
	return host;
}

async function stateOf(db: Knex): Promise<{ version: number | null; reached: number | null }> {
	const row = await db('support_kb_revisions').where({ tenant_id: TENANT }).first();
	return { version: row.index_version, reached: row.index_after };
}

/** With a quotation of an article that had no entry when the filling was held up. */
async function assertAnswers(host: HostProcess, userId: string): Promise<void> {
	const person = await ready(host.as(userId, TENANT));
	const { parts } = await ask(person, `Which colour has the helicopter ${wordOf(ARTICLES - 1)}?`);
	assert.match(textOf(parts), new RegExp(`helicopter ${wordOf(ARTICLES - 1)} is green`));
}
