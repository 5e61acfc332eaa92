// HTML from templates: whatever is put into one is escaped, unless it came from a template itself.

export interface Markup {
	readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[];

export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Markup {
	return {
		markup: literals.map((literal, at) => literal + (at < values.length ? written(values[at] ?? '') : '')).join(''),
	};
}

function written(value: Value): string {
	if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
	return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
