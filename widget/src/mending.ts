// An answer whose line was lost is found again: on another connection, or in its thread. What cannot be mended is said.

import type { ConversationView } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';
import type { Line } from './line.ts';
import { happen, pause } from './network.ts';
import type { Sent } from './session.ts';
import { Failure, problemIn, Withheld } from './transport.ts';
import type { MendingPart, Problem, ThreadPart } from './view.ts';

/** Each connection that brought something is followed by another try; this many in a row may bring nothing. */
const mostTries = 8;
const firstWaitMs = 250;
const longestWaitMs = 15_000;
/** A server that asks for more patience than this is asked again by the reader, not by the page. */
const mostPatienceSeconds = 60;
const pollMs = 2_000;

/**
 * True when the answer has come to its end; what cannot be mended is said, and gives false.
 * @param fault what broke the line; null where it ended without a word
 */
export async function mend(desk: Desk, line: Line, fault: unknown): Promise<boolean> {
	let last = fault;
	for (let tries = 0; tries < mostTries && mayPass(last); tries++) {
		// What came before the cut stands, also where no frame has been drawn since.
		line.flush();
		happen(desk, waiting(line));
		try {
			await pause(waitMs(tries, last), line.signal);
			const withheld = isWithheld(last) && !line.news && desk.view.thread.id !== null;
			line.news = false;
			if (await (withheld ? readUntilEnded(desk, line) : listenAgain(desk, line))) return true;
			last = null;
		} catch (thrown) {
			if (line.signal.aborted) return false;
			last = thrown;
		}
		// Without a network there is nothing to count.
		if (line.news || !navigator.onLine) tries = -1;
	}
	giveUp(desk, line, last);
	return false;
}

/** The thread as the server has it. True where an answer is being written in it; what goes wrong is said. */
export async function find(desk: Desk, line: Line): Promise<boolean> {
	try {
		if (desk.view.thread.id !== null) return await readThread(desk, line);
		keepUnsent(desk, desk.session.draft('new').sent);
		return false;
	} catch (thrown) {
		giveUp(desk, line, thrown);
		return false;
	}
}

/** What a page before this one sent, and what never arrived, can be sent again. */
export function keepUnsent(desk: Desk, turns: readonly Sent[]): void {
	const createdAt = new Date().toISOString();
	for (const turn of turns) happen(desk, { type: 'turn-kept', ...turn, createdAt });
}

/** What waits for the network waits no longer: it can be sent by hand, or not. */
export function takeBack(desk: Desk): void {
	const { conversation, view } = desk;
	const clientMessageId = view.thread.messages.find(({ status }) => status === 'sending')?.clientMessageId;
	conversation.leave();
	if (clientMessageId) happen(desk, { type: 'turn-unsent', clientMessageId, problem: null });
}

function waiting({ turn }: Line): MendingPart {
	return turn ? { type: 'turn-queued', clientMessageId: turn.clientMessageId } : { type: 'turn-resuming' };
}

function mayPass(fault: unknown): boolean {
	const { kind, code, retryAfterSeconds } = problemIn(fault);
	if ((retryAfterSeconds ?? 0) > mostPatienceSeconds) return false;
	return kind === 'offline' || (kind === 'server' && code !== 'internal_error');
}

/** Spread, so that those whom one restart cut off do not come back in one moment. */
function waitMs(tries: number, fault: unknown): number {
	const wait = Math.min(firstWaitMs * 2 ** tries, longestWaitMs) * (0.5 + Math.random());
	return Math.max(wait, (problemIn(fault).retryAfterSeconds ?? 0) * 1000);
}

function isWithheld(fault: unknown): boolean {
	return fault instanceof Withheld || (fault instanceof Failure && fault.cause instanceof Withheld);
}

async function listenAgain(desk: Desk, line: Line): Promise<boolean> {
	const how = await line.listen();
	return how === 'ended' || (how === 'nothing' && !(await readThread(desk, line)));
}

/** For a line that gives out nothing before it has everything. False where the question never arrived. */
async function readUntilEnded(desk: Desk, line: Line): Promise<boolean> {
	while (await readThread(desk, line)) await pause(pollMs, line.signal);
	return line.turn === null;
}

async function readThread(desk: Desk, line: Line): Promise<boolean> {
	const { conversation, transport, view } = desk;
	const { signal } = line;
	// At the same time: neither waits for the other.
	const [thread, { takeThread }] = await Promise.all([
		transport.json<ConversationView>('GET', `/conversations/${view.thread.id}?limit=50`, { signal }),
		conversation.fetchAfterword(),
	]);
	signal.throwIfAborted();
	line.flush();
	line.lastEventId = null;
	takeThread(desk, thread);
	const { turn } = line;
	if (thread.messages.some((message) => message.client_message_id === turn?.clientMessageId)) line.turn = null;
	return thread.answering_message_id !== null;
}

function giveUp(desk: Desk, { turn, signal, flush }: Line, thrown: unknown): void {
	if (signal.aborted) return;
	flush();
	const { conversation, view } = desk;
	const { id } = view.thread;
	const problem = problemIn(thrown);
	if (problem.kind === 'not_found') keepWords(desk);
	happen(desk, lost(desk, turn?.clientMessageId ?? null, problem));
	desk.fail(problem);
	// Another tab asked, or a person took over: the server's thread says which.
	if (problem.kind === 'conflict' && id !== null) void conversation.open(id);
}

function lost(desk: Desk, clientMessageId: string | null, problem: Problem): MendingPart | ThreadPart {
	if (problem.kind === 'not_found') return { type: 'thread-gone', problem };
	if (clientMessageId === null) return { type: 'thread-failed', problem };
	if (problem.degraded) return { type: 'turn-degraded', clientMessageId, problem };
	const type = problem.kind === 'invalid' && takenBack(desk, clientMessageId) ? 'turn-withdrawn' : 'turn-unsent';
	return { type, clientMessageId, problem };
}

/** What the server does not take as it is can be changed only where one writes. */
function takenBack({ session, conversation: { draftKey } }: Desk, clientMessageId: string): boolean {
	const { text, sent } = session.draft(draftKey);
	const turn = sent.find((one) => one.clientMessageId === clientMessageId);
	if (text || !turn) return false;
	session.keepDraft(draftKey, { text: turn.content, sent: sent.filter((one) => one !== turn) });
	return true;
}

/** The conversation was deleted elsewhere; what was written in it and not sent goes into the next one. */
function keepWords({ session, view, conversation: { draftKey } }: Desk): void {
	const { text, sent } = session.draft(draftKey);
	const before = session.draft('new');
	const open = view.thread.messages.filter(({ status }) => status === 'sending' || status === 'unsent');
	const unsent = sent.filter((turn) => open.some(({ clientMessageId }) => clientMessageId === turn.clientMessageId));
	// Whether it arrived before the end, nobody knows any more: it can be read once more, and sent or not.
	const perhaps = unsent.length ? '' : sent.at(-1)?.content;
	session.keepDraft(draftKey, { text: '', sent: [] });
	session.keepDraft('new', { text: text || before.text || perhaps || '', sent: [...before.sent, ...unsent] });
}
