// F-13: whoever is far behind waits for its turn, and nobody else does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn } from '../../src/http/catch-up.ts';

const turnOfTheLoop = () => new Promise((next) => setImmediate(next));

test('two hundred readers who catch up write once in each turn of the event loop, each as often as the other', async () => {
	const written = Array.from({ length: 200 }, () => 0);
	for (const reader of written.keys()) {
		const write = () => {
			written[reader] = (written[reader] ?? 0) + 1;
			if ((written[reader] ?? 0) < 3) inTurn(write);
		};
		inTurn(write);
	}
	const sum = () => written.reduce((all, one) => all + one, 0);
	while (sum() < 600) {
		const before = sum();
		await turnOfTheLoop();
		assert.ok(sum() - before <= 2, `${sum() - before} writes in one turn`);
		assert.ok(Math.max(...written) - Math.min(...written) <= 1, 'nobody goes first twice');
	}
});

test('one alone has every turn', async () => {
	let written = 0;
	const write = () => {
		written += 1;
		if (written < 50) inTurn(write);
	};
	inTurn(write);
	let turns = 0;
	for (; written < 50; turns += 1) await turnOfTheLoop();
	assert.ok(turns <= 51, `${turns} turns`);
});
