// What another system could not be told at once is told later: taken under a lease, tried again, and given up one day.

import { tellComment } from './case-comment.ts';
import { makeTicket } from './case-ticket.ts';
import { holdFrom } from './dispatch.ts';
import type { Parts } from './turn-state.ts';

export interface Dispatcher {
	/** Tells what is due by `now`; gives how much was told. */
	run(now: number): Promise<number>;
	/** Gives up what is under way: it is told when its lease has ended, by whoever runs then. */
	close(): void;
}

/** At once; where none of them is taken, the other system is down, and the next tick asks again. */
const AT_ONCE = 4;
/** No further ones are begun after it: other jobs wait for this one. */
const LONGEST_RUN_MS = 60_000;

export function createDispatcher(parts: Parts): Dispatcher {
	const closing = new AbortController();
	const { store, clock, log } = parts;

	async function tell(id: number): Promise<boolean> {
		const dispatch = await store.dispatches.take({ id }, clock.now(), holdFrom(parts));
		if (!dispatch) return false;
		try {
			if (dispatch.kind === 'ticket') await makeTicket(dispatch, parts, closing.signal);
			else await tellComment(dispatch, parts, closing.signal);
			return true;
		} catch (fault) {
			const { kind, attempts, conversationId: conversation } = dispatch;
			if (!closing.signal.aborted) log.warn('a case was not handed on', { kind, attempts, conversation, fault });
			return false;
		}
	}

	return {
		async run(now) {
			const until = performance.now() + LONGEST_RUN_MS;
			let told = 0;
			while (!closing.signal.aborted && performance.now() < until) {
				const due = await store.dispatches.due(now, AT_ONCE);
				const wave = (await Promise.all(due.map(tell))).filter(Boolean).length;
				if (wave === 0) break;
				told += wave;
			}
			return told;
		},
		close: () => closing.abort(new Error('the kit is closing')),
	};
}
