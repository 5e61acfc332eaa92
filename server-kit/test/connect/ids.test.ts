// Public ids: as many random bits as promised, however many are drawn at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomIds } from '../../src/connect/ids.ts';

test('ids carry their prefix and 128 bits, and none comes twice', () => {
	const ids = Array.from({ length: 2_000 }, () => randomIds.make('req'));
	for (const id of ids) assert.match(id, /^req_[\w-]{22}$/);
	assert.equal(new Set(ids).size, ids.length);
});
