// What the page says of itself, which goes along with each question: no more than the server takes.

import type { DeskHost } from './desk.ts';
import { emit } from './events.ts';
import { problemIn } from './transport.ts';

/** As JSON. */
const limitBytes = 4_096;

/** What is too much would be refused and the question along with it: the question goes alone, and the page is told. */
export function refuseLargeContext(host: DeskHost): void {
	try {
		if (new Blob([JSON.stringify(host.context)]).size <= limitBytes) return;
	} catch {
		// It refers to itself: no JSON either.
	}
	host.context = null;
	emit(host, 'deskbell:error', { problem: { ...problemIn(null), kind: 'invalid', code: 'context_too_large' } });
}
