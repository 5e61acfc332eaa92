// The migrations in their order: objects in code, so that a bundler or another folder layout cannot lose them.

import type { Knex } from 'knex';
import { firstTables } from './0001-first-tables.ts';
import { usageAndKnowledge } from './0002-usage-and-knowledge.ts';
import { idempotency } from './0003-idempotency.ts';
import { filterHits } from './0004-filter-hits.ts';
import { reservationsOnAnswers } from './0005-reservations-on-answers.ts';
import { articleHints } from './0006-article-hints.ts';
import { unsupportedAnswers } from './0007-unsupported-answers.ts';
import { dataRights } from './0008-data-rights.ts';
import { admin } from './0009-admin.ts';
import { webhookTables } from './0010-webhooks.ts';
import { retention } from './0011-retention.ts';
import { indexes } from './0012-indexes.ts';
import { gateway } from './0013-gateway.ts';
import { hostTools } from './0014-host-tools.ts';
import { dispatchTables } from './0015-dispatches.ts';
import { erasureNotices } from './0016-erasure-notices.ts';
import { erasuresBegun } from './0017-erasures-begun.ts';
import { knowledgeIndex } from './0018-knowledge-index.ts';
import { vectorTables } from './0019-vectors.ts';

const migrations: readonly (Knex.Migration & { name: string })[] = [
	{ name: '0001-first-tables', ...firstTables },
	{ name: '0002-usage-and-knowledge', ...usageAndKnowledge },
	{ name: '0003-idempotency', ...idempotency },
	{ name: '0004-filter-hits', ...filterHits },
	{ name: '0005-reservations-on-answers', ...reservationsOnAnswers },
	{ name: '0006-article-hints', ...articleHints },
	{ name: '0007-unsupported-answers', ...unsupportedAnswers },
	{ name: '0008-data-rights', ...dataRights },
	{ name: '0009-admin', ...admin },
	{ name: '0010-webhooks', ...webhookTables },
	{ name: '0011-retention', ...retention },
	{ name: '0012-indexes', ...indexes },
	{ name: '0013-gateway', ...gateway },
	{ name: '0014-host-tools', ...hostTools },
	{ name: '0015-dispatches', ...dispatchTables },
	{ name: '0016-erasure-notices', ...erasureNotices },
	{ name: '0017-erasures-begun', ...erasuresBegun },
	{ name: '0018-knowledge-index', ...knowledgeIndex },
	{ name: '0019-vectors', ...vectorTables },
];

export const migrationSource: Knex.MigrationSource<(typeof migrations)[number]> = {
	getMigrations: async () => [...migrations],
	getMigrationName: (migration) => migration.name,
	getMigration: async (migration) => migration,
};
