// Remembers what was made of a word or a text: people use the same few thousand, and strange ones must not fill the
// memory.

/**
 * @param most how many are kept; then all are forgotten and it begins again
 * @param longest the length of a key from which on what is made of it is not kept
 */
export function memo<Made>(
	make: (key: string) => Made,
	{ most, longest }: { most: number; longest: number },
): (key: string) => Made {
	const kept = new Map<string, Made>();
	return (key) => {
		const known = kept.get(key);
		if (known !== undefined) return known;
		const made = make(key);
		if (kept.size >= most) kept.clear();
		if (key.length <= longest) kept.set(key, made);
		return made;
	};
}
