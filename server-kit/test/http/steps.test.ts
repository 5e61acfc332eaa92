// The table of steps: a change of their order is a change of what is checked before what.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STEP_NAMES } from '../../src/http/steps.ts';

test('a request walks the steps in this order', () => {
	assert.deepEqual(STEP_NAMES, [
		'observed',
		'request id',
		'private headers',
		'cors',
		'failure',
		'same site',
		'caller',
		'permission',
		'body',
		'validate',
		'idempotency',
		'answer',
	]);
});
