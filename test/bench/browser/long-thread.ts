// A conversation of ten thousand messages: opened, answered in, and scrolled through to its beginning.

import { type Measuring, median, type Section } from '../section.ts';
import { LAST_WORDS } from './recorded.ts';
import { type Cost, type Opened, startVisit, type Visit } from './visit.ts';

interface Sizes {
	short: number;
	long: number;
}

const SIZES: Sizes = { short: 10, long: 10_000 };
const QUICK_SIZES: Sizes = { short: 10, long: 500 };
const ROUNDS = 3;
const ANSWER_TOKENS = 500;
const WARM_UP_TOKENS = 60;
const GOALS = { openedSeconds: 0.2, share: 1.5, longTasks: 0 };

export const longThread: Section<Measuring> = {
	title: 'Ten thousand messages in the browser',
	says: `Opened: from the call to the drawn end of the conversation, its first page fetched from a local server. An answer of ${ANSWER_TOKENS} tokens then streams in beneath, once with only that page loaded and once with every message, those in the document beneath and around what is seen; main thread’s processor time per token. Heap after a collection.`,
	head: [
		'messages',
		'loaded',
		'in the document',
		'opened, ms',
		'µs per streamed token',
		'÷ short',
		'heap, MB',
		'DOM nodes',
	],
	async *rows({ quick, step, goal }) {
		const { short, long } = quick ? QUICK_SIZES : SIZES;
		const visit = await startVisit();
		try {
			step(`a conversation of ${short} messages`);
			const few = await measured(visit, short, false);
			yield row(few, few);
			step(`a conversation of ${long} messages`);
			const open = await measured(visit, long, false);
			yield row(open, few);
			step(`a conversation of ${long} messages, every one loaded`);
			const shown = await measured(visit, long, true);
			yield row(shown, few);
			if (quick) return;
			goal({ what: `${long} messages opened, seconds`, atMost: GOALS.openedSeconds, measured: open.opened / 1000 });
			const share = shown.perToken / few.perToken;
			goal({ what: `streamed token, ${long} messages loaded ÷ ${short}`, atMost: GOALS.share, measured: share });
		} finally {
			await visit.end();
		}
	},
};

export const scrolling: Section<Measuring> = {
	title: 'Scrolling to the first message',
	says: 'On the way there, page by page to the top, each fetched as one gets there; main thread’s processor time per page, at the end of the conversation and at its beginning with all that came between.',
	head: ['pages', 'ms per page, first ten', 'ms per page, last ten', 'long tasks', 'longest, ms'],
	*rows({ quick, goal }) {
		const ms = scrolled.map(({ main }) => main);
		const [first, last] = [median(ms.slice(0, 10)), median(ms.slice(-10))];
		const longTasks = scrolled.reduce((sum, cost) => sum + cost.longTasks, 0);
		const longest = Math.max(...scrolled.map((cost) => cost.longest));
		yield [String(ms.length), first.toFixed(1), last.toFixed(1), String(longTasks), longest.toFixed(0)];
		if (quick) return;
		const what = `tasks over 50 ms while ${SIZES.long} messages are scrolled through`;
		goal({ what, atMost: GOALS.longTasks, measured: longTasks });
	},
};

/** What each page cost that was scrolled to, from the last to the first. */
const scrolled: Cost[] = [];

interface Measured {
	messages: number;
	loaded: number;
	shown: number;
	opened: number;
	perToken: number;
	heapBytes: number;
	nodes: number;
}

async function measured(visit: Visit, messages: number, all: boolean): Promise<Measured> {
	const rounds: { opened: number; perToken: number }[] = [];
	let room = { heapBytes: 0, nodes: 0 };
	let [loaded, shown] = [0, 0];
	for (let round = 0; round < (all ? 1 : ROUNDS); round += 1) {
		const opened = await openThread(visit, messages);
		const first = await rowCount(opened);
		while (all && (await hasOlder(opened))) scrolled.push(await opened.cost(() => showOlder(opened)));
		loaded = all ? messages : first;
		shown = await rowCount(opened);
		room = await opened.room();
		// The way back to the end is no part of a streamed step.
		await answer(opened, WARM_UP_TOKENS);
		const { main } = await opened.cost(() => answer(opened, ANSWER_TOKENS));
		rounds.push({ opened: opened.ms, perToken: (main * 1000) / ANSWER_TOKENS });
		await opened.close();
	}
	const middle = (of: 'opened' | 'perToken') => median(rounds.map((round) => round[of]));
	return { messages, loaded, shown, opened: middle('opened'), perToken: middle('perToken'), ...room };
}

function row({ messages, loaded, shown, opened, perToken, heapBytes, nodes }: Measured, short: Measured): string[] {
	const times = (perToken / short.perToken).toFixed(2);
	const heap = (heapBytes / 1e6).toFixed(1);
	return [messages, loaded, shown, opened.toFixed(0), perToken.toFixed(0), times, heap, nodes].map(String);
}

/** The chat is there already, and has drawn another conversation: what is measured is this one alone. */
async function openThread(visit: Visit, messages: number): Promise<Opened & { ms: number }> {
	const opened = await visit.open('deskbell');
	await opened.page.evaluate(() => bench.candidate('deskbell', 'token').answer(20));
	const ms = await opened.page.evaluate(async (id) => {
		const started = performance.now();
		await bench.desk().openConversation(id);
		await bench.until(() => bench.rows() > 1 && bench.text().includes(`(${id})`));
		await bench.drawn();
		return performance.now() - started;
	}, messages);
	return { ...opened, ms };
}

const rowCount = ({ page }: Opened) => page.evaluate(() => bench.rows());
const hasOlder = ({ page }: Opened) => page.evaluate(() => bench.hasOlder());

async function showOlder({ page }: Opened): Promise<void> {
	await page.evaluate(async () => {
		const before = bench.first();
		bench.showOlder();
		await bench.until(() => bench.first() !== before);
		await bench.drawn();
	});
}

async function answer({ page }: Opened, tokens: number): Promise<void> {
	const text = await page.evaluate(async (length) => {
		await bench.answerBelow(length);
		return bench.text();
	}, tokens);
	if (!text.includes(LAST_WORDS)) throw new Error('the answer beneath has not been shown');
}
