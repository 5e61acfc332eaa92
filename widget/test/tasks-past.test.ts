// A conversation of long ago: opened in a window, read further back by scrolling, and still while it is drawn.

import { expect } from '@open-wc/testing';
import type { MessageView } from '../../server-kit/src/protocol/index.ts';
import { fromEnd, type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, conversation, frames, question } from './support/recorded.ts';
import { until } from './support/server.ts';

const [, answer] = conversation.messages;
const pages = 4;
const pageSize = 50;
/** So many are asked for at once; this server gives more. */
const askedFor = 25;

/** Message n of a long thread: odd ones ask, even ones answer. */
function message(id: number): MessageView {
	const row = id % 2 === 0 ? (answer as MessageView) : question;
	return { ...row, id, content: `Message ${id} of many.`, citations: [], client_message_id: null };
}

function page(number: number) {
	const first = (pages - number) * pageSize + 1;
	const messages = Array.from({ length: pageSize }, (_, index) => message(first + index));
	const next_cursor = number < pages ? `c${number + 1}` : null;
	return { json: { ...conversation, messages, next_cursor } };
}

const long = {
	'GET /conversations/7': page(1),
	...Object.fromEntries(
		[2, 3, 4].map((number) => [`GET /conversations/7?limit=${askedFor}&cursor=c${number}`, page(number)]),
	),
};

const shown = (desk: Placed) => desk.element.shadowRoot?.querySelectorAll('.message').length;
const top = (element: Element) => Math.round(element.getBoundingClientRect().top);

async function row(desk: Placed, words: string): Promise<HTMLElement> {
	return until(() =>
		[...(desk.element.shadowRoot?.querySelectorAll<HTMLElement>('.message') ?? [])].find((one) =>
			one.textContent?.includes(words),
		),
	);
}

async function openedAtEnd(): Promise<{ desk: Placed; body: Element }> {
	const desk = await placed(long);
	await desk.element.openConversation(7);
	await desk.says('Message 200 of many.');
	const body = await desk.find('.body');
	await until(() => fromEnd(body) < 2);
	return { desk, body };
}

describe('a conversation of long ago', () => {
	afterEach(takeAway);

	/** First of all here: only once are its modules fetched. */
	it('is asked for while what stands beneath its answers is still on its way', async () => {
		const desk = await placed();
		await desk.element.openConversation(7);
		await desk.says('1 source');
		const fetched = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
		const asked = fetched.find(({ name }) => name.includes('/conversations/7'));
		const beneath = fetched.find(({ name }) => name.includes('/parts/sources.ts'));
		expect(asked?.startTime).to.be.below(beneath?.responseEnd ?? 0);
	});
});

describe('a long conversation', () => {
	afterEach(takeAway);

	it('opens in a window of 50, at its end', async () => {
		const desk = await placed(long);
		await desk.element.openConversation(7);
		await desk.says('Message 200 of many.');
		expect(shown(desk)).to.equal(pageSize);
		const body = await desk.find('.body');
		await until(() => fromEnd(body) < 2);
		const [asked] = await desk.server.heard('GET', '/conversations/7');
		expect(asked?.query).to.equal('limit=50');
		expect(await desk.server.heard('GET', '/conversations/7')).to.have.length(1);
	});

	it('shows what was before when one scrolls there, and what one reads stays where it is', async () => {
		const { desk, body } = await openedAtEnd();
		for (const loaded of [2, 3, 4]) {
			await still(desk);
			const reading = await row(desk, `Message ${(pages - loaded + 1) * pageSize + 1} of many.`);
			body.scrollTop = 0;
			const before = top(reading);
			await until(() => shown(desk) === loaded * pageSize);
			await still(desk);
			expect(top(reading)).to.be.closeTo(before, 1);
		}
		expect(desk.text()).to.contain('Message 1 of many.');
		await until(() => !desk.element.shadowRoot?.querySelector('.earlier'));
		expect(await desk.server.heard('GET', '/conversations/7')).to.have.length(pages);
	});

	it('stays with whoever has scrolled up in the very moment in which the earlier messages come', async () => {
		const { desk, body } = await openedAtEnd();
		const reading = await row(desk, 'Message 151 of many.');
		await still(desk);
		const { json } = Response.prototype;
		let before = 0;
		Response.prototype.json = async function (this: Response) {
			const read = await json.call(this);
			body.scrollTop = 0;
			before = top(reading);
			return read;
		};
		try {
			await desk.press('Show earlier messages');
			await until(() => shown(desk) === 2 * pageSize);
		} finally {
			Response.prototype.json = json;
		}
		for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
		expect(top(reading)).to.be.closeTo(before, 1);
	});

	it('gives its button to a keyboard, and says when it could not be read', async () => {
		const second = `GET /conversations/7?limit=${askedFor}&cursor=c2`;
		const desk = await placed({ ...long, [second]: [{ status: 500, json: {} }, page(2)] });
		await desk.element.openConversation(7);
		await desk.says('Message 200 of many.');
		await desk.press('Show earlier messages');
		await desk.says('Something went wrong on our side.');
		expect(shown(desk)).to.equal(pageSize);
		await desk.press('Show earlier messages');
		await until(() => shown(desk) === 2 * pageSize);
	});

	it('draws none of its rows anew while an answer streams at its end', async () => {
		const half = answerParts.length - 4;
		const stream = [
			frames(answerParts.slice(0, half)),
			{ hold: true as const },
			`${frames(answerParts.slice(half), half + 1)}data: [DONE]\n\n`,
		];
		const desk = await placed({ ...long, 'POST /conversations/7/messages': { stream } });
		await desk.element.openConversation(7);
		await desk.says('Message 200 of many.');
		const first = await row(desk, 'Message 151 of many.');
		let changes = 0;
		const seen = new MutationObserver((records) => {
			changes += records.length;
		});
		await desk.write('Why?');
		await desk.press('Send');
		await desk.says('Files of up');
		const rows = first.parentElement?.parentElement as HTMLElement;
		for (const place of [...rows.children].slice(0, pageSize))
			seen.observe(place, { childList: true, subtree: true, attributes: true, characterData: true });
		await desk.server.go();
		await desk.says('1 source');
		expect(changes).to.equal(0);
		expect(first.isConnected).to.equal(true);
	});
});

describe('a conversation that is opened', () => {
	afterEach(takeAway);

	it('stands still from its first row on, with all that is beneath its answers', async () => {
		const desk = await placed();
		await desk.element.show();
		const places = new Map<string, Set<number>>();
		let watching = true;
		function watch(): void {
			const log = desk.element.shadowRoot?.querySelector('.log');
			const origin = log ? top(log) : 0;
			for (const name of ['.question', '.answer .text', '.sources', '.feedback']) {
				const piece = log?.querySelector(name);
				if (piece) places.set(name, (places.get(name) ?? new Set()).add(top(piece) - origin));
			}
			if (watching) requestAnimationFrame(watch);
		}
		watch();
		await desk.element.openConversation(7);
		await desk.says('1 source');
		await still(desk);
		await new Promise((resolve) => requestAnimationFrame(resolve));
		watching = false;
		for (const [name, tops] of places) expect(spread(tops), name).to.be.at.most(9);
		expect(places.size).to.equal(4);
	});

	it('has its answer’s text in the same place before and after what comes beneath it', async () => {
		const half = answerParts.length - 1;
		const stream = [
			frames(answerParts.slice(0, half)),
			{ hold: true as const },
			`${frames(answerParts.slice(half), half + 1)}data: [DONE]\n\n`,
		];
		const desk = await placed({ 'POST /conversations/7/messages': { stream } });
		await desk.element.ask('Why?');
		await desk.says('im Client');
		await still(desk);
		const log = await desk.find('.log');
		const words = await desk.find('.answer .text');
		const before = top(words) - top(log);
		await desk.server.go();
		await desk.find('.feedback');
		await still(desk);
		expect(top(words) - top(log)).to.equal(before);
	});
});

/** Waits for what fades and rises in. */
async function still(desk: Placed): Promise<void> {
	const moving = desk.element.shadowRoot?.getAnimations() ?? [];
	const passing = moving.filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
	await Promise.all(passing.map(({ finished }) => finished.catch(() => null)));
}

function spread(values: Set<number>): number {
	return Math.max(...values) - Math.min(...values);
}
