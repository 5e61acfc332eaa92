// Options: each wrong one is named by its path before anything is opened; unsafe ones do not start in production.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { resolveOptions, type SupportKitOptions, settingsFrom } from '../../src/options.ts';

const secret = 'a secret of at least 32 characters, really';
const auth = { authenticate: () => null };
const jwt = { secret, issuer: 'shop', audience: 'desk' };
const right: SupportKitOptions = { secret, auth };

/** A tool, with what is wrong with it. */
function tool(wrong: Record<string, unknown>): Record<string, unknown> {
	return { name: 'run', description: 'Runs.', input: { type: 'object' }, execute() {}, ...wrong };
}

const WRONG: [path: string, wrong: Record<string, unknown>][] = [
	['secret', { secret: 'short' }],
	['secret', { secret: undefined }],
	['auth', { auth: undefined }],
	['auth', { auth: {} }],
	['auth', { auth: { authenticate: 'x' } }],
	['auth.jwt', { auth: { jwt: { ...jwt, secret: 'short' } } }],
	['auth', { auth: { jwt: { issuer: 'i', audience: 'a' } } }],
	['auth', { auth: { jwt: { ...jwt, jwksUrl: 'https://id.example.com/keys' } } }],
	['auth.jwt.issuer', { auth: { jwt: { ...jwt, issuer: undefined } } }],
	['auth.jwt.issuer', { auth: { jwt: { ...jwt, issuer: '' } } }],
	['auth.jwt.audience', { auth: { jwt: { ...jwt, audience: '' } } }],
	['auth.jwt.jwksUrl', { auth: { jwt: { ...jwt, secret: undefined, jwksUrl: 'no address' } } }],
	['auth.jwt.secret', { auth: { jwt: { ...jwt, secret: {} } } }],
	['auth.jwt.secret', { auth: { jwt: { ...jwt, secret: { acme: 'short' } } } }],
	['auth.visitors.tenant', { auth: { visitors: {} } }],
	['auth.visitors.tenant', { auth: { visitors: { tenant: '' } } }],
	['auth.visitors.tenant', { auth: { visitors: { tenant: {} } } }],
	['auth.visitors.tenant', { auth: { visitors: { tenant: { 'https://a.example/': 'acme' } } } }],
	['auth.visitors.tokenMinutes', { auth: { visitors: { tenant: 'acme', tokenMinutes: 0 } } }],
	['auth.visitors.tokenMinutes', { auth: { visitors: { tenant: 'acme', tokenMinutes: 50_000 } } }],
	['auth.visitors.trustedProxies', { auth: { visitors: { tenant: 'acme', trustedProxies: -1 } } }],
	['database', { database: '' }],
	['database', { database: 7 }],
	['databaseTimeoutSeconds', { databaseTimeoutSeconds: 0 }],
	['model', { model: 'gpt' }],
	['model', { model: { apiKey: 'k' } }],
	['model', { model: { apiKey: '', model: 'm' } }],
	['classifier', { classifier: 'mine' }],
	['classifier.own', { classifier: { own: {} } }],
	['classifier.intents.0.label', { classifier: { intents: [{ label: 'Bad Label', examples: ['x'] }] } }],
	['classifier.intents.0.label', { classifier: { intents: [{ label: 'unknown', examples: ['x'] }] } }],
	['classifier.intents.0.examples', { classifier: { intents: [{ label: 'politics', examples: [] }] } }],
	['classifier.intents.0.refused', { classifier: { intents: [{ label: 'abuse', examples: ['x'] }] } }],
	['classifier.intents.0.refused', { classifier: { intents: [{ label: 'bug', examples: ['x'], refused: true }] } }],
	['classifier.intents.0.answer', { classifier: { intents: [{ label: 'a', examples: ['x'], answer: { en: 'y' } }] } }],
	['classifier.refuse.0', { classifier: { refuse: ['billing'] } }],
	['classifier.model', { classifier: { model: { model: 'm' } } }],
	['classifier.model', { classifier: { model: true } }],
	['classifier.model', { classifier: { model: true }, model: null }],
	['classifier.modelTimeoutMs', { classifier: { modelTimeoutMs: 5 } }],
	['origins.1', { origins: ['https://a.example.com', 'https://b.example.com/'] }],
	['origins.0', { origins: ['*'] }],
	['origins.0', { origins: ['a.example.com'] }],
	['paths.supportAi', { paths: { supportAi: 'api' } }],
	['paths.supportAi', { paths: { supportAi: '/api/' } }],
	['paths.assets', { paths: { assets: 'x' } }],
	['tools.0.name', { tools: [tool({ name: 'run it' })] }],
	['tools.0.name', { tools: [tool({ name: 'search_knowledge' })] }],
	['tools.0.input', { tools: [tool({ input: { type: 'array' } })] }],
	['tools.0.input', { tools: [tool({ input: { type: 'object', properties: { a: { $ref: '#/nowhere' } } } })] }],
	['tools.0.execute', { tools: [tool({ execute: 'x' })] }],
	['tools.0.timeoutMs', { tools: [tool({ timeoutMs: 600_000 })] }],
	['tools.0', { tools: [tool({ aproval: false })] }],
	['tools', { tools: [tool({}), tool({})] }],
	['toolApprovalMinutes', { toolApprovalMinutes: 0 }],
	['defaultLocale', { defaultLocale: 'x' }],
	['defaultLocale', { defaultLocale: 'plain english' }],
	['disclosure.version', { disclosure: { version: '' } }],
	['disclosure.version', { disclosure: { version: 'x'.repeat(41) } }],
	['disclosure.url', { disclosure: { url: 'here' } }],
	['quota.user.messages', { quota: { user: { messages: -1 } } }],
	['quota.user.messages', { quota: { user: { messages: 1.5 } } }],
	['quota.period', { quota: { period: 'week' } }],
	['rates.messages.limit', { rates: { messages: { limit: 0 } } }],
	['rates.messages.windowSeconds', { rates: { messages: { windowSeconds: 1.5 } } }],
	['redis.url', { redis: {} }],
	['redis.url', { redis: { url: 'localhost:6379' } }],
	['redis.url', { redis: { url: 'http://localhost:6379' } }],
	['redis.prefix', { redis: { url: 'redis://localhost', prefix: '' } }],
	['redis.prefix', { redis: { url: 'redis://localhost', prefix: 'a b' } }],
	['tenants.disabled', { tenants: { disabled: 'acme' } }],
	['prices.m', { prices: { m: 1 } }],
	['prices.m.output', { prices: { m: { input: 1 } } }],
	['prices.m.input', { prices: { m: { input: -1, output: 1 } } }],
	['prices.m', { prices: { m: { input: 1, output: 1, cached: 1 } } }],
	['answer.maxOutputTokens', { answer: { maxOutputTokens: 0 } }],
	['answer.maxSeconds', { answer: { maxSeconds: 0 } }],
	['escalation.ticketFormUrl', { escalation: { ticketFormUrl: '' } }],
	['clock', { clock: {} }],
	['log', { log: 'console' }],
	['log', { log: { error: () => {} } }],
	['metrics', { metrics: 'yes' }],
	['metrics', { metrics: { token: 'short' } }],
	['metrics', { metrics: { registry: {} } }],
	['metrics', { metrics: { path: 'metrics' } }],
	['tracing.tracer', { tracing: {} }],
	['tracing.content', { tracing: { tracer: { startSpan() {} }, content: 'all' } }],
];

describe('wrong options are named by their path', () => {
	for (const [path, wrong] of WRONG)
		test(`${path}: ${JSON.stringify(wrong)}`, () => {
			assert.throws(
				() => resolveOptions({ ...right, ...wrong } as SupportKitOptions),
				(fault: Error) => {
					assert.match(fault.message, new RegExp(`(^|[:;] )${path.replaceAll('.', '\\.')}(\\.\\w+)*: `));
					return true;
				},
			);
		});

	test('a word that is no option is refused, at every depth; all faults are named at once', () => {
		for (const wrong of [{ sekret: 1 }, { quota: { users: {} } }, { auth: { ...auth, jwt: { ...jwt, iss: 'x' } } }])
			assert.throws(() => resolveOptions({ ...right, ...wrong } as SupportKitOptions), /sekret|users|iss/);
		assert.throws(
			() =>
				resolveOptions({
					auth,
					secret: 'x',
					origins: ['*'],
					quota: { period: 'week' },
				} as unknown as SupportKitOptions),
			/secret: .*origins\.0: .*quota\.period: /,
		);
	});

	test('a fault never repeats a secret', () => {
		const wrong = {
			secret: 'hunter2',
			auth: { jwt: { ...jwt, secret: 'hunter3' } },
			model: { apiKey: 'hunter4', modell: 1 },
		};
		assert.throws(
			() => resolveOptions(wrong as unknown as SupportKitOptions),
			(fault: Error) => !/hunter/.test(fault.message),
		);
	});
});

test('who calls may be visitors alone, on a site where nobody signs in', () => {
	const { visitors } = resolveOptions({ secret, auth: { visitors: { tenant: 'acme' } } }).auth;
	assert.deepEqual(visitors, { tenant: 'acme', tokenMinutes: 60, trustedProxies: 0 });
	assert.equal(resolveOptions(right).auth.visitors, null);
});

describe('in production', () => {
	const before = process.env.NODE_ENV;
	afterEach(() => {
		if (before === undefined) delete process.env.NODE_ENV;
		else process.env.NODE_ENV = before;
	});

	test('a database that forgets does not start', () => {
		process.env.NODE_ENV = 'production';
		assert.throws(() => resolveOptions({ ...right, database: ':memory:' }), /database: /);
		assert.ok(resolveOptions({ ...right, database: 'desk.sqlite' }));
		process.env.NODE_ENV = 'development';
		assert.ok(resolveOptions({ ...right, database: ':memory:' }));
	});
});

test('money is whole micro-dollars, and what is not said has its default', () => {
	const settings = settingsFrom(
		resolveOptions({
			...right,
			quota: { user: { costUsd: 0.1 }, global: { messages: 0 } },
			model: { apiKey: 'k', model: 'm', prices: { input: 0.15, output: 0.6 } },
		}),
	);
	assert.deepEqual(settings.quota.limits.user, { messages: null, tokens: null, cost: 100_000 });
	assert.equal(settings.quota.limits.global.messages, 0);
	assert.deepEqual(settings.answer.prices, { input: 150_000, cachedInput: 150_000, output: 600_000 });
	const plain = settingsFrom(resolveOptions(right));
	assert.deepEqual(
		[
			plain.enabled,
			plain.disclosure.required,
			plain.quota.period,
			plain.quota.limits.user.messages,
			plain.defaultLocale,
		],
		[true, true, 'day', 200, 'en'],
	);
});
