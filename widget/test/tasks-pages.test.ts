// A conversation of many messages: those far from the reader leave the document, and nobody notices.

import { expect } from '@open-wc/testing';
import { frame, fromEnd, takeAway } from './support/desk.ts';
import { isAway, opened, pages, readToTheTop, rootOf, row, rows, top, upUntil, whole } from './support/long-desk.ts';
import { count, message, most, rowsOnPage } from './support/long-thread.ts';
import { answerParts, conversation, frames } from './support/recorded.ts';
import { until } from './support/server.ts';

describe('a conversation of many messages', () => {
	afterEach(() => {
		getSelection()?.removeAllRanges();
		document.body.style.scale = '';
		takeAway();
	});

	it('has few of them in the document, wherever one reads, and all of them in their order', async () => {
		const { desk, body } = await readToTheTop();
		expect(pages(desk).length).to.be.at.least(count / rowsOnPage);
		const read = new Set<string>();
		for (const page of pages(desk)) {
			body.scrollTop += top(page) - top(body);
			await whole(desk, body);
			await until(() => rows(desk).length <= most);
			const ids = rows(desk).map((one) => Number(/Message (\d+) of/.exec(one.textContent ?? '')?.[1]));
			expect(ids).to.deep.equal(ids.toSorted((one, other) => one - other));
			for (const one of rows(desk)) read.add(one.querySelector('.bubble, .text')?.textContent?.trim() ?? '');
		}
		body.scrollTop = body.scrollHeight;
		await whole(desk, body);
		expect([...read].toSorted()).to.deep.equal(
			Array.from({ length: count }, (_, at) => message(at + 1).content).toSorted(),
		);
		expect(body.scrollTop).to.be.closeTo(body.scrollHeight - body.clientHeight, 1);
		expect(row(desk, count)?.isConnected).to.equal(true);
	});

	it('keeps its first and its last page, whichever of them one reads', async () => {
		const { desk, body } = await readToTheTop();
		const ends = () => [pages(desk)[0], pages(desk).at(-1) as HTMLElement].map(isAway);
		expect(ends()).to.deep.equal([false, false]);
		body.scrollTop = body.scrollHeight;
		await whole(desk, body);
		await until(() => pages(desk).slice(1).findIndex(isAway) === 0);
		expect(ends()).to.deep.equal([false, false]);
	});

	it('keeps its height and its place while pages go and come back', async () => {
		const { desk, body } = await readToTheTop();
		const height = body.scrollHeight;
		const away = pages(desk).find(isAway) as HTMLElement;
		const room = away.getBoundingClientRect().height;
		expect(room).to.be.above(500);
		body.scrollTop += top(away) - top(body) + 10;
		await whole(desk, body);
		expect(away.querySelectorAll('.message').length).to.equal(rowsOnPage);
		expect(away.getBoundingClientRect().height).to.be.closeTo(room, 0.5);
		expect(top(away)).to.be.closeTo(top(body) - 10, 1);
		expect(body.scrollHeight).to.be.closeTo(height, 1);
	});

	it('leaves room of the same height on a page that shows the desk smaller', async () => {
		const { desk } = await readToTheTop();
		document.body.style.scale = '0.8';
		const heights = () => pages(desk).map((page) => page.offsetHeight);
		const [before, was] = [heights(), pages(desk).map(isAway)];
		(await desk.find('.body')).scrollTop = Number.MAX_SAFE_INTEGER;
		await until(() => pages(desk).slice(1, 4).every(isAway));
		expect(was.slice(0, 4)).to.deep.equal([false, false, false, false]);
		heights().forEach((height, at) => {
			if (at < 4) expect(height).to.be.closeTo(before[at] as number, 1);
		});
	});

	for (const [where, direction] of [
		['', 'ltr'],
		[', from right to left', 'rtl'],
	] as const) {
		it(`holds what one reads where a page above it comes back with another height${where}`, async () => {
			const { desk, body } = await readToTheTop();
			desk.element.dir = direction;
			const all = pages(desk);
			const at = all.findIndex(isAway);
			const [above, below] = [all[at], all[at + 3]] as [HTMLElement, HTMLElement];
			// First near enough to be there, and then at the end of a page that was not drawn at this width.
			above.style.blockSize = '900px';
			body.scrollTop += top(above) - top(body) + 900 + body.clientHeight + 200;
			await whole(desk, body);
			expect(isAway(above)).to.equal(true);
			const reading = [...(all[at + 1]?.querySelectorAll('.message') ?? []), below].find((one) => top(one) > top(body));
			body.scrollTop -= 400;
			const before = top(reading as Element);
			await until(() => !isAway(above));
			expect(above.getBoundingClientRect().height).not.to.be.closeTo(900, 50);
			expect(top(reading as Element)).to.be.closeTo(before, 1);
		});
	}

	it('keeps what has the focus, and the pages beside it, for who goes on by the keyboard', async () => {
		const { desk, body } = await opened();
		await upUntil(desk, body, () => row(desk, 330));
		const held = row(desk, 330)?.querySelector('button') as HTMLButtonElement;
		held.focus({ preventScroll: true });
		await upUntil(desk, body, () => row(desk, 1));
		await until(() => pages(desk).some(isAway));
		expect(rootOf(desk).activeElement === held).to.equal(true);
		const at = pages(desk).findIndex((one) => one.contains(held));
		expect(
			pages(desk)
				.slice(at - 1, at + 2)
				.map(isAway),
		).to.deep.equal([false, false, false]);
	});

	it('takes nothing away while something is marked', async () => {
		const { desk, body } = await readToTheTop();
		const text = row(desk, 3)?.querySelector('.bubble') as HTMLElement;
		getSelection()?.selectAllChildren(text);
		const before = rows(desk);
		body.scrollTop = body.scrollHeight / 2;
		await whole(desk, body);
		await frame();
		expect(before.every((one) => one.isConnected)).to.equal(true);
		getSelection()?.removeAllRanges();
		body.scrollTop = body.scrollHeight;
		await until(() => rows(desk).length <= most);
	});

	it('keeps a comment that one has begun to write, and the thumb that was given', async () => {
		const { desk, body } = await opened();
		await upUntil(desk, body, () => row(desk, 430));
		const rated = row(desk, 430) as HTMLElement;
		const thumb = [...rated.querySelectorAll<HTMLElement>('[part=thumb]')].at(-1) as HTMLElement;
		thumb.click();
		const words = await until(() => rated.querySelector('textarea'));
		words.value = 'It was not';
		await upUntil(desk, body, () => row(desk, 1));
		await until(() => pages(desk).some(isAway));
		expect(words.isConnected).to.equal(true);
		expect(words.value).to.equal('It was not');
		expect(thumb.getAttribute('aria-pressed')).to.equal('true');
	});

	it('is whole on paper', async () => {
		const { desk, body } = await readToTheTop();
		dispatchEvent(new Event('beforeprint'));
		expect(rows(desk)).to.have.length(count);
		body.scrollTop = body.scrollHeight / 2;
		await until(() => rows(desk).length <= most);
	});

	it('lets the browser search the words of a page that is away, and hides them from everything else', async () => {
		const { desk } = await readToTheTop();
		const words = pages(desk).find(isAway)?.firstElementChild as HTMLElement;
		expect(words.getAttribute('hidden')).to.equal('until-found');
		expect(words.textContent).to.match(/Message \d+ of many/);
		expect(getComputedStyle(words).contentVisibility).to.equal('hidden');
		expect(words.getBoundingClientRect().height).to.equal(0);
	});

	it('says nothing of a page that comes back', async () => {
		const { desk, body } = await readToTheTop();
		expect((await desk.find('.log')).ariaLive).to.equal('off');
		const live = [...rootOf(desk).querySelectorAll('[aria-live]:not(.log), [role=status], [role=alert]')];
		const said = () => live.map((one) => one.textContent).join();
		const before = said();
		body.scrollTop = body.scrollHeight / 2;
		await whole(desk, body);
		expect(said()).to.equal(before);
		expect(live.some((one) => one.contains(pages(desk)[0]))).to.equal(false);
	});

	it('goes on writing at its end while one reads far above, and its button leads there', async () => {
		const half = answerParts.length - 4;
		const stream = [
			frames(answerParts.slice(0, half)),
			{ hold: true as const },
			`${frames(answerParts.slice(half), half + 1)}data: [DONE]\n\n`,
		];
		const { desk, body } = await readToTheTop({ 'POST /conversations/7/messages': { stream } });
		await desk.write('Why?');
		await desk.press('Send');
		await desk.says('Files of up');
		await upUntil(desk, body, () => row(desk, 1) && top(row(desk, 1) as Element) >= top(body));
		const reading = row(desk, 3) as HTMLElement;
		const before = top(reading);
		await desk.server.go();
		await until(() => desk.events.includes('answer-end'));
		expect(top(reading)).to.be.closeTo(before, 1);
		(await desk.find('[part=to-end]')).click();
		await until(() => fromEnd(body) < 2);
		await whole(desk, body);
		await until(() => rows(desk).at(-1)?.textContent?.includes('im Client'));
	});

	it('gives place to another conversation', async () => {
		const { desk, body } = await readToTheTop({
			'GET /conversations/8': { json: { ...conversation, conversation_id: 8 } },
		});
		await desk.element.openConversation(8);
		await until(() => rows(desk).length === conversation.messages.length);
		expect(pages(desk)).to.have.length(1);
		await desk.element.openConversation(7);
		await desk.says(`Message ${count} of many.`);
		await upUntil(desk, body, () => row(desk, 1));
		await until(() => pages(desk).some(isAway));
	});
});
