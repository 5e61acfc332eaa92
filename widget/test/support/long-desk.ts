// A desk with a conversation of many messages, and a reader who has gone back in it.

import type { DeskBell } from '../../src/element.ts';
import { atRest, type Placed, placed } from './desk.ts';
import { count, longThread, most } from './long-thread.ts';
import { type Script, until } from './server.ts';

export const rootOf = ({ element }: Placed) => element.shadowRoot as ShadowRoot;
export const rows = (desk: Placed) => [...rootOf(desk).querySelectorAll<HTMLElement>('.message')];
export const pages = (desk: Placed) =>
	[...(rootOf(desk).querySelector('.messages')?.children ?? [])] as [HTMLElement, ...HTMLElement[]];
export const isAway = (page: Element) => page.querySelector('.message') === null;
export const top = (element: Element) => element.getBoundingClientRect().top;
export const row = (desk: Placed, id: number) =>
	rows(desk).find((one) => one.textContent?.includes(`Message ${id} of`));

export async function opened(more: Script = {}, properties: Partial<DeskBell> = {}) {
	const desk = await placed({ ...longThread(), ...more }, properties);
	await desk.element.openConversation(7);
	await desk.says(`Message ${count} of many.`);
	// A window that opens is smaller on its way, and so is every height in it.
	await atRest(desk);
	return { desk, body: await desk.find('.body') };
}

/** To the beginning, again and again, until this holds. */
export async function upUntil(desk: Placed, body: Element, holds: () => unknown): Promise<void> {
	await until(() => {
		if (holds()) return true;
		body.scrollTop = 0;
		rootOf(desk).querySelector<HTMLElement>('.earlier')?.click();
		return false;
	});
	body.scrollTop = 0;
	await until(() => rows(desk).length <= most);
}

/** With all of its messages read, and the reader at the first. */
export async function readToTheTop(more: Script = {}, properties: Partial<DeskBell> = {}) {
	const { desk, body } = await opened(more, properties);
	await upUntil(desk, body, () => row(desk, 1) && !rootOf(desk).querySelector('.earlier'));
	return { desk, body };
}

/** Until no page in sight is away, and each has been drawn. */
export async function whole(desk: Placed, body: Element): Promise<void> {
	const [from, to] = [top(body), top(body) + body.clientHeight];
	const seen = () => pages(desk).filter((one) => top(one) < to && one.getBoundingClientRect().bottom > from);
	await until(() => seen().every((one) => !isAway(one) && one.className === 'settled'));
}
