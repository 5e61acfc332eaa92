// Replies pushed while the page is looked at: listens, and listens again when the line breaks.

import type { PushEvent } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';
import { emit } from './events.ts';
import { changeCase } from './filing.ts';
import { problemIn } from './transport.ts';

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** Returns what ends the listening. */
export function hearPushes(desk: Desk): () => void {
	let listening: AbortController | null = null;

	/** A page in the background holds no connection: browsers allow only six to a server without HTTP/2. */
	function tune(): void {
		if (document.hidden) hush();
		else if (!listening) {
			listening = new AbortController();
			void keepListening(desk, listening.signal);
		}
	}

	function hush(): void {
		listening?.abort();
		listening = null;
	}

	document.addEventListener('visibilitychange', tune);
	tune();
	return () => {
		document.removeEventListener('visibilitychange', tune);
		hush();
	};
}

async function keepListening(desk: Desk, signal: AbortSignal): Promise<void> {
	let lastEventId: string | null = null;
	let waitMs = firstWaitMs;

	async function listen(): Promise<void> {
		const pushes = await desk.transport.stream<PushEvent>('GET', '/events', { lastEventId, signal });
		for await (const batch of pushes ?? []) {
			waitMs = firstWaitMs;
			for (const { id, part } of batch) {
				heard(desk, part);
				lastEventId = id ?? lastEventId;
			}
		}
	}

	while (!signal.aborted) {
		try {
			await listen();
		} catch (thrown) {
			const { kind } = problemIn(thrown);
			// Neither a missing face nor a missing sign-in is mended by asking again.
			if (kind === 'not_found' || kind === 'signed_out') return;
		}
		await new Promise((resolve) => setTimeout(resolve, waitMs * (0.5 + Math.random())));
		waitMs = Math.min(waitMs * 2, longestWaitMs);
	}
}

function heard(desk: Desk, push: PushEvent): void {
	const { host, words } = desk;
	changeCase(desk, { type: 'pushed', push });
	if (push.type !== 'case-comment' || push.comment.author.type === 'customer') return;
	emit(host, 'deskbell:case-comment', { caseId: push.case_id, comment: push.comment, status: null });
	host.announce(words.comment_announced(push.comment.author.name ?? words.support_person));
	// Read at once, so that the server knows.
	if (host.open && desk.view.openCase?.id === push.case_id) void desk.cases.read(push.case_id);
}
