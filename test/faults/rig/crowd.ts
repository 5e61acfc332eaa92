// A process of an experiment that holds nothing but readers, fast ones that take turns or slow ones that hardly read:
// what they cost is not charged to the server, nor to each other.

import assert from 'node:assert/strict';
import { type Client, createClient } from '@deskbell/server-kit/testing';
import { inBatches, upTo } from './form.ts';
import { ask, type Person, ready, textOf } from './people.ts';
import { type CrowdTask, nameOf } from './process.ts';
import { readSlowly, type SlowReader } from './slow-reader.ts';

let people: Person[] = [];
let slow: SlowReader[] = [];

/** A connection for each request: one that was kept may be closed by the server in the moment in which it is used again. */
function clientOf(url: string, userId: string): Client {
	return createClient(`${url}/api/support/ai`, { 'x-test-caller': nameOf(userId), connection: 'close' });
}

/** Milliseconds that each turn took, from the question to the end of the stream. */
function turns(atOnce: number, expected: string): Promise<number[]> {
	return inBatches(people, atOnce, async (person) => {
		const from = performance.now();
		assert.equal(textOf((await ask(person, 'Quickly, please')).parts), expected);
		return performance.now() - from;
	});
}

async function work(task: CrowdTask): Promise<number[]> {
	switch (task.ask) {
		case 'gather':
			people = await inBatches(upTo(task.count), 8, (at) => ready(clientOf(task.url, `fast-${at}`)));
			return [];
		case 'turns':
			return turns(task.atOnce, task.expected);
		case 'read slowly':
			slow = await Promise.all(task.readers.map(readSlowly));
			return [];
		case 'leave':
			for (const { leave } of slow) leave();
			return [];
	}
}

process.on('message', async ({ id, ...task }: CrowdTask & { id: number }) => {
	process.send?.({ id, answer: await work(task as CrowdTask) });
});
process.on('disconnect', () => process.exit(1));
