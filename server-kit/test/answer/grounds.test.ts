// What an answer rests on: the appendix is cut off wherever the text is cut; claims that stand nowhere are dropped.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createAppendix } from '../../src/answer/appendix.ts';
import { groundsOf } from '../../src/answer/grounds.ts';
import { knowing } from '../../src/answer/knowing.ts';
import type { Scribe } from '../../src/answer/scribe.ts';
import type { NumberedPassage } from '../../src/core/model.ts';
import { buildSnapshot } from '../../src/core/snapshot/build.ts';

const plainRedactor = {
	visible: (text: string) => text,
	secrets: (text: string) => text,
	personal: (text: string) => text,
};
const ok = (data: unknown) => ({ ok: true as const, data, ms: 1 });
const caller = { tenantId: 'acme', userId: 'ana', kind: 'customer' as const, roles: [] };
const { content, sources } = buildSnapshot(
	caller,
	{
		userState: ok({ userId: 'ana', tenantId: 'acme', limitsReached: [{ limit: 'upload_mb', current: 184, max: 50 }] }),
		userHistory: ok({}),
		userLogs: ok({
			jobs: [{ jobId: 'job_1', status: 'failed', lastStage: 'rendering the preview' }],
			errors: [{ ts: '2026-11-22T09:00:00Z', errorCode: 'E1042' }],
		}),
		businessRules: ok({}),
	},
	{ redactor: plainRedactor, maxBytes: 8_000 },
);
const passage: NumberedPassage = {
	number: 3,
	articleId: 7,
	title: 'Upload limits',
	headings: [],
	text: 'Files of up to **50 MB** are free.',
	url: 'https://help.example.com/limits',
	score: 1,
	coverage: 1,
};
const kept = { id: 1, publicId: 'scs_1', takenAt: 0, sources, content };
const known = knowing(
	kept,
	[passage],
	{ can: new Set(['retry'] as const) },
	{ ticket: 'Ask', retry: 'Again', requestAccess: 'Access', language: 'en' },
);
const parts = {
	cited: (number: number) => (number === 3 ? { passage, shown: 1 } : null),
	clean: (text: string) => text.replaceAll('evil', ''),
	ids: { make: (prefix: string) => `${prefix}_1` },
	cites: true,
};
const grounds = (said: unknown, more = {}) => groundsOf(JSON.stringify(said), known, { ...parts, ...more });

/** Each type with a value that stands in the snapshot, and one that does not. */
const CLAIMS = [
	['limit', '50', '51'],
	['error_code', 'E1042', '50'],
	['job_id', 'job_1', 'E1042'],
	['timestamp', '2026-11-22T09:00:00.000Z', '2026-11-22T09:00:01.000Z'],
	['log_excerpt', 'rendering the', 'render'],
] as const;

for (const [type, held, made] of CLAIMS)
	test(`${type}: what stands in the snapshot stays, what does not is dropped and costs confidence`, () => {
		const { evidence, confidence } = grounds({
			evidence: [
				{ type, label: 'evil word', value: held },
				{ type, label: 'b', value: made },
			],
			confidence: 0.8,
		});
		assert.deepEqual(
			evidence.map(({ value, label }) => [value, label]),
			[[held, 'word']],
		);
		assert.equal(confidence, 0.4);
	});

test('an article is evidence by words that stand in it, and only where it is cited', () => {
	const claim = (article: number, value: string) =>
		grounds({ evidence: [{ type: 'article', label: 'a', value, article }] });
	assert.equal(claim(3, 'up to 50 MB are free').evidence[0]?.source, 'article:1');
	assert.deepEqual(claim(3, 'up to 60 MB are free').evidence, []);
	assert.deepEqual(claim(2, 'up to 50 MB are free').evidence, []);
});

test('actions are the ones that were offered, with the arguments that they were offered with', () => {
	const { actions } = grounds({ actions: ['a1', 'a1', 'a9', { type: 'retry', payload: { jobId: 'job_666' } }] });
	assert.deepEqual(actions, [{ id: 'act_1', type: 'retry', label: 'Again: job_1', payload: { jobId: 'job_1' } }]);
});

test('an answer that rests on nothing is not sure of itself; nonsense is nothing', () => {
	assert.equal(grounds({ confidence: 1 }, { cites: false }).confidence, 0.3);
	assert.equal(grounds({ confidence: 1 }).confidence, 1);
	assert.deepEqual(
		groundsOf('{"evidence":[null,5,{"type":"limit"},{"type":"constructor","value":"50"}', known, parts),
		{ evidence: [], actions: [], confidence: 0.5 },
	);
	assert.deepEqual(
		grounds({ evidence: [null, 5, { type: 'limit' }, { type: 'constructor', value: 'aaaaaaaaaa' }] }).evidence,
		[],
	);
});

test('however the text is cut, the words come out and the appendix does not', () => {
	const text = 'First = line.\n\nSecond == line.\n\n===GROUNDS===\n{"evidence":[]}';
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 1, max: 9 }), { minLength: text.length, maxLength: text.length }),
			(sizes) => {
				let said = '';
				const scribe: Scribe = {
					blocked: () => false,
					write: (piece) => {
						said += piece;
						return [];
					},
					pause: () => [],
				};
				const appendix = createAppendix();
				const around = appendix.around(scribe);
				let at = 0;
				for (const size of sizes) {
					around.write(text.slice(at, at + size));
					at += size;
				}
				around.pause(false);
				assert.equal(said, 'First = line.\n\nSecond == line.');
				assert.equal(appendix.text().trim(), '{"evidence":[]}');
			},
		),
		{ numRuns: 50 },
	);
});
