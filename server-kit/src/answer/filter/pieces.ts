// The stage that finds secrets and personal data. It cuts the text where no match can go on, and looks at each piece whole.

import type { FilterAction } from '../../core/filter.ts';
import type { DetectorGroup, Piece } from './detectors.ts';
import { type Gate, MASK, type Stage } from './stage.ts';

/** What a secret or an address is made of; the rest are gaps. */
const UNBROKEN = /[!-~\u00C0-\u024F]+/y;
/** A longer unbroken run is no word: nobody reads it, and a secret in it could not be told from the rest. */
const LONGEST_RUN = 4_096;
/** Nor is a longer row of numbers one number. */
const LONGEST_ROW = 512;
/** No detector finds anything in a short word without a digit or a sign: the test of all of them holds it to that. */
const PLAIN = /^[A-Za-z\u00C0-\u024F'"*,.;!?()]{0,16}$/;
/** What is shown of an answer that was cut off in the middle of a piece. */
const WORDS = /^(?:[A-Za-z\u00C0-\u024F'"*,;!?()\s]*\s)?[('"*]*[A-Za-z\u00C0-\u024F']{0,5}[.,:;!?)'"*]*$/;
const CONTEXT = 48;

/** Decides over a gap; told so, the piece goes on. */
export interface PieceRules {
	groups: readonly DetectorGroup[];
	/** @param text ends with a gap, or with the first character behind one */
	staysOpen(text: string): boolean;
	/** Null switches a detector off. */
	actionOf(detector: string): FilterAction | null;
}

/** What one detector is about to look at: named where it fails. */
export interface Watch {
	running: string;
}

export function createPieces({ groups, staysOpen, actionOf }: PieceRules, gate: Gate, watch: Watch): Stage {
	let piece = '';
	let inGap = false;
	let runStart = 0;
	// Inside a run that is too long: it was masked when that showed, and the rest of it is dropped up to its break.
	let dropping = false;
	let before = '';
	let stopped = false;

	function remember(text: string): void {
		before += text;
		if (before.length > 8 * CONTEXT) before = before.slice(-CONTEXT);
	}

	function close(ended: boolean): string {
		const text = piece;
		piece = '';
		inGap = false;
		runStart = 0;
		if (PLAIN.test(text)) {
			remember(text);
			return text;
		}
		const shown = masked({ text, before: before.slice(-CONTEXT), ended });
		remember(text);
		return shown;
	}

	function masked(whole: Piece): string {
		let out = '';
		let at = 0;
		for (const { from, to, detector, action } of findsIn(whole)) {
			gate.hit(detector, action);
			out += whole.text.slice(at, from);
			stopped ||= action === 'block';
			if (stopped) return out;
			out += MASK;
			at = to;
		}
		return out + whole.text.slice(at);
	}

	function findsIn(whole: Piece): Find[] {
		const finds: Find[] = [];
		for (const { may, detectors } of groups) {
			if (!may(whole.text)) continue;
			for (const { name, find } of detectors) {
				const action = actionOf(name);
				if (!action) continue;
				watch.running = name;
				for (const [from, to] of find(whole)) finds.push({ from, to, detector: name, action });
			}
		}
		return finds.length > 1 ? apart(finds) : finds;
	}

	function tooLong(): string {
		dropping = true;
		piece = '';
		inGap = false;
		runStart = 0;
		gate.hit(ENDLESS, 'mask');
		return MASK;
	}

	/** A run of characters, or the part of one that has come. */
	function grow(run: string): string {
		if (dropping) return '';
		let out = '';
		if (inGap) {
			// Only its first character decides, or it would depend on how much of the run has come.
			if (!staysOpen(piece + run[0])) out = close(false);
			runStart = piece.length;
			inGap = false;
			if (stopped) return out;
		}
		piece += run;
		return piece.length - runStart > LONGEST_RUN ? out + tooLong() : out;
	}

	/** One character that is no part of a run. */
	function gap(character: string): string {
		dropping = false;
		if (piece && staysOpen(piece + character)) {
			piece += character;
			inGap = true;
			return piece.length > LONGEST_ROW && runStart > LONGEST_ROW ? tooLong() : '';
		}
		const out = piece ? close(false) : '';
		if (stopped) return out;
		remember(character);
		return out + character;
	}

	return {
		name: 'pieces',
		push(text) {
			let out = '';
			for (let at = 0; at < text.length && !stopped; ) {
				UNBROKEN.lastIndex = at;
				const run = UNBROKEN.exec(text)?.[0] ?? '';
				out += run ? grow(run) : gap(text[at] as string);
				at += run.length || 1;
			}
			return out;
		},
		end(cut) {
			const out = stopped || (cut && !WORDS.test(piece)) ? '' : close(!cut);
			piece = '';
			inGap = false;
			runStart = 0;
			dropping = false;
			before = '';
			return out;
		},
	};
}

const ENDLESS = 'endless-run';

interface Find {
	from: number;
	to: number;
	detector: string;
	action: FilterAction;
}

/** Leftmost first. What overlaps is one find, and it blocks where a part of it does. */
function apart(finds: readonly Find[]): Find[] {
	const joined: Find[] = [];
	for (const find of finds.toSorted((one, other) => one.from - other.from || other.to - one.to)) {
		const last = joined.at(-1);
		if (!last || find.from >= last.to) {
			joined.push({ ...find });
			continue;
		}
		last.to = Math.max(last.to, find.to);
		if (find.action === 'block' && last.action === 'mask')
			Object.assign(last, { ...find, from: last.from, to: last.to });
	}
	return joined;
}
