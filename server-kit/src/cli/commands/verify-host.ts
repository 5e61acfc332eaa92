// The command that tries a host's four endpoints.

import type { Command } from 'commander';
import { createEgress } from '../../connect/egress.ts';
import { reported } from '../running.ts';
import { summarizeHost, verifyHost } from '../verify-host.ts';

interface Asked {
	token: string;
	tenant: string;
	user: string;
	windowHours: string;
	allowPrivate?: boolean;
}

export function addVerifyHost(program: Command): void {
	program
		.command('verify-host')
		.description('call the four endpoints by which a host tells of its users, and say what is wrong with them')
		.argument('<url>', 'below which /support/user-state and the others lie')
		.requiredOption('--token <token>', 'the service token')
		.requiredOption('--tenant <id>', 'the tenant of that user')
		.requiredOption('--user <id>', 'a user to ask about')
		.option('--window-hours <hours>', 'how far back', '72')
		.option('--allow-private', 'also plain http, and addresses of this machine and of private networks')
		.action((url: string, { token, tenant: tenantId, user: userId, windowHours, allowPrivate = false }: Asked) =>
			reported(async () => {
				const host = { url, token, tenantId, userId, windowHours: Number(windowHours) || 72 };
				const verified = await verifyHost(host, createEgress({ allowPrivate }));
				console.log(summarizeHost(verified));
				if (verified.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
			}, `The host was ${url}.`),
		);
}
