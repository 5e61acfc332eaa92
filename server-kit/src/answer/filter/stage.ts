// What the filter is made of: stages that text runs through, one behind the other, and the gate that all of them share.

import type { FilterAction, FilterHit } from '../../core/filter.ts';

/**
 * Takes text as it grows and gives out what is decided of it. However the text is cut, the same comes out:
 * a stage decides by the text alone, and stages that hold to that hold to it together.
 */
export interface Stage {
	readonly name: string;
	push(text: string): string;
	/**
	 * No more comes; the next push begins a new text.
	 * @param cut the writer was interrupted: what might have become a match is kept back
	 */
	end(cut: boolean): string;
}

/** Counts hits and knows whether the answer has been blocked. */
export interface Gate {
	blocked(): boolean;
	/** A detector found something. From a `block` on, nothing more may come out of the stage that reported it. */
	hit(detector: string, action: FilterAction): void;
	hits(): readonly FilterHit[];
}

export function createGate(): Gate {
	const counts = new Map<string, FilterHit>();
	let blocked = false;
	return {
		blocked: () => blocked,
		hits: () => [...counts.values()],
		hit(detector, action) {
			blocked ||= action === 'block';
			const known = counts.get(detector);
			counts.set(detector, { detector, action, count: (known?.count ?? 0) + 1 });
		},
	};
}

export const MASK = '[redacted]';
