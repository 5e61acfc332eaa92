// First stage: text that nobody sees. It could split a secret in two, or carry one out unseen.

import type { Stage } from './stage.ts';

const ORDINARY = /^[\t\n\r -~]*$/;
/** Never shown: controls, fillers, tags, bidi overrides and isolates, variation selectors. */
const HIDDEN = /[^\t\n\r\P{Cc}]|\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]/u;
/** Hidden too, yet some scripts and emoji need them: the neighbours decide. */
const CONTEXTUAL = /\u200C|\u200D|[\u200E\u200F\u061C]|[\uFE0E\uFE0F]/u;
const SELECTORS = /[\uFE0E\uFE0F]/;
const MARKS = /[\u200E\u200F\u061C]/;

const PICTURE = /\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}]|\uFE0F|\u20E3/u;
/** Letters of scripts that join or stack; Latin, Greek and Cyrillic do neither. */
const JOINING = /^(?!\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic})[\p{L}\p{M}]$/u;
const PRINTED_ASCII = /[!-~]/;
const HALF = /[\uD800-\uDBFF]$/;

export function createInvisible(): Stage {
	// The first half of a character, and a character that waits for its neighbour to be judged by.
	let half = '';
	let waiting = '';
	/** Ends with the last character that came out. */
	let shown = '';

	function judged(next: string): string {
		const out = waiting && belongs(waiting, [...shown.slice(-2)].at(-1) ?? '', next) ? waiting : '';
		waiting = '';
		if (out) shown = out;
		return out;
	}

	function clean(text: string): string {
		let out = '';
		for (const character of text) {
			const contextual = CONTEXTUAL.test(character);
			if (!contextual && HIDDEN.test(character)) continue;
			out += judged(character);
			if (contextual) {
				waiting = character;
				continue;
			}
			out += character;
			shown = character;
		}
		return out;
	}

	return {
		name: 'invisible-text',
		push(text) {
			const whole = half + text;
			half = HALF.exec(whole)?.[0] ?? '';
			const complete = half ? whole.slice(0, -1) : whole;
			if (waiting || !(ORDINARY.test(complete) || !HIDDEN.test(complete))) return clean(complete);
			if (complete) shown = complete;
			return complete;
		},
		end() {
			const out = judged('') + half;
			half = '';
			shown = '';
			return out;
		},
	};
}

/** A text as its reader sees it. */
export function visibleIn(text: string): string {
	if (ORDINARY.test(text)) return text;
	const stage = createInvisible();
	return stage.push(text) + stage.end(false);
}

/** Whether an invisible character does something between these two. */
function belongs(character: string, last: string, next: string): boolean {
	if (SELECTORS.test(character)) return /[0-9#*]/.test(last) ? next === '\u20E3' : /\p{Emoji}/u.test(last);
	if (MARKS.test(character)) return last !== '' && next !== '' && !PRINTED_ASCII.test(last + next);
	const pictures = character === '\u200D' && PICTURE.test(last) && PICTURE.test(next);
	return pictures || (JOINING.test(last) && JOINING.test(next));
}
