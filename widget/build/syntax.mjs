// The syntax tree of a module, walked, and its text with pieces of it replaced.

export function visit(node, see) {
	if (!node || typeof node !== 'object') return;
	if (Array.isArray(node)) {
		for (const child of node) visit(child, see);
		return;
	}
	if (typeof node.type === 'string') see(node);
	for (const key of Object.keys(node)) if (key !== 'type') visit(node[key], see);
}

/** @param cuts `[start, end, instead]`, none of which reaches into another */
export function spliced(code, cuts) {
	const lastFirst = cuts.toSorted(([a], [b]) => b - a);
	return lastFirst.reduce((text, [start, end, instead]) => text.slice(0, start) + instead + text.slice(end), code);
}
