// What outlives the page for as long as its tab is open, where the browser lets it.

export function kept(key: string): string | null {
	try {
		return sessionStorage.getItem(key);
	} catch {
		return null;
	}
}

/** @param value null: nothing is kept any more. Where storage is blocked or full, it lives as long as the page. */
export function keep(key: string, value: string | null): void {
	try {
		if (value === null) sessionStorage.removeItem(key);
		else sessionStorage.setItem(key, value);
	} catch {}
}
