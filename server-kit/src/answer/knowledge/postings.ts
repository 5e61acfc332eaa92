// Which entries hold a term and how strongly: BM25 over weighted fields, packed into typed arrays.

/** How one field of an entry counts. */
export interface FieldRule {
	weight: number;
	/** How much a term of a long field counts for less: 0 not at all, 1 in full. */
	length: number;
}

/** The numbers of all terms of a field; or how long it is, and how often those stand in it that matter. */
export type Field = Int32Array | { length: number; counts: ReadonlyMap<number, number> };

/** A field for each of the rules, in their order. */
export type Entry<Each extends Field = Int32Array> = readonly Each[];

/** All that the entries are part of, where they are not the whole of it. */
export interface Corpus {
	size: number;
	/** Of the fields' lengths. */
	averages: readonly number[];
	/** In how many of its entries the term stands. */
	spread(term: number): number;
}

export interface Postings {
	/** Adds to `into`, which has a place for each entry, what the term says for it; never lowers what stands there. */
	raise(term: number, weight: number, into: Float32Array, touched: number[]): void;
	holds(term: number, entry: number): boolean;
	/** In how many entries the term stands. */
	spread(term: number): number;
	readonly bytes: number;
}

// A term that stands in a field at all says something, however long the field: BM25+.
const saturation = 1.2;
const presence = 0.5;

/** Yields after every few entries: building is work for many slices of time. */
export function* buildPostings(
	entries: readonly Entry<Field>[],
	rules: readonly FieldRule[],
	terms: number,
	corpus?: Corpus,
): Generator<void, Postings> {
	const averages = corpus?.averages ?? averagesOf(entries, rules);
	const lists: { entries: number[]; strengths: number[] }[] = Array.from({ length: terms });
	for (const [at, entry] of entries.entries()) {
		for (const [term, strength] of strengthsOf(entry, rules, averages)) {
			lists[term] ??= { entries: [], strengths: [] };
			lists[term].entries.push(at);
			lists[term].strengths.push(strength);
		}
		yield;
	}
	const total = lists.reduce((sum, list) => sum + (list?.entries.length ?? 0), 0);
	const starts = new Int32Array(terms + 1);
	const holders = new Int32Array(total);
	const strengths = new Float32Array(total);
	for (let term = 0; term < terms; term += 1) {
		const start = starts[term] ?? 0;
		const list = lists[term];
		if (list) holders.set(list.entries, start);
		if (list) strengths.set(list.strengths, start);
		starts[term + 1] = start + (list?.entries.length ?? 0);
		if (term % 1000 === 0) yield;
	}
	return postings({ size: corpus?.size ?? entries.length, starts, holders, strengths }, corpus?.spread);
}

function averagesOf(entries: readonly Entry<Field>[], rules: readonly FieldRule[]): number[] {
	return rules.map(
		(_, field) => entries.reduce((sum, entry) => sum + (entry[field]?.length ?? 0), 0) / entries.length || 1,
	);
}

function countsOf(field: Field): ReadonlyMap<number, number> {
	if (!(field instanceof Int32Array)) return field.counts;
	const counts = new Map<number, number>();
	for (const term of field) counts.set(term, (counts.get(term) ?? 0) + 1);
	return counts;
}

function strengthsOf(
	entry: Entry<Field>,
	rules: readonly FieldRule[],
	averages: readonly number[],
): Map<number, number> {
	const strengths = new Map<number, number>();
	for (const [field, { weight, length }] of rules.entries()) {
		const terms = entry[field] ?? new Int32Array();
		const norm = saturation * (1 - length + (length * terms.length) / (averages[field] ?? 1));
		for (const [term, count] of countsOf(terms)) {
			const strength = weight * (presence + (count * (saturation + 1)) / (count + norm));
			strengths.set(term, (strengths.get(term) ?? 0) + strength);
		}
	}
	return strengths;
}

interface Packed {
	size: number;
	starts: Int32Array;
	holders: Int32Array;
	strengths: Float32Array;
}

function postings(
	{ size, starts, holders, strengths }: Packed,
	spread = (term: number) => (starts[term + 1] ?? 0) - (starts[term] ?? 0),
): Postings {
	return {
		spread,
		bytes: starts.byteLength + holders.byteLength + strengths.byteLength,
		raise(term, weight, into, touched) {
			const rarity = weight * Math.log(1 + (size - spread(term) + 0.5) / (spread(term) + 0.5));
			const end = starts[term + 1] ?? 0;
			for (let at = starts[term] ?? 0; at < end; at += 1) {
				const entry = holders[at] as number;
				const said = rarity * (strengths[at] as number);
				const before = into[entry] as number;
				if (before === 0) touched.push(entry);
				if (said > before) into[entry] = said;
			}
		},
		holds(term, entry) {
			let low = starts[term] ?? 0;
			let high = (starts[term + 1] ?? 0) - 1;
			while (low <= high) {
				const middle = (low + high) >> 1;
				const found = holders[middle] as number;
				if (found === entry) return true;
				if (found < entry) low = middle + 1;
				else high = middle - 1;
			}
			return false;
		},
	};
}
