// The element on a page, as a person with a mouse, a keyboard or a screen reader finds it.

import '../../src/define.ts';
import type { DeskBell } from '../../src/element.ts';
import { bringToRest } from './at-rest.ts';
import { everything } from './recorded.ts';
import { type Server, type Step, scripted, until } from './server.ts';

export interface Placed {
	readonly element: DeskBell;
	readonly server: Server;
	/** Names of the public events in the order they were heard. */
	readonly events: string[];
	/** Waits for an element within the shadow root. */
	find<Found extends HTMLElement = HTMLElement>(selector: string): Promise<Found>;
	/** Clicks the button that says this. */
	press(label: string): Promise<void>;
	write(words: string): Promise<void>;
	says(words: string): Promise<void>;
	text(): string;
}

const names =
	'ready open close message answer-start answer-end feedback escalated case-created case-comment unread error';

export async function placed(
	script: Record<string, Step | Step[]> = {},
	properties: Partial<DeskBell> = {},
): Promise<Placed> {
	const server = await scripted({ ...everything(), ...script });
	const element = document.createElement('desk-bell');
	Object.assign(element, { api: server.api, locale: 'en', token: 'anna', ...properties });
	const events: string[] = [];
	for (const name of names.split(' ')) element.addEventListener(`deskbell:${name}`, () => events.push(name));
	document.body.append(element);
	await element.updateComplete;
	const root = element.shadowRoot as ShadowRoot;
	// Behind a closed window nothing can be found by a person either.
	const text = () => (root.querySelector<HTMLElement>('.panel')?.innerText ?? '').replace(/\s+/g, ' ');

	async function find<Found extends HTMLElement>(selector: string): Promise<Found> {
		return until(
			() => root.querySelector<Found>(selector),
			() => `${selector} in: ${text()}`,
		);
	}
	async function press(label: string): Promise<void> {
		const button = await until(
			() => [...root.querySelectorAll('button')].find((one) => nameOf(one) === label && !one.disabled),
			() => `a button “${label}” in: ${text()}`,
		);
		button.focus();
		button.click();
		await element.updateComplete;
	}
	async function write(words: string): Promise<void> {
		const input = await find<HTMLTextAreaElement>('[data-input]');
		input.focus();
		input.value = words;
		input.dispatchEvent(new InputEvent('input', { bubbles: true }));
		await element.updateComplete;
	}
	async function says(words: string): Promise<void> {
		await until(
			() => text().includes(words),
			() => `“${words}” in: ${text()}`,
		);
	}
	return { element, server, events, find, press, write, says, text };
}

function nameOf(button: HTMLElement): string {
	return (button.getAttribute('aria-label') ?? button.textContent ?? '').replace(/\s+/g, ' ').trim();
}

export async function atRest({ element }: Placed): Promise<void> {
	await element.updateComplete;
	bringToRest(element);
	await element.updateComplete;
}

export const frame = () => new Promise(requestAnimationFrame);

/** How many pixels are left below what is seen. */
export function fromEnd({ scrollHeight, scrollTop, clientHeight }: Element): number {
	return scrollHeight - scrollTop - clientHeight;
}

export function takeAway(): void {
	for (const element of document.querySelectorAll('desk-bell')) element.remove();
	sessionStorage.clear();
}

export function key(target: EventTarget, name: string, more: KeyboardEventInit = {}): void {
	target.dispatchEvent(
		new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true, ...more }),
	);
}
