// `deskbell audit …`: what was done, and by whom.

import type { Command } from 'commander';
import { verifyAudit } from '../audit.ts';
import { onDatabase, type Where, within } from '../running.ts';

export function addAudit(program: Command): void {
	const audit = program.command('audit').description('what was done, and by whom');
	onDatabase(audit.command('verify'))
		.description('check that no row was changed, cut out or swapped since it was written')
		.option('--tenant <id>', 'of which tenant; all where left out')
		.option('--known <hash>', 'the last hash of an earlier check: proves that nothing was written anew since')
		.action(({ db, tenant, known }: Where & { tenant?: string; known?: string }, command: Command) => {
			if (known && !tenant) command.error('error: --known is the hash of one tenant: name it with --tenant');
			return within(db, async ({ store, migrate }) => {
				await migrate();
				const wanted = { tenantId: tenant ?? null, known: known ?? null };
				const { lines, whole } = await verifyAudit(wanted, store, process.stderr);
				console.log(lines.join('\n'));
				if (!whole) process.exitCode = 1;
			});
		});
}
