// What the browser says of the network: gone, back, the page put away and taken out again.

import type { Desk } from './desk.ts';
import { reduceMending } from './reduce-mending.ts';
import { problem } from './transport.ts';
import type { MendingPart, Problem, ThreadPart } from './view.ts';

/** Who says that there is no network may be wrong: so often it is tried all the same. */
const doubtMs = 30_000;
/** A page that was out of sight for so long may have slept. */
const sleepMs = 30_000;
/** A longer wait is said once, and not counted down. */
const longestCountSeconds = 120;

/** A conversation that was read further back is not put back to its end. */
const pageSize = 50;

/** The page lies in the browser's cache of pages: nothing may be under way. */
let putAway = false;

/** For as long as the element is on the page. */
export function watchNetwork(desk: Desk): void {
	const { host } = desk;
	let watching = new AbortController();
	let hiddenAt = 0;

	function seen(): void {
		if (document.hidden) hiddenAt = Date.now();
		else if (Date.now() - hiddenAt > sleepMs) catchUp(desk);
	}

	host.addController({
		hostConnected() {
			watching = new AbortController();
			const { signal } = watching;
			hiddenAt = Date.now();
			addEventListener('offline', () => say(desk), { signal });
			addEventListener('online', () => catchUp(desk), { signal });
			addEventListener('pagehide', () => leave(desk), { signal });
			addEventListener('pageshow', ({ persisted }) => comeBack(desk, persisted), { signal });
			document.addEventListener('visibilitychange', seen, { signal });
		},
		hostDisconnected: () => watching.abort(),
	});
	if (!navigator.onLine) say(desk);
}

function say({ host, words, view, apply }: Desk): void {
	if (!host.open || view.problem) return;
	apply({ type: 'problem', problem: problem('offline') });
	host.announce(words.problem_offline);
}

/** A line that is still held may be dead without knowing it: the answer is picked up on another one. */
function catchUp(desk: Desk): void {
	const { view, conversation } = desk;
	const { id, phase, state } = view.thread;
	if (view.problem?.kind === 'offline') {
		void desk.again();
		const say = () => desk.host.announce(desk.words.online);
		void conversation.fetchAfterword().then(say, () => null);
	}
	if (phase !== 'idle') conversation.letGo();
	else if (id !== null && (state === 'failed' || mayBeOld(desk))) void conversation.open(id);
}

/** Another tab may have gone on with it; what one is doing in this one stays as it is. */
function mayBeOld({ host, view: { route, thread } }: Desk): boolean {
	return host.open && route.name === 'chat' && thread.askedWhy === null && thread.messages.length <= pageSize;
}

/** Browsers keep no page that has a request under way. */
function leave({ conversation }: Desk): void {
	putAway = true;
	conversation.letGo();
}

function comeBack(desk: Desk, persisted: boolean): void {
	putAway = false;
	if (persisted) catchUp(desk);
}

/** Waits; and where there is no network, until it is back. @throws where the signal aborts */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
	await wait(ms, signal);
	if (putAway || !navigator.onLine) await wait(doubtMs, signal);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const over = new AbortController();
		const timer = setTimeout(done, ms);
		function done(): void {
			clearTimeout(timer);
			over.abort();
			if (signal.aborted) reject(signal.reason);
			else resolve();
		}
		for (const event of ['online', 'pageshow']) addEventListener(event, done, { signal: over.signal });
		signal.addEventListener('abort', done, { signal: over.signal });
		if (signal.aborted) done();
	});
}

/** Where no answer is to be had for hours, the composer says until when. */
async function restUntil(desk: Desk, problem: Problem, instant: number): Promise<void> {
	await desk.conversation?.fetchAfterword();
	if (desk.view.thread.problem !== problem) return;
	const quota = { remaining: 0, resetsAt: new Date(instant).toISOString() };
	desk.conversation.apply({ type: 'quota-known', quota });
}

/** To the conversation that is open, by the reducer of this piece. */
export function happen(desk: Desk, part: MendingPart | ThreadPart): void {
	desk.apply({ type: 'changed', change: { thread: reduceMending(desk.view.thread, part) } });
}

/** The time that a problem asks for, second by second; where it is over, one can try again. */
export function countDown(desk: Desk, problem: Problem): void {
	const seconds = problem.retryAfterSeconds ?? 0;
	const until = Date.now() + seconds * 1000;
	if (seconds >= longestCountSeconds) void restUntil(desk, problem, until).catch(() => null);
	if (seconds <= 0 || seconds >= longestCountSeconds) return;
	let shown = problem;
	function tick(): void {
		const { view, host } = desk;
		const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
		const next = { ...shown, retryAfterSeconds: left || null, counting: left > 0 };
		if (!host.isConnected) return;
		if (view.problem === shown) desk.apply({ type: 'problem', problem: next });
		else if (view.thread.problem === shown) happen(desk, { type: 'thread-problem', problem: next });
		else return;
		shown = next;
		if (left > 0) setTimeout(tick, 1000);
	}
	tick();
}
