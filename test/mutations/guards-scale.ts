// Guards of what is large or shared: repetitions, jobs of several processes, knowledge in the database, long threads.

import { FACE, type Guard, guardsOf, type Replacement, SRC } from './guard.ts';

const REPEATS = [`${FACE}/idempotency.test.ts`];
const SHARED_JOBS = ['test/faults/jobs.test.ts'];
const INDEX = ['test/databases/knowledge-index.test.ts'];
const VECTORS = ['test/databases/vectors.test.ts'];
const PAGES = ['widget/test/tasks-pages.test.ts'];

const at = (file: string, from: string, to: string): Replacement => ({ file: `${SRC}/${file}.ts`, from, to });

const repeats = guardsOf('repeats', SRC);
const jobs = guardsOf('jobs', `${SRC}/connect`);
const knowledge = guardsOf('knowledge', SRC);
const thread = guardsOf('thread', 'widget/src/parts');

// biome-ignore format: one guard is one line
const KEPT: readonly Guard[] = [
	repeats('kept with what it tells of', 'http/answer', 'keep?.(bound, route.response.parse(view(made)))', 'undefined', [`${FACE}/kept-once.test.ts`]),
	repeats('an answer that was kept stays', 'store/idempotency', '.where({ id, response: null }).delete()', '.where({ id }).delete()', ['test/databases/parts.test.ts']),
	repeats('sealed with a secret that is gone', 'http/idempotency', `if (answer === null) throw new KitError('idempotency_key_reused');`, 'if (answer === null) return;', REPEATS),
	repeats('a request that is still under way', 'http/idempotency', `if (kept === null) throw new KitError('idempotency_in_progress');`, 'if (kept === null) return;', REPEATS),
];

// biome-ignore format: one guard is one line
const JOBS: readonly Guard[] = [
	jobs('one that takes long is not begun again', 'redis-worker', 'if (await isUnderWay(job, queue, TURNS_MISSED * everyMs)) return LEFT;', '', SHARED_JOBS),
	jobs('one that hangs holds up no later turn', 'redis-worker', 'TURNS_MISSED * everyMs)', 'Infinity)', SHARED_JOBS),
	jobs('the dead lose theirs', 'redis-worker', 'const leaseMs = leaseFor(shifts);', 'const leaseMs = 3_600_000 || leaseFor(shifts);', SHARED_JOBS),
	jobs('versions whose jobs differ share no queue', 'redis-jobs', 'fingerprintOf(shifts)}`', "''}`", SHARED_JOBS),
	jobs('what a Redis has lost is put up again', 'redis-jobs', 'if ((await worker.queue.getJobSchedulersCount()) < shifts.length) await', 'if ((await worker.queue.getCompletedCount()) + (await worker.queue.getDelayedCount()) === 0) await', SHARED_JOBS, at('connect/redis-jobs', `await putUp(worker.queue, shifts);\n				return`, 'return')),
	jobs('without Redis each process runs its own', 'redis-jobs', '? [] : null;', '? [] : [];', SHARED_JOBS),
];

// biome-ignore format: one guard is one line
const KNOWN: readonly Guard[] = [
	knowledge('another tenant’s words', 'store/knowledge-index', `.select('word', 'articles', 'passages').where({ tenant_id: tenantId });`, `.select('word', 'articles', 'passages').whereRaw('? is not null', [tenantId]);`, INDEX),
	knowledge('another tenant’s articles', 'store/knowledge-index', `.where('entries.tenant_id', tenantId);`, ';', INDEX,
		at('answer/knowledge/tokens', 'tenantId}\\0', `''}\\0`),
		at('store/full-text', 'as weight from ?? where tenant_id = ? and tokens', `as weight from ?? where ? <> '' and tokens`),
		at('store/full-text', 'as weight from ?? where tenant_id = ? and match', `as weight from ?? where ? <> '' and match`),
		at('store/knowledge-rows', `.where('passages.tenant_id', tenantId)\n		.whereIn('passages.id', ids)`, `.whereIn('passages.id', ids)`)),
	knowledge('another tenant’s passages', 'store/knowledge-rows', `.where('passages.tenant_id', tenantId)\n		.whereIn('passages.id', ids)`, `.whereIn('passages.id', ids)`, INDEX),
	knowledge('another tenant’s vectors', 'store/vectors', `.where({ tenant_id: tenantId, maker })\n				.where('passage_id', '>', after)`, `.where({ maker })\n				.where('passage_id', '>', after)`, VECTORS),
	knowledge('another tenant’s vectors of the same words', 'store/vectors', `.where({ tenant_id: tenantId, maker })\n				.whereIn('fingerprint'`, `.where({ maker })\n				.whereIn('fingerprint'`, VECTORS),
	knowledge('another tenant’s passages that lack one', 'store/vectors', `.where('passages.tenant_id', tenantId)\n		.whereNull`, '.whereNull', VECTORS),
	knowledge('another tenant’s vectors of another length', 'store/vectors', 'const other = bound(VECTORS).where({ tenant_id: tenantId, maker });', 'const other = bound(VECTORS).where({ maker });', VECTORS),
	knowledge('another maker’s vectors', 'store/vectors', `.where({ tenant_id: tenantId, maker })\n				.where('passage_id', '>', after)`, `.where({ tenant_id: tenantId })\n				.where('passage_id', '>', after)`, VECTORS),
	knowledge('one process makes a tenant’s vectors', 'store/vectors', `.where('due_at', '<=', now)\n				.update({ maker, lease`, '.update({ maker, lease', VECTORS),
	knowledge('whose lease is over has lost it', 'store/vectors', 'db(STATES).where({ tenant_id: tenantId, lease });', 'db(STATES).where({ tenant_id: tenantId }).whereRaw(`? is not null`, [lease]);', VECTORS),
];

// biome-ignore format: one guard is one line
const READ: readonly Guard[] = [
	thread('what is marked stays', 'pages', `marked?.type !== 'Range'`, 'true', PAGES),
	thread('what one has begun to fill in stays', 'pages', `!page.querySelector('form') &&`, '', PAGES),
	thread('what has the focus stays', 'pages', 'Math.abs(at - used) > 1 &&', '', PAGES),
	thread('the first and the last page stay', 'pages', '.settled:not(:first-child, :last-child)', '.settled', PAGES),
	thread('what comes back moves nothing', 'pages', 'if (more && page.getBoundingClientRect().top < scroller.getBoundingClientRect().top) scroller.scrollTop += more;', '', PAGES),
	thread('a page that is shown smaller leaves its whole room', 'pages', 'getComputedStyle(page).height);', 'page.getBoundingClientRect().height + "px");', PAGES),
];

export const SCALE_GUARDS: readonly Guard[] = [...KEPT, ...JOBS, ...KNOWN, ...READ];
