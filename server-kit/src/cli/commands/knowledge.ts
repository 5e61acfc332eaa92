// `deskbell kb reindex`: makes the index that the database keeps, before it is needed or anew; or drops it.

import { type Command, Option } from 'commander';
import type { Store } from '../../core/store.ts';
import { type ProgressOutput, showProgress } from '../progress.ts';
import { onDatabase, type Where, within } from '../running.ts';

export function addReindex(knowledge: Command): void {
	onDatabase(knowledge.command('reindex'))
		.description('fill the full-text index of the database, for `knowledge.engine: "database"`; it serves meanwhile')
		.addOption(new Option('--tenant <id>', 'whose articles; of all tenants where left out').conflicts('drop'))
		.option('--drop', 'drop the index of all tenants instead, once every process serves from memory')
		.action(({ db, tenant, drop }: Where & { tenant?: string; drop?: true }) =>
			within(db, async ({ store, migrate }) => {
				await migrate();
				if (drop) {
					await store.knowledgeIndex.drop();
					console.log('Dropped the index of all tenants; their articles are searched in memory.');
					return;
				}
				const tenants = tenant === undefined ? await store.knowledge.tenants(ALL) : [tenant];
				let indexed = 0;
				for (const each of tenants) indexed += await reindex(store, each, process.stderr);
				console.log(`Indexed ${indexed} articles of ${tenants.length} ${tenants.length === 1 ? 'tenant' : 'tenants'}.`);
			}),
		);
}

const ALL = 1_000_000;
const AT_ONCE = 20;

async function reindex(
	{ knowledge, knowledgeIndex }: Store,
	tenantId: string,
	output: ProgressOutput,
): Promise<number> {
	const total = await knowledge.count(tenantId);
	const shown = showProgress(output, total, 'Indexing', `articles of ${tenantId}`);
	await knowledgeIndex.begin(tenantId);
	let done = 0;
	try {
		for (;;) {
			const more = await knowledgeIndex.fill(tenantId, AT_ONCE);
			done += more;
			// Whoever writes meanwhile adds to them.
			shown.advance(Math.min(done, total));
			if (more === 0) return done;
		}
	} finally {
		shown.end();
	}
}
