// Answers under way in this process: listen, replay, stop. Who aborts an answer is decided here and nowhere else:
// a reader that leaves only detaches.

import type { StreamPart } from '../protocol/index.ts';
import { createAnswerFeed, type Feed } from './feed.ts';

export interface LiveAnswer {
	readonly conversationId: number;
	readonly messageId: number;
	readonly feed: Feed<StreamPart>;
	/** Resolves when nothing follows: the answer is stored, however it ended, or can no longer be told here. */
	readonly done: Promise<void>;
}

/** An answer as readers get it, whoever writes it. */
export type Told = Pick<LiveAnswer, 'feed' | 'done'>;

/** Does the work: emits parts as they come and resolves when everything is stored. */
export type LiveWork = (emit: (parts: readonly StreamPart[]) => void, signal: AbortSignal) => Promise<void>;

/** `stopped`: the customer wants no more of it. `abandoned`: nobody listens any more. `closing`: this process ends. */
export type AbortCause = 'stopped' | 'abandoned' | 'closing';

class Aborted extends Error {
	readonly why: AbortCause;
	constructor(why: AbortCause) {
		super(why);
		this.name = 'AbortError';
		this.why = why;
	}
}

/** Why an answer was aborted; null while it was not. */
export function whyAborted({ reason }: AbortSignal): AbortCause | null {
	return reason instanceof Aborted ? reason.why : null;
}

export interface Live {
	begin(ids: { conversationId: number; messageId: number }, work: LiveWork): LiveAnswer;
	/** The answer that runs in this conversation, or one that ended moments ago. */
	find(conversationId: number): (LiveAnswer & { running: boolean }) | null;
	/** Follows an answer of another process for all readers of this one, as long as there are any. */
	relay(messageId: number, work: LiveWork): Told;
	/** Stops the answer for good and waits until what was said is stored; false where none runs here. */
	stop(conversationId: number): Promise<boolean>;
	/** How many answers run here. */
	underWay(): number;
	/** Lets what runs come to its end for so long, then interrupts it and waits until what was said is stored. */
	close(graceMs?: number): Promise<void>;
}

export interface LiveOptions {
	/** How long nobody must listen before an answer counts as abandoned. */
	abandonAfterMs: number;
	whenAbandoned: 'finish' | 'abort';
}

/** A reader that lost its connection at the very end still finds the rest. */
const KEEP_ENDED_MS = 60_000;
/** A reader of a relay that changes its connection is waited for. */
const KEEP_RELAY_MS = 2_000;
/** A store that hangs must not keep a process from ending: the next reader settles what was kept. */
const STORING_MS = 5_000;

interface Running extends LiveAnswer {
	running: boolean;
	abort: AbortController;
	forget?: NodeJS.Timeout;
}

export function createLive({ abandonAfterMs, whenAbandoned }: LiveOptions): Live {
	const answers = new Map<number, Running>();
	const relays = new Map<number, Told & { abort: AbortController }>();
	let closed = false;

	function begin({ conversationId, messageId }: Parameters<Live['begin']>[0], work: LiveWork): LiveAnswer {
		clearTimeout(answers.get(conversationId)?.forget);
		const abort = new AbortController();
		const alone = whenAlone(abandonAfterMs, () => {
			if (whenAbandoned === 'abort') abort.abort(new Aborted('abandoned'));
		});
		const feed = createAnswerFeed(String(messageId), 'writer', alone.watched);
		if (closed) abort.abort(new Aborted('closing'));
		const done = work(feed.push, abort.signal).finally(() => {
			answer.running = false;
			alone.over();
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

	function relay(messageId: number, work: LiveWork): Told {
		const known = relays.get(messageId);
		if (known) return known;
		const abort = new AbortController();
		const alone = whenAlone(KEEP_RELAY_MS, () => abort.abort(new Aborted('abandoned')));
		const feed = createAnswerFeed(String(messageId), 'store', alone.watched);
		const done = work(feed.push, abort.signal)
			.catch(() => {})
			.finally(() => {
				alone.over();
				relays.delete(messageId);
				feed.end();
			});
		const told = { feed, done, abort };
		relays.set(messageId, told);
		return told;
	}

	const running = () => [...answers.values()].filter((answer) => answer.running);
	const interrupt = (answer: Running, why: AbortCause) => answer.abort.abort(new Aborted(why));

	async function stop(conversationId: number): Promise<boolean> {
		const answer = answers.get(conversationId);
		if (!answer?.running) return false;
		interrupt(answer, 'stopped');
		await answer.done;
		return true;
	}

	async function close(graceMs = 0): Promise<void> {
		await within(graceMs, async () => {
			while (running().length > 0) await Promise.allSettled(running().map(({ done }) => done));
		});
		closed = true;
		for (const { abort } of relays.values()) abort.abort(new Aborted('closing'));
		const late = running();
		for (const answer of late) interrupt(answer, 'closing');
		await within(STORING_MS, () => Promise.allSettled(late.map(({ done }) => done)));
		for (const { forget } of answers.values()) clearTimeout(forget);
		answers.clear();
	}

	return {
		begin,
		relay,
		stop,
		close,
		underWay: () => running().length,
		find: (conversationId) => answers.get(conversationId) ?? null,
	};
}

/** Acts once nobody has watched for so long; a reader who comes in time calls it off. */
function whenAlone(milliseconds: number, act: () => void) {
	const wait = () => setTimeout(act, milliseconds).unref();
	let timer = wait();
	let ended = false;
	return {
		watched(readers: number): void {
			clearTimeout(timer);
			// The last reader leaves after the end: a timer then would hold the whole answer for nothing.
			if (readers === 0 && !ended) timer = wait();
		},
		over(): void {
			ended = true;
			clearTimeout(timer);
		},
	};
}

async function within(milliseconds: number, work: () => Promise<unknown>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise((over) => {
		timer = setTimeout(over, milliseconds);
	});
	await Promise.race([work(), late]);
	clearTimeout(timer);
}
