// Anchors of headings, as GitHub and most static site generators make them.

/** Hands out an anchor per heading of one article; a repeated heading gets -1, -2, … */
export function anchorMaker(): (heading: string) => string {
	const given = new Map<string, number>();
	return (heading) => {
		const base = heading
			.toLowerCase()
			.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
			.trim()
			.replace(/ /g, '-');
		let anchor = base;
		for (let again = given.get(base) ?? 0; given.has(anchor); ) {
			again += 1;
			given.set(base, again);
			anchor = `${base}-${again}`;
		}
		given.set(anchor, 0);
		return anchor;
	};
}
