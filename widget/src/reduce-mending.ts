// (thread, part) → thread. Pure: what becomes of a turn on a bad line.

import { changed, marked, reduceThread, without, withTurn } from './reduce-thread.ts';
import { type AnyThreadPart, emptyThread, type MendingPart, type Message, type Thread } from './view.ts';

export function reduceMending(thread: Thread, part: AnyThreadPart | MendingPart): Thread {
	switch (part.type) {
		case 'turn-kept':
			return withTurn(thread, part, 'unsent');
		case 'turn-queued':
			return { ...marked(thread, part.clientMessageId, { status: 'sending' }), phase: 'queued', problem: null };
		case 'turn-resuming':
			return { ...thread, phase: 'resuming' };
		case 'turn-degraded':
			return degradedTurn(thread, part);
		case 'turn-withdrawn':
			return { ...without(thread, part.clientMessageId), phase: 'idle', problem: part.problem };
		case 'thread-gone':
			return {
				...emptyThread,
				messages: changed(thread, isOpen, { status: 'unsent' }).messages.filter(isOpen),
				problem: part.problem,
			};
		case 'thread-problem':
			return { ...thread, problem: part.problem };
		default:
			return reduceThread(thread, part);
	}
}

function isOpen({ status }: Message): boolean {
	return status === 'sending' || status === 'unsent';
}

function degradedTurn(thread: Thread, { clientMessageId, problem }: MendingPart & { type: 'turn-degraded' }): Thread {
	const id = problem.degraded?.user_message_id ?? null;
	const kept = marked(thread, clientMessageId, id === null ? { status: 'unsent' } : { id, status: 'complete' });
	return { ...kept, phase: 'idle', problem };
}
