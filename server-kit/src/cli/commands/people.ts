// `deskbell export` and `deskbell erase`: one person's data, by hand.

import { type Command, Option } from 'commander';
import type { Owner } from '../../core/records.ts';
import { erasePerson, exportPerson, replayLedger, summarizeErasure, summarizeLedger, writeLedger } from '../people.ts';
import { ofTenant, onDatabase, type Where, within } from '../running.ts';

const USER = ['--user <id>', 'the person, as the host names them to the kit'] as const;

const FORMAT = new Option('--format <format>', 'JSON lines for programs, or a page to read')
	.choices(['jsonl', 'html'])
	.default('jsonl');

interface ExportWanted extends Where {
	tenant: string;
	user: string;
	format: 'jsonl' | 'html';
}

export function addPeople(program: Command): void {
	ofTenant(program.command('export'))
		.description('write everything about one person to the standard output')
		.requiredOption(...USER)
		.addOption(FORMAT)
		.action(({ db, tenant, user, format }: ExportWanted) =>
			within(db, async ({ store, migrate }) => {
				await migrate();
				await exportPerson(
					{ tenantId: tenant, userId: user },
					{ store, secret: secretOfKit(), format },
					process.stdout,
				);
			}),
		);

	onDatabase(program.command('erase'))
		.description(
			'erase everything about one person; DESKBELL_SECRET is the secret of your kit, for the ledger of erasures',
		)
		.option('--tenant <id>', 'of which tenant')
		.option(...USER)
		.option('--ledger <file>', 'the ledger that your kit keeps (`erasure.ledger`): the erasure is added to it')
		.option('--replay-ledger <file>', 'after a backup was restored: erase again whom this ledger names')
		.option('--write-ledger', 'write the ledger of this database to the standard output')
		.action((given: ErasureWanted, command: Command) => {
			const { db, tenant, user, replayLedger: ledger, writeLedger: writes } = given;
			const person = tenant && user ? { tenantId: tenant, userId: user } : null;
			if (!person && !ledger && !writes)
				command.error('error: whom? Give --tenant and --user, or --replay-ledger with a file');
			return within(db, async ({ store, migrate }) => {
				await migrate();
				const where = { database: db, secret: secretOfKit() };
				if (ledger) console.log(summarizeLedger(await replayLedger({ ...where, ledger }, process.stderr)));
				else if (writes) await writeLedger(store, process.stdout);
				else if (person) console.log(await erased(person, { ...where, ledger: given.ledger ?? null }));
			});
		});
}

interface ErasureWanted extends Where {
	tenant?: string;
	user?: string;
	ledger?: string;
	replayLedger?: string;
	writeLedger?: boolean;
}

async function erased(person: Owner, where: Parameters<typeof erasePerson>[1]): Promise<string> {
	return summarizeErasure(await erasePerson(person, where, process.stderr));
}

function secretOfKit(): string {
	return process.env.DESKBELL_SECRET ?? '';
}
