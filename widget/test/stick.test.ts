// The end of a conversation: it stays in view while one is there, and one is let go at the first step up.

import { expect } from '@open-wc/testing';
import '../src/define.ts';
import { frame, fromEnd, type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, frames } from './support/recorded.ts';
import { type Piece, until } from './support/server.ts';

const paragraph = { type: 'text-delta' as const, id: 't', delta: 'A paragraph.\n\n' };
const begun = frames([...answerParts.slice(0, 4), ...Array(60).fill(paragraph)]);
const more = frames(Array(10).fill(paragraph));
const ended = frames(answerParts.slice(4));

interface Reading {
	readonly desk: Placed;
	readonly body: HTMLElement;
	/** Whether a way back to the end is offered, and what it says. */
	offered(): Promise<boolean>;
	told(): Promise<boolean>;
	goesOn(): Promise<void>;
}

/** A long answer, read at its end. */
async function reading(pieces: Piece[]): Promise<Reading> {
	const desk = await placed({ 'POST /conversations/7/messages': { stream: pieces } });
	await desk.element.ask('Why?');
	await desk.says('A paragraph.');
	const body = await desk.find('.body');
	await until(() => body.scrollHeight > 2 * body.clientHeight && fromEnd(body) < 2);
	await still(body);
	return {
		desk,
		body,
		offered: async () => (await desk.find('.away')).checkVisibility(),
		told: async () => (await desk.find('.fresh')).checkVisibility(),
		async goesOn() {
			const before = desk.text().length;
			await desk.server.go();
			await until(() => desk.text().length > before);
			await still(body);
		},
	};
}

/** What comes into view takes its real height a few frames later. */
async function still(body: HTMLElement): Promise<void> {
	for (let same = 0, last = ''; same < 5; ) {
		await frame();
		const now = `${body.scrollTop} ${body.scrollHeight}`;
		same = now === last ? same + 1 : 0;
		last = now;
	}
}

describe('the end of a conversation', () => {
	afterEach(takeAway);

	it('stays in view while one is there, and the way back is offered to one who is not', async () => {
		const { desk, body, offered } = await reading([begun + ended]);
		await desk.says('1 source');
		await until(() => fromEnd(body) < 2);
		expect(await offered()).to.equal(false);
		body.scrollTop = 0;
		await until(offered);
		(await desk.find('.away')).click();
		await until(async () => fromEnd(body) < 2 && !(await offered()));
	});

	it('is not left because the text shrank and grew before the browser told of either', async () => {
		const { desk, body, offered } = await reading([begun, { hold: true }]);
		const room = document.createElement('div');
		(await desk.find('.log')).append(room);
		room.style.blockSize = '2000px';
		await still(body);
		await frame();
		room.style.blockSize = '1400px';
		// Behind this frame, in which its new height was seen.
		await new Promise((drawn) => setTimeout(drawn));
		room.style.blockSize = '1600px';
		await still(body);
		expect(fromEnd(body)).to.be.below(2);
		expect(await offered()).to.equal(false);
	});

	it('is left with a small step up, also while the text grows, and found again with one down', async () => {
		const { body, goesOn } = await reading([begun, { hold: true }, more, { hold: true }, more, { hold: true }]);
		body.scrollTop -= 10;
		await frame();
		const { scrollTop } = body;
		await goesOn();
		expect(body.scrollTop).to.be.at.most(scrollTop);
		expect(fromEnd(body)).to.be.above(100);
		body.scrollTop = body.scrollHeight - body.clientHeight - 30;
		await still(body);
		await goesOn();
		await until(() => fromEnd(body) < 2);
	});

	it('tells one who is elsewhere of news where there are some, and of none because the window changed', async () => {
		const { desk, body, offered, told, goesOn } = await reading([begun, { hold: true }, more, { hold: true }]);
		body.scrollTop = 0;
		await until(offered);
		const { clientWidth } = body;
		desk.element.style.setProperty('--deskbell-width', '300px');
		await still(body);
		expect(body.clientWidth).to.be.below(clientWidth);
		expect(await told()).to.equal(false);
		await goesOn();
		expect(await told()).to.equal(true);
		(await desk.find('.away')).click();
		await until(async () => !(await offered()));
		body.scrollTop = 0;
		await until(offered);
		expect(await told()).to.equal(false);
	});
});
