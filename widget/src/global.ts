// The shape of `window.deskbell`: an array of calls before the script has run, an object after.

import type { DeskBell } from './element.ts';
import type { DeskBellEventName } from './events.ts';

export type DeskBellMethod =
	| 'show'
	| 'hide'
	| 'toggle'
	| 'ask'
	| 'newConversation'
	| 'openConversation'
	| 'openCase'
	| 'identify'
	| 'setContext'
	| 'focusComposer'
	| 'destroy';

/** Everything that can be set on the element. */
export type DeskBellConfig = Partial<
	Pick<
		DeskBell,
		| 'api'
		| 'mode'
		| 'position'
		| 'locale'
		| 'theme'
		| 'accent'
		| 'open'
		| 'token'
		| 'caseForm'
		| 'getToken'
		| 'context'
		| 'starters'
		| 'strings'
		| 'beforeSend'
	>
>;

type Listener = (event: CustomEvent) => void;

export type DeskBellCall =
	| readonly [method: DeskBellMethod, ...parameters: unknown[]]
	| readonly ['configure', DeskBellConfig]
	| readonly ['on' | 'off', event: DeskBellEventName, listener: Listener];

export type DeskBellGlobal = { readonly [method in DeskBellMethod]: DeskBell[method] } & {
	/** Runs calls in order, as they were queued before the script was there. */
	push(...calls: DeskBellCall[]): void;
	/** Sets properties; nothing is fetched for it. */
	configure(config: DeskBellConfig): void;
	on(event: DeskBellEventName, listener: Listener): void;
	off(event: DeskBellEventName, listener: Listener): void;
};

declare global {
	interface Window {
		deskbell?: DeskBellGlobal | DeskBellCall[];
	}
}
