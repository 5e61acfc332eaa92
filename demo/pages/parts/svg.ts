// Builds drawings as `make` builds pages: from plain values.

const SPACE = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number | undefined>>;

export function svg<K extends keyof SVGElementTagNameMap>(
	tag: K,
	attributes: Attributes,
	...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
	const element = document.createElementNS(SPACE, tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== undefined) element.setAttribute(name, String(value));
	}
	element.append(...children);
	return element;
}
