// A reporter for node's test runner: one line per test, written at once, so that counts stay exact even where a run is
// cut off.

import { resolve } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { type Outcome, placeOf, whyOf, writtenDown } from './outcomes.ts';

type Ended = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>;

export default async function* countReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
	const errors = new Map<string, string>();
	for await (const event of events) {
		if (event.type === 'test:stderr') keep(errors, event.data);
		if ((event.type === 'test:pass' || event.type === 'test:fail') && counts(event)) {
			yield writtenDown(outcomeOf(event, errors));
		}
	}
}

/** A suite is its tests, and more than that only where what it does before or behind them has failed. */
function counts(event: Ended): boolean {
	if (event.data.details.type !== 'suite') return true;
	return event.type === 'test:fail' && failureOf(event.data.details.error) !== 'subtestsFailed';
}

function failureOf(error: Error): unknown {
	return (error as Error & { failureType?: unknown }).failureType;
}

function outcomeOf(event: Ended, errors: ReadonlyMap<string, string>): Outcome {
	const { name, file = '', line, skip, todo } = event.data;
	const told = { name: name.replaceAll('\n', ' '), place: placeOf(file, line), why: [] };
	if (skip !== undefined || todo !== undefined) return { ...told, result: 'skip' };
	const isFile = file !== '' && resolve(name) === file;
	if (event.type === 'test:fail') {
		// A file that crashes has said why, to nobody in particular.
		const why = isFile ? whyOf(errors.get(file) ?? '') : whyOfError(event.data.details.error);
		return { ...told, name: isFile ? placeOf(file) : told.name, result: 'fail', why };
	}
	// A file without tests is reported as one passing test that bears the file's name.
	return { ...told, result: isFile ? 'empty' : 'pass' };
}

/** The runner's own error is around it; what an error was caused by stands below it. */
function whyOfError({ message, cause }: Error): string[] {
	if (!(cause instanceof Error)) return whyOf(String(cause ?? message));
	const why = whyOf(cause.message, cause.stack);
	return cause.cause === undefined ? why : [...why, ...whyOfError(cause)];
}

const MOST_KEPT = 20_000;

/** The last of what a file wrote to its standard error, where an uncaught error is told. */
function keep(errors: Map<string, string>, { file, message }: { file: string; message: string }): void {
	errors.set(file, ((errors.get(file) ?? '') + message).slice(-MOST_KEPT));
}
