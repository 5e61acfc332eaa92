// Pages that leave the document come back as they were, when they are searched for, and after all has been drawn anew.

import { expect } from '@open-wc/testing';
import { takeAway } from './support/desk.ts';
import { isAway, opened, pages, readToTheTop, rootOf, row, rows, top, upUntil, whole } from './support/long-desk.ts';
import { cited, count, most, rowsOnPage } from './support/long-thread.ts';
import { citation } from './support/recorded.ts';
import { until } from './support/server.ts';

describe('a page that was away', () => {
	afterEach(takeAway);

	it('is there before the browser goes to what it has found in it, and stays there', async () => {
		const { desk, body } = await readToTheTop();
		const page = pages(desk).findLast(isAway) as HTMLElement;
		const words = page.firstElementChild as HTMLElement;
		const id = Number(/Message (\d+) of/.exec(words.textContent ?? '')?.[1]) + rowsOnPage - 1;
		words.dispatchEvent(new Event('beforematch', { bubbles: true }));
		expect(isAway(page)).to.equal(false);
		expect(words.isConnected).to.equal(false);
		const found = row(desk, id) as HTMLElement;
		expect(found.closest('.messages > div') === page).to.equal(true);
		found.scrollIntoView({ block: 'center' });
		await whole(desk, body);
		await until(() => rows(desk).length <= most);
		expect(found.isConnected).to.equal(true);
		expect(top(found)).to.be.within(top(body), top(body) + body.clientHeight);
	});

	it('has its source open and its thumb given', async () => {
		const { desk, body } = await opened();
		await upUntil(desk, body, () => row(desk, cited));
		const rated = row(desk, cited) as HTMLElement;
		const page = rated.closest('.messages > div') as HTMLElement;
		rated.querySelector<HTMLElement>('[part=source-opener]')?.click();
		rated.querySelector<HTMLElement>('[part=thumb]')?.click();
		await until(() => rated.querySelector('[aria-pressed=true]'));
		await upUntil(desk, body, () => isAway(page) && row(desk, 1));
		body.scrollTop += top(page) - top(body);
		await whole(desk, body);
		const again = row(desk, cited) as HTMLElement;
		expect(again.querySelector('[part=source-opener]')?.ariaExpanded).to.equal('true');
		expect(again.querySelector<HTMLElement>('[part=source-text]')?.innerText).to.equal(citation.excerpt);
		expect(again.querySelector('[part=thumb]')?.getAttribute('aria-pressed')).to.equal('true');
	});

	it('holds no rows where it is far off, and shows the same when it is back', async () => {
		const { desk, body } = await opened();
		await upUntil(desk, body, () => row(desk, 379));
		const plain = row(desk, 379) as HTMLElement;
		const page = plain.closest('.messages > div') as HTMLElement;
		const before = page.textContent;
		await upUntil(desk, body, () => row(desk, 1));
		await until(() => plain.parentNode === null);
		expect(isAway(page)).to.equal(true);
		body.scrollTop += top(page) - top(body);
		await whole(desk, body);
		expect(page.textContent).to.equal(before);
		expect(row(desk, 379)).not.to.equal(plain);
	});

	it('knows what has become of its messages while it held no rows', async () => {
		const { desk, body } = await opened();
		await upUntil(desk, body, () => row(desk, 380));
		const rated = row(desk, 380) as HTMLElement;
		const page = rated.closest('.messages > div') as HTMLElement;
		const [thumb] = rated.querySelectorAll<HTMLElement>('[part=thumb]');
		await upUntil(desk, body, () => row(desk, 1));
		await until(() => rated.parentNode === null);
		thumb?.click();
		await until(() => desk.events.includes('feedback'));
		body.scrollTop += top(page) - top(body);
		await whole(desk, body);
		expect(row(desk, 380)?.querySelector('[part=thumb]')?.getAttribute('aria-pressed')).to.equal('true');
	});

	it('speaks the language that was chosen meanwhile, and the others stay away', async () => {
		const { desk, body } = await readToTheTop();
		desk.element.locale = 'de';
		await until(() => rootOf(desk).querySelector('.desk[lang=de]'));
		await until(() => row(desk, 1)?.querySelector('[part=author]')?.textContent === 'Sie');
		await until(() => rows(desk).length <= most);
		// One that holds its rows, and one that is so far off that it holds none.
		for (const page of [pages(desk).find(isAway), pages(desk).findLast(isAway)] as HTMLElement[]) {
			body.scrollTop += top(page) - top(body);
			await whole(desk, body);
			const authors = [...page.querySelectorAll('.question [part=author]')].map((one) => one.textContent);
			expect(new Set(authors)).to.deep.equal(new Set(['Sie']));
		}
		await until(() => rows(desk).length <= most);
	});

	it('goes with the others where the thread is read anew', async () => {
		const { desk, body } = await readToTheTop();
		// The last two are there again.
		const before = pages(desk).slice(0, -2);
		await desk.element.openConversation(7);
		await until(() => before.every((page) => !page.isConnected));
		expect(rows(desk).at(-1)?.textContent).to.include(`Message ${count} of many.`);
		await upUntil(desk, body, () => row(desk, 1) && pages(desk).some(isAway));
	});

	it('is gone for who signs in next, and theirs leave in their turn', async () => {
		const { desk, body } = await readToTheTop();
		const before = pages(desk);
		await desk.element.identify({ token: `e30.${btoa('{"sub":"ben"}')}.e30` });
		await until(() => before.every((page) => !page.isConnected));
		await desk.element.openConversation(7);
		await desk.says(`Message ${count} of many.`);
		expect(before.some((page) => page.isConnected)).to.equal(false);
		await upUntil(desk, body, () => row(desk, 1) && pages(desk).some(isAway));
	});
});
