// What `deskbell doctor` looks at in Redis, where there is one.

import { lookAtRedis } from '../connect/redis-check.ts';
import { type Examined, type Finding, fail, inTime, ok, reasonOf, warn } from './finding.ts';

export async function redisFindings({ redis, timeoutMs }: Examined): Promise<Finding[]> {
	if (redis === null) return [ok('Redis', 'none is named: each process counts for itself')];
	try {
		const { version, policy } = await inTime(lookAtRedis(redis, timeoutMs), timeoutMs);
		return [ok('Redis', `Redis ${version} takes writes`), policyFinding(policy)];
	} catch (fault) {
		return [
			fail(
				'Redis',
				reasonOf(fault),
				'Check REDIS_URL and the network. Until it is there, each process counts for itself.',
			),
		];
	}
}

function policyFinding(policy: string): Finding {
	if (!policy || policy === 'noeviction') return ok('Redis memory', policy || 'not told');
	const advice = 'Set maxmemory-policy to noeviction: a limit that is forgotten begins anew.';
	return warn('Redis memory', `${policy}: counters may be forgotten`, advice);
}
