// What an answer costs the page's main thread while it streams in: the widget beside deep-chat and a plain re-render.

import { type Measuring, median, type Section } from '../section.ts';
import type { Feed } from './page.ts';
import { LAST_WORDS } from './recorded.ts';
import type { PageName } from './site.ts';
import { type Cost, startVisit, type Visit } from './visit.ts';

interface Candidate {
	page: PageName;
	feed: Feed;
	name: string;
	/** What was measured so far, from few tokens to many. */
	measured: { tokens: number; main: number }[];
}

interface Size {
	tokens: number;
	rounds: number;
	/** Only those that are fed like this; a round of all takes minutes. */
	feed?: Feed;
}

const SIZES: readonly Size[] = [
	{ tokens: 500, rounds: 3 },
	{ tokens: 2_000, rounds: 1 },
	{ tokens: 8_000, rounds: 1 },
	{ tokens: 32_000, rounds: 1, feed: 'frame' },
];
const QUICK_SIZES: readonly Size[] = [
	{ tokens: 500, rounds: 1 },
	{ tokens: 2_000, rounds: 1 },
];
/** Makes the page fetch and compile all that an answer needs. */
const WARM_UP_TOKENS = 60;
/** Whoever would take longer for an answer is not asked for it. */
const LONGEST_RUN_MS = 20_000;

const GOALS = { growth: 1.15, longTasks: 0, share: 0.2 };
/** Where the goals are set; deep-chat takes minutes for 8,000 updates. */
const GOAL_TOKENS: Record<Feed, number> = { frame: 8_000, token: 2_000 };

const names: Record<PageName, string> = {
	deskbell: 'Deskbell',
	'deep-chat': 'deep-chat',
	naive: 'marked + DOMPurify',
};

function candidate(page: PageName, feed: Feed): Candidate {
	return { page, feed, name: names[page], measured: [] };
}

const own: Record<Feed, Candidate> = { frame: candidate('deskbell', 'frame'), token: candidate('deskbell', 'token') };
const deepChat: Record<Feed, Candidate> = {
	frame: candidate('deep-chat', 'frame'),
	token: candidate('deep-chat', 'token'),
};
const candidates: readonly Candidate[] = [
	...[own.frame, deepChat.frame, candidate('naive', 'frame')],
	...[own.token, deepChat.token, candidate('naive', 'token')],
];

export const streamedText: Section<Measuring> = {
	title: 'Rendering a streamed answer',
	says: `Processor time of the page’s main thread in Chromium, from the question to the drawn end of its answer: a recorded answer of paragraphs, lists, tables, code, links and citations, streamed by a local server at a thousand tokens a second, the 16 of a frame at once or each by itself. Deskbell is the whole element with its own transport; deep-chat reads its own event stream, an update for each token, or is handed the words of a frame; the plain re-render parses, cleans and replaces the whole text. Candidates in turn, medians; of long tasks (over 50 ms) the fewest, since a busy machine adds some. ≈ is estimated from the growth before, for who would take more than ${LONGEST_RUN_MS / 1000} s.`,
	head: [
		...['tokens', 'who renders', 'tokens come by the', 'ms', '÷ Deskbell'],
		...['of it layout and style', 'long tasks', 'longest, ms'],
	],
	async *rows({ quick, step, goal }) {
		const visit = await startVisit();
		try {
			for (const size of quick ? QUICK_SIZES : SIZES) {
				const costs = await measureInTurn(visit, size, step);
				for (const each of candidates.filter((fed) => fedAs(size, fed))) yield row(each, size.tokens, costs.get(each));
				if (size.tokens !== GOAL_TOKENS.frame) continue;
				const longTasks = Math.max(...Object.values(own).map((each) => costs.get(each)?.longTasks ?? 0));
				const what = `tasks over 50 ms while ${size.tokens} tokens stream in`;
				goal({ what, atMost: GOALS.longTasks, measured: longTasks });
			}
		} finally {
			await visit.end();
		}
		if (quick) return;
		for (const feed of ['frame', 'token'] as const) {
			const tokens = GOAL_TOKENS[feed];
			const share = (mainAt(own[feed], tokens) ?? 0) / (mainAt(deepChat[feed], tokens) ?? 0);
			const what = `main thread ÷ deep-chat, ${tokens} tokens, by the ${feed}`;
			goal({ what, atMost: GOALS.share, measured: share });
		}
	},
};

export const growth: Section<Measuring> = {
	title: 'Growth of that cost',
	says: 'The exponent of tokens in the main thread’s time, from the shortest answer to the longest that was measured: 1 is in step with the length, 2 with its square.',
	head: ['who renders', 'tokens come by the', 'up to tokens', 'exponent'],
	*rows({ quick, goal }) {
		for (const { name, feed, measured } of candidates) {
			const exponent = slope(measured);
			yield [name, feed, String(measured.at(-1)?.tokens), measured.length > 1 ? exponent.toFixed(2) : ''];
		}
		if (quick) return;
		const what = 'growth of the cost of streamed text, exponent';
		goal({ what, atMost: GOALS.growth, measured: Math.max(slope(own.frame.measured), slope(own.token.measured)) });
	},
};

/** Round by round, so that a machine that grows slow does so for all. */
async function measureInTurn(visit: Visit, size: Size, step: Measuring['step']): Promise<Map<Candidate, Cost>> {
	const { tokens, rounds } = size;
	const asked = candidates.filter((each) => fedAs(size, each) && expected(each, tokens) <= LONGEST_RUN_MS);
	const costs = new Map<Candidate, Cost[]>(asked.map((candidate) => [candidate, []]));
	for (let round = 1; round <= rounds; round += 1) {
		for (const candidate of asked) {
			step(`${tokens} tokens by the ${candidate.feed}: ${candidate.name}, round ${round} of ${rounds}`);
			costs.get(candidate)?.push(await answerIn(visit, candidate, tokens));
		}
	}
	const middle = new Map([...costs].map(([candidate, all]) => [candidate, middleOf(all)]));
	for (const [{ measured }, { main }] of middle) measured.push({ tokens, main });
	return middle;
}

async function answerIn(visit: Visit, { page: name, feed }: Candidate, tokens: number): Promise<Cost> {
	const { page, cost, close } = await visit.open(name);
	const answer = (length: number) =>
		page.evaluate(([who, how, many]) => bench.candidate(who, how).answer(many), [name, feed, length] as const);
	await answer(WARM_UP_TOKENS);
	const spent = await cost(() => answer(tokens));
	const text = await page.evaluate(([who, how]) => bench.candidate(who, how).text(), [name, feed] as const);
	if (!text.includes(LAST_WORDS)) throw new Error(`${name} has not shown the whole answer of ${tokens} tokens`);
	await close();
	return spent;
}

function middleOf(costs: readonly Cost[]): Cost {
	const middle = (of: keyof Cost) => median(costs.map((cost) => cost[of]));
	const least = (of: keyof Cost) => Math.min(...costs.map((cost) => cost[of]));
	return {
		main: middle('main'),
		layoutAndStyle: middle('layoutAndStyle'),
		took: middle('took'),
		longTasks: least('longTasks'),
		longest: least('longest'),
	};
}

function row(each: Candidate, tokens: number, cost?: Cost): string[] {
	const main = cost?.main ?? expected(each, tokens);
	const share = main / (mainAt(own[each.feed], tokens) ?? Number.NaN);
	const about = cost ? '' : '≈ ';
	const rest = cost ? [cost.layoutAndStyle.toFixed(0), String(cost.longTasks), cost.longest.toFixed(0)] : ['', '', ''];
	return [String(tokens), each.name, each.feed, about + main.toFixed(0), about + share.toFixed(2), ...rest];
}

function fedAs({ feed }: Size, candidate: Candidate): boolean {
	return feed === undefined || candidate.feed === feed;
}

function mainAt({ measured }: Candidate, tokens: number): number | undefined {
	return measured.find((size) => size.tokens === tokens)?.main;
}

/** From what it took before; with one size to go by, by the square: so does whoever begins anew each time. */
function expected({ measured }: Candidate, tokens: number): number {
	const [before, last] = [measured.at(-2), measured.at(-1)];
	if (!last) return 0;
	const power = before ? slope([before, last]) : 2;
	return last.main * (tokens / last.tokens) ** power;
}

/** Of the line through the logarithms, by least squares. */
function slope(points: readonly { tokens: number; main: number }[]): number {
	const at = points.map(({ tokens, main }) => [Math.log(tokens), Math.log(main)] as const);
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const [x, y] = [mean(at.map(([one]) => one)), mean(at.map(([, other]) => other))];
	const along = mean(at.map(([one]) => (one - x) ** 2));
	return mean(at.map(([one, other]) => (one - x) * (other - y))) / along;
}
