// What a page may set on <desk-bell> and ask of it. The reference is written from these comments: docs/widget-reference.md.

import type { OutgoingMessage } from './events.ts';
import type { Density, Mode, Position, Settings, Theme } from './settings.ts';
import type { Strings } from './words/index.ts';

export interface DeskBellProperties {
	/**
	 * Where the kit answers: an origin, and the prefix that it is mounted under. Empty: the page's own origin.
	 * @default the script's origin; from npm, the page's
	 */
	api: string;
	/**
	 * Where beneath `api` the support-ai face is: the kit's option `paths.supportAi`.
	 * @default /api/support/ai
	 */
	path: string;
	/** Floating above the page, filling its parent, or at the edge of the page over its whole height. */
	mode: Mode;
	/** The corner of the launcher, or the edge of the panel, by reading direction: `end` is on the right in English. */
	position: Position;
	/** A BCP 47 tag. `auto`: the page's `<html lang>`, else the browser's. */
	locale: string;
	/** `auto`: what the reader's system is set to. */
	theme: Theme;
	/**
	 * Any CSS colour; the text on it becomes black or white, whichever is legible. The same as `--deskbell-accent`.
	 * @default #3a5bd9
	 */
	accent: string;
	/**
	 * How close things stand. `compact`: the same as `--deskbell-density: 0.7`.
	 * @default comfortable
	 */
	density: Density;
	/** Whether the window is open. Set it, or call `show()` and `hide()`, which also move the focus. Always true with `mode="inline"`. */
	open: boolean;
	/** The bearer token of whoever is signed in. With `getToken`, only the first one. */
	token: string | null;
	/**
	 * `host`: a case is filed with your own form, at the address in the kit's option `escalation.ticketFormUrl`.
	 * @default widget
	 */
	caseForm: Settings['caseForm'];
	/**
	 * Hosts, with blanks or commas between them, whose pictures in answers are shown; any other picture is a link.
	 * @default none
	 */
	imageHosts: string | readonly string[];
	/**
	 * Answers with a token for whoever is signed in, or null. Asked when the first token is needed, a minute before a
	 * token expires, and once after a 401; never twice at a time. It gets the token that is there already.
	 */
	getToken: ((current: string | null) => Promise<string | null>) | null;
	/** What the page knows of the reader's situation: goes along with each question. At most 4 KiB as JSON. */
	context: Record<string, unknown> | null;
	/** Questions that the first view offers. */
	starters: readonly string[];
	/** Your own words in place of ours, by key, in every language. */
	strings: Strings;
	/** Sees each message before it leaves: answers with it, changed or not, or with `false` to keep it back. */
	beforeSend: ((message: OutgoingMessage) => OutgoingMessage | false | Promise<OutgoingMessage | false>) | null;
}

export interface DeskBellMethods {
	/** Opens the desk and moves the focus into it. */
	show(): Promise<void>;
	/** Closes the desk and gives the focus back. With `mode="inline"` it stays. */
	hide(): Promise<void>;
	/** Opens the desk, or closes it. */
	toggle(): Promise<void>;
	/** Opens the desk and asks; where the notice about the AI is still to be accepted, asks after that. */
	ask(text: string): Promise<void>;
	/** Opens the desk with an empty conversation. */
	newConversation(): Promise<void>;
	/** Opens the desk with one of the reader's conversations. */
	openConversation(id: number): Promise<void>;
	/** Opens the desk with one of the reader's cases. */
	openCase(id: number): Promise<void>;
	/** Somebody signed in, or out with `token: null`: nothing of the one before stays on screen. */
	identify(who: { token: string | null }): Promise<void>;
	/** Sets `context`. Rejects with a `RangeError` where that is more than 4 KiB as JSON; questions then go without. */
	setContext(data: Record<string, unknown> | null): Promise<void>;
	/** Opens the desk with the focus where one writes. */
	focusComposer(): Promise<void>;
	/** Takes the desk off the page. On `window.deskbell`, gives the name back as well. */
	destroy(): Promise<void>;
}
