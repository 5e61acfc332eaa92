// Fills the `{{names}}` of our own HTML pages.

/** Text into HTML, safe between tags and within double quotes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Values are HTML already. @throws Error when the page asks for a name that is not given. */
export function fill(page: string, values: Readonly<Record<string, string>>): string {
	return page.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined) throw new Error(`The page asks for {{${name}}}, which is not given.`);
		return value;
	});
}
