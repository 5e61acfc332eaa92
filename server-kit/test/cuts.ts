// Cuts a text into pieces in arbitrary ways: what a stream makes of it must not depend on where the network cut.

import fc from 'fast-check';

/** The same text in pieces, at the positions that the numbers choose. */
export function cutAt(text: string, positions: readonly number[]): string[] {
	const cuts = [...new Set(positions.map((position) => position % (text.length + 1)))].sort(
		(one, other) => one - other,
	);
	return [...cuts, text.length].map((cut, index) => text.slice(index === 0 ? 0 : cuts[index - 1], cut));
}

export const anyCuts = fc.array(fc.nat({ max: 100_000 }), { maxLength: 40 });

/** One character at a time: every cut there is. */
export function everyCut(text: string): string[] {
	return text.split('');
}

/** Texts put together from pieces, in any order and number. */
export function textOf(...pieces: readonly string[]): fc.Arbitrary<string> {
	return fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 30 }).map((chosen) => chosen.join(''));
}
