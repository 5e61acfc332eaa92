// Dates as a reader of the locale writes them.

/** The time for today, the day for this year, the whole date for what is older. */
export function when(instant: string, locale: string, now = new Date()): string {
	const date = new Date(instant);
	if (date.toDateString() === now.toDateString()) return clock(instant, locale);
	const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
	return date.toLocaleDateString(locale, { day: 'numeric', month: 'short', ...year });
}

export function clock(instant: string, locale: string): string {
	return new Date(instant).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });
}

export function dayAndClock(instant: string, locale: string): string {
	return new Date(instant).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}
