// What the page asked for: attributes of the element or `data-*` of the script, read into one frozen value.

import { keep, kept } from './storage.ts';

export type Mode = 'launcher' | 'inline' | 'panel';
export type Position = 'end' | 'start';
export type Theme = 'auto' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

export interface Settings {
	/** Where the kit answers: origin, mount prefix and the path of the face. Without an origin: the page's own. */
	readonly api: string;
	readonly mode: Mode;
	readonly position: Position;
	/** BCP 47 tag, already resolved where the page said `auto`. */
	readonly locale: string;
	readonly theme: Theme;
	/** `host`: a case is filed with the host's own form, at the address the server hands out. */
	readonly caseForm: 'widget' | 'host';
	/** Hosts whose images are shown in answers; of any other image, only a link is. */
	readonly imageHosts: readonly string[];
}

/** What can be written into markup; the loader copies `data-<name>` of its tag to these. */
export const attributeNames = [
	'api',
	'path',
	'mode',
	'position',
	'locale',
	'theme',
	'accent',
	'density',
	'open',
	'token',
	'case-form',
	'image-hosts',
] as const;

/** Markup says anything: a word that is not known falls back to the first of the known ones. */
export function readSettings(said: { [name in keyof Settings | 'path']?: unknown }): Settings {
	return Object.freeze({
		api: String(said.api ?? '').replace(/\/+$/, '') + String(said.path ?? '/api/support/ai'),
		mode: oneOf(said.mode, ['launcher', 'inline', 'panel']),
		position: oneOf(said.position, ['end', 'start']),
		locale: resolveLocale(said.locale),
		theme: oneOf(said.theme, ['auto', 'light', 'dark']),
		caseForm: oneOf(said.caseForm, ['widget', 'host']),
		// A list, or its words.
		imageHosts: String(said.imageHosts ?? '').split(/[\s,]+/),
	});
}

function oneOf<T extends string>(said: unknown, known: readonly [T, ...T[]]): T {
	return known.find((word) => word === said) ?? known[0];
}

/** The page's language comes before the browser's: the desk is a part of the page. */
function resolveLocale(said: unknown): string {
	const wanted = said && said !== 'auto' ? String(said) : document.documentElement.lang || navigator.language;
	try {
		return new Intl.Locale(wanted).toString();
	} catch {
		return 'en';
	}
}

const localeKey = 'deskbell:locale';

/** What the reader chose in the desk stands before what the page says, for as long as the tab is open. */
export function chosenLocale(): string | null {
	return kept(localeKey);
}

export function chooseLocale(locale: string): void {
	keep(localeKey, locale);
}
