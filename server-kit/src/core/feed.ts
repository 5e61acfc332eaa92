// A feed grows at its end; readers stand at their own position and are told when there is more.

import type { StreamPart } from '../protocol/index.ts';
import { isOf, placeOf, positionAt, type Teller, textAt } from './position.ts';

export interface FeedItem<T> {
	/** Position in the feed; with the feed's name before it, it becomes the SSE `id:`. */
	id: number;
	value: T;
}

export interface Feed<T> {
	/** What stands after a position, about `most` characters of it. `ended` is true when nothing can follow these. */
	after(position: number, most?: number): { items: readonly FeedItem<T>[]; ended: boolean };
	/** Calls back whenever there is more; returns the way to stop. */
	watch(listener: () => void): () => void;
	/** It ended without saying how: its readers come again. */
	cut?(): boolean;
	/** Of which answer it tells, where it tells of one. */
	readonly name?: string;
}

/** The feed of one answer, kept in memory: every reader shares the one buffer, so that a slow reader costs nothing. */
export interface AnswerFeed extends Feed<StreamPart> {
	push(parts: readonly StreamPart[]): void;
	end(): void;
	cut(): boolean;
}

type Item = FeedItem<StreamPart>;

/** An object per token would weigh many times its text: this many items are joined where they can be. */
const LOOSE_ITEMS = 64;

/**
 * @param name of which answer it tells
 * @param teller where the parts come from
 * @param watched called with the number of readers whenever one comes or goes
 */
export function createAnswerFeed(
	name: string,
	teller: Teller,
	watched: (readers: number) => void = () => {},
): AnswerFeed {
	const items: Item[] = [];
	const listeners = new Set<() => void>();
	let last = placeOf(teller);
	let tight = 0;
	let ended = false;

	function tell(): void {
		for (const listener of listeners) listener();
	}

	/** Text moves on by its length, anything else by one place: so any process can find the same text again. */
	function add(value: StreamPart): void {
		const length = value.type === 'text-delta' ? value.delta.length : 0;
		last = length > 0 ? positionAt(textAt(last) + length, teller) : last + 1;
		items.push({ id: last, value });
	}

	function tighten(): void {
		items.push(...joined(items.splice(tight)));
		tight = items.length;
	}

	/** A position of the other teller names a text; what else was told there may be told again. */
	function own(position: number): number {
		const text = textAt(position);
		// What was lost with its process cannot be told, but how it ended can.
		if (teller === 'store' && ended && text > textAt(last)) return positionAt(textAt(last), teller);
		if (isOf(teller, position)) return position;
		// A reader who saw anything saw the two parts that open an answer.
		return text === 0 && position > 0 ? placeOf(teller) + 2 : positionAt(text, teller);
	}

	return {
		name,
		push(values) {
			for (const value of values) add(value);
			if (items.length - tight >= LOOSE_ITEMS) tighten();
			tell();
		},
		end() {
			ended = true;
			// It is kept for a while, for readers who come again.
			tighten();
			tell();
		},
		cut: () => ended && !isEnd(items.at(-1)?.value),
		after(position, most = Number.POSITIVE_INFINITY) {
			const from = own(position);
			const taken: Item[] = [];
			let room = most;
			for (let at = firstAfter(items, from); at < items.length; at += 1) {
				const item = items[at] as Item;
				const next = piece(item, from, room, teller);
				if (!next) continue;
				taken.push(next);
				room -= next.value.type === 'text-delta' ? next.value.delta.length : 1;
				if (room <= 0 || next.id < item.id) break;
			}
			return { items: joined(taken), ended: ended && (taken.at(-1)?.id ?? last) >= last };
		},
		watch(listener) {
			listeners.add(listener);
			watched(listeners.size);
			return () => {
				if (listeners.delete(listener)) watched(listeners.size);
			};
		},
	};
}

/** From the end: that is where readers are. */
function firstAfter(items: readonly Item[], position: number): number {
	let at = items.length;
	while (at > 0 && (items[at - 1] as Item).id > position) at -= 1;
	return at;
}

/** What of an item lies behind a position, as much as there is room for; null for none. */
function piece(item: Item, from: number, room: number, teller: Teller): Item | null {
	const { id, value } = item;
	if (value.type !== 'text-delta') return item;
	const start = textAt(id) - value.delta.length;
	const known = Math.max(0, textAt(from) - start);
	if (known === 0 && value.delta.length <= room) return item;
	const delta = wholeCharacters(value.delta, known, room);
	return delta ? { id: positionAt(start + known + delta.length, teller), value: { ...value, delta } } : null;
}

function wholeCharacters(text: string, from: number, most: number): string {
	const next = text.charCodeAt(from + most);
	const within = next >= 0xdc00 && next <= 0xdfff;
	return text.slice(from, from + Math.max(1, within ? most - 1 : most));
}

/** Neighbours of the same text as one. */
function joined(items: readonly Item[]): readonly Item[] {
	if (items.length < 2) return items;
	const out: Item[] = [];
	for (let at = 0; at < items.length; ) {
		const { value } = items[at] as Item;
		let next = at + 1;
		while (value.type === 'text-delta' && continues(items[next]?.value, value.id)) next += 1;
		out.push(next - at === 1 ? (items[at] as Item) : asOne(items.slice(at, next)));
		at = next;
	}
	return out;
}

function continues(value: StreamPart | undefined, text: string): boolean {
	return value?.type === 'text-delta' && value.id === text;
}

function asOne(items: readonly Item[]): Item {
	const { id, value } = items.at(-1) as Item;
	const delta = items.map((item) => (item.value.type === 'text-delta' ? item.value.delta : '')).join('');
	return { id, value: { ...(value as StreamPart & { type: 'text-delta' }), delta } };
}

function isEnd(part: StreamPart | undefined): boolean {
	return part?.type === 'finish' || part?.type === 'abort' || part?.type === 'error';
}
