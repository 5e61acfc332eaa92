// THE TABLE of guards: how each is switched off in one place, and the tests that must notice.

import { FACE, type Guard, guardsOf, type Replacement, SRC } from './guard.ts';
import { GATEWAY_GUARDS } from './guards-gateway.ts';
import { OUTSIDE } from './guards-outside.ts';
import { SCALE_GUARDS } from './guards-scale.ts';
import { TOOL_GUARDS } from './guards-tools.ts';

const inStore = (file: string, from: string, to: string): Replacement => ({
	file: `${SRC}/store/${file}.ts`,
	from,
	to,
});

const gate = guardsOf('gate', `${SRC}/core`);

// biome-ignore format: one guard is one line
const GATES: readonly Guard[] = [
	gate('master flag', 'gates/index', `	['1',  'master flag', masterFlag, 'degraded master_flag_off, tenant_disabled, runtime_not_wired'],\n`, '', [`${FACE}/degraded.test.ts`]),
	gate('a tenant that is off', 'gates/master-flag', `if (settings.tenantDisabled(tenantId))`, 'if (false)', [`${FACE}/degraded.test.ts`]),
	gate('rate limit', 'gates/rate-limit', 'if (!allowed)', 'if (false)', [`${FACE}/quota.test.ts`]),
	gate('quota', 'gates/reserve', 'if (denied) throw noRoom', 'if (false) throw noRoom', [`${FACE}/quota.test.ts`], inStore('quota', 'if (changes < asked.scopes.length) throw new NoRoom();', '')),
	gate('the same message twice', 'gates/reserve', 'if (turn.look.questionId !== null)', 'if (false)', [`${FACE}/idempotency.test.ts`], inStore('turns', 'throw isDuplicate(fault) ? new DuplicateTurn() : fault;', 'throw fault;')),
	gate('disclosure', 'gates/disclosed', '|| lookOf(turn).accepted', '|| true', [`${FACE}/disclosure.test.ts`]),
	gate('a conversation that was handed over', 'gates/still-open', `if (status === 'escalated')`, 'if (false)', [`${FACE}/escalate.test.ts`]),
	gate('one answer at a time', 'gates/still-open', 'if (conversation.answeringSince !== null)', 'if (false)', [`${FACE}/turn.test.ts`], inStore('turns', ' and answering_since is null`;', '`;')),
	gate('classifier', 'gates/classify', 'await classifier.classify({', `await (async (_asked: unknown) => ({ label: 'how_to', confidence: 1, refused: false, reason: '' }) as const)({`, [`${FACE}/turn.test.ts`]),
];

const http = guardsOf('http', `${SRC}/http`);

// biome-ignore format: one guard is one line
const HTTP: readonly Guard[] = [
	http('who calls', 'caller', `if (!found) throw new KitError('unauthenticated');`, '', [`${FACE}/http.test.ts`, `${FACE}/admin-permissions.test.ts`]),
	http('permissions', 'caller', `if (route?.action && (!found || !may(found, route.action)))`, 'if (false)', [`${FACE}/admin-permissions.test.ts`]),
	http('the algorithm of a token', 'caller', 'issuer, audience, algorithms, clockTolerance', 'issuer, audience, clockTolerance', ['server-kit/test/http/jwt.test.ts']),
	http('the audience of a token', 'caller', 'issuer, audience, algorithms, clockTolerance', 'issuer, algorithms, clockTolerance', ['server-kit/test/http/jwt.test.ts']),
	http('a token must end', 'caller', `requiredClaims: ['exp']`, 'requiredClaims: []', ['server-kit/test/http/jwt.test.ts']),
	http('a caller that is well formed', 'caller', 'if (!tenantId || !userId || tenantId.length', 'if (tenantId.length', [`${FACE}/http.test.ts`, 'server-kit/test/http/jwt.test.ts']),
	http('origins', 'cors', `origins.includes(ctx.get('Origin')) ? ctx.get('Origin') : ''`, `ctx.get('Origin')`, [`${FACE}/http.test.ts`, 'test/mounted/http.test.ts']),
	http('pages of another site', 'cors', 'if (!trusted && isForeign(ctx))', 'if (false)', [`${FACE}/http.test.ts`]),
	http('the size of a body', 'body', 'limit: LIMIT, length', 'length', ['test/contract/hostile.test.ts', `${FACE}/http.test.ts`]),
	http('the type of a body', 'body', 'if (type && !/^application', 'if (false && !/^application', [`${FACE}/http.test.ts`]),
	http('bytes that are not UTF-8', 'body', 'fatal: true', 'fatal: false', [`${FACE}/http.test.ts`, 'test/contract/hostile.test.ts']),
	http('the shape of a request', 'validate', 'if (issues.length > 0)', 'if (false)', [`${FACE}/fields.test.ts`]),
	http('undeclared fields of an answer', 'answer', 'route.response.parse(reply.body)', 'reply.body', ['server-kit/test/http/answer.test.ts']),
	http('the same key twice', 'idempotency', 'if (claim.earlier)', 'if (false)', [`${FACE}/http.test.ts`, `${FACE}/cases.test.ts`, `${FACE}/idempotency.test.ts`]),
	http('another request with the same key', 'idempotency', 'if (claim.earlier.fingerprint !== fingerprint)', 'if (false)', [`${FACE}/idempotency.test.ts`]),
	http('no cache', 'headers', `ctx.set('Cache-Control', 'no-store');`, '', [`${FACE}/http.test.ts`]),
	http('what a fault says', 'failure', `new KitError('internal_error', { cause: fault })`, 'fault as KitError', [`${FACE}/http.test.ts`, 'test/contract/hostile.test.ts', `${FACE}/upstream.test.ts`]),
	http('a proxy that nobody trusts', 'arrival', 'if (trustedProxies === 0) return ctx.ip;', '', [`${FACE}/visitor.test.ts`, 'server-kit/test/http/visitor-token.test.ts'], { file: `${SRC}/http/arrival.ts`, from: '-1 - trustedProxies', to: '-Infinity' }),
];

const permission = guardsOf('permission', `${SRC}/core`);

// biome-ignore format: one guard is one line
const PERMISSIONS: readonly Guard[] = [
	permission('a service has no conversations', 'permissions', `['conversation:own', true,    true,   true,  true,  false]`, `['conversation:own', true,    true,   true,  true,  true]`, ['test/contract/openapi.test.ts', `${FACE}/http.test.ts`]),
	permission('a visitor has no cases', 'permissions', `['case:own',         true,    false,`, `['case:own',         true,    true,`, [`${FACE}/visitor.test.ts`]),
	permission('an agent does not review', 'permissions', `['training:review',  false,   false,  false, true,  false]`, `['training:review',  false,   false,  true, true,  false]`, [`${FACE}/admin-permissions.test.ts`]),
	permission('a customer does not read the desk', 'permissions', `['desk:read',        false,`, `['desk:read',        true,`, ['server-kit/test/core/small.test.ts', `${FACE}/cases.test.ts`]),
	permission('a service does not read the audit', 'permissions', `['audit:read',       false,   false,  false, true,  false]`, `['audit:read',       false,   false,  false, true,  true]`, [`${FACE}/admin-permissions.test.ts`]),
];

const tenant = guardsOf('tenant', `${SRC}/store`);

// biome-ignore format: one guard is one line
const TENANTS: readonly Guard[] = [
	tenant('conversations', 'conversations', '.where({ tenant_id: owner.tenantId, user_id: owner.userId });', '.where({ user_id: owner.userId });', ['test/databases/conversations.test.ts', 'test/contract/fuzz.test.ts']),
	tenant('conversations of a person', 'conversations', '.where({ tenant_id: owner.tenantId, user_id: owner.userId });', '.where({ tenant_id: owner.tenantId });', ['test/databases/conversations.test.ts']),
	tenant('cases', 'tickets', 'const query = db<TicketRow>(TABLE).where({ tenant_id: tenantId, id });', 'const query = db<TicketRow>(TABLE).where({ id });', ['test/databases/tickets.test.ts', 'test/contract/fuzz.test.ts']),
	tenant('cases of a person', 'tickets', 'if (userId !== undefined) query.where({ user_id: userId });\n			const row', 'const row', ['test/databases/tickets.test.ts']),
	tenant('internal notes', 'tickets', `if (visibility === 'public') query.where({ visibility: 'public' });`, '', ['test/databases/tickets.test.ts']),
	tenant('articles', 'knowledge', 'find: (tenantId, id) => kept(db, { tenant_id: tenantId, id }),', 'find: (_tenantId, id) => kept(db, { id } as never),', [`${FACE}/admin-articles.test.ts`, 'test/contract/fuzz.test.ts']),
	tenant('candidates', 'candidates', 'const row = await db(TABLE).where({ tenant_id: tenantId, id }).first();', 'const row = await db(TABLE).where({ id }).first();', [`${FACE}/admin-candidates.test.ts`, 'test/contract/fuzz.test.ts']),
	tenant('a turn', 'turn-look', 'from support_ai_conversations where tenant_id = ? and user_id = ? and id = ?', 'from support_ai_conversations where ? = ? || tenant_id and id = ?', ['test/contract/fuzz.test.ts', `${FACE}/turn.test.ts`]),
	tenant('pushes', 'pushes', 'db(TABLE).where({ tenant_id: owner.tenantId, user_id: owner.userId });', 'db(TABLE).where({ user_id: owner.userId });', ['test/databases/parts.test.ts']),
	tenant('pushes of a person', 'pushes', 'db(TABLE).where({ tenant_id: owner.tenantId, user_id: owner.userId });', 'db(TABLE).where({ tenant_id: owner.tenantId });', ['test/databases/parts.test.ts']),
	tenant('an export', 'export', '({ tenant_id: tenantId, user_id: userId });', '({ user_id: userId });', [`${FACE}/export.test.ts`]),
	tenant('settings', 'settings', 'const row = await db(TABLE).where({ tenant_id: tenantId }).first();', 'const row = await db(TABLE).first();', [`${FACE}/admin-settings.test.ts`]),
];

const filter = guardsOf('filter', `${SRC}/answer/filter`);

// biome-ignore format: one guard is one line
const ANSWERS: readonly Guard[] = [
	filter('all of it', 'index', 'if (gate.blocked()) return \'\';', 'return text;', ['server-kit/test/answer/filter.test.ts']),
	filter('formats of secrets', 'detectors', '	FORMATS,\n', '', ['server-kit/test/answer/filter.test.ts']),
	filter('secrets after their name', 'detectors', 'detectors: [ASSIGNED]', 'detectors: []', ['server-kit/test/answer/filter.test.ts']),
	filter('connection strings', 'detectors', 'detectors: [CONNECTION]', 'detectors: []', ['server-kit/test/answer/filter.test.ts']),
	filter('mail addresses', 'detectors', 'detectors: [emailDetector(known)]', 'detectors: []', ['server-kit/test/answer/filter.test.ts']),
	filter('cards', 'detectors', 'ibanDetector(known), cardDetector(known),', 'ibanDetector(known),', ['server-kit/test/answer/filter.test.ts']),
	filter('accounts', 'detectors', 'const numbers = [ibanDetector(known),', 'const numbers = [', ['server-kit/test/answer/filter.test.ts']),
	filter('telephone numbers', 'detectors', '...ids, phoneDetector(known),', '...ids,', ['server-kit/test/answer/filter.test.ts']),
	filter('national ids', 'detectors', 'cardDetector(known), ...ids,', 'cardDetector(known),', ['server-kit/test/answer/filter.test.ts']),
	filter('addresses of machines', 'detectors', 'phoneDetector(known), ADDRESS_OF_A_MACHINE]', 'phoneDetector(known)]', ['server-kit/test/answer/filter.test.ts']),
	filter('the canary in the rules', 'index', 'detectors ?? [canaryGroup(canary), ...SECRETS', 'detectors ?? [...SECRETS', ['server-kit/test/answer/filter.test.ts', 'server-kit/test/answer/blocked.test.ts']),
	filter('foreign links', 'index', 'return links ? [createLinks(addresses, links, gate)] : [];', 'return links ? [] : [];', ['server-kit/test/answer/links.test.ts']),
	filter('foreign images', 'links', 'return addresses.allowed(found.address) ? plain(at) :', 'return true ? plain(at) :', ['server-kit/test/answer/links.test.ts', 'server-kit/test/answer/filter.test.ts']),
	filter('invisible text', 'index', 'return [createInvisible(),', 'return [', ['server-kit/test/answer/wording.test.ts']),
	filter('private keys', 'index', '...(keys ? [createPrivateKey(keys, gate)] : []),', '', ['server-kit/test/answer/filter.test.ts']),
	filter('its own rules told', 'index', 'createWords(echo(), action(PROMPT_ECHO), phrases, gate),', '', ['server-kit/test/answer/filter.test.ts', 'server-kit/test/answer/blocked.test.ts', 'server-kit/test/answer/wording.test.ts']),
	filter('a detector that fails', 'index', `gate.hit(watch.running, 'block');`, '', ['server-kit/test/answer/blocked.test.ts', 'server-kit/test/answer/filter.test.ts']),
	filter('secrets in what is handed on', 'index', 'return flow(text, maskingStages(REDACTING, gate, watch), gate, watch, { ended: true, cut: false });', 'return text || flow(text, maskingStages(REDACTING, gate, watch), gate, watch, { ended: true, cut: false });', [`${FACE}/escalate.test.ts`, `${FACE}/admin-candidates.test.ts`]),
];

const widget = guardsOf('widget', 'widget/src');
const MARKDOWN = ['widget/test/markdown-safety.test.ts'];

// biome-ignore format: one guard is one line
const WIDGET: readonly Guard[] = [
	widget('schemes of links', 'markdown/links', 'if (!url || !SCHEMES.has(url.protocol)) return undefined;', 'if (!url) return undefined;', MARKDOWN),
	widget('hosts of images', 'markdown/links', 'if (isImage && rules.imageHosts.has(url.host))', 'if (isImage)', MARKDOWN),
	widget('links without an opener', 'markdown/links', `rel: 'noopener noreferrer nofollow',`, `rel: '',`, MARKDOWN),
];

export const GUARDS: readonly Guard[] = [
	...GATES,
	...HTTP,
	...PERMISSIONS,
	...TENANTS,
	...ANSWERS,
	...OUTSIDE,
	...GATEWAY_GUARDS,
	...TOOL_GUARDS,
	...SCALE_GUARDS,
	...WIDGET,
];
