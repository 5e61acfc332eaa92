// THE TABLE of guards: how each is switched off in one place, and the tests that must notice.

export interface Replacement {
	file: string;
	/** Stands in the file exactly once. */
	from: string;
	to: string;
}

export interface Guard extends Replacement {
	/** What it is, as a sentence would name it. */
	name: string;
	/** A second line of the same defence, where there is one: alone each hides that the other is gone. */
	also?: Replacement;
	/** The fewest files of tests that should fail. */
	tests: readonly string[];
}

const SRC = 'server-kit/src';
const FACE = 'test/contract/support-ai';

const gate = (name: string, file: string, from: string, tests: string[], to = '', also?: Replacement): Guard => {
	return { name: `gate: ${name}`, file: `${SRC}/core/gates/${file}.ts`, from, to, tests, ...(also && { also }) };
};

const inStore = (file: string, from: string, to: string): Replacement => ({
	file: `${SRC}/store/${file}.ts`,
	from,
	to,
});

// biome-ignore format: one guard is one line
const GATES: readonly Guard[] = [
	gate('master flag', 'index', `	['1',  'master flag', masterFlag, 'degraded master_flag_off, tenant_disabled, runtime_not_wired'],\n`, [`${FACE}/degraded.test.ts`]),
	gate('a tenant that is off', 'master-flag', `if (settings.tenantDisabled(caller.tenantId))`, [`${FACE}/degraded.test.ts`], 'if (false)'),
	gate('rate limit', 'rate-limit', 'if (!allowed)', [`${FACE}/quota.test.ts`], 'if (false)'),
	gate('quota', 'reserve', 'if (denied) throw noRoom', [`${FACE}/quota.test.ts`], 'if (false) throw noRoom', inStore('quota', 'if (changes < asked.scopes.length) throw new NoRoom();', '')),
	gate('the same message twice', 'reserve', 'if (turn.look.questionId !== null)', [`${FACE}/idempotency.test.ts`], 'if (false)', inStore('turns', 'if (isDuplicate(fault)) throw new DuplicateTurn();', '')),
	gate('disclosure', 'disclosed', '|| lookOf(turn).accepted', [`${FACE}/disclosure.test.ts`], '|| true'),
	gate('a conversation that was handed over', 'still-open', `if (status === 'escalated')`, [`${FACE}/escalate.test.ts`], 'if (false)'),
	gate('one answer at a time', 'still-open', 'if (conversation.answeringSince !== null)', [`${FACE}/turn.test.ts`], 'if (false)', inStore('turns', ' and answering_since is null`;', '`;')),
	gate('classifier', 'classify', 'await classifier.classify({', [`${FACE}/turn.test.ts`], `await (async (_asked: unknown) => ({ label: 'how_to', confidence: 1, refused: false, reason: '' }) as const)({`),
];

const http = (name: string, file: string, from: string, to: string, tests: string[]): Guard => {
	return { name: `http: ${name}`, file: `${SRC}/http/${file}.ts`, from, to, tests };
};

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
	http('another request with the same key', 'idempotency', 'if (earlier.fingerprint !== fingerprint)', 'if (false)', [`${FACE}/idempotency.test.ts`]),
	http('no cache', 'headers', `ctx.set('Cache-Control', 'no-store');`, '', [`${FACE}/http.test.ts`]),
	http('what a fault says', 'failure', `new KitError('internal_error', { cause: fault })`, 'fault as KitError', [`${FACE}/http.test.ts`, 'test/contract/hostile.test.ts', `${FACE}/upstream.test.ts`]),
	http('a proxy that nobody trusts', 'arrival', 'if (trustedProxies === 0) return ctx.ip;', '', [`${FACE}/visitor.test.ts`, 'server-kit/test/http/visitor-token.test.ts']),
];

const permission = (action: string, from: string, to: string, tests: string[]): Guard => {
	return { name: `permission: ${action}`, file: `${SRC}/core/permissions.ts`, from, to, tests };
};

// biome-ignore format: one guard is one line
const PERMISSIONS: readonly Guard[] = [
	permission('a service has no conversations', `['conversation:own', true,    true,   true,  true,  false]`, `['conversation:own', true,    true,   true,  true,  true]`, ['test/contract/openapi.test.ts', `${FACE}/http.test.ts`]),
	permission('a visitor has no cases', `['case:own',         true,    false,`, `['case:own',         true,    true,`, [`${FACE}/visitor.test.ts`]),
	permission('an agent does not review', `['training:review',  false,   false,  false, true,  false]`, `['training:review',  false,   false,  true, true,  false]`, [`${FACE}/admin-permissions.test.ts`]),
	permission('a customer does not read the desk', `['desk:read',        false,`, `['desk:read',        true,`, ['server-kit/test/core/small.test.ts', `${FACE}/cases.test.ts`]),
	permission('a service does not read the audit', `['audit:read',       false,   false,  false, true,  false]`, `['audit:read',       false,   false,  false, true,  true]`, [`${FACE}/admin-permissions.test.ts`]),
];

const store = (name: string, file: string, from: string, to: string, tests: string[]): Guard => {
	return { name: `tenant: ${name}`, file: `${SRC}/store/${file}.ts`, from, to, tests };
};

// biome-ignore format: one guard is one line
const TENANTS: readonly Guard[] = [
	store('conversations', 'conversations', '.where({ tenant_id: owner.tenantId, user_id: owner.userId });', '.where({ user_id: owner.userId });', ['test/databases/conversations.test.ts', 'test/contract/fuzz.test.ts']),
	store('conversations of a person', 'conversations', '.where({ tenant_id: owner.tenantId, user_id: owner.userId });', '.where({ tenant_id: owner.tenantId });', ['test/databases/conversations.test.ts']),
	store('cases', 'tickets', 'const query = db<TicketRow>(TABLE).where({ tenant_id: tenantId, id });', 'const query = db<TicketRow>(TABLE).where({ id });', ['test/databases/tickets.test.ts', 'test/contract/fuzz.test.ts']),
	store('cases of a person', 'tickets', 'if (userId !== undefined) query.where({ user_id: userId });\n			const row', 'const row', ['test/databases/tickets.test.ts']),
	store('internal notes', 'tickets', `if (visibility === 'public') query.where({ visibility: 'public' });`, '', ['test/databases/tickets.test.ts']),
	store('articles', 'knowledge', 'find: (tenantId, id) => kept(db, { tenant_id: tenantId, id }),', 'find: (_tenantId, id) => kept(db, { id } as never),', [`${FACE}/admin-articles.test.ts`, 'test/contract/fuzz.test.ts']),
	store('candidates', 'candidates', 'const row = await db(TABLE).where({ tenant_id: tenantId, id }).first();', 'const row = await db(TABLE).where({ id }).first();', [`${FACE}/admin-candidates.test.ts`, 'test/contract/fuzz.test.ts']),
	store('a turn', 'turn-look', 'from support_ai_conversations where tenant_id = ? and user_id = ? and id = ?', 'from support_ai_conversations where ? = ? || tenant_id and id = ?', ['test/contract/fuzz.test.ts', `${FACE}/turn.test.ts`]),
	store('pushes', 'pushes', 'db(TABLE).where({ tenant_id: owner.tenantId, user_id: owner.userId });', 'db(TABLE).where({ user_id: owner.userId });', ['test/databases/parts.test.ts']),
	store('pushes of a person', 'pushes', 'db(TABLE).where({ tenant_id: owner.tenantId, user_id: owner.userId });', 'db(TABLE).where({ tenant_id: owner.tenantId });', ['test/databases/parts.test.ts']),
	store('an export', 'export', '({ tenant_id: tenantId, user_id: userId });', '({ user_id: userId });', [`${FACE}/export.test.ts`]),
	store('settings', 'settings', 'const row = await db(TABLE).where({ tenant_id: tenantId }).first();', 'const row = await db(TABLE).first();', [`${FACE}/admin-settings.test.ts`]),
];

const guard = (name: string, file: string, from: string, to: string, tests: string[]): Guard => {
	return { name, file: `${SRC}/${file}.ts`, from, to, tests };
};

// biome-ignore format: one guard is one line
const ANSWERS: readonly Guard[] = [
	guard('filter: all of it', 'answer/filter/index', 'if (gate.blocked) return \'\';', 'return text;', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: formats of secrets', 'answer/filter/detectors', '	FORMATS,\n', '', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: secrets after their name', 'answer/filter/detectors', 'detectors: [ASSIGNED]', 'detectors: []', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: connection strings', 'answer/filter/detectors', 'detectors: [CONNECTION]', 'detectors: []', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: mail addresses', 'answer/filter/detectors', 'detectors: [emailDetector(known)]', 'detectors: []', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: cards', 'answer/filter/detectors', 'ibanDetector(known), cardDetector(known),', 'ibanDetector(known),', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: accounts', 'answer/filter/detectors', 'const numbers = [ibanDetector(known),', 'const numbers = [', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: telephone numbers', 'answer/filter/detectors', '...ids, phoneDetector(known),', '...ids,', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: national ids', 'answer/filter/detectors', 'cardDetector(known), ...ids,', 'cardDetector(known),', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: addresses of machines', 'answer/filter/detectors', 'phoneDetector(known), ADDRESS_OF_A_MACHINE]', 'phoneDetector(known)]', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: the canary in the rules', 'answer/filter/index', 'detectors ?? [canaryGroup(canary), ...SECRETS', 'detectors ?? [...SECRETS', ['server-kit/test/answer/filter.test.ts', 'server-kit/test/answer/blocked.test.ts']),
	guard('filter: foreign links', 'answer/filter/index', 'return links ? [createLinks(addresses, links, gate)] : [];', 'return links ? [] : [];', ['server-kit/test/answer/links.test.ts']),
	guard('filter: foreign images', 'answer/filter/links', 'return addresses.allowed(found.address) ? plain(at) :', 'return true ? plain(at) :', ['server-kit/test/answer/links.test.ts', 'server-kit/test/answer/filter.test.ts']),
	guard('filter: invisible text', 'answer/filter/index', 'return [createInvisible(),', 'return [', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: private keys', 'answer/filter/index', '...(keys ? [createPrivateKey(keys, gate)] : []),', '', ['server-kit/test/answer/filter.test.ts']),
	guard('filter: its own rules told', 'answer/filter/index', 'createWords(echo(), action(PROMPT_ECHO), phrases, gate),', '', ['server-kit/test/answer/filter.test.ts', 'server-kit/test/answer/blocked.test.ts', 'server-kit/test/answer/wording.test.ts']),
	guard('filter: a detector that fails', 'answer/filter/index', `gate.hit(watch.running, 'block');`, '', ['server-kit/test/answer/blocked.test.ts', 'server-kit/test/answer/filter.test.ts']),
	guard('secrets in what is handed on', 'answer/filter/index', 'return flow(text, maskingStages(REDACTING, gate, watch), gate, watch, { ended: true, cut: false });', 'return text || flow(text, maskingStages(REDACTING, gate, watch), gate, watch, { ended: true, cut: false });', [`${FACE}/escalate.test.ts`, `${FACE}/admin-candidates.test.ts`]),
];

// biome-ignore format: one guard is one line
const OUTSIDE: readonly Guard[] = [
	guard('egress: private addresses', 'connect/egress', '!addresses.every((address) => mayConnect(address, allowPrivate))', 'false', ['server-kit/test/connect/egress.test.ts']),
	guard('egress: every address of a name', 'connect/egress', '!addresses.every((address) =>', '!addresses.some((address) =>', ['server-kit/test/connect/egress.test.ts']),
	guard('egress: the address that was checked', 'connect/egress', '		lookup: only(addresses),\n', '', ['server-kit/test/connect/egress.test.ts']),
	guard('egress: only https', 'connect/egress', `if (url.protocol !== 'https:' &&`, 'if (false &&', ['server-kit/test/connect/egress.test.ts']),
	guard('egress: names and passwords in a URL', 'connect/egress', 'if (url.username || url.password)', 'if (false)', ['server-kit/test/connect/egress.test.ts']),
	guard('egress: wrapped addresses', 'connect/addresses', `if (wrapping.check(address, 'ipv6')) return mayConnect(wrapped(address), allowInner);`, `if (wrapping.check(address, 'ipv6')) return true;`, ['server-kit/test/connect/addresses.test.ts']),
	guard('egress: metadata of clouds', 'connect/addresses', `	['169.254.0.0', 16],\n`, '', ['server-kit/test/connect/addresses.test.ts']),
	guard('visitors: the pages of a tenant', 'connect/visitors', 'return page.origin === null || tenantOf(page) === tenantId ?', 'return true ?', ['server-kit/test/http/visitor-token.test.ts', `${FACE}/visitor.test.ts`]),
	guard('visitors: a tenant that has visitors', 'connect/visitors', `|| !tenants.has(tenantId)`, '', ['server-kit/test/http/visitor-token.test.ts', `${FACE}/visitor.test.ts`]),
	guard('tokens: what one is for', 'connect/signed', '				audience,\n				typ,\n', '', ['server-kit/test/http/visitor-token.test.ts', `${FACE}/visitor.test.ts`, `${FACE}/escalate.test.ts`]),
	guard('audit: a row that was cut out', 'core/audit', 'if (row.seq > last.seq + 1) return report', 'if (false) return report', ['test/databases/audit.test.ts', `${FACE}/admin-audit.test.ts`]),
	guard('audit: a row that was changed', 'core/audit', 'if (why) return report(why);', '', ['test/databases/audit.test.ts', `${FACE}/admin-audit.test.ts`]),
	guard('lists: a cursor of somebody else’s making', 'store/rows', `if (!ours) throw new KitError('cursor_invalid');`, '', [`${FACE}/http.test.ts`, `${FACE}/cases.test.ts`]),
	guard('quota: taken together', 'store/quota', 'if (changes < asked.scopes.length) throw new NoRoom();', '', ['test/databases/quota.test.ts']),
	guard('quota: bounds', 'store/quota', 'const limited = MEASURES.filter((one) => limits[scope][one] !== null);', 'const limited: typeof MEASURES[number][] = [];', ['test/databases/quota.test.ts']),
	guard('store: once more after a deadlock', 'store/steps', 'if (attempt >= ATTEMPTS || !(never || isDeadlock(fault)))', 'if (true)', ['test/databases/retries.test.ts']),
];

const widget = (name: string, file: string, from: string, to: string, tests: string[]): Guard => {
	return {
		name: `widget: ${name}`,
		file: `widget/src/${file}.ts`,
		from,
		to,
		tests: tests.map((one) => `widget/test/${one}.test.ts`),
	};
};

// biome-ignore format: one guard is one line
const WIDGET: readonly Guard[] = [
	widget('schemes of links', 'markdown/links', 'if (!url || !SCHEMES.has(url.protocol)) return undefined;', 'if (!url) return undefined;', ['markdown-safety']),
	widget('hosts of images', 'markdown/links', 'if (isImage && rules.imageHosts.has(url.host))', 'if (isImage)', ['markdown-safety']),
	widget('links without an opener', 'markdown/links', `rel: 'noopener noreferrer nofollow',`, `rel: '',`, ['markdown-safety']),
];

export const GUARDS: readonly Guard[] = [
	...GATES,
	...HTTP,
	...PERMISSIONS,
	...TENANTS,
	...ANSWERS,
	...OUTSIDE,
	...WIDGET,
];
