// The shape of `window.deskbell`: an array of calls before the script has run, an object after.

import type { DeskBellEventName } from './events.ts';
import type { DeskBellMethods, DeskBellProperties } from './surface.ts';

export type DeskBellMethod = keyof DeskBellMethods;

/** Everything that can be set on the element. */
export type DeskBellConfig = Partial<DeskBellProperties>;

type Listener = (event: CustomEvent) => void;

export type DeskBellCall =
	| readonly [method: DeskBellMethod, ...parameters: unknown[]]
	| readonly ['configure', DeskBellConfig]
	| readonly ['on' | 'off', event: DeskBellEventName, listener: Listener];

export type DeskBellGlobal = Readonly<DeskBellMethods> & {
	/** Runs calls in order; before the script has loaded, they wait for it. */
	push(...calls: DeskBellCall[]): void;
	/** Sets properties; nothing is fetched for it. */
	configure(config: DeskBellConfig): void;
	/** Hears an event of the element. */
	on(event: DeskBellEventName, listener: Listener): void;
	/** Hears it no more. */
	off(event: DeskBellEventName, listener: Listener): void;
};

declare global {
	interface Window {
		deskbell?: DeskBellGlobal | DeskBellCall[];
	}
}
