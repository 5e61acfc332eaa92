// Counts the bytes of a snapshot while it is filled: what was taken is in it, and it never grows over its cap.

import type { Free, Item, Privacy, ProductState, Snapshot, TrimmedList } from './host-data.ts';
import type { ListName } from './shape.ts';

export interface Budget {
	/** Bytes that are still free. */
	left(): number;
	fits(state: ProductState): boolean;
	set(section: 'productState', state: ProductState): void;
	/** All of them or none. @param reserve bytes that must stay free behind them */
	take(items: readonly { list: ListName; item: Item }[], reserve: number): boolean;
	rule(name: string, value: Free): boolean;
	trimmed(list: ListName | 'rules'): void;
	leaveOutMetadata(): void;
	/** The error codes in what was taken so far. */
	codes(): ReadonlySet<string>;
	/** The snapshot, with what was taken in the order of time, newest first. */
	close(): Snapshot;
}

/** The numbers of the privacy record are not known yet; none is longer. */
const LONGEST_COUNT = 10;
const COUNTS = 12;

type Lists = Record<Exclude<ListName, 'entities' | 'activeErrors' | 'limitsReached'>, Item[]>;

/** @param removed grows while items are cleaned */
export function createBudget(empty: Snapshot, cap: number, removed: Privacy['redacted']): Budget {
	const lists: Lists = { events: [], clickTimeline: [], recentRequests: [], jobs: [], errors: [], errorCatalog: [] };
	const rules: Record<string, Free> = Object.create(null);
	const trimmed = { ...empty.privacy.trimmed };
	let productState: ProductState | null = null;
	let metadataLeftOut = false;
	let left = cap - bytesOf(empty) - COUNTS * LONGEST_COUNT;

	function spend(bytes: number, reserve = 0): boolean {
		if (bytes > left - reserve) return false;
		left -= bytes;
		return true;
	}

	return {
		left: () => left,
		fits: (state) => bytesOf(state) <= left,
		set(_section, state) {
			productState = state;
			spend(bytesOf(state));
		},
		take(items, reserve) {
			// Each with the comma behind it.
			const bytes = items.reduce((sum, { item }) => sum + bytesOf(item) + 1, 0);
			if (!spend(bytes, reserve)) return false;
			for (const { list, item } of items) lists[list as keyof Lists].push(item);
			return true;
		},
		rule(name, value) {
			if (Object.hasOwn(rules, name) || !spend(bytesOf(name) + bytesOf(value) + 2)) return false;
			rules[name] = value;
			return true;
		},
		trimmed(list) {
			trimmed[list as TrimmedList] += 1;
		},
		leaveOutMetadata() {
			metadataLeftOut = true;
		},
		codes: () =>
			new Set(
				[...lists.errors, ...lists.recentRequests, ...lists.jobs, ...(productState?.activeErrors ?? [])].flatMap(
					({ errorCode }) => (typeof errorCode === 'string' ? errorCode : []),
				),
			),
		close() {
			const { events, clickTimeline, recentRequests, jobs, errors, errorCatalog } = lists;
			return {
				...empty,
				productState,
				recentActivity: { events: newestFirst(events), clickTimeline: newestFirst(clickTimeline) },
				backend: {
					recentRequests: newestFirst(recentRequests),
					jobs: newestFirst(jobs),
					errors: newestFirst(errors),
				},
				knowledge: { rules: { ...rules }, errorCatalog },
				privacy: { redacted: { ...removed }, trimmed, metadataLeftOut },
			};
		},
	};
}

function bytesOf(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value));
}

/** Instants are written alike, so that their text sorts as they do. */
function newestFirst(items: readonly Item[]): Item[] {
	const time = ({ ts, updatedAt, createdAt }: Item) => String(ts ?? updatedAt ?? createdAt ?? '');
	return items.toSorted((one, other) => (time(one) < time(other) ? 1 : time(one) > time(other) ? -1 : 0));
}
