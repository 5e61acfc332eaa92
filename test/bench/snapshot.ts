// What a snapshot costs once the sources have answered: five megabytes of logs, beside reading the same bytes as JSON.

import { redactorFor } from '../../server-kit/src/answer/filter/index.ts';
import { buildSnapshot } from '../../server-kit/src/core/snapshot/build.ts';
import type { SourceAnswer } from '../../server-kit/src/core/snapshot/host-data.ts';
import type { Section } from './section.ts';

const MEGABYTES = [1.25, 5] as const;
const MOST_MS = 150;
const ROUNDS = 9;

const caller = { tenantId: 'acme', userId: 'ana', kind: 'customer' as const, roles: [], email: 'ana@example.com' };
const redactor = redactorFor([caller.email], { trustedHosts: [], nationalIds: [], banned: [], actions: {} });
const ok = (data: unknown): SourceAnswer => ({ ok: true, data, ms: 1 });

const ts = (at: number) => new Date(1_790_000_000_000 + at * 1000).toISOString();

/** One line in five is trouble, and correlated with an error; every tenth job has failed. */
function lineOf(at: number) {
	const requestId = `req_${at}`;
	const route = `/api/v1/projects/${at % 97}/files/upload?by=someone${at}@example.org`;
	const request = { ts: ts(at), route, httpStatus: at % 5 ? 200 : 413, requestId, timingMs: at % 900 };
	const error = { ts: ts(at), errorCode: `E${at % 40}`, errorClass: 'LimitError', route, requestId };
	const job = { jobId: `job_${at}`, queue: 'previews', status: at % 10 ? 'done' : 'failed', updatedAt: ts(at) };
	return { request, error, job };
}

function logsOf(bytes: number) {
	const logs = { recentRequests: [] as object[], errors: [] as object[], jobs: [] as object[] };
	for (let at = 0, size = 0; size < bytes; at += 1) {
		const { request, error, job } = lineOf(at);
		logs.recentRequests.push(request);
		if (at % 5 === 0) logs.errors.push(error);
		logs.jobs.push(job);
		size += JSON.stringify(request).length + JSON.stringify(job).length + (at % 5 ? 0 : JSON.stringify(error).length);
	}
	return logs;
}

function build(logs: unknown): unknown {
	const state = { userId: 'ana', tenantId: 'acme', limitsReached: [{ limit: 'upload_mb', current: 184, max: 50 }] };
	const answers = { userState: ok(state), userHistory: ok({}), userLogs: ok(logs), businessRules: ok({}) };
	return buildSnapshot(caller, answers, { redactor, maxBytes: 12_288 });
}

/** Processor time in milliseconds, the best of several rounds: what else the machine does counts for little. */
function processorMs(work: () => unknown): number {
	const rounds = Array.from({ length: ROUNDS }, () => {
		const before = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000;
	});
	return Math.min(...rounds);
}

export const snapshot: Section = {
	title: 'Snapshot',
	says: 'Processor time from the answers of the sources to the snapshot: cleaned, ranked, cut to 12 KiB; beside reading the same logs by JSON.parse.',
	head: ['logs', 'JSON.parse, ms', 'snapshot, ms', 'of JSON.parse'],
	*rows({ goal, step }) {
		for (const megabytes of MEGABYTES) {
			step(`a snapshot of ${megabytes} MB of logs`);
			const logs = logsOf(megabytes * 1024 * 1024);
			const text = JSON.stringify(logs);
			const parsed = processorMs(() => JSON.parse(text));
			const built = processorMs(() => build(logs));
			if (megabytes === MEGABYTES.at(-1))
				goal({ what: `A snapshot of ${megabytes} MB of logs, ms of processor time`, atMost: MOST_MS, measured: built });
			yield [`${megabytes} MB`, parsed.toFixed(1), built.toFixed(1), `${Math.round((100 * built) / parsed)} %`];
		}
	},
};
