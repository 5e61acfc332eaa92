// Parts → view: the same view however the stream was cut, and each way a turn can go.

import { expect } from '@open-wc/testing';
import type { PushEvent, StreamPart } from '../../server-kit/src/protocol/index.ts';
import { readFrames } from '../src/frames.ts';
import { reduce } from '../src/reduce.ts';
import { reduceCase } from '../src/reduce-case.ts';
import { reduceMending } from '../src/reduce-mending.ts';
import { reducePast } from '../src/reduce-past.ts';
import { reduceThread } from '../src/reduce-thread.ts';
import {
	type AnyThreadPart,
	type CasePart,
	type DeskPart,
	emptyThread,
	emptyView,
	type PastPart,
	type Thread,
	type View,
} from '../src/view.ts';
import {
	answerParts,
	at,
	citation,
	conversation,
	escalation,
	filed,
	limited,
	text,
	wholeAnswer,
} from './support/recorded.ts';

const asked: AnyThreadPart = { type: 'turn-sent', clientMessageId: 'c1', content: 'Why?', createdAt: at };
const problem = {
	kind: 'degraded' as const,
	code: 'rate_limited',
	degraded: limited,
	retryAfterSeconds: 30,
	requestId: null,
};

/** The thread after these parts, seen as the view sees it. */
function after(...parts: (AnyThreadPart | PastPart)[]): { thread: Thread } {
	return { thread: parts.reduce(reducePast, emptyThread) };
}

async function streamed(...pieces: Uint8Array[]): Promise<{ thread: Thread }> {
	const body = new ReadableStream({
		start(controller) {
			for (const piece of pieces) controller.enqueue(piece);
			controller.close();
		},
	});
	let { thread } = after(asked);
	for await (const batch of readFrames<StreamPart>(body)) {
		thread = batch.reduce((before, frame) => reduceThread(before, frame.part), thread);
	}
	return { thread };
}

describe('reduce: an answer', () => {
	it('ends complete, with its text, sources and ids', () => {
		const { thread } = after(asked, ...answerParts);
		const [question, answer] = thread.messages;
		expect(question).to.include({ id: 20, status: 'complete', key: 'c1' });
		expect(answer).to.include({ id: 21, status: 'complete', content: text });
		expect(answer?.citations).to.deep.equal([citation]);
		expect(thread).to.include({ id: 7, phase: 'idle' });
	});

	it('is the same view when its bytes are cut at any place', async () => {
		const bytes = new TextEncoder().encode(wholeAnswer);
		const whole = await streamed(bytes);
		expect(whole.thread.messages[1]?.content).to.equal(text);
		for (let cut = 1; cut < bytes.length; cut++) {
			expect(await streamed(bytes.slice(0, cut), bytes.slice(cut)), `cut at ${cut}`).to.deep.equal(whole);
		}
	});

	it('is the same view byte by byte', async () => {
		const bytes = new TextEncoder().encode(wholeAnswer);
		const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
		expect(await streamed(...single)).to.deep.equal(await streamed(bytes));
	});

	it('starts anew when it is replayed from its beginning', () => {
		const half = answerParts.slice(0, 7);
		expect(after(asked, ...half, ...answerParts)).to.deep.equal(after(asked, ...answerParts));
	});

	it('does not change the view it was given', () => {
		const before = Object.freeze(after(asked, ...answerParts.slice(0, 6)).thread);
		const copy = structuredClone(before);
		answerParts.slice(6).reduce(reduceThread, before);
		expect(before).to.deep.equal(copy);
	});

	it('leaves a part that is not known aside', () => {
		const strange = { type: 'data-from-the-future', data: {} } as unknown as StreamPart;
		const { thread } = after(asked, ...answerParts);
		expect(reduceThread(thread, strange)).to.equal(thread);
	});

	it('shows tools as they run and end', () => {
		const call: StreamPart = { type: 'tool-input-available', toolCallId: 't1', toolName: 'orders', input: {} };
		const running = after(asked, ...answerParts.slice(0, 2), call);
		expect(running.thread.messages[1]?.tools).to.deep.equal([
			{ id: 't1', name: 'orders', title: '', status: 'running' },
		]);
		const failed = reduceThread(running.thread, { type: 'tool-output-error', toolCallId: 't1', errorText: 'no' });
		expect(failed.messages[1]?.tools[0]?.status).to.equal('failed');
	});
});

describe('reduce: a turn that goes otherwise', () => {
	const begun = [asked, ...answerParts.slice(0, 6)];

	it('refused: no answer, and the reason beneath the question', () => {
		const start = {
			type: 'start',
			messageId: 'x',
			messageMetadata: {
				conversation_id: 7,
				user_message_id: 20,
				message_id: null,
				author: { type: 'system', name: null },
				created_at: at,
			},
		} as const;
		const refused = { label: 'out_of_scope', message: 'Not here.', user_message_id: 20 };
		const { thread } = after(
			asked,
			start,
			{ type: 'data-refused', data: refused },
			{ type: 'finish', finishReason: 'stop', messageMetadata: { status: 'refused' } },
		);
		expect(thread.messages).to.have.length(1);
		expect(thread.messages[0]?.refused?.message).to.equal('Not here.');
		expect(thread.phase).to.equal('idle');
	});

	it('stopped and interrupted keep what was said', () => {
		const said = after(...begun).thread.messages[1]?.content;
		const ends: [AnyThreadPart, string][] = [
			[{ type: 'abort' }, 'stopped'],
			[{ type: 'error', errorText: 'x' }, 'interrupted'],
			[{ type: 'finish', finishReason: 'other', messageMetadata: { status: 'interrupted' } }, 'interrupted'],
		];
		for (const [end, status] of ends) {
			const { thread } = after(...begun, end);
			expect(thread.messages[1]).to.include({ status, content: said });
			expect(thread.phase).to.equal('idle');
		}
	});

	it('failed where nothing was said', () => {
		const { thread } = after(asked, ...answerParts.slice(0, 1), { type: 'error', errorText: 'x' });
		expect(thread.messages[1]).to.include({ status: 'failed', content: '' });
	});

	it('degraded before it was stored: unsent, with its problem', () => {
		const { thread: before } = after(asked);
		const thread = reduceMending(before, { type: 'turn-degraded', clientMessageId: 'c1', problem });
		expect(thread.messages[0]?.status).to.equal('unsent');
		expect(thread.problem).to.equal(problem);
	});

	it('degraded within an answer: the answer carries the code', () => {
		const { thread } = after(
			...begun,
			{ type: 'data-degraded', data: { ...limited, code: 'vendor_outage' } },
			{ type: 'finish', finishReason: 'error', messageMetadata: { status: 'failed' } },
		);
		expect(thread.messages[1]).to.include({ status: 'failed', degraded: 'vendor_outage' });
	});

	it('sent again is the same message, and no second one', () => {
		const { thread } = after(asked, { type: 'turn-unsent', clientMessageId: 'c1', problem: null }, asked);
		expect(thread.messages).to.have.length(1);
		expect(thread.messages[0]?.status).to.equal('sending');
	});

	it('unsent stays beside the thread as the server has it', () => {
		const loaded: PastPart = { type: 'thread-loaded', conversation };
		const { thread } = after(loaded, asked, { type: 'turn-unsent', clientMessageId: 'c1', problem: null }, loaded);
		expect(thread.messages.map(({ status }) => status)).to.deep.equal(['complete', 'complete', 'unsent']);
	});

	it('escalated: no more writing, and what was handed over', () => {
		const { thread } = after({ type: 'thread-loaded', conversation }, { type: 'escalated', escalation });
		expect(thread.cannotSend).to.equal('escalated');
		expect(thread.handover).to.equal(escalation);
	});
});

describe('reduce: cases', () => {
	const desk = (...parts: DeskPart[]) => parts.reduce(reduce, emptyView);
	const withCase = (view: View, ...parts: CasePart[]) =>
		parts.reduce((before, part) => reduce(before, { type: 'changed', change: reduceCase(before, part) }), view);

	const listed: DeskPart = {
		type: 'cases-loaded',
		list: { cases: [filed], next_cursor: null },
		filter: null,
		more: false,
	};
	const comment = { id: 90, author: { type: 'agent' as const, name: 'Marie' }, body: 'Fixed.', created_at: at };
	const pushed: CasePart = { type: 'pushed', push: { type: 'case-comment', case_id: 3, case_number: 'T', comment } };

	it('a reply counts as unread once, until the case is read', () => {
		const twice = withCase(desk(listed), pushed, pushed);
		expect(twice.unread).to.deep.equal([3]);
		expect(withCase(twice, { type: 'case-loaded', case: filed }).unread).to.deep.equal([]);
	});

	it('a reply to the case that is open is shown, once, and not unread', () => {
		const view = withCase(desk(listed), { type: 'case-loaded', case: filed }, pushed, pushed);
		expect(view.openCase?.comments).to.deep.equal([comment]);
		expect(view.unread).to.deep.equal([]);
	});

	it('what a newer server tells beside replies changes nothing', () => {
		const push = { type: 'case-merged', case_id: 3 } as unknown as PushEvent;
		expect(withCase(desk(listed), { type: 'pushed', push })).to.deep.equal(desk(listed));
	});

	it('an answer to a filter no longer chosen comes too late', () => {
		const late: DeskPart = {
			type: 'cases-loaded',
			list: { cases: [filed], next_cursor: null },
			filter: 'closed',
			more: false,
		};
		expect(desk({ type: 'cases-loading', filter: 'open' }, late).cases.items).to.deep.equal([]);
	});

	it('going back passes by what is over', () => {
		const view = desk(
			{ type: 'went', route: { name: 'chat' } },
			{ type: 'went', route: { name: 'escalate' } },
			{ type: 'went-on', route: { name: 'new-case' } },
			{ type: 'went-back' },
		);
		expect(view.route.name).to.equal('chat');
	});
});
