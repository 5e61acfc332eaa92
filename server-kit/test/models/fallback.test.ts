// Several models as one: the next is asked where one fails before its first word, never after.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withFallback } from '../../src/answer/models/fallback.ts';
import { type Model, type ModelEvent, ModelFault, type ModelRequest } from '../../src/core/model.ts';

const request = { question: 'How?', messages: [], passages: [], tools: [], locale: 'en', maxOutputTokens: 9 } as const;

const says = (name: string, ...texts: string[]): Model & { asked: number } => ({
	name,
	asked: 0,
	async *answer() {
		this.asked += 1;
		for (const text of texts) yield [{ type: 'text', text }];
		yield [{ type: 'finish', reason: 'stop' }];
	},
});

function fails(name: string, fault: Error, before = ''): Model & { asked: number } {
	return {
		name,
		asked: 0,
		async *answer() {
			this.asked += 1;
			if (before) yield [{ type: 'text', text: before }];
			throw fault;
		},
	};
}

async function heard(model: Model, asked: ModelRequest = request, signal = new AbortController().signal) {
	const events: ModelEvent[] = [];
	let fault: unknown = null;
	try {
		for await (const batch of model.answer(asked, signal)) events.push(...batch);
	} catch (thrown) {
		fault = thrown;
	}
	const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
	const name = events.find((event) => event.type === 'model')?.name ?? model.name;
	return { text, name, fault };
}

const outage = new ModelFault('vendor_outage');

describe('with a fallback', () => {
	test('the first answers while it can, and the second is not asked', async () => {
		const [first, second] = [says('first', 'One ', 'two.'), says('second', 'Other.')];
		assert.deepEqual(await heard(withFallback([first, second])), { text: 'One two.', name: 'first', fault: null });
		assert.equal(second.asked, 0);
	});

	for (const fault of [outage, new ModelFault('model_timeout'), new Error('of its own')])
		test(`the second answers where the first fails with ${fault.message}, and is named`, async () => {
			const model = withFallback([fails('first', fault), says('second', 'Other.')]);
			assert.deepEqual(await heard(model), { text: 'Other.', name: 'second', fault: null });
		});

	test('one that ends without a word has failed too', async () => {
		const silent: Model = { name: 'first', async *answer() {} };
		assert.equal((await heard(withFallback([silent, says('second', 'Other.')]))).name, 'second');
	});

	test('after a first word nobody else is asked', async () => {
		const second = says('second', 'Other.');
		const told = await heard(withFallback([fails('first', outage, 'Half '), second]));
		assert.deepEqual([told.text, told.fault, second.asked], ['Half ', outage, 0]);
	});

	test('where all fail the last one’s fault is told', async () => {
		const last = new ModelFault('model_timeout');
		assert.equal((await heard(withFallback([fails('first', outage), fails('second', last)]))).fault, last);
	});

	test('one that failed a moment ago is asked last, and still asked where the others fail', async () => {
		const first = fails('first', outage);
		const second = says('second', 'Other.');
		const model = withFallback([first, second]);
		for (let turn = 0; turn < 3; turn += 1) assert.equal((await heard(model)).text, 'Other.');
		assert.deepEqual([first.asked, second.asked], [1, 3]);
		second.answer = first.answer;
		assert.equal((await heard(model)).fault, outage);
		assert.equal(first.asked, 2);
	});

	test('a customer who stops is not answered by another model', async () => {
		const stop = new AbortController();
		const first: Model = {
			name: 'first',
			answer: () => {
				stop.abort();
				return fails('first', outage).answer(request, stop.signal);
			},
		};
		const second = says('second', 'Other.');
		assert.deepEqual(await heard(withFallback([first, second]), request, stop.signal), {
			text: '',
			name: 'first',
			fault: null,
		});
		assert.equal(second.asked, 0);
	});

	test('a reader that leaves ends the call', async () => {
		let ended = false;
		const first: Model = {
			name: 'first',
			async *answer() {
				try {
					for (;;) yield [{ type: 'text', text: 'word ' }];
				} finally {
					ended = true;
				}
			},
		};
		for await (const _ of withFallback([first, first]).answer(request, new AbortController().signal)) break;
		// The call hears of it with its next word.
		for (let turn = 0; turn < 100 && !ended; turn += 1) await new Promise(setImmediate);
		assert.equal(ended, true);
	});
});
