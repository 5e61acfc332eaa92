// Dates and times as a reader of the locale writes them.

import type { Language } from './words/index.ts';

const colons: { readonly [language in Language]?: string } = { fr: '\u00a0: ', ja: '：', zh: '：' };

/** What stands between a name and what it stands for. */
export function colon({ language }: { readonly language: Language }): string {
	return colons[language] ?? ': ';
}

/** The time for today, the day for this year, the whole date for what is older. */
export function when(instant: string, locale: string, now = new Date()): string {
	const date = new Date(instant);
	if (date.toDateString() === now.toDateString()) return clock(instant, locale);
	const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric';
	return date.toLocaleDateString(locale, { day: 'numeric', month: 'short', year });
}

export function clock(instant: string, locale: string): string {
	return written(instant, locale, { timeStyle: 'short' });
}

export function dayAndClock(instant: string, locale: string): string {
	return written(instant, locale, { dateStyle: 'medium', timeStyle: 'short' });
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes far longer than using it, and every message has two. */
function written(instant: string, locale: string, options: Intl.DateTimeFormatOptions): string {
	const key = locale + options.dateStyle;
	const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
	formats.set(key, format);
	return format.format(new Date(instant));
}
