// What the script tag does: puts <desk-bell> on the page, keeps early calls, fetches the element when it is time.

import type { DeskBell } from './element.ts';
import type { DeskBellCall, DeskBellGlobal } from './global.ts';
import { attributeNames } from './settings.ts';

const methods = [
	'show',
	'hide',
	'toggle',
	'ask',
	'newConversation',
	'openConversation',
	'openCase',
	'identify',
	'setContext',
	'focusComposer',
	'destroy',
] as const;

type Verb = (...parameters: unknown[]) => unknown;

const idleMs = 2_000;

export function launch(
	script: HTMLScriptElement,
	early: readonly DeskBellCall[],
	fetchElement: () => Promise<unknown>,
) {
	const waiting: ((element: DeskBell) => void)[] = [];
	let element: DeskBell | null = null;
	let fetched: Promise<unknown> | null = null;

	function fetchOnce(): Promise<unknown> {
		fetched ??= fetchElement();
		return fetched;
	}

	/** Runs once the element stands in the page, whether or not it is defined yet. */
	function withElement(work: (there: DeskBell) => void): void {
		if (element) work(element);
		else waiting.push(work);
	}

	function place(): void {
		element = placeElement(script);
		for (const work of waiting) work(element);
		const now = element.hasAttribute('open') || element.getAttribute('mode') === 'inline';
		if (now || !window.requestIdleCallback) void fetchOnce();
		else requestIdleCallback(() => void fetchOnce(), { timeout: idleMs });
	}

	const verbs = verbsFor(withElement, fetchOnce);
	window.deskbell = verbs as unknown as DeskBellGlobal;
	verbs.push?.(...early);
	if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
	else place();
}

function verbsFor(withElement: (work: (there: DeskBell) => void) => void, fetchOnce: () => Promise<unknown>) {
	const listening =
		(verb: 'addEventListener' | 'removeEventListener'): Verb =>
		(event, listener) =>
			withElement((there) => there[verb](String(event), listener as EventListener));
	const verbs: Record<string, Verb> = {
		configure: (config) => withElement((there) => Object.assign(there, config)),
		on: listening('addEventListener'),
		off: listening('removeEventListener'),
		push(...calls) {
			for (const [name, ...parameters] of calls as DeskBellCall[]) verbs[name]?.(...parameters);
		},
	};
	for (const name of methods) {
		verbs[name] = (...parameters) =>
			new Promise((resolve, reject) => {
				withElement((there) => {
					fetchOnce()
						.then(() => (there as unknown as Record<string, Verb>)[name]?.(...parameters))
						.then(resolve, reject);
				});
			});
	}
	return verbs;
}

/** The one the page has, or a new one; what the page wrote on it goes before what the script says. */
function placeElement({ src, dataset }: HTMLScriptElement): DeskBell {
	const element = document.querySelector('desk-bell') ?? document.createElement('desk-bell');
	for (const name of attributeNames) {
		const said = dataset[name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())];
		if (said !== undefined && !element.hasAttribute(name)) element.setAttribute(name, said);
	}
	if (!element.hasAttribute('api')) element.setAttribute('api', new URL(src).origin);
	if (!element.isConnected) document.body.append(element);
	return element;
}
