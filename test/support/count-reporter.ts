// A reporter for node's test runner: one line per test, its outcome and its name, so that counts stay exact even
// where a run is cut off.

import { resolve } from 'node:path';
import type { TestEvent } from 'node:test/reporters';

/** `pass`, `fail`, `skip`, or `empty` for a file that holds no test. */
export type Outcome = 'pass' | 'fail' | 'skip' | 'empty';

export default async function* countReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
	for await (const event of events) {
		if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
		if (event.data.details.type === 'suite') continue;
		yield `${outcomeOf(event)} ${event.data.name.replaceAll('\n', ' ')}\n`;
	}
}

function outcomeOf({ type, data }: Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>): Outcome {
	if (data.skip !== undefined || data.todo !== undefined) return 'skip';
	if (type === 'test:fail') return 'fail';
	// A file without tests is reported as one passing test that bears the file's name.
	return data.file !== undefined && resolve(data.name) === data.file ? 'empty' : 'pass';
}
