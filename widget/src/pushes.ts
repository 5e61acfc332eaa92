// Replies pushed while the page is looked at: listens, and listens again when the line breaks.

import type { PushEvent } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';
import { emit } from './events.ts';
import { changeCase } from './filing.ts';
import { pause } from './network.ts';
import { problemIn } from './transport.ts';
import { enCases } from './words/en-cases.ts';

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** Where one stands among the pushes; outlives every pause. */
interface Place {
	lastEventId: string | null;
	/** The line was open once: what was pushed since, nobody heard. */
	missed: boolean;
}

/** Returns what ends the listening. */
export function hearPushes(desk: Desk): () => void {
	const over = new AbortController();
	const place: Place = { lastEventId: null, missed: false };
	let listening: AbortController | null = null;

	/** A page in the background holds no connection: browsers allow only six to a server without HTTP/2. */
	function tune(): void {
		if (document.hidden) hush();
		else if (!listening) {
			listening = new AbortController();
			keepListening(desk, place, listening.signal).catch(() => null);
		}
	}

	function hush(): void {
		listening?.abort();
		listening = null;
	}

	/** What waits for its next try tries at once; a line that is still held may be dead. */
	function tuneAnew(): void {
		hush();
		tune();
	}

	const { signal } = over;
	signal.addEventListener('abort', hush);
	document.addEventListener('visibilitychange', tune, { signal });
	addEventListener('pagehide', hush, { signal });
	for (const event of ['pageshow', 'online']) addEventListener(event, tuneAnew, { signal });
	tune();
	return () => over.abort();
}

async function keepListening(desk: Desk, place: Place, signal: AbortSignal): Promise<void> {
	let waitMs = firstWaitMs;
	while (!signal.aborted) {
		let patienceMs = 0;
		try {
			if (await listen(desk, place, signal)) waitMs = firstWaitMs;
		} catch (thrown) {
			const { kind, retryAfterSeconds } = problemIn(thrown);
			// Neither a missing face nor a missing sign-in is mended by asking again.
			if (kind === 'not_found' || kind === 'signed_out') return;
			patienceMs = (retryAfterSeconds ?? 0) * 1000;
		}
		await pause(Math.max(patienceMs, waitMs * (0.5 + Math.random())), signal);
		waitMs = Math.min(waitMs * 2, longestWaitMs);
	}
}

/** True when something was pushed before the line ended or broke. */
async function listen(desk: Desk, place: Place, signal: AbortSignal): Promise<boolean> {
	const { lastEventId } = place;
	const pushes = await desk.transport.stream<PushEvent>('GET', '/events', { lastEventId, signal });
	if (place.missed && lastEventId === null) void lookAgain(desk);
	place.missed = true;
	let pushed = false;
	try {
		for await (const batch of pushes ?? []) {
			pushed = true;
			for (const { id, part } of batch) {
				heard(desk, part);
				place.lastEventId = id ?? place.lastEventId;
			}
		}
	} catch (thrown) {
		if (!pushed) throw thrown;
	}
	return pushed;
}

/** Without an id to go on from, only the lists tell what was pushed in between. */
async function lookAgain({ cases, view: { route } }: Desk): Promise<void> {
	await cases.glance();
	if (route.name === 'case') await cases.read(route.id);
}

function heard(desk: Desk, push: PushEvent): void {
	const { host } = desk;
	// A reply may come before any view that could teach them.
	const words = { ...enCases, ...desk.words };
	changeCase(desk, { type: 'pushed', push });
	if (push.type !== 'case-comment' || push.comment.author.type === 'customer') return;
	emit(host, 'deskbell:case-comment', { caseId: push.case_id, comment: push.comment, status: null });
	host.announce(words.comment_announced(push.comment.author.name ?? words.support_person));
	// Read at once, so that the server knows.
	if (host.open && desk.view.openCase?.id === push.case_id) void desk.cases.read(push.case_id);
}
