// What the script tag does: puts <desk-bell> on the page, keeps early calls, fetches the element when it is time.

import type { DeskBell } from './element.ts';
import { emit } from './events.ts';
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
] as const;

type Verb = (...parameters: unknown[]) => unknown;

const idleMs = 2_000;

/** @param early what the page had in `window.deskbell`: calls, or something that is none of ours and stays */
export function launch(script: HTMLScriptElement, early: unknown, fetchElement: () => Promise<unknown>) {
	const waiting: ((element: DeskBell) => void)[] = [];
	const fetchOnce = once(fetchElement);
	let element: DeskBell | null = null;

	function fetchAhead(): void {
		fetchOnce().catch(() => {
			emit(document, 'deskbell:warning', { code: 'not_loaded' });
			addEventListener('online', fetchAhead, { once: true });
		});
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
		if (now || !window.requestIdleCallback) fetchAhead();
		else requestIdleCallback(fetchAhead, { timeout: idleMs });
	}

	const verbs = verbsFor(withElement, fetchOnce);
	const ours = Array.isArray(early);
	if (ours) window.deskbell = verbs as unknown as DeskBellGlobal;
	else emit(document, 'deskbell:warning', { code: 'global_taken' });
	if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
	else place();
	if (ours) verbs.push?.(...early);
}

/** What failed is tried again by the next call; a desk that another copy has defined is ours as well. */
function once(fetchElement: () => Promise<unknown>): () => Promise<unknown> {
	let fetched: Promise<unknown> | null = null;
	return async () => {
		try {
			fetched ??= customElements.get('desk-bell')?.prototype.setContext ? Promise.resolve() : fetchElement();
			return await fetched;
		} catch (cause) {
			fetched = null;
			throw new Error('Deskbell could not be loaded', { cause });
		}
	};
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
		/** Nothing is fetched to be thrown away; another tag may begin anew. */
		async destroy() {
			withElement((there) => there.remove());
			if (window.deskbell === (verbs as unknown)) delete window.deskbell;
		},
	};
	for (const name of methods) {
		verbs[name] = (...parameters) => {
			const done = new Promise<DeskBell>(withElement).then(async (there) => {
				await fetchOnce();
				const method = (there as Partial<DeskBell>)[name] as Verb | undefined;
				if (!method) throw new Error('<desk-bell> was removed or is not Deskbell’s');
				return method.apply(there, parameters);
			});
			// Whoever waits for it hears of a failure; a page that does not wait gets no error of its own.
			done.catch(() => null);
			return done;
		};
	}
	return verbs;
}

/** The one the page has, or a new one; what the page wrote on it goes before what the script says. */
function placeElement(script: HTMLScriptElement): DeskBell {
	const element = document.querySelector('desk-bell') ?? document.createElement('desk-bell');
	for (const name of attributeNames) {
		const said = script.getAttribute(`data-${name}`);
		if (said !== null && !element.hasAttribute(name)) element.setAttribute(name, said);
	}
	if (!element.hasAttribute('api')) element.setAttribute('api', new URL(script.src).origin);
	if (element.isConnected) return element;
	// What fills its parent stands where the script stands.
	if (element.getAttribute('mode') === 'inline' && document.body.contains(script)) script.after(element);
	else document.body.append(element);
	return element;
}
