// What the pages say to the widget. Calls made before its script has arrived wait in the list.

import { signToken, type TokenWish } from './api.ts';

interface Settings {
	getToken: () => Promise<string>;
	starters: readonly string[];
	context: Readonly<Record<string, unknown>>;
}

export type WidgetCall =
	| ['configure', Settings]
	| ['ask', string]
	| ['show']
	| ['setContext', Readonly<Record<string, unknown>>];

/** A plain list before the widget's script has run, the widget's own object after. */
interface Queue {
	push(call: WidgetCall): unknown;
}

const starters: Readonly<Record<string, readonly string[]>> = {
	en: [
		"I can't upload files larger than 50MB",
		'How do I put a password on a link?',
		'Where do I find my invoices?',
		'How do I cancel my plan?',
	],
	de: [
		'Ich kann keine Dateien über 50 MB hochladen',
		'Ich habe mein Passwort vergessen',
		'Wo finde ich meine Rechnungen?',
		'Wie kündige ich mein Abo?',
	],
};

export function tell(call: WidgetCall): void {
	const page: { deskbell?: Queue } = window as Window & { deskbell?: Queue };
	page.deskbell ??= [];
	page.deskbell.push(call);
}

/** `language` is that of the widget: it decides which questions are offered. */
export function startersIn(language: string): readonly string[] {
	return starters[language.slice(0, 2)] ?? starters.en ?? [];
}

/** The widget gets no token before `ready`, and says nothing without one. */
export function configure(
	wish: TokenWish,
	language: string,
	context: Readonly<Record<string, unknown>>,
	ready: Promise<unknown> = Promise.resolve(),
): void {
	const getToken = async () => {
		await ready;
		return (await signToken(wish)).token;
	};
	tell(['configure', { getToken, starters: startersIn(language), context: { page: location.pathname, ...context } }]);
}
