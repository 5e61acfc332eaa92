// What a run's events say of the rows: which tests stand for each, how they ended, and their figures.

import type { TestEvent } from 'node:test/reporters';
import { idOf } from './form.ts';

export type Outcome = { id: string; name: string; passed: boolean } | { id: string; figure: string };

const FIGURE = /^figure ([SF]-\d\d): (.*)$/s;

/** Null for an event that says nothing of a row. */
export function outcomeOf(event: TestEvent): Outcome | null {
	if (event.type === 'test:diagnostic') {
		const [, id, figure] = FIGURE.exec(event.data.message) ?? [];
		return id && figure ? { id, figure } : null;
	}
	if (event.type !== 'test:pass' && event.type !== 'test:fail') return null;
	const { name, details, skip } = event.data;
	if (details.type === 'suite') return null;
	const passed = event.type === 'test:pass' && skip === undefined;
	// A file that fails to start has no row, and must not be lost.
	const id = idOf(name) || (passed ? '' : 'file');
	return id ? { id, name, passed } : null;
}
