// Within the page: each candidate, the same recorded answer fed to it, and what the page itself can see of that.
// The bench serves this file to the browser with its types taken out.

/** The tokens come one by one, with an update for each, or those of a frame at once. */
export type Feed = 'token' | 'frame';

export interface Candidate {
	/** Resolves when the whole answer stands on the page. */
	answer(tokens: number): Promise<void>;
	text(): string;
}

export interface BenchPage {
	candidate(name: string, feed: Feed): Candidate;
	/** Milliseconds of each long task since this was last asked. */
	longTasks(): number[];
	/** Until what was changed has been drawn. */
	drawn(): Promise<void>;
	desk(): Desk;
	/** Resolves in the first frame in which this holds. */
	until(holds: () => boolean): Promise<void>;
	/** What is to be read in the conversation that is open. */
	text(): string;
	/** Messages that are in the document. */
	rows(): number;
	/** Whether older messages are to be had, and the first that is there. */
	hasOlder(): boolean;
	first(): Element | null;
	/** Goes to the top, where older ones come. */
	showOlder(): void;
	/** An answer in the conversation that is open. */
	answerBelow(tokens: number): Promise<void>;
}

interface Desk extends HTMLElement {
	ask(text: string): Promise<void>;
	newConversation(): Promise<void>;
	openConversation(id: number): Promise<void>;
}

interface DeepChat extends HTMLElement {
	connect: object;
	onMessage: (heard: { message: { role: string } }) => void;
	onComponentRender: () => void;
	submitUserMessage(message: { text: string }): void;
}
interface Asked {
	messages: { text: string }[];
}
interface Signals {
	onOpen(): void;
	onClose(): void;
	onResponse(response: { text: string }): Promise<void>;
}

interface NaiveLibraries {
	marked: { parse(text: string): string };
	DOMPurify: { sanitize(html: string): string };
}

/** At a thousand tokens a second, on a screen of sixty frames. */
const TOKENS_A_FRAME = 16;

const place = document.getElementById('place') as HTMLElement;
const seen: number[] = [];
new PerformanceObserver((list) => {
	for (const { duration } of list.getEntries()) seen.push(duration);
}).observe({ type: 'longtask' });

const frame = () => new Promise<unknown>((drawn) => requestAnimationFrame(drawn));

function once(target: EventTarget, name: string): Promise<unknown> {
	return new Promise((heard) => target.addEventListener(name, heard, { once: true }));
}

function question(tokens: number, feed: Feed): string {
	return `${tokens} tokens, ${feed === 'token' ? 1 : TOKENS_A_FRAME} at once`;
}

/** Hands on the words of a stream in UI message stream frames, a token at a time. */
async function readWords(tokens: number, feed: Feed, heard: (words: string) => void): Promise<void> {
	const body = JSON.stringify({ content: question(tokens, feed) });
	const response = await fetch('/api/support/ai/conversations/1/messages', { method: 'POST', body });
	let rest = '';
	if (!response.body) throw new Error('no answer');
	for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
		const frames = (rest + chunk).split('\n\n');
		rest = frames.pop() ?? '';
		for (const data of frames.map((text) => text.slice(text.indexOf('data: ') + 6))) {
			const part = data.startsWith('{') ? JSON.parse(data) : {};
			if (part.type === 'text-delta') heard(part.delta);
		}
	}
}

/** Feeds `show` with what came, as often as is asked for; resolves after the last. */
async function feedWords(tokens: number, feed: Feed, show: (words: string) => void): Promise<void> {
	if (feed === 'token') return readWords(tokens, feed, show);
	const waiting: string[] = [];
	let over = false;
	const read = readWords(tokens, feed, (words) => waiting.push(words)).then(() => {
		over = true;
	});
	// A candidate that is slower than its frames lags behind; it is spared no update.
	while (!over || waiting.length) {
		await frame();
		if (waiting.length) show(waiting.splice(0, TOKENS_A_FRAME).join(''));
	}
	await read;
}

function deskbell(feed: Feed): Candidate {
	const desk = document.createElement('desk-bell') as Desk;
	desk.setAttribute('mode', 'inline');
	desk.setAttribute('locale', 'en');
	desk.setAttribute('api', location.origin);
	place.append(desk);
	return {
		async answer(tokens) {
			await desk.newConversation();
			await answerAt(desk, question(tokens, feed));
		},
		text: () => within('.log')?.textContent ?? '',
	};
}

async function answerAt(desk: Desk, asked: string): Promise<void> {
	const ended = once(desk, 'deskbell:answer-end');
	await desk.ask(asked);
	await ended;
}

function within(selector: string): HTMLElement | null {
	return place.firstElementChild?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
}

/** Fed as its documentation says: a token through its own event stream, or a frame's words through its handler. */
function deepChat(feed: Feed): Candidate {
	const chat = document.createElement('deep-chat') as DeepChat;
	const rendered = new Promise<void>((ready) => {
		chat.onComponentRender = ready;
	});
	chat.connect = feed === 'token' ? { url: '/deep-chat', stream: true } : { stream: true, handler };
	let ended = () => {};
	chat.onMessage = ({ message }) => message.role === 'ai' && ended();
	chat.style.blockSize = '680px';
	// Whatever is set after this draws the whole chat anew.
	place.append(chat);

	async function handler({ messages }: Asked, signals: Signals): Promise<void> {
		signals.onOpen();
		let shown = Promise.resolve();
		await feedWords(parseInt(messages.at(-1)?.text ?? '', 10), feed, (text) => {
			shown = signals.onResponse({ text });
		});
		await shown;
		signals.onClose();
	}

	return {
		async answer(tokens) {
			await rendered;
			await new Promise<void>((done) => {
				ended = done;
				chat.submitUserMessage({ text: question(tokens, feed) });
			});
		},
		text: () => chat.shadowRoot?.textContent ?? '',
	};
}

/** What one writes in an afternoon: the whole text parsed, cleaned and put in place of what was there. */
function naive(feed: Feed): Candidate {
	const { marked, DOMPurify } = globalThis as unknown as NaiveLibraries;
	return {
		async answer(tokens) {
			let text = '';
			await feedWords(tokens, feed, (words) => {
				text += words;
				place.innerHTML = DOMPurify.sanitize(marked.parse(text));
				place.scrollTop = place.scrollHeight;
			});
		},
		text: () => place.textContent ?? '',
	};
}

const candidates: Record<string, (feed: Feed) => Candidate> = { deskbell, 'deep-chat': deepChat, naive };
const made = new Map<string, Candidate>();

const bench: BenchPage = {
	candidate(name, feed) {
		const candidate = made.get(name) ?? (candidates[name] as (feed: Feed) => Candidate)(feed);
		made.set(name, candidate);
		return candidate;
	},
	longTasks: () => seen.splice(0),
	async drawn() {
		await frame();
		await frame();
		await new Promise((after) => setTimeout(after, 0));
	},
	desk: () => place.firstElementChild as Desk,
	async until(holds) {
		while (!holds()) await frame();
	},
	text: () => within('.log')?.textContent ?? '',
	rows: () => within('.messages')?.querySelectorAll('.message').length ?? 0,
	hasOlder: () => within('.earlier') !== null,
	first: () => within('.message'),
	showOlder() {
		within('.body')?.scrollTo(0, 0);
		within('.earlier')?.click();
	},
	answerBelow: (tokens) => answerAt(bench.desk(), question(tokens, 'token')),
};
(globalThis as unknown as { bench: BenchPage }).bench = bench;
