// Guards of what goes out and comes back, of what is kept, and of what a page tells.

import { FACE, type Guard, guardsOf, SRC } from './guard.ts';

const egress = guardsOf('egress', SRC);
const visitors = guardsOf('visitors', SRC);
const tokens = guardsOf('tokens', SRC);
const audit = guardsOf('audit', SRC);
const lists = guardsOf('lists', SRC);
const quota = guardsOf('quota', SRC);
const store = guardsOf('store', SRC);

// biome-ignore format: one guard is one line
const CONNECTIONS: readonly Guard[] = [
	egress('private addresses', 'connect/egress', '!addresses.every((address) => mayConnect(address, allowPrivate))', 'false', ['server-kit/test/connect/egress.test.ts']),
	egress('every address of a name', 'connect/egress', '!addresses.every((address) =>', '!addresses.some((address) =>', ['server-kit/test/connect/egress.test.ts']),
	egress('the address that was checked', 'connect/egress', '		lookup: only(addresses),\n', '', ['server-kit/test/connect/egress.test.ts']),
	egress('only https', 'connect/egress', `if (url.protocol !== 'https:' &&`, 'if (false &&', ['server-kit/test/connect/egress.test.ts']),
	egress('names and passwords in a URL', 'connect/egress', 'if (url.username || url.password)', 'if (false)', ['server-kit/test/connect/egress.test.ts']),
	egress('wrapped addresses', 'connect/addresses', `if (wrapping.check(address, 'ipv6')) return mayConnect(wrapped(address), allowInner);`, `if (wrapping.check(address, 'ipv6')) return true;`, ['server-kit/test/connect/addresses.test.ts']),
	egress('metadata of clouds', 'connect/addresses', `	['169.254.0.0', 16],\n`, '', ['server-kit/test/connect/addresses.test.ts']),
	visitors('the pages of a tenant', 'connect/visitors', 'return page.origin === null || tenantOf(page) === tenantId ?', 'return true ?', ['server-kit/test/http/visitor-token.test.ts', `${FACE}/visitor.test.ts`]),
	visitors('a tenant that has visitors', 'connect/visitors', `|| !tenants.has(tenantId)`, '', ['server-kit/test/http/visitor-token.test.ts', `${FACE}/visitor.test.ts`]),
	tokens('what one is for', 'connect/signed', '				audience,\n				typ,\n', '', ['server-kit/test/http/visitor-token.test.ts', `${FACE}/visitor.test.ts`, `${FACE}/escalate.test.ts`]),
	audit('a row that was cut out', 'core/audit', 'if (row.seq > last.seq + 1) return report', 'if (false) return report', ['test/databases/audit.test.ts', `${FACE}/admin-audit.test.ts`]),
	audit('a row that was changed', 'core/audit', 'if (why) return report(why);', '', ['test/databases/audit.test.ts', `${FACE}/admin-audit.test.ts`]),
	lists('a cursor of somebody else’s making', 'store/rows', `if (!ours) throw new KitError('cursor_invalid');`, '', [`${FACE}/admin-audit.test.ts`]),
	quota('taken together', 'store/quota', 'if (changes < asked.scopes.length) throw new NoRoom();', '', ['test/databases/quota.test.ts']),
	quota('bounds', 'store/quota', 'const limited = MEASURES.filter((one) => limits[scope][one] !== null);', 'const limited: typeof MEASURES[number][] = [];', ['test/databases/quota.test.ts']),
	store('once more after a deadlock', 'store/steps', 'if (attempt >= most || !(never || isDeadlock(fault)))', 'if (true)', ['test/databases/retries.test.ts']),
];

const SENT = [`${FACE}/webhooks-sent.test.ts`];
const ADMIN = [`${FACE}/admin-webhooks.test.ts`];
const SIGNED = ['server-kit/test/core/webhooks.test.ts'];
const OUTBOX = ['test/databases/webhooks.test.ts'];

const webhooks = guardsOf('webhooks', SRC);

// biome-ignore format: one guard is one line
const WEBHOOKS: readonly Guard[] = [
	webhooks('the time is signed', 'core/webhooks/signature', 'timestamp}.', '0}.', SIGNED),
	webhooks('the body is signed', 'core/webhooks/signature', 'body}`', '0}`', SIGNED),
	webhooks('both secrets sign during a rotation', 'core/webhooks/send', 'previous && previous.until > now ?', 'false ?', SENT),
	webhooks('a secret that was replaced ends', 'core/webhooks/send', 'previous && previous.until > now ?', 'previous ?', SENT),
	webhooks('one tenant’s seal is nothing to another', 'connect/sealed', '.setAAD(Buffer.from(tenantId));', ';', SIGNED, { file: `${SRC}/connect/sealed.ts`, from: 'decipher.setAAD(Buffer.from(tenantId)).setAuthTag', to: 'decipher.setAuthTag' }),
	webhooks('a kept answer that shows one is sealed', 'http/idempotency', 'write: (answer) => sealer.seal(tenantId, answer), read: (kept) => sealer.open(tenantId, kept)', 'write: (answer) => answer, read: (kept) => kept', ADMIN),
	webhooks('secrets are sealed', 'core/webhooks/admin', 'const sealed = parts.webhooks.sealer.seal(tenantId, secret);', 'const sealed = secret;', ADMIN),
	webhooks('an address that may not be sent to', 'core/webhooks/admin', `if (!webhooks.allows(url)) throw new KitError('webhook_url_refused');`, '', ADMIN),
	webhooks('how many there may be', 'core/webhooks/admin', `if ((await bound.webhooks.count(tenantId)) >= MOST_WEBHOOKS) throw new KitError('webhook_limit_reached');`, '', ADMIN),
	webhooks('another tenant’s webhook', 'store/webhooks', 'const row = await db<WebhookRow>(TABLE).where({ tenant_id: tenantId, id }).first();', 'const row = await db<WebhookRow>(TABLE).where({ id }).first();', [...ADMIN, 'test/faults/ownership.test.ts']),
	webhooks('another tenant’s deliveries', 'store/webhooks', `'d.tenant_id': tenantId, `, '', [...ADMIN, 'test/faults/ownership.test.ts'], { file: `${SRC}/core/webhooks/admin.ts`, from: 'const webhook = await store.webhooks.find(tenantId, id);', to: `const webhook = (await store.webhooks.find(tenantId, id)) ?? ({ id, tenantId, url: 'https://example.com', events: [] } as never);` }),
	webhooks('another tenant’s events', 'store/outbox', 'where tenant_id = ? and disabled is null', 'where ? <> 0 and disabled is null', [...OUTBOX, ...SENT]),
	webhooks('410 disables', 'core/webhooks/conclude', `if (gone) return 'gone';`, '', SENT),
	webhooks('a receiver that wants to be left alone', 'core/webhooks/schedule', 'Math.max(jittered, Math.min(askedMs ?? 0, LONGEST_ASKED))', 'jittered', SIGNED),
	webhooks('no longer than an hour', 'core/webhooks/schedule', 'Math.min(askedMs ?? 0, LONGEST_ASKED)', '(askedMs ?? 0)', SIGNED),
	webhooks('who has the lease settles', 'store/outbox', '.where({ id, lease })', '.where({ id })', OUTBOX),
	webhooks('one process takes an attempt', 'store/outbox', 'const seen = { id: row.id, due_at: row.due_at };', 'const seen = { id: row.id };', OUTBOX),
	webhooks('what a receiver answers is masked', 'core/webhooks/send', 'redact(text).slice', 'text.slice', SENT),
	webhooks('what a receiver answers is cut', 'core/webhooks/send', '.slice(0, LONGEST_EXCERPT)', '', SENT, { file: `${SRC}/core/webhooks/send.ts`, from: 'maxBytes: EXCERPT_BYTES', to: 'maxBytes: 1_000_000' }),
];

const DESKS = 'server-kit/test/connect';
const connectors = guardsOf('connectors', `${SRC}/connect/connectors`);

// biome-ignore format: one guard is one line
const CONNECTORS: readonly Guard[] = [
	connectors('Zendesk: the ticket that is there', 'zendesk', 'if (found !== undefined) return ticketAt(url, found);', '', [`${DESKS}/zendesk.test.ts`]),
	connectors('Zendesk: a key that was used', 'zendesk', 'if (!isRepeat(answer)) return', 'return', [`${DESKS}/zendesk.test.ts`]),
	connectors('Zendesk: nobody else’s ticket', 'zendesk', 'tickets.filter(({ external_id }) => external_id === letter.caseId)', 'tickets', [`${DESKS}/zendesk.test.ts`]),
	connectors('Zendesk: nothing is mailed', 'zendesk', 'body: noteOf(letter), public: false', 'body: noteOf(letter), public: true', [`${DESKS}/zendesk.test.ts`]),
	connectors('Jira: the issue that is there', 'jira', 'const found = await find(line, labelOf(letter));', 'const found = undefined as { key: string } | undefined;', [`${DESKS}/jira.test.ts`]),
	connectors('Jira: the issue that is not indexed yet', 'jira', 'indexed.find(bears) ?? (await searchUnindexed(line)).sort(byNumber).find(bears)', 'indexed.find(bears)', [`${DESKS}/jira.test.ts`]),
	connectors('Jira: nobody else’s issue', 'jira', 'fields?.labels?.includes(label) ?? false', 'true', [`${DESKS}/jira.test.ts`]),
	connectors('e-mail: one name for a case', 'email', 'messageIdOf(caseId, options) };', 'messageIdOf(String(Math.random()), options) };', [`${DESKS}/email.test.ts`]),
	connectors('e-mail: nothing without TLS', 'email', 'requireTLS: !secure && requireTls', 'requireTLS: false', [`${DESKS}/email.test.ts`]),
	connectors('webhook: one key for a case', 'webhook', `'idempotency-key': key,`, `'idempotency-key': String(Math.random()),`, [`${DESKS}/webhook-connector.test.ts`]),
	connectors('webhook: signed', 'webhook', '= signedHeaders(', '= ((..._given: unknown[]) => ({}))(', [`${DESKS}/webhook-connector.test.ts`]),
	connectors('text that nobody sees', 'plain', `.replace(UNSEEN, '')`, '', [`${DESKS}/letter.test.ts`, `${DESKS}/email.test.ts`]),
	connectors('one line is one line', 'plain', `plainText(text.replace(/\\s+/g, ' '), most).replace(/\\s+/g, ' ').trim()`, 'plainText(text, most)', [`${DESKS}/email.test.ts`, `${DESKS}/letter.test.ts`]),
	guardsOf('connectors', `${SRC}/core`)('secrets in a reason', 'case-ticket', 'reason: masked(handoff.reason, parts)', 'reason: handoff.reason', [`${DESKS}/escalated.test.ts`]),
];

const erasure = guardsOf('erasure', SRC);
const LEDGER = ['test/databases/erasure-ledger.test.ts'];
const UNFINISHED = ['test/databases/erasure-unfinished.test.ts'];

// biome-ignore format: one guard is one line
const KEPT: readonly Guard[] = [
	erasure('entered before anything goes', 'core/erasure', 'if (begunBefore === null) await parts.outerLedger?.enter(entry);', '', LEDGER),
	erasure('who is known as erased is left alone', 'core/erasure-ledger', 'if (await ledger.isFinished(entry)) {', 'if (false) {', LEDGER),
	erasure('whose entry it is', 'core/erasure-ledger', 'const last = people.get(person)?.pop();\n\t\t\tif (!last) continue;', 'const last = [...people.values()][0]?.at(-1);\n\t\t\tif (!last) continue;', LEDGER),
	erasure('who nobody can tell from the ledger', 'core/erasure', 'person: pseudonymOf(owner)', 'person: owner.userId', ['test/databases/erasure.test.ts']),
	erasure('answers under way are stopped', 'core/erasure', 'await stopAnswers(owner, parts);', '', [`${FACE}/erase.test.ts`]),
	erasure('what came in meanwhile', 'core/erasure', 'pass < PASSES', 'pass < 1', UNFINISHED),
	erasure('what was left is gone on with', 'core/erasure', 'for (const one of left) await finish(one, parts)', 'for (const one of [] as typeof left) await finish(one, parts)', UNFINISHED),
	erasure('one process takes it up', 'store/ledger', `.where({ id, due_at }).update({ due_at: until })`, `.where({ id }).update({ due_at: until })`, UNFINISHED),
	erasure('whoever erases is left alone', 'store/ledger', `.where('due_at', '<=', now)\n				.orderBy`, `.whereNotNull('due_at')\n				.orderBy`, UNFINISHED),
	erasure('others are told once', 'core/erasure', 'if (counted) await tellOthers', 'await tellOthers', UNFINISHED, { file: `${SRC}/store/ledger.ts`, from: `await db(BEGUN).where({ erasure_id: id }).delete();`, to: '' }),
	erasure('each piece is counted', 'core/erasure', 'if (gone) await bound.ledger.count(', 'if (false) await bound.ledger.count(', UNFINISHED),
	erasure('half a line of the ledger’s file', 'connect/ledger-file', '(await endsInALine(file)) ?', 'true ?', ['server-kit/test/connect/ledger-file.test.ts']),
];

const page = guardsOf('page', SRC);

// biome-ignore format: one guard is one line
const PAGES: readonly Guard[] = [
	page('what a page hides', 'answer/prompt', 'visibleIn(JSON.stringify(context))', 'JSON.stringify(context)', [`${FACE}/turn.test.ts`]),
	page('how much a page may say', 'core/given', 'return Buffer.byteLength(JSON.stringify(context)) <= CONTEXT_BYTES;', 'return true;', [`${FACE}/fields.test.ts`, 'test/contract/hostile.test.ts']),
	page('text that no database keeps', 'core/given', `return text.replaceAll('\\0', '').toWellFormed();`, 'return text;', [`${FACE}/fields.test.ts`, `${FACE}/turn.test.ts`, 'test/contract/hostile.test.ts']),
];

export const OUTSIDE: readonly Guard[] = [...CONNECTIONS, ...WEBHOOKS, ...CONNECTORS, ...KEPT, ...PAGES];
