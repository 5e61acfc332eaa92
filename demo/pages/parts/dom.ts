// Builds elements from plain values: no page script of the demo writes HTML.

type Child = Node | string | null;

interface Wishes {
	class?: string;
	text?: string;
	/** Attributes; `true` sets an empty one, `false` and `undefined` set none. */
	attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
	onClick?: (event: MouseEvent) => void;
}

export function make<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	wishes: Wishes = {},
	...children: readonly Child[]
): HTMLElementTagNameMap[K] {
	const element = document.createElement(tag);
	if (wishes.class) element.className = wishes.class;
	if (wishes.text !== undefined) element.textContent = wishes.text;
	for (const [name, value] of Object.entries(wishes.attributes ?? {})) {
		if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
	}
	const target: HTMLElement = element;
	if (wishes.onClick) target.addEventListener('click', wishes.onClick);
	element.append(...children.filter((child) => child !== null));
	return element;
}

export function icon(name: string): SVGSVGElement {
	const space = 'http://www.w3.org/2000/svg';
	const svg = document.createElementNS(space, 'svg');
	svg.setAttribute('class', 'icon');
	svg.setAttribute('aria-hidden', 'true');
	const use = document.createElementNS(space, 'use');
	use.setAttribute('href', `/assets/icons.svg#${name}`);
	svg.append(use);
	return svg;
}

/** The element a page cannot do without. @throws Error naming the selector when the page lacks it. */
export function need<T extends HTMLElement = HTMLElement>(selector: string): T {
	const element = document.querySelector<T>(selector);
	if (!element) throw new Error(`The page has no ${selector}.`);
	return element;
}

export function face(name: string, tint: number): HTMLElement {
	const initials = name
		.split(/\s+/)
		.slice(0, 2)
		.map((word) => word.charAt(0).toUpperCase())
		.join('');
	return make('span', { class: 'face', text: initials, attributes: { 'data-tint': tint % 4, 'aria-hidden': 'true' } });
}
