// What one answer may do with tools: by a clock of the test's own, so that a minute takes none.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createToolBudget } from '../../src/answer/tool-budget.ts';

const call = (at: number, text = JSON.stringify({ at })) => ({ id: `c${at}`, name: 'count', arguments: text });

test('a minute for all tools of one answer: then none is offered, and none is run', () => {
	let now = 5_000;
	const budget = createToolBudget(() => now);
	assert.deepEqual([budget.offers(0), budget.refusal(call(1)), budget.left()], [true, null, 60_000]);
	now += 59_999;
	assert.deepEqual([budget.offers(1), budget.refusal(call(2)), budget.left()], [true, null, 1]);
	now += 1;
	assert.deepEqual([budget.offers(2), budget.left()], [false, 0]);
	assert.match(String(budget.refusal(call(3))), /no time left/);
});

test('a fifth call in vain is the last', () => {
	const budget = createToolBudget(() => 0);
	for (let at = 0; at < 4; at += 1) budget.failed();
	assert.equal(budget.offers(1), true);
	budget.failed();
	assert.equal(budget.offers(1), false);
});

test('the same arguments in another order are the same call', () => {
	const budget = createToolBudget(() => 0);
	assert.equal(budget.refusal(call(1, '{"a":{"x":1,"y":[2]},"b":3}')), null);
	assert.match(String(budget.refusal(call(2, '{ "b": 3, "a": { "y": [2], "x": 1 } }'))), /this very call already/);
	assert.equal(budget.refusal(call(3, '{"a":{"x":1,"y":[3]},"b":3}')), null);
});

test('what tools give back shares one room: the last ones get little, never nothing', () => {
	const budget = createToolBudget(() => 0);
	assert.equal(budget.room(), 8_000);
	for (let at = 0; at < 4; at += 1) budget.read('x'.repeat(7_990));
	assert.equal(budget.room(), 200);
});
