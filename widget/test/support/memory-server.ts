// The support-ai face in memory, as far as one conversation needs it, behind a `fetch` whose line can be spoiled.

import type { ConversationView, MessageView, PushEvent, StreamPart } from '../../../server-kit/src/protocol/index.ts';
import { type MemoryServer, partsOf, pushFrame } from './memory-parts.ts';
import { at, conversation, disclosed, filed, question, replied } from './recorded.ts';

interface Line {
	readonly controller: ReadableStreamDefaultController<Uint8Array>;
	/** Of which answer; null for pushes. */
	readonly answer: Answer | null;
	dead: boolean;
}

interface Answer {
	readonly message: MessageView;
	readonly parts: StreamPart[];
	told: number;
}

interface Request {
	readonly body: Record<string, string>;
	readonly lastEventId: string;
	readonly signal: AbortSignal | null | undefined;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const json = (body: unknown, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });

export function createMemoryServer(): MemoryServer {
	const messages: MessageView[] = [];
	const elsewhere = new Set<number>();
	const prepared = new Map<string, readonly string[]>();
	const pushes: PushEvent[] = [];
	let lines: Line[] = [];
	let answers: Answer[] = [];
	let begun = false;
	let online = true;
	let refusals: number[] = [];
	let losses: boolean[] = [];

	const running = () => answers.find(({ told, parts }) => told < parts.length);

	function write({ controller, dead }: Line, text: string): void {
		if (!dead && online) controller.enqueue(bytes(text));
	}

	function frame(answer: Answer, index: number): string {
		return `id: ${answer.message.id}.${index * 100_003}\ndata: ${JSON.stringify(answer.parts[index])}\n\n`;
	}

	/** The line drops out of the list when its reader leaves or it is closed. */
	function open(answer: Answer | null, first: string, { signal }: Request): Response {
		let line: Line;
		const close = () => {
			lines = lines.filter((one) => one !== line);
		};
		const body = new ReadableStream<Uint8Array>({
			start(controller) {
				line = { controller, answer, dead: false };
				lines.push(line);
				signal?.addEventListener('abort', () => {
					close();
					controller.error(signal.reason);
				});
				write(line, `: stream-open\n\n${first}`);
				if (answer && answer.told === answer.parts.length) end(line, 'data: [DONE]\n\n');
			},
			cancel: close,
		});
		return new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } });
	}

	function end(line: Line, last: string): void {
		write(line, last);
		if (!line.dead && online) line.controller.close();
		lines = lines.filter((one) => one !== line);
	}

	function tell(parts: number): void {
		const answer = running();
		if (!answer) return;
		for (let left = parts; left > 0 && answer.told < answer.parts.length; left--) {
			const part = answer.parts[answer.told];
			if (part?.type === 'text-delta') answer.message.content += part.delta;
			if (part?.type === 'finish') answer.message.status = 'complete';
			if (part?.type === 'abort') answer.message.status = 'stopped';
			for (const line of lines.filter((one) => one.answer === answer)) write(line, frame(answer, answer.told));
			answer.told += 1;
		}
		if (answer.told < answer.parts.length) return;
		for (const line of lines.filter((one) => one.answer === answer)) end(line, 'data: [DONE]\n\n');
	}

	function stop(): void {
		const answer = running();
		if (!answer) return;
		answer.parts.splice(answer.told, Number.POSITIVE_INFINITY, { type: 'abort' });
		tell(1);
	}

	function begin(content: string, clientMessageId: string | null): Answer {
		const id = messages.length + 20;
		const asked: MessageView = { ...question, id, content, client_message_id: clientMessageId };
		const base: MessageView = { ...question, id: id + 1, role: 'assistant', client_message_id: null };
		const message: MessageView = { ...base, author: { type: 'ai', name: null }, content: '', status: 'streaming' };
		messages.push(asked, message);
		const author = { type: 'ai', name: null } as const;
		const row = { conversation_id: 7, user_message_id: id, message_id: id + 1, author, created_at: at };
		const answer: Answer = { message, told: 1, parts: partsOf(String(id + 1), row, prepared.get(content) ?? ['OK.']) };
		answers = [...answers, answer];
		return answer;
	}

	function view(): ConversationView {
		const answering = running()?.message.id ?? null;
		return { ...conversation, answering_message_id: answering, messages: structuredClone(messages) };
	}

	function ask(request: Request): Response {
		const { content = '', client_message_id: id = '' } = request.body;
		const known = messages.find((message) => message.client_message_id === id);
		const answer = known && answers.find(({ message }) => message.id === known.id + 1);
		if (!answer && running()) return json({ detail: 'x', code: 'turn_in_progress' }, 409);
		const told = answer ?? begin(content, id);
		return open(told, allOf(told, 0), request);
	}

	function allOf(answer: Answer, from: number): string {
		return Array.from({ length: Math.max(0, answer.told - from) }, (_, at) => frame(answer, from + at)).join('');
	}

	function resume(request: Request): Response {
		const [id, place] = request.lastEventId.split('.').map(Number);
		const named = answers.find(({ message }) => message.id === id);
		const live = running();
		if (named && (named === live || !live)) return open(named, allOf(named, Number(place) / 100_003 + 1), request);
		return live ? open(live, allOf(live, 0), request) : new Response(null, { status: 204 });
	}

	function hear(request: Request): Response {
		const missed = request.lastEventId ? pushes.slice(Number(request.lastEventId.slice(1))) : [];
		const from = pushes.length - missed.length;
		return open(null, missed.map((push, at) => pushFrame(push, from + at)).join(''), request);
	}

	const routes: Record<string, (request: Request) => Response> = {
		'GET /disclosure/status': () => json(disclosed),
		'GET /conversations': () => json({ conversations: begun ? [view()] : [], next_cursor: null }),
		'GET /conversations/7': () => (begun ? json(view()) : json({}, 404)),
		'GET /conversations/7/stream': resume,
		'POST /conversations/7/messages': ask,
		'POST /conversations/7/stop': () => {
			stop();
			return json({});
		},
		'POST /conversations': () => {
			begun = true;
			return json({ conversation_id: 7, status: 'open', title: null, locale: 'en', created_at: at }, 201);
		},
		'GET /quota': () => json({}, 404),
		'GET /cases': () => json({ cases: [{ ...filed, unread: pushes.length > 0 }], next_cursor: null }),
		'GET /events': hear,
	};

	function answered(name: string, request: Request): Response {
		const refusal = refusals.shift();
		if (refusal) return json({ detail: 'x' }, refusal, { 'Retry-After': '3' });
		const lost = name === 'POST /conversations/7/messages' ? losses.shift() : undefined;
		if (lost === false) throw new TypeError('lost on the way');
		const response = routes[name]?.(request) ?? json({}, 404);
		if (lost === true) throw new TypeError('answered to nobody');
		return response;
	}

	return {
		async fetch(input, init = {}) {
			const { pathname } = new URL(String(input));
			const { method = 'GET', headers, body, signal } = init;
			await Promise.resolve();
			signal?.throwIfAborted();
			if (!online) throw new TypeError('no network');
			return answered(`${method} ${pathname.replace('/api/support/ai', '')}`, {
				body: body ? JSON.parse(String(body)) : {},
				lastEventId: new Headers(headers).get('last-event-id') ?? '',
				signal,
			});
		},
		prepare: (text, answer) => void prepared.set(text, answer),
		tell,
		cut(how) {
			for (const line of [...lines]) {
				if (how === 'garbage') write(line, 'id: 0\ndata: {nonsense\n\n');
				else if (how === 'fin') end(line, 'id: 99\nda');
				else line.controller.error(new TypeError('network error'));
			}
			if (how === 'error') lines = [];
		},
		refuse: (status) => void refusals.push(status),
		deaf: (arrives) => void losses.push(arrives),
		connect(now) {
			online = now;
			// A network that has gone takes its lines along, and nobody is told.
			if (!now) for (const line of lines) line.dead = true;
		},
		freeze() {
			for (const line of lines) line.dead = true;
		},
		forgive() {
			refusals = [];
			losses = [];
		},
		askElsewhere() {
			if (begun && !running()) elsewhere.add(begin('from another tab', `elsewhere-${messages.length}`).message.id - 1);
		},
		push() {
			const [comment] = replied.comments;
			if (comment) pushes.push({ type: 'case-comment', case_id: 3, case_number: 'T', comment });
			const push = pushes.at(-1) as PushEvent;
			for (const line of lines.filter(({ answer }) => !answer)) write(line, pushFrame(push, pushes.length - 1));
		},
		begun: () => begun,
		whole(id) {
			const known = messages.find((message) => message.id === id);
			const parts = answers.find(({ message }) => message === known)?.parts ?? [];
			const text = parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
			return text || (known?.content ?? '');
		},
		stored: () => messages.map(({ role, content, status }) => ({ role, content: content.trim(), status })),
		asked: () => messages.filter(({ id, role }) => role === 'user' && !elsewhere.has(id)).map(({ content }) => content),
		pushed: () => pushes.length,
	};
}
