// Pages of rows: in a long conversation those far from what is seen leave the document, and keep their room and state.
// Further still their rows are empty, and are drawn anew: nodes cost with every word, wherever they are kept.

/** Pages before and behind those in sight that stay: who reads on, or has it read aloud, finds them there. */
const reach = 5;
/** Pages so far away are emptied. */
const farOff = 10;
/** What is known to the row alone: what the reader has opened, or may have folded. */
const ownState = '[aria-expanded=true], details';

/** Empties these rows; what is returned draws them again. */
type Empty = (rows: DocumentFragment) => () => void;

/** What a page that is away had in it, and whose page that is. */
const away = new WeakMap<Element, DocumentFragment>();
const pages = new WeakMap<Node, HTMLElement>();
/** How rows that are empty are drawn again. */
const emptied = new WeakMap<Node, () => void>();

/** A page that has been drawn once knows its height, and is drawn again only where it can be seen. */
export function settle(page: Element): void {
	const drawn = () => {
		page.className = 'settled';
	};
	page.className = '';
	requestAnimationFrame(() => requestAnimationFrame(drawn));
}

/** A page with its rows in it; of one that is away, what it had in it names it too. */
export function whole(place: Node): HTMLElement {
	const page = pages.get(place) ?? (place as HTMLElement);
	const rows = away.get(page);
	if (!rows) return page;
	emptied.get(rows)?.();
	away.delete(page);
	page.style.blockSize = '';
	page.replaceChildren(rows);
	settle(page);
	return page;
}

/** Room of the same height is left, and the words: the browser's search still finds them, and brings the page back. */
function leave(page: HTMLElement, height: string): void {
	const rows = new DocumentFragment();
	const words = document.createElement('p');
	words.setAttribute('hidden', 'until-found');
	words.textContent = page.textContent;
	// Before the browser goes there: it then searches on, and marks what it found where it stands in its row.
	words.onbeforematch = () => whole(page);
	rows.append(...page.childNodes);
	away.set(page, rows);
	pages.set(rows, page);
	page.className = '';
	page.style.blockSize = height;
	page.append(words);
}

/** What is returned has it look after the pages that are there by then. */
export function watchPages(list: Element, empty: Empty): () => void {
	const near = new Set<Element>();
	const scroller = list.closest('.body') as Element;
	const all = () => [...list.children] as HTMLElement[];
	const print = () => all().forEach(whole);
	const watching = new IntersectionObserver(
		(entries) => {
			for (const { target, isIntersecting } of entries) {
				if (!isIntersecting) near.delete(target);
				else if (near.add(target) && away.has(target)) comeBack(target as HTMLElement);
			}
			// Nothing is near in a window that is closed, and no height is known there.
			if (near.size) thinOut();
			else {
				removeEventListener('beforeprint', print);
				if (!list.isConnected) watching.disconnect();
			}
		},
		{ root: scroller, rootMargin: '100% 0px' },
	);

	/** What stands below it stays where it is, also where it has another height by now. */
	function comeBack(page: HTMLElement): void {
		const height = page.offsetHeight;
		const more = whole(page).offsetHeight - height;
		if (more && page.getBoundingClientRect().top < scroller.getBoundingClientRect().top) scroller.scrollTop += more;
	}

	function thinOut(): void {
		const there = all();
		const seen = there.findIndex((page) => near.has(page));
		const used = there.findIndex((page) => page.matches(':focus-within'));
		const far = there.filter(
			(page, at) => Math.abs(at - seen) > reach && Math.abs(at - used) > 1 && !near.has(page) && mayLeave(page),
		);
		// Of the layout: a rectangle is smaller while the window opens, and where the host's page scales it.
		const heights = far.map((page) => getComputedStyle(page).height);
		far.forEach((page, at) => {
			leave(page, heights[at] as string);
		});
		there.forEach((page, at) => {
			const rows = Math.abs(at - seen) > farOff && away.get(page);
			if (rows && !emptied.has(rows) && !rows.querySelector(ownState)) emptied.set(rows, empty(rows));
		});
		addEventListener('beforeprint', print);
	}

	return () => {
		for (const page of list.children) watching.observe(page);
	};
}

/** The first page is read on from, and the last is written to; what one has marked or begun to fill in stays in sight. */
function mayLeave(page: Element): boolean {
	const root = page.getRootNode() as Document;
	const marked = root.getSelection ? root.getSelection() : getSelection();
	return (
		!away.has(page) &&
		page.matches('.settled:not(:first-child, :last-child)') &&
		!page.querySelector('form') &&
		marked?.type !== 'Range'
	);
}
