// What may stand on the page: every element and attribute, by name, in every shadow tree.

/** What the widget's own views are made of. */
const ELEMENTS =
	'article b blockquote br button code dd del desk-bell details div dl dt em fieldset form h1 h2 h3 h4 h5 h6 hr i input ' +
	'label legend li ol option p path pre section select slot span strong summary svg table tbody td textarea th thead ' +
	'time tr ul a circle rect line polyline small nav header footer';
const ATTRIBUTES =
	'align aria-busy aria-controls aria-current aria-describedby aria-disabled aria-expanded aria-haspopup aria-hidden ' +
	'aria-invalid aria-label aria-labelledby aria-live aria-pressed aria-selected checked class datetime dir disabled ' +
	'enterkeyhint autocomplete fill for hidden href id lang maxlength name novalidate open part placeholder rel required ' +
	'role rows selected start tabindex target title type value viewBox d stroke stroke-width stroke-linecap ' +
	'stroke-linejoin focusable cx cy r x y width height rx points';
/** In the text of an answer there is less. */
const TEXT_ELEMENTS =
	'a blockquote br button code del div em h1 h2 h3 h4 h5 h6 hr input li ol p pre strong table tbody td th thead tr ul';
const TEXT_ATTRIBUTES =
	'align aria-label aria-live checked class data-cites disabled href part rel start tabindex target title type';

export interface AuditRules {
	elements: string[];
	attributes: string[];
	textElements: string[];
	textAttributes: string[];
}

export const RULES: AuditRules = {
	elements: ELEMENTS.split(' '),
	attributes: ATTRIBUTES.split(' '),
	textElements: TEXT_ELEMENTS.split(' '),
	textAttributes: TEXT_ATTRIBUTES.split(' '),
};

export interface Audited {
	wrong: string[];
	/** How many elements were looked at, and how many of them in answers. */
	seen: number;
	inAnswers: number;
	heard: string[];
}

/** Runs in the page. */
export function audit(rules: AuditRules): Audited {
	const wrong: string[] = [];
	let seen = 0;
	let inAnswers = 0;

	function look(element: Element, inText: boolean): void {
		seen += 1;
		if (inText) inAnswers += 1;
		const name = element.localName;
		if (!(inText ? rules.textElements : rules.elements).includes(name))
			wrong.push(`<${name}> ${inText ? 'in text' : ''}`);
		for (const attribute of element.getAttributeNames()) {
			const isKnown = (inText ? rules.textAttributes : rules.attributes).includes(attribute);
			if (!isKnown && !(attribute.startsWith('data-') && !inText)) wrong.push(`<${name} ${attribute}>`);
		}
		if (element instanceof HTMLAnchorElement && element.hasAttribute('href')) link(element, inText);
		if (element.shadowRoot) walk(element.shadowRoot, false);
		walk(element, inText || element.matches('[part~=answer-text], [data-markdown]'));
	}

	function link(anchor: HTMLAnchorElement, inText: boolean): void {
		const written = anchor.getAttribute('href') ?? '';
		const schemes = inText ? ['http:', 'https:', 'mailto:'] : ['http:', 'https:'];
		if (!schemes.includes(anchor.protocol)) wrong.push(`scheme of ${written}`);
		if (inText && anchor.href !== written) wrong.push(`${written} is followed as ${anchor.href}`);
		const rel = anchor.relList;
		const isApart = rel.contains('noopener') && rel.contains('noreferrer') && (rel.contains('nofollow') || !inText);
		if (!isApart || anchor.target !== '_blank') wrong.push(`rel of ${written}`);
		const isForeign = anchor.protocol !== 'mailto:' && anchor.host !== location.host;
		if (inText && isForeign && !anchor.classList.contains('foreign')) wrong.push(`${written} is not marked`);
	}

	function walk(parent: ParentNode, inText: boolean): void {
		for (const child of parent.children) look(child, inText);
	}

	const desk = document.querySelector('desk-bell');
	// What stands within the element was put there by the page, which put nothing.
	if (desk?.firstElementChild) wrong.push('children of the element');
	if (desk?.shadowRoot) walk(desk.shadowRoot, false);
	// Around the widget, the page is what it was.
	for (const element of document.querySelectorAll('*:not(html, head, meta, title, body, desk-bell)'))
		if (!element.matches('script[data-own]')) wrong.push(`<${element.localName}> in the page`);
	return { wrong, seen, inAnswers, heard: window.__heard };
}
