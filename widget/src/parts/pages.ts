// Pages of rows: in a long conversation those far from what is seen leave the document, and keep their room and state.

/** Pages before and behind those in sight that stay: who reads on, or has it read aloud, finds them there. */
const reach = 5;

/** What a page that is away had in it, and whose page that is. */
const away = new WeakMap<Element, DocumentFragment>();
const pages = new WeakMap<Node, HTMLElement>();

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
	away.delete(page);
	page.style.blockSize = '';
	page.replaceChildren(rows);
	settle(page);
	return page;
}

/** Room of the same height is left, and the words: the browser's search still finds them, and brings the page back. */
function leave(page: HTMLElement, height: number): void {
	const rows = new DocumentFragment();
	const words = document.createElement('p');
	words.setAttribute('hidden', 'until-found');
	words.textContent = page.textContent;
	// Before the browser goes there: it then searches on, and marks what it found where it stands in its row.
	words.onbeforematch = () => whole(page);
	rows.append(...page.childNodes);
	away.set(page, rows);
	pages.set(rows, page);
	page.style.blockSize = `${height}px`;
	page.append(words);
}

/** What is returned has it look after the pages that are there by then. */
export function watchPages(list: Element): () => void {
	const near = new Set<Element>();
	const scroller = list.closest('.body') as Element;
	const all = () => [...list.children] as HTMLElement[];
	const print = () => all().forEach(whole);
	const watching = new IntersectionObserver(
		(entries) => {
			for (const { target, isIntersecting } of entries) {
				if (!isIntersecting) near.delete(target);
				else if (near.add(target) && away.has(target)) comeBack(target);
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
	function comeBack(page: Element): void {
		const { top, height } = page.getBoundingClientRect();
		const more = whole(page).getBoundingClientRect().height - height;
		if (more && top < scroller.getBoundingClientRect().top) scroller.scrollTop += more;
	}

	function thinOut(): void {
		const there = all();
		const seen = there.findIndex((page) => near.has(page));
		const used = there.findIndex((page) => page.matches(':focus-within'));
		const far = there.filter(
			(page, at) => Math.abs(at - seen) > reach && Math.abs(at - used) > 1 && !near.has(page) && mayLeave(page),
		);
		const heights = far.map((page) => page.getBoundingClientRect().height);
		far.forEach((page, at) => {
			leave(page, heights[at] as number);
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
