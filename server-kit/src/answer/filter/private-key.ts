// Private keys in PEM: the one secret that runs over lines. From its head to its end it is one mask.

import type { FilterAction } from '../../core/filter.ts';
import { type Gate, MASK, type Stage } from './stage.ts';

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----/;
const END = /-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----/;
/** A tail that may still become a head. Read backwards from the end, so that its cost does not grow with the text. */
const MAY_BEGIN = /(?<=(-----(?:B(?:E(?:G(?:I(?:N(?: [A-Z0-9 ]{0,47}-{0,4})?)?)?)?)?)?|-{1,4}))/y;
/** Enough to recognise the end of a key that was cut in two. */
const KEY_TAIL = 80;

export const PRIVATE_KEY = 'private-key';

export function createPrivateKey(action: FilterAction, gate: Gate): Stage {
	let held = '';
	let inside = false;
	let stopped = false;

	/** Text outside a key, up to where the next may begin. */
	function outside(): string {
		const begin = BEGIN.exec(held);
		const until = begin?.index ?? held.length - headAtEnd(held);
		const out = held.slice(0, until);
		held = held.slice(until + (begin?.[0].length ?? 0));
		if (!begin) return out;
		inside = true;
		gate.hit(PRIVATE_KEY, action);
		stopped = action === 'block';
		return stopped ? out : out + MASK;
	}

	/** Drops the key; false where its end has not come. */
	function leave(): boolean {
		const end = END.exec(held);
		held = end ? held.slice(end.index + end[0].length) : held.slice(-KEY_TAIL);
		inside = !end;
		return !inside;
	}

	return {
		name: PRIVATE_KEY,
		push(text) {
			// Most text holds no dash at all.
			if (stopped) return '';
			if (!inside && !held && !text.includes('-')) return text;
			held += text;
			let out = '';
			while (!inside || leave()) {
				out += outside();
				if (!inside || stopped) break;
			}
			return out;
		},
		end(cut) {
			const out = stopped || inside || (cut && held.startsWith('-----')) ? '' : held;
			held = '';
			inside = false;
			return out;
		},
	};
}

function headAtEnd(text: string): number {
	MAY_BEGIN.lastIndex = text.length;
	return MAY_BEGIN.exec(text)?.[1]?.length ?? 0;
}
