// Answers under way in this process: listen, replay, stop. Who aborts an answer is decided here and nowhere else:
// a reader that leaves only detaches.

import type { StreamPart } from '../protocol/index.ts';
import { createMemoryFeed, type Feed } from './feed.ts';

export interface LiveAnswer {
	readonly conversationId: number;
	readonly messageId: number;
	readonly feed: Feed<StreamPart>;
	/** Resolves when the answer is stored, however it ended. */
	readonly done: Promise<void>;
}

/** Does the work: emits parts as they come and resolves when everything is stored. */
export type LiveWork = (emit: (parts: readonly StreamPart[]) => void, signal: AbortSignal) => Promise<void>;

export interface Live {
	begin(ids: { conversationId: number; messageId: number }, work: LiveWork): LiveAnswer;
	/** The answer that runs in this conversation, or one that ended moments ago. */
	find(conversationId: number): (LiveAnswer & { running: boolean }) | null;
	/** Stops the answer for good and waits until what was said is stored; false where none runs here. */
	stop(conversationId: number): Promise<boolean>;
	/** Stops everything; for shutting down. */
	close(): Promise<void>;
}

/** A reader that lost its connection at the very end still finds the rest. */
const KEEP_ENDED_MS = 60_000;

interface Running extends LiveAnswer {
	running: boolean;
	abort: AbortController;
	forget?: NodeJS.Timeout;
}

export function createLive(): Live {
	const answers = new Map<number, Running>();

	function begin(
		{ conversationId, messageId }: { conversationId: number; messageId: number },
		work: LiveWork,
	): LiveAnswer {
		clearTimeout(answers.get(conversationId)?.forget);
		const feed = createMemoryFeed<StreamPart>();
		const abort = new AbortController();
		const done = work((parts) => feed.push(parts), abort.signal).finally(() => {
			answer.running = false;
			feed.end();
			answer.forget = setTimeout(() => {
				if (answers.get(conversationId) === answer) answers.delete(conversationId);
			}, KEEP_ENDED_MS).unref();
		});
		// Whoever waits hears of it; where nobody waits it must not end the process.
		done.catch(() => {});
		const answer: Running = { conversationId, messageId, feed, done, abort, running: true };
		answers.set(conversationId, answer);
		return answer;
	}

	async function stop(conversationId: number): Promise<boolean> {
		const answer = answers.get(conversationId);
		if (!answer?.running) return false;
		answer.abort.abort();
		await answer.done;
		return true;
	}

	return {
		begin,
		stop,
		find: (conversationId) => answers.get(conversationId) ?? null,
		async close() {
			await Promise.all([...answers.keys()].map(stop));
			for (const answer of answers.values()) clearTimeout(answer.forget);
			answers.clear();
		},
	};
}
