// What `deskbell doctor` looks at in Redis, where there is one.

import { findBullMq } from '../connect/bullmq.ts';
import { lookAtRedis } from '../connect/redis-check.ts';
import { type Examined, type Finding, fail, inTime, ok, reasonOf, warn } from './finding.ts';

export async function redisFindings({ redis, timeoutMs }: Examined): Promise<Finding[]> {
	if (redis === null) return [ok('Redis', 'none is named: each process counts for itself')];
	try {
		const { version, policy } = await inTime(lookAtRedis(redis, timeoutMs), timeoutMs);
		return [ok('Redis', `Redis ${version} takes writes`), policyFinding(policy), jobsFinding()];
	} catch (fault) {
		return [awayFinding(reasonOf(fault))];
	}
}

/** A Redis without memory left still answers, and takes no writes. */
function awayFinding(reason: string): Finding {
	const meanwhile = 'Until then each process counts for itself and runs every job.';
	if (reason.startsWith('OOM'))
		return fail('Redis memory', reason, `Raise maxmemory, or delete what others keep in it. ${meanwhile}`);
	return fail('Redis', reason, `Check REDIS_URL and the network. ${meanwhile}`);
}

function policyFinding(policy: string): Finding {
	if (!policy || policy === 'noeviction') return ok('Redis memory', policy || 'not told');
	const advice =
		'Set maxmemory-policy to noeviction: a limit that is forgotten begins anew, and a job that is forgotten comes late.';
	return warn('Redis memory', `${policy}: counters and jobs may be forgotten`, advice);
}

function jobsFinding(): Finding {
	if (findBullMq()) return ok('jobs', 'bullmq is installed: each job is run by one process at a time');
	return warn('jobs', 'bullmq is not installed: each process runs every job', 'npm install bullmq');
}
