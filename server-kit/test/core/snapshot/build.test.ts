// The snapshot: never over its cap, state whole, no secret, correlated things together; and how its cost grows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { redactorFor } from '../../../src/answer/filter/index.ts';
import { buildSnapshot, LEAST_BYTES } from '../../../src/core/snapshot/build.ts';
import type { SourceAnswer, SourceName } from '../../../src/core/snapshot/host-data.ts';

const SETTINGS = { trustedHosts: [], nationalIds: [], banned: [], actions: {} };
const caller = { tenantId: 'acme', userId: 'ana', kind: 'customer' as const, roles: [], email: 'ana@example.com' };
const redactor = redactorFor([caller.email], SETTINGS);

const ok = (data: unknown): SourceAnswer => ({ ok: true, data, ms: 1 });

function built(data: Partial<Record<SourceName, unknown>>, maxBytes = 12_288) {
	const answers = {
		userState: ok({ userId: 'ana', tenantId: 'acme', ...(data.userState as object) }),
		userHistory: ok(data.userHistory ?? {}),
		userLogs: ok(data.userLogs ?? {}),
		businessRules: ok(data.businessRules ?? {}),
	};
	return buildSnapshot(caller, answers, { redactor, maxBytes });
}

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const word = fc.string({ maxLength: 60, unit: 'grapheme' });
const instant = fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }).map((at) => new Date(at).toISOString());
const request = fc.constantFrom('req_1', 'req_2', 'req_3', 'req_4', 'req_5');
const listOf = <T>(item: fc.Arbitrary<T>, maxLength = 60) => fc.array(item, { maxLength });

const logs = fc.record({
	recentRequests: listOf(
		fc.record({ ts: instant, route: word, httpStatus: fc.constantFrom(200, 413), requestId: request }),
	),
	jobs: listOf(fc.record({ jobId: word, status: fc.constantFrom('done', 'failed'), lastStage: word })),
	errors: listOf(fc.record({ ts: instant, errorCode: word, requestId: request })),
});
const history = fc.record({ events: listOf(fc.record({ ts: instant, event: word, correlationRequestId: request })) });
const state = fc.record({
	plan: word,
	entities: listOf(fc.record({ type: word, id: word, metadata: fc.jsonValue() }), 40),
	limitsReached: listOf(fc.record({ limit: word, current: fc.integer(), max: fc.integer() }), 10),
});
const rules = fc.record({
	rules: fc.dictionary(word, fc.jsonValue()),
	errorCatalog: listOf(fc.record({ errorCode: word, resolution: word }), 30),
});
const sources = fc.record({ userState: state, userHistory: history, userLogs: logs, businessRules: rules });

test('a snapshot never takes more than its cap', () => {
	fc.assert(
		fc.property(sources, fc.integer({ min: LEAST_BYTES, max: 20_000 }), (data, cap) => {
			assert.ok(bytes(built(data, cap).content) <= cap);
		}),
		{ numRuns: 60 },
	);
});

test('identity is always there; the state is whole, or left out with its source saying so', () => {
	fc.assert(
		fc.property(sources, fc.integer({ min: LEAST_BYTES, max: 12_000 }), (data, cap) => {
			const { content, sources: told } = built(data, cap);
			assert.equal(content.identity.userId, 'ana');
			if (content.productState === null) return assert.equal(told.userState.error, 'too_large');
			assert.equal(content.productState.entities.length, data.userState.entities.length);
			assert.equal(content.productState.limitsReached.length, data.userState.limitsReached.length);
		}),
		{ numRuns: 60 },
	);
});

test('what belongs to one request is kept together, or not at all', () => {
	fc.assert(
		fc.property(history, logs, (userHistory, userLogs) => {
			const { content } = built({ userHistory, userLogs }, LEAST_BYTES);
			for (const id of ['req_1', 'req_2', 'req_3', 'req_4', 'req_5']) {
				const of = <T extends object>(items: readonly T[], key: string) =>
					items.filter((item) => Reflect.get(item, key) === id).length;
				const all =
					of(userLogs.errors, 'requestId') +
					of(userLogs.recentRequests, 'requestId') +
					of(userHistory.events, 'correlationRequestId');
				const { backend, recentActivity } = content;
				const kept =
					of(backend.errors, 'requestId') +
					of(backend.recentRequests, 'requestId') +
					of(recentActivity.events, 'correlationRequestId');
				assert.ok(kept === 0 || kept === all, `${id}: ${kept} of ${all}`);
			}
		}),
		{ numRuns: 60 },
	);
});

const SECRETS = [
	'sk_live_51HabcdefghijklmnopqrstuvwxyzABCD',
	'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
	'AKIAIOSFODNN7EXAMPLE',
	'bob.secret@example.org',
	'+49 170 1234567',
	'postgres://app:hunter2secret@db.internal/x',
	'http://10.1.2.3:8080/admin',
	'http://billing.svc.cluster.local/x',
];

test('no secret, nobody else’s data and no inner address survives, wherever it stands', () => {
	const anywhere = fc.record({
		secret: fc.constantFrom(...SECRETS),
		before: fc.constantFrom('', 'see ', 'x\n', '“'),
		after: fc.constantFrom('', ' now', '.\n', '”'),
	});
	fc.assert(
		fc.property(anywhere, ({ secret, before, after }) => {
			const text = before + secret + after;
			const ts = '2026-11-22T09:00:00Z';
			const { content } = built({
				userState: {
					plan: text,
					roles: [text],
					featuresEnabled: [text],
					entities: [{ type: text, id: text, description: text, metadata: { [text]: [text] } }],
				},
				userHistory: {
					events: [{ ts, event: text, page: text, elementId: text, intent: text, correlationRequestId: text }],
				},
				userLogs: {
					recentRequests: [{ ts, route: text, resourceId: text, requestId: text }],
					jobs: [{ jobId: text, queue: text }],
					errors: [{ ts, errorCode: text }],
				},
				businessRules: { rules: { [text]: text }, errorCatalog: [{ errorCode: text, resolution: text }] },
			});
			assert.ok(!JSON.stringify(content).includes(secret), JSON.stringify(content));
		}),
		{ numRuns: 60 },
	);
});

test('the person’s own address stays, what is no text goes, and the record says how much', () => {
	const { content } = built({
		userState: { entities: [{ type: 'note', id: '1', description: 'ana@example.com and bob@example.com' }] },
		userLogs: {
			errors: [
				{ ts: 'no instant', errorCode: 'A' },
				{ ts: '2026-11-22T09:00:00Z', errorCode: `A${'Zm9v'.repeat(90)}` },
			],
		},
	});
	assert.equal(content.productState?.entities[0]?.description, 'ana@example.com and [redacted]');
	assert.equal(content.backend.errors.length, 1);
	assert.match(String(content.backend.errors[0]?.errorCode), /binary removed/);
	assert.deepEqual(content.privacy.redacted, {
		secrets: 0,
		personal: 1,
		binary: 1,
		internalAddresses: 0,
		misshapen: 1,
	});
});

test('the newest trouble comes first, with what its codes mean', () => {
	const at = (minute: number) => `2026-11-22T09:${String(minute).padStart(2, '0')}:00Z`;
	const quiet = Array.from({ length: 400 }, (_, index) => ({ ts: at(59), route: `/quiet/${index}`, httpStatus: 200 }));
	const errors = [
		{ ts: at(1), errorCode: 'OLD' },
		{ ts: at(30), errorCode: 'NEW' },
	];
	const catalog = [
		...Array.from({ length: 300 }, (_, index) => ({ errorCode: `X${index}`, resolution: 'never met' })),
		{ errorCode: 'NEW', resolution: 'met' },
	];
	const { content } = built(
		{ userLogs: { recentRequests: quiet, errors }, businessRules: { errorCatalog: catalog } },
		LEAST_BYTES,
	);
	assert.deepEqual(
		content.backend.errors.map(({ errorCode }) => errorCode),
		['NEW', 'OLD'],
	);
	assert.equal(content.knowledge.errorCatalog[0]?.errorCode, 'NEW');
	assert.ok(content.privacy.trimmed.recentRequests > 0);
	assert.equal(content.privacy.trimmed.recentRequests + content.backend.recentRequests.length, 400);
});

function longLogs(lines: number) {
	const ts = (at: number) => new Date(1_790_000_000_000 + at * 1000).toISOString();
	const recentRequests = Array.from({ length: lines }, (_, at) => ({
		ts: ts(at),
		route: '/api/v1/projects/7/files/upload',
		httpStatus: at % 7 ? 200 : 413,
		requestId: `req_${at}`,
		timingMs: 12,
	}));
	return { userLogs: { recentRequests } };
}

function bestOf(attempts: number, work: () => void): number {
	const times = Array.from({ length: attempts }, () => {
		const begun = performance.now();
		work();
		return performance.now() - begun;
	});
	return Math.min(...times);
}

test('what is not kept is hardly looked at: four times the logs cost far less than four times four', () => {
	const [few, many] = [longLogs(10_000), longLogs(40_000)];
	const small = bestOf(5, () => built(few));
	const large = bestOf(5, () => built(many));
	assert.ok(large < small * 16, `${small.toFixed(1)} ms, then ${large.toFixed(1)} ms`);
});
