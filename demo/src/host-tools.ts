// What the assistant may do for Acme Files' users: look at their jobs by itself, run one again once they have approved.

import { defineTool, type ToolDefinition } from '@deskbell/server-kit';
import { z } from 'zod';

/** What this made-up host remembers: whose jobs were queued again, and by which call, so that no call counts twice. */
const queued = new Map<string, Map<string, string>>();

/** Everybody here has one preview that was never made. */
function jobsOf(person: string) {
	const again = [...(queued.get(person)?.values() ?? [])];
	const failed = { jobId: 'job_preview_7', queue: 'previews', errorCode: 'PREVIEW_TIMEOUT' };
	return [{ ...failed, status: again.includes(failed.jobId) ? 'queued' : 'failed' }];
}

const personOf = ({ tenantId, userId }: { tenantId: string; userId: string }) => `${tenantId} ${userId}`;

export const hostTools: ToolDefinition[] = [
	defineTool({
		name: 'list_jobs',
		title: { en: 'Look at your jobs', de: 'Ihre Jobs ansehen' },
		description: 'Lists the background jobs of this customer, with their status and error code.',
		input: z.object({}),
		readOnly: true,
		execute: (_input, { caller }) => ({ jobs: jobsOf(personOf(caller)) }),
	}),
	defineTool({
		name: 'retry_failed_job',
		title: { en: 'Run the failed job again', de: 'Den fehlgeschlagenen Job erneut starten' },
		description: 'Queues one failed job of this customer again. Use it when they ask for it; look at their jobs first.',
		input: z.object({ jobId: z.string().max(60).meta({ title: 'Job' }) }),
		execute({ jobId }, { caller, idempotencyKey }) {
			const person = personOf(caller);
			const job = jobsOf(person).find((each) => each.jobId === jobId);
			if (!job) throw new Error(`${person} has no job ${jobId}`);
			const calls = queued.get(person) ?? new Map<string, string>();
			queued.set(person, calls.set(idempotencyKey, jobId));
			return { jobId, status: 'queued' };
		},
	}),
];
