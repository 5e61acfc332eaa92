// The stage that lets no link and no image lead to a foreign host: the words of it stay, its address does not.

import type { FilterAction } from '../../core/filter.ts';
import type { Addresses } from './addresses.ts';
import { addressesOfTag, definedTarget, imageAt, inlineTarget, type Reading, tagAt } from './link-syntax.ts';
import type { Gate, Stage } from './stage.ts';

export const FOREIGN_LINK = 'foreign-link';
const REMOVED = '[link removed]';

const MOST_ADDRESS = 2_048;
/** Where something of interest may begin. */
const NOTABLE = /!(?=\[|$)|\]|<|(?<![A-Za-z0-9+.-])(?:(?:https?|ftps?|wss?):[\\/]{2}|www\.)|(?<=["'=(])[\\/]{2}/gi;
/** A tail that may still become one. */
const MAY_BEGIN = /(?<=(?<![A-Za-z0-9+.-])(?:h(?:t(?:t(?:ps?)?)?)?|ft?|ftps?|wss?|w{1,3})(?::[\\/]?)?|["'=(][\\/])/iy;
/** Nothing in it could begin a form, and its end could not either. */
const ORDINARY = /^(?!.*www)[A-Za-z0-9\s,.;?*_\u00C0-\u024F-]*\s$/is;
const ADDRESS = /[^\s<>"`[\]]*/y;
/** Marks behind a bare address that belong to the sentence. */
const TRAILING = /[.,;:!?'*_~|]+$/;
const AUTOLINK = /^[A-Za-z][A-Za-z0-9+.-]{1,31}:\S*$/;

/** What comes of a form: this is shown instead of the text up to `end`. */
interface Verdict {
	shown: string;
	end: number;
}

export function createLinks(addresses: Addresses, action: FilterAction, gate: Gate): Stage {
	let held = '';
	let shownLast = '';
	// Behind a closing bracket, a round one or a colon makes a link of what was a word.
	let afterBracket = false;
	// Inside an address that is too long: it was removed when that showed.
	let dropping = false;
	let ended = false;
	let stopped = false;

	const foreign = (shown: string, end: number): Verdict => {
		gate.hit(FOREIGN_LINK, action);
		stopped = action === 'block';
		return { shown: stopped ? '' : shown, end };
	};
	/** Keeps what stood around something removed from growing together. */
	const apart = () => (shownLast === '' || /\s/.test(shownLast) ? '' : ' ');
	const plain = (at: number): Verdict => ({ shown: held.slice(at, at + 1), end: at + 1 });
	const orMore = (reading: null | 'more', at: number): Verdict | null =>
		reading === 'more' && !ended ? null : plain(at);

	/** A bracket has closed before `at`: the target that may follow. Null: more text is needed. */
	function target(at: number): Verdict | null {
		const reading = held[at] === '(' ? inlineTarget(held, at) : definedTarget(held, at, ended);
		afterBracket = false;
		if (reading === null || reading === 'more') {
			afterBracket = reading === 'more' && !ended;
			return orMore(reading, at);
		}
		if (addresses.allowed(reading.address)) return { shown: held.slice(at, reading.end), end: reading.end };
		// Whatever follows may take the place of the address that went.
		afterBracket = held[at] === '(';
		return foreign(held[at] === '(' ? '' : `: ${REMOVED}`, reading.end);
	}

	function image(at: number): Verdict | null {
		if (held[at + 1] === undefined && !ended) return null;
		const reading = imageAt(held, at);
		if (reading === null || reading === 'more') return orMore(reading, at);
		const bracket = reading.bracket + 1;
		if (held[bracket] === undefined && !ended) return null;
		const found: Reading<{ address: string; end: number }> = held[bracket] === '(' ? inlineTarget(held, bracket) : null;
		if (found === null || found === 'more') return orMore(found, at);
		return addresses.allowed(found.address) ? plain(at) : foreign(apart(), found.end);
	}

	function tag(at: number): Verdict | null {
		const reading = tagAt(held, at);
		if (reading === null || reading === 'more') return orMore(reading, at);
		const { inner, end } = reading;
		const keep = { shown: held.slice(at, end), end };
		if (AUTOLINK.test(inner)) return addresses.allowed(inner) ? keep : foreign(REMOVED, end);
		const led = addressesOfTag(inner);
		return led.every((each) => each !== null && addresses.allowed(each)) ? keep : foreign(apart(), end);
	}

	function bare(at: number): Verdict | null {
		ADDRESS.lastIndex = at;
		const found = ADDRESS.exec(held)?.[0] ?? '';
		const unfinished = at + found.length === held.length && !ended;
		if (found.length > MOST_ADDRESS) {
			dropping = unfinished;
			return foreign(REMOVED, at + found.length);
		}
		if (unfinished) return null;
		const address = withoutTrailing(found);
		const end = at + address.length;
		if (/^[\\/]*$/.test(address)) return { shown: found, end: at + found.length };
		const full = /^www\./i.test(address) ? `https://${address}` : address;
		if (addresses.allowed(full)) return { shown: address, end };
		afterBracket = true;
		return foreign(REMOVED, end);
	}

	function verdictAt(at: number): Verdict | null {
		const character = held[at];
		if (character === '!') return image(at);
		if (character === '<') return tag(at);
		if (character !== ']') return bare(at);
		afterBracket = true;
		return plain(at);
	}

	/** What is decided of the text held. */
	function scan(): string {
		let out = '';
		let at = dropping ? droppedUntil() : 0;
		const show = (text: string) => {
			out += text;
			if (text) shownLast = text.slice(-1);
		};
		while (at < held.length && !stopped) {
			const next = afterBracket && /[(:]/.test(held[at] as string) ? at : notableFrom(at);
			if (next > at) afterBracket = false;
			show(held.slice(at, next));
			at = next;
			if (at >= held.length || headAt(at)) break;
			const verdict = afterBracket && /[(:]/.test(held[at] as string) ? target(at) : verdictAt(at);
			if (!verdict) break;
			show(verdict.shown);
			at = verdict.end;
		}
		held = stopped ? '' : held.slice(at);
		return out;
	}

	function droppedUntil(): number {
		ADDRESS.lastIndex = 0;
		const until = ADDRESS.exec(held)?.[0].length ?? 0;
		dropping = until === held.length && !ended;
		return until;
	}

	/** Where the next form begins, or may begin; the end of the text where none does. */
	function notableFrom(at: number): number {
		NOTABLE.lastIndex = at;
		const found = NOTABLE.exec(held)?.index;
		return found ?? (ended ? held.length : Math.max(at, held.length - headLength()));
	}

	function headLength(): number {
		MAY_BEGIN.lastIndex = held.length;
		if (!MAY_BEGIN.test(held)) return 0;
		return (/(?:[A-Za-z]+:?[\\/]?|[\\/])$/.exec(held.slice(-8))?.[0] ?? '').length;
	}

	/** The tail that is held because a form may begin with it. */
	function headAt(at: number): boolean {
		return !ended && at === held.length - headLength() && !/[!\]<]/.test(held[at] as string);
	}

	return {
		name: FOREIGN_LINK,
		push(text) {
			if (stopped) return '';
			if (!held && !afterBracket && !dropping && ORDINARY.test(text)) {
				shownLast = ' ';
				return text;
			}
			held += text;
			return scan();
		},
		end(cut) {
			ended = true;
			const out = stopped || (cut && held && !/^\p{L}*$/u.test(held)) ? '' : scan();
			held = '';
			shownLast = '';
			afterBracket = false;
			dropping = false;
			ended = false;
			return out;
		},
	};
}

/** A bracket that was not opened in the address closes one before it. */
function withoutTrailing(found: string): string {
	let open = 0;
	for (const character of found) open += character === '(' ? 1 : character === ')' ? -1 : 0;
	let address = found.replace(TRAILING, '');
	while (open < 0 && address.endsWith(')')) {
		address = address.slice(0, -1).replace(TRAILING, '');
		open += 1;
	}
	return address;
}
