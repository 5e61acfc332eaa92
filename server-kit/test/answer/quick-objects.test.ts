// What every word of an answer is handed through must have its fields at known places: V8 keeps an object literal with a
// getter in it, made once per answer, as a hash table, and then every word looks up every name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { createAppendix } from '../../src/answer/appendix.ts';
import { createCitations } from '../../src/answer/citations.ts';
import { createGate } from '../../src/answer/filter/stage.ts';
import { createFrames } from '../../src/answer/models/openai-frames.ts';
import { createWatch } from '../../src/answer/models/watch.ts';
import { createWordFrames } from '../../src/answer/models/word-frames.ts';
import { createScribe } from '../../src/answer/scribe.ts';
import { createCheckpoints } from '../../src/core/checkpoint.ts';
import { emptyDraft } from '../../src/core/draft.ts';
import { createAnswerFeed } from '../../src/core/feed.ts';
import type { Store } from '../../src/core/store.ts';
import { publicFeed } from '../../src/faces/gateway/stream.ts';
import { filterWith } from './filtering.ts';

setFlagsFromString('--allow-natives-syntax');
const hasFieldsAtPlaces: (object: object) => boolean = runInThisContext('(object) => %HasFastProperties(object)');

const MADE: Record<string, () => object> = {
	frames: () => createFrames(100),
	'word frames': createWordFrames,
	watch: () => closed(createWatch(new AbortController().signal, 60_000)),
	citations: () => createCitations([]),
	gate: createGate,
	filter: filterWith,
	scribe,
	appendix: createAppendix,
	'scribe with an appendix': () => createAppendix().around(scribe()),
	draft: emptyDraft,
	feed,
	'feed of the gateway': () => publicFeed(feed(), { caseId: 'c', question: 'q', answer: 'a' }),
	checkpoint,
};

for (const [name, make] of Object.entries(MADE))
	test(`${name}: no hash table, for the first answer and for those after it`, () => {
		for (let answer = 1; answer <= 5; answer += 1) assert.ok(hasFieldsAtPlaces(make()), `of answer ${answer}`);
	});

test('it is seen where an object is one', () => {
	const withGetter = (value: number) => ({
		get value() {
			return value;
		},
	});
	assert.deepEqual([1, 2, 3].map((value) => hasFieldsAtPlaces(withGetter(value))).at(-1), false);
});

function scribe() {
	return createScribe(createCitations([]), filterWith(), 'No more of this.');
}

function feed() {
	return createAnswerFeed('1', 'writer');
}

function closed(watch: ReturnType<typeof createWatch>) {
	watch.close();
	return watch;
}

function checkpoint() {
	const log = { info() {}, warn() {}, error() {} };
	// Nothing is kept here: the store is not asked.
	const checkpoints = createCheckpoints({ store: {} as Store, clock: { now: () => 0 }, log });
	const handle = checkpoints.open({ tenantId: 'acme', messageId: 1, draft: emptyDraft(), lost() {} });
	void handle.close();
	return handle;
}
